from __future__ import annotations

from typing import Literal, TypeAlias

ActivityProjectKind: TypeAlias = (
    Literal[
        "project",
        "drafts",
        "unavailable",
    ]
    | str
)
"""What an entry of projects stands for."""
