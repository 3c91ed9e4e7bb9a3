"""Callbacks of the caller, which may be sync or async."""

from __future__ import annotations

import inspect
from collections.abc import Callable

__all__ = ["notify"]


async def notify(callback: Callable[..., object] | None, *arguments: object) -> None:
    """Call the callback, if there is one, and await what it returns if that is awaitable; its errors propagate."""
    if callback is not None:
        result = callback(*arguments)
        if inspect.isawaitable(result):
            await result
