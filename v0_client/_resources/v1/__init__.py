"""Version 1 of the API: ``client.v1``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .. import Group, Version

if TYPE_CHECKING:
    from .chats import Chats
    from .deployments import Deployments
    from .hooks import Hooks
    from .integrations import Integrations
    from .mcp_servers import McpServers
    from .projects import Projects
    from .rate_limits import RateLimits
    from .reports import Reports
    from .user import User

__all__ = ["V1"]


class V1(Version):
    """Version 1 of the API: ``client.v1``.

    Attributes:
        chats: Chats, their messages and versions.
        projects: Projects and their environment variables.
        deployments: Versions of chats, deployed to Vercel.
        rate_limits: Rate limits.
        user: The user that the key belongs to.
        hooks: Webhooks.
        mcp_servers: MCP servers.
        reports: Reports on usage and activity.
        integrations: Projects at Vercel.
    """

    chats: Final = Group["Chats"]()
    projects: Final = Group["Projects"]()
    deployments: Final = Group["Deployments"]()
    rate_limits: Final = Group["RateLimits"]()
    user: Final = Group["User"]()
    hooks: Final = Group["Hooks"]()
    mcp_servers: Final = Group["McpServers"]()
    reports: Final = Group["Reports"]()
    integrations: Final = Group["Integrations"]()
