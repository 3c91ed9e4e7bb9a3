from __future__ import annotations

from typing import Literal, TypeAlias

FileEditOperation: TypeAlias = (
    Literal[
        "create",
        "update",
        "delete",
        "rename",
        "patch",
    ]
    | str
)
"""What was done to a file."""
