"""placeholder"""

from __future__ import annotations
from collections.abc import Sequence
from .tool import Tool


def operation_tools(client: object, names: Sequence[str]) -> list[Tool]:
    return []
