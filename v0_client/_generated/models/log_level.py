from __future__ import annotations

from typing import Literal, TypeAlias

LogLevel: TypeAlias = (
    Literal[
        "error",
        "warning",
        "info",
    ]
    | str
)
"""How serious a log entry is."""
