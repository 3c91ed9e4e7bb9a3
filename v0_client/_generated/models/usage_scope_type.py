from __future__ import annotations

from typing import Literal, TypeAlias

UsageScopeType: TypeAlias = (
    Literal[
        "team",
        "personal",
    ]
    | str
)
"""Whose usage a report shows."""
