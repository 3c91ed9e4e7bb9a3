"""API version 1."""

from __future__ import annotations

from collections.abc import Sequence

from ..route_group import RouteGroup
from .chats import Chats
from .messages import Messages
from .versions import Versions

GROUPS: Sequence[type[RouteGroup]] = (Chats, Messages, Versions)
"""The groups of operations that the sandbox serves."""

__all__ = ["GROUPS"]
