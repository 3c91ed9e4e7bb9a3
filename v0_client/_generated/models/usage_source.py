from __future__ import annotations

from typing import Literal, TypeAlias

UsageSource: TypeAlias = (
    Literal[
        "plan",
        "on-demand",
    ]
    | str
)
"""Where credits were taken from."""
