from __future__ import annotations

from typing import Literal, TypeAlias

ModelIdV2: TypeAlias = (
    Literal[
        "v0-auto",
        "v0-mini",
        "v0-pro",
        "v0-max",
        "v0-max-fast",
    ]
    | str
)
"""Models of version 2. `v0-auto` is on the reference page; later servers refuse it."""
