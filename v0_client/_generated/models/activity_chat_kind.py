from __future__ import annotations

from typing import Literal, TypeAlias

ActivityChatKind: TypeAlias = (
    Literal[
        "chat",
        "unavailable",
    ]
    | str
)
"""What an entry of chats stands for."""
