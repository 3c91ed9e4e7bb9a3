from __future__ import annotations

from typing import Literal, TypeAlias

ResponseMode: TypeAlias = (
    Literal[
        "sync",
        "async",
        "experimental_stream",
    ]
    | str
)
"""`sync` answers when the turn is over, `async` at once with a placeholder to poll, `experimental_stream` with
server-sent events."""
