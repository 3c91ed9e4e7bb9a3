"""Version 2 of the API for synchronous code: ``client.v2``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..resource import SyncGroup, SyncVersion

if TYPE_CHECKING:
    from .chats import SyncChats
    from .mcp_servers import SyncMcpServers
    from .messages import SyncMessages
    from .settings import SyncSettings
    from .usage import SyncUsage
    from .webhooks import SyncWebhooks

__all__ = ["SyncV2"]


class SyncV2(SyncVersion):
    """Version 2 of the API: ``client.v2``.

    Attributes:
        chats: Chats.
        messages: Their messages.
        webhooks: Webhooks.
        settings: Settings of a team.
        usage: Credits used, and what for.
        mcp_servers: MCP servers.
    """

    chats: Final = SyncGroup["SyncChats"]()
    messages: Final = SyncGroup["SyncMessages"]()
    webhooks: Final = SyncGroup["SyncWebhooks"]()
    settings: Final = SyncGroup["SyncSettings"]()
    usage: Final = SyncGroup["SyncUsage"]()
    mcp_servers: Final = SyncGroup["SyncMcpServers"]()
