"""Version 1 of the API for synchronous code: ``client.v1``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..resource import SyncGroup, SyncVersion

if TYPE_CHECKING:
    from .chats import SyncChats
    from .deployments import SyncDeployments
    from .hooks import SyncHooks
    from .integrations import SyncIntegrations
    from .mcp_servers import SyncMcpServers
    from .projects import SyncProjects
    from .rate_limits import SyncRateLimits
    from .reports import SyncReports
    from .user import SyncUser

__all__ = ["SyncV1"]


class SyncV1(SyncVersion):
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

    chats: Final = SyncGroup["SyncChats"]()
    projects: Final = SyncGroup["SyncProjects"]()
    deployments: Final = SyncGroup["SyncDeployments"]()
    rate_limits: Final = SyncGroup["SyncRateLimits"]()
    user: Final = SyncGroup["SyncUser"]()
    hooks: Final = SyncGroup["SyncHooks"]()
    mcp_servers: Final = SyncGroup["SyncMcpServers"]()
    reports: Final = SyncGroup["SyncReports"]()
    integrations: Final = SyncGroup["SyncIntegrations"]()
