from __future__ import annotations

from typing import TypeAlias

from .. import models

McpAuth: TypeAlias = (
    models.NoMcpAuth
    | models.BearerMcpAuthDetail
    | models.HeadersMcpAuthDetail
    | models.OAuthMcpAuthDetail
    | models.UnknownMcpAuth
)
"""How v0 authenticates to an MCP server."""
