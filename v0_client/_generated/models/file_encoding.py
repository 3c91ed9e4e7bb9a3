from __future__ import annotations

from typing import Literal, TypeAlias

FileEncoding: TypeAlias = (
    Literal[
        "utf8",
        "base64",
    ]
    | str
)
"""How a file's content is encoded; base64 for what is not text."""
