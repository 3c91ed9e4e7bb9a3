"""MCP servers of version 2: ``client.v2.mcp_servers``."""

from __future__ import annotations

from typing import Final

from ..._resources.v2.mcp_servers import McpServers
from ..blocking import blocking
from ..resource import SyncResource

__all__ = ["SyncMcpServers"]


class SyncMcpServers(SyncResource):
    """MCP servers of version 2: ``client.v2.mcp_servers``."""

    list: Final = blocking(McpServers.list)
    create: Final = blocking(McpServers.create)
    get: Final = blocking(McpServers.get)
    update: Final = blocking(McpServers.update)
    delete: Final = blocking(McpServers.delete)
