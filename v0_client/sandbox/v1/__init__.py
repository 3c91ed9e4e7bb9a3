"""API version 1."""

from __future__ import annotations

from collections.abc import Sequence

from ..route_group import RouteGroup
from .account import Account
from .chats import Chats
from .deployments import Deployments
from .environment import Environment
from .hooks import Hooks
from .integrations import Integrations
from .mcp_servers import McpServers
from .messages import Messages
from .projects import Projects
from .reports import Reports
from .versions import Versions

GROUPS: Sequence[type[RouteGroup]] = (
    *(Chats, Messages, Versions, Projects, Environment, Deployments),
    *(Hooks, Integrations, McpServers, Account, Reports),
)
"""The groups of operations that the sandbox serves."""

__all__ = ["GROUPS"]
