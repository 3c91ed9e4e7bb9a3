from __future__ import annotations

from typing import Literal, TypeAlias

McpAuthType: TypeAlias = (
    Literal[
        "none",
        "bearer",
        "custom-headers",
        "oauth",
    ]
    | str
)
"""How v0 authenticates to an MCP server."""
