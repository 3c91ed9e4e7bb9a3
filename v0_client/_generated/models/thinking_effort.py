from __future__ import annotations

from typing import Literal, TypeAlias

ThinkingEffort: TypeAlias = (
    Literal[
        "none",
        "minimal",
        "low",
        "medium",
        "high",
        "max",
        "xhigh",
    ]
    | str
)
"""How much the model thinks before it responds."""
