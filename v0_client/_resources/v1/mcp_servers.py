"""MCP servers of version 1: ``client.v1.mcp_servers``."""

from __future__ import annotations

from typing import Final

from ..._generated.api import v1_mcp_servers
from ..resource import Resource

__all__ = ["McpServers"]


class McpServers(Resource):
    """MCP servers of version 1: ``client.v1.mcp_servers``."""

    find: Final = v1_mcp_servers.find_mcp_servers
    create: Final = v1_mcp_servers.create_mcp_server
    get: Final = v1_mcp_servers.get_mcp_server
    update: Final = v1_mcp_servers.update_mcp_server
    delete: Final = v1_mcp_servers.delete_mcp_server
    create_oauth_authorization_url: Final = v1_mcp_servers.create_oauth_authorization_url
