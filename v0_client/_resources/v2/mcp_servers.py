"""MCP servers of version 2: ``client.v2.mcp_servers``."""

from __future__ import annotations

from typing import Final

from ..._generated.api import v2_mcp_servers
from ..resource import Resource

__all__ = ["McpServers"]


class McpServers(Resource):
    """MCP servers of version 2: ``client.v2.mcp_servers``."""

    list: Final = v2_mcp_servers.list_mcp_servers
    create: Final = v2_mcp_servers.create_mcp_server_v2
    get: Final = v2_mcp_servers.get_mcp_server_v2
    update: Final = v2_mcp_servers.update_mcp_server_v2
    delete: Final = v2_mcp_servers.delete_mcp_server_v2
