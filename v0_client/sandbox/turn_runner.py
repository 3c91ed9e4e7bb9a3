"""A running turn: its updates produced one after another, followed by any number of streams."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import anyio

FinishReason: TypeAlias = Literal["stop", "length", "content-filter", "tool-calls", "error", "other"]


@dataclass(frozen=True, slots=True)
class TurnUpdate:
    """One update of a turn, independent of the API version.

    `title` and `name` carry a string, `delta` a delta, `error` a message. `pause` and `finish` control the turn itself:
    wait until stopped or finished from outside; end with the finish reason in `value`.

    Attributes:
        kind: what it is.
        content: its value, or a function that creates it: a turn keeps its updates, and a long text so far in each of
            them would need too much memory.
    """

    kind: Literal["title", "name", "delta", "error", "pause", "finish"]
    content: Any = None

    @property
    def value(self) -> Any:
        return self.content() if callable(self.content) else self.content


class RunningTurn:
    """Runs a turn once, whether or not a client is connected. A stopped turn has finish reason `stop`.

    Args:
        updates: yields the updates and at last a `finish`; advancing it writes into the message.
        on_finish: completes the message with the finish reason.
        update_count: the number of updates; needed with `pending_reads`.
        pending_reads: the number of reads that find the turn unfinished, each with more content than the last; None:
            reads do not advance the turn.
    """

    def __init__(
        self,
        updates: Iterator[TurnUpdate],
        on_finish: Callable[[FinishReason], None],
        *,
        update_count: int = 0,
        pending_reads: int | None = None,
    ) -> None:
        self._updates = updates
        self._on_finish = on_finish
        self._remaining_updates = update_count
        self._pending_reads = pending_reads
        self._paused = False
        self._history: list[TurnUpdate] = []
        self._changed = anyio.Event()
        self._done = anyio.Event()

    @property
    def done(self) -> bool:
        return self._done.is_set()

    @property
    def advances_by_reads(self) -> bool:
        return self._pending_reads is not None

    @property
    def position(self) -> int:
        """The number of updates so far; `follow` from here yields only what comes next."""
        return len(self._history)

    async def wait(self) -> None:
        await self._done.wait()

    async def follow(self, position: int = 0) -> AsyncIterator[TurnUpdate]:
        """Yield the updates from `position` on: those of the past at once, the others as they happen."""
        while True:
            changed = self._changed
            while position < len(self._history):
                yield self._history[position]
                position += 1
            if self.done:
                return
            await changed.wait()

    async def run(self, delay: Callable[[], float]) -> None:
        """Run until the turn is finished or pauses.

        Args:
            delay: returns the seconds to wait after an update; called each time.
        """
        while not (self.done or self._paused):
            self._advance()
            with anyio.move_on_after(delay()):
                await self._done.wait()

    def record_read(self) -> None:
        """Advance a turn that advances by reads."""
        if self._pending_reads is None:
            return
        for _ in range(self._remaining_updates // (self._pending_reads + 1)):
            if not (self.done or self._paused):
                self._advance()
        self._pending_reads = max(0, self._pending_reads - 1)

    def finish(self) -> None:
        """Run the rest at once, past any pause."""
        while not self.done:
            self._advance()

    def stop(self) -> None:
        """End the turn in its current state."""
        if not self.done:
            self._end("stop")

    def _advance(self) -> None:
        update = next(self._updates)
        self._remaining_updates -= 1
        self._paused = update.kind == "pause"
        if update.kind == "finish":
            self._end(update.value)
        elif update.kind != "pause":
            self._history.append(update)
            self._notify()

    def _end(self, reason: FinishReason) -> None:
        self._on_finish(reason)
        self._done.set()
        self._notify()

    def _notify(self) -> None:
        changed, self._changed = self._changed, anyio.Event()
        changed.set()
