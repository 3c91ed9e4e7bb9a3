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
"""When the response arrives: `sync` when the turn is over, `async` at once, as a placeholder to poll,
`experimental_stream` as server-sent events."""
