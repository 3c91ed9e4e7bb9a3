from __future__ import annotations

from typing import Literal, TypeAlias

ConnectorSubjectType: TypeAlias = (
    Literal[
        "app",
        "user",
        "jwt-bearer",
    ]
    | str
)
"""On whose behalf a connector acts."""
