from __future__ import annotations

from typing import Literal, TypeAlias

ModelId: TypeAlias = (
    Literal[
        "v0-auto",
        "v0-mini",
        "v0-pro",
        "v0-max",
        "v0-max-fast",
        "v0-opus-4.7",
        "v0-opus-4.7-fast",
    ]
    | str
)
"""Models of version 1. `v0-auto` is deprecated and means `v0-pro`; the two opus models appear in responses only."""
