from __future__ import annotations

from typing import TypeAlias

from .. import models

McpAuthInput: TypeAlias = models.NoMcpAuth | models.BearerMcpAuth | models.HeadersMcpAuth | models.OAuthMcpAuth
"""How version 1 is to authenticate to an MCP server."""
