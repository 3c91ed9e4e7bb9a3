from __future__ import annotations

from typing import Literal, TypeAlias

SearchScope: TypeAlias = (
    Literal[
        "repo",
        "web",
    ]
    | str
)
"""Where the agent searched."""
