from __future__ import annotations

from typing import Literal, TypeAlias

TeamRole: TypeAlias = (
    Literal[
        "V0Builder",
        "V0Chatter",
        "V0Viewer",
    ]
    | str
)
"""What a member of a team may do."""
