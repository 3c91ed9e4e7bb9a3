from __future__ import annotations

from typing import Literal, TypeAlias

LogStream: TypeAlias = (
    Literal[
        "stdout",
        "stderr",
    ]
    | str
)
"""Where a log entry was written."""
