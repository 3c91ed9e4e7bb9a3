from __future__ import annotations

from typing import Literal, TypeAlias

PlanDecision: TypeAlias = (
    Literal[
        "approved",
        "rejected",
        "request-changes",
    ]
    | str
)
"""A decision on a plan."""
