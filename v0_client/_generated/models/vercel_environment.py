from __future__ import annotations

from typing import Literal, TypeAlias

VercelEnvironment: TypeAlias = (
    Literal[
        "production",
        "preview",
        "development",
    ]
    | str
)
"""An environment of a Vercel project."""
