from __future__ import annotations

from typing import Literal, TypeAlias

VersionStatus: TypeAlias = (
    Literal[
        "pending",
        "completed",
        "failed",
    ]
    | str
)
"""State of a version."""
