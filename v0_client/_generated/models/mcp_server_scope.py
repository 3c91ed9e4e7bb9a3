from __future__ import annotations

from typing import Literal, TypeAlias

McpServerScope: TypeAlias = (
    Literal[
        "user",
        "team",
    ]
    | str
)
"""Who may use an MCP server."""
