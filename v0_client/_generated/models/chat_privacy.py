from __future__ import annotations

from typing import Literal, TypeAlias

ChatPrivacy: TypeAlias = (
    Literal[
        "public",
        "private",
        "team",
        "team-edit",
        "unlisted",
    ]
    | str
)
"""Who may see a chat."""
