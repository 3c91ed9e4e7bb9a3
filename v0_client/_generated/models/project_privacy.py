from __future__ import annotations

from typing import Literal, TypeAlias

ProjectPrivacy: TypeAlias = (
    Literal[
        "private",
        "team",
    ]
    | str
)
"""Who sees a project."""
