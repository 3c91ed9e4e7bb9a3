"""API version 2."""

from __future__ import annotations

from starlette.routing import Route

from ..connections import Connections
from ..store import Store
from .chats import Chats
from .files import ChatFiles
from .hosting import Hosting
from .messages import Messages

__all__ = ["routes"]


def routes(store: Store, connections: Connections) -> list[Route]:
    """Every operation of version 2 that the sandbox serves."""
    groups = (Chats, Messages, ChatFiles, Hosting)
    return [route for group in groups for route in group(store, connections).routes()]
