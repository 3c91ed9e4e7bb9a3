"""Clean-up that native cancellation does not interrupt.

``task.cancel()``, ``asyncio.timeout`` and ``TaskGroup`` raise ``CancelledError`` at whatever a task awaits, clean-up
included: the shields of anyio, which the HTTP library's clean-up relies on, do not stop them. A connection whose
clean-up is interrupted stays busy in the pool for ever.

What the HTTP library awaits during clean-up, and while it takes a connection from its pool, are bare yields to the
event loop, and nothing that takes time. So here they are passed over: the task is not suspended where it must not be
cancelled. Nor can another task run there, and be assigned the same connection, which would make both wait for its lock.

Where a body is read, bare yields let other tasks run, so they are passed over only once something has failed. A
cancellation that arrives at one is held until the awaitable waits for something, or ends. anyio's own cancellations are
not held: its shields stop them, and a scope that is left already must not be cancelled afterwards.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator
from types import coroutine
from typing import Any, TypeVar

__all__ = ["without_interruption"]

T = TypeVar("T")

_MAX_PASSED_OVER = 64  # bare yields in a row: more are a loop that waits for another task


@coroutine
def without_interruption(  # noqa: C901, PLR0912, PLR0915 - one loop that drives the awaitable, as asyncio's own
    awaitable: Awaitable[T],
    discard: Callable[[T], Awaitable[object]] | None = None,
    *,
    replace: Callable[[BaseException], BaseException | None] | None = None,
    yields_first: bool = False,
) -> Generator[Any, Any, T | None]:
    """Await something that must not be interrupted between two waits, under asyncio; under trio as it is.

    Args:
        awaitable: What to await.
        discard: Releases the result where a cancellation was held until there was one.
        replace: Returns what is raised instead of an exception of the awaitable; None returns None instead.
        yields_first: Let other tasks run at bare yields until something has failed.

    Raises:
        CancelledError: The task was cancelled; raised after the clean-up.
    """
    steps: Any = awaitable.__await__()
    held: asyncio.CancelledError | None = None
    passes_over = not yields_first
    yields = 0  # bare ones in a row
    sent: Any = None  # what the event loop returns to the awaitable; asyncio returns nothing
    error: BaseException | None = None  # what the awaitable is to raise where it waits
    result: T | None = None
    replaced: BaseException | None = None
    while True:
        try:
            future = steps.send(sent) if error is None else steps.throw(error)
        except StopIteration as stop:
            result = stop.value
            break
        except BaseException as exc:
            if held is not None:
                raise held from None
            replaced = exc if replace is None else replace(exc)
            if replaced is exc:
                raise
            break
        error = None
        if future is None:
            yields += 1
            if passes_over and yields <= _MAX_PASSED_OVER:
                continue
            if held is not None:
                error, held = held, None
                continue
        else:
            yields = 0
            # As a task would: what is waited for learns of the cancellation, and raises it.
            if held is not None and future.cancel():
                held = None
        try:
            sent = yield future
        except GeneratorExit:
            steps.close()
            raise
        except asyncio.CancelledError as exc:
            if future is None and not _is_by_scope(exc):
                held = exc
            else:
                error = exc
        except BaseException as exc:  # noqa: BLE001 - the failure of a future belongs to the awaitable
            error = exc
        passes_over = passes_over or error is not None or held is not None
    if replaced is not None:  # raised here, so that its context is not what it replaces
        raise replaced
    if held is None:
        return result
    if discard is not None and result is not None:
        discarding: Any = without_interruption(discard(result))
        yield from discarding
    raise held


def _is_by_scope(error: asyncio.CancelledError) -> bool:
    """Whether a scope of anyio cancelled the task; anyio recognizes its own by the same text."""
    text = error.args[0] if error.args else None
    return isinstance(text, str) and text.startswith(("Cancelled via cancel scope ", "Cancelled by cancel scope "))
