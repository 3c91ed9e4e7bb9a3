"""MCP servers of version 1: ``client.v1.mcp_servers``."""

from __future__ import annotations

from typing import Final

from ..._resources.v1.mcp_servers import McpServers
from ..blocking import blocking
from ..resource import SyncResource

__all__ = ["SyncMcpServers"]


class SyncMcpServers(SyncResource):
    """MCP servers of version 1: ``client.v1.mcp_servers``."""

    find: Final = blocking(McpServers.find)
    create: Final = blocking(McpServers.create)
    get: Final = blocking(McpServers.get)
    update: Final = blocking(McpServers.update)
    delete: Final = blocking(McpServers.delete)
    create_oauth_authorization_url: Final = blocking(McpServers.create_oauth_authorization_url)
