"""Callbacks of the caller, which may be async."""

from __future__ import annotations

import inspect
from collections.abc import Callable

__all__ = ["notify"]


async def notify(callback: Callable[..., object] | None, *arguments: object) -> None:
    """Call a callback and await what it returns; what it raises goes to the caller."""
    if callback is not None:
        result = callback(*arguments)
        if inspect.isawaitable(result):
            await result
