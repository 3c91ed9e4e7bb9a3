from __future__ import annotations

from typing import Literal, TypeAlias

FinishReason: TypeAlias = (
    Literal[
        "stop",
        "length",
        "content-filter",
        "tool-calls",
        "error",
        "other",
        "unknown",
    ]
    | str
)
"""Why a generation ended. `error` means it failed; `length`, `content-filter` and `other` mean it ended early; after
`stop` and `tool-calls` the agent may still wait for a person."""
