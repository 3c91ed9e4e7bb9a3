from __future__ import annotations

from typing import TypeAlias

from .. import models

McpAuthInputV2: TypeAlias = (
    models.NoMcpAuth
    | models.BearerMcpAuth
    | models.HeadersMcpAuth
    | models.OAuthMcpAuthV2
    | models.NoMcpAuthDict
    | models.BearerMcpAuthDict
    | models.HeadersMcpAuthDict
    | models.OAuthMcpAuthV2Dict
)
"""How version 2 is to authenticate to an MCP server. What requests accept for it: a model, or a dict."""
