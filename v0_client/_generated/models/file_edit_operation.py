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
"""Kind of a change to a file."""
