"""API version 2."""

from __future__ import annotations

from collections.abc import Sequence

from ..route_group import RouteGroup
from .artifacts import Artifacts
from .chats import Chats
from .messages import Messages

GROUPS: Sequence[type[RouteGroup]] = (Chats, Messages, Artifacts)
"""The groups of operations that the sandbox serves."""

__all__ = ["GROUPS"]
