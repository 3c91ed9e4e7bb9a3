from __future__ import annotations

from typing import Literal, TypeAlias

MessageRole: TypeAlias = (
    Literal[
        "user",
        "assistant",
    ]
    | str
)
"""Who wrote a message."""
