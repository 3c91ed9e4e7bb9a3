from __future__ import annotations

from typing import Literal, TypeAlias

MemoryScope: TypeAlias = (
    Literal[
        "user",
        "team",
    ]
    | str
)
"""Whose memory a skill lives in."""
