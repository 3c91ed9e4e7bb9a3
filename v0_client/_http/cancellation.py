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

__all__ = ["reading_guard", "without_interruption"]

T = TypeVar("T")

_MAX_PASSED_OVER = 64  # bare yields in a row: more are a loop that waits for another task


def without_interruption(
    awaitable: Awaitable[T], discard: Callable[[T], Awaitable[object]] | None = None
) -> Awaitable[T]:
    """Await something that must not be interrupted between two waits, under asyncio; under trio as it is.

    Args:
        awaitable: What to await.
        discard: Releases the result where a cancellation was held until there was one.

    Raises:
        CancelledError: The task was cancelled; raised after the clean-up.
    """
    return _drive(awaitable, discard, passes_over=True) if _is_asyncio() else awaitable


def reading_guard() -> Callable[[Awaitable[T]], Awaitable[T]]:
    """What guards the reads of a body on the running event loop: found once, since that takes as long as a read."""
    return _drive if _is_asyncio() else _as_it_is


def _as_it_is(awaitable: Awaitable[T]) -> Awaitable[T]:
    return awaitable


def _is_asyncio() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:  # trio, whose shields hold
        return False
    return True


@coroutine
def _drive(  # noqa: C901, PLR0912 - one loop that drives the awaitable, as asyncio's own
    awaitable: Awaitable[T],
    discard: Callable[[T], Awaitable[object]] | None = None,
    *,
    passes_over: bool = False,
) -> Generator[Any, Any, T]:
    steps: Any = awaitable.__await__()
    held: asyncio.CancelledError | None = None
    yields = 0  # bare ones in a row
    error: BaseException | None = None  # what the awaitable is to raise where it waits
    while True:
        try:
            future = steps.send(None) if error is None else steps.throw(error)
        except StopIteration as stop:
            result: T = stop.value
            break
        except BaseException:
            if held is not None:
                raise held from None
            raise
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
            yield future
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
    if held is None:
        return result
    if discard is not None:
        discarding: Any = _drive(discard(result), passes_over=True)
        yield from discarding
    raise held


def _is_by_scope(error: asyncio.CancelledError) -> bool:
    """Whether a scope of anyio cancelled the task; anyio recognizes its own by the same text."""
    text = error.args[0] if error.args else None
    return isinstance(text, str) and text.startswith(("Cancelled via cancel scope ", "Cancelled by cancel scope "))
