from __future__ import annotations

from typing import TypeAlias

from .. import models

McpAuthInput: TypeAlias = (
    models.NoMcpAuth
    | models.BearerMcpAuth
    | models.HeadersMcpAuth
    | models.OAuthMcpAuth
    | models.NoMcpAuthDict
    | models.BearerMcpAuthDict
    | models.HeadersMcpAuthDict
    | models.OAuthMcpAuthDict
)
"""How version 1 is to authenticate to an MCP server. What requests accept for it: a model, or a dict."""
