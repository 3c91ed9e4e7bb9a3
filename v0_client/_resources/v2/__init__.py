"""Version 2 of the API: ``client.v2``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .. import Group, Version

if TYPE_CHECKING:
    from .chats import Chats
    from .mcp_servers import McpServers
    from .messages import Messages
    from .settings import Settings
    from .usage import Usage
    from .webhooks import Webhooks

__all__ = ["V2"]


class V2(Version):
    """Version 2 of the API: ``client.v2``.

    Attributes:
        chats: Chats.
        messages: Their messages.
        webhooks: Webhooks.
        settings: Settings of a team.
        usage: Credits used, and what for.
        mcp_servers: MCP servers.
    """

    chats: Final = Group["Chats"]()
    messages: Final = Group["Messages"]()
    webhooks: Final = Group["Webhooks"]()
    settings: Final = Group["Settings"]()
    usage: Final = Group["Usage"]()
    mcp_servers: Final = Group["McpServers"]()
