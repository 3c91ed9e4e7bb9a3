from __future__ import annotations

from typing import Literal, TypeAlias

FileEncoding: TypeAlias = (
    Literal[
        "utf8",
        "base64",
    ]
    | str
)
"""How a file's content is written down; base64 stands for what is no text."""
