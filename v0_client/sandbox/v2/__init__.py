"""API version 2."""

from __future__ import annotations

from collections.abc import Sequence

from ..route_group import RouteGroup
from .artifacts import Artifacts
from .chats import Chats
from .mcp_servers import McpServers
from .messages import Messages
from .settings import Settings
from .usage import Usage
from .webhooks import Webhooks

GROUPS: Sequence[type[RouteGroup]] = (Chats, Messages, Artifacts, Webhooks, Settings, Usage, McpServers)
"""The groups of operations that the sandbox serves."""

__all__ = ["GROUPS"]
