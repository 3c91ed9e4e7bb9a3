"""API version 1."""

from __future__ import annotations

from starlette.routing import Route

from ..connections import Connections
from ..store import Store
from .chats import Chats
from .messages import Messages
from .versions import Versions

__all__ = ["routes"]


def routes(store: Store, connections: Connections) -> list[Route]:
    """Every operation of version 1 that the sandbox serves."""
    groups = (Chats, Messages, Versions)
    return [route for group in groups for route in group(store, connections).routes()]
