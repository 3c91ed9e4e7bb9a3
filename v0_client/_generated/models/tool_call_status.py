from __future__ import annotations

from typing import Literal, TypeAlias

ToolCallStatus: TypeAlias = (
    Literal[
        "ok",
        "error",
    ]
    | str
)
"""Result of a tool call."""
