from __future__ import annotations

from typing import Literal, TypeAlias

ConnectAction: TypeAlias = (
    Literal[
        "list",
        "create",
        "attach",
        "authorize",
    ]
    | str
)
"""Kind of work with connectors."""
