"""A running generation: a script played at a pace, which any number of streams may follow."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import anyio

FinishReason: TypeAlias = Literal["stop", "tool-calls", "error"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a stream may tell, in neither version's dress.

    `title` and `name` carry a string, `delta` a delta, `error` a sentence. `hang` and `finish` are for the turn
    itself: halt until stopped; end with the finish reason given.
    """

    kind: Literal["title", "name", "delta", "error", "hang", "finish"]
    value: Any = None


class Turn:
    """Plays a script once, whether or not anyone listens. One that is stopped ends with finish reason `stop`.

    Args:
        script: yields the steps; advancing it is what writes into the message.
        settle: makes the message final with the finish reason.
        delay: seconds to wait after each step, asked each time.
    """

    def __init__(
        self,
        script: Iterator[Step],
        settle: Callable[[FinishReason], None],
        delay: Callable[[], float],
    ) -> None:
        self._script = script
        self._settle = settle
        self._delay = delay
        self._steps: list[Step] = []
        self._news = anyio.Event()
        self._stop = anyio.Event()
        self._done = anyio.Event()

    @property
    def done(self) -> bool:
        return self._done.is_set()

    @property
    def position(self) -> int:
        """How many steps have been told; `follow` from here is what comes next."""
        return len(self._steps)

    async def stop(self) -> None:
        """End the generation at its next safe point, and wait until it has ended."""
        self._stop.set()
        await self._done.wait()

    async def wait(self) -> None:
        await self._done.wait()

    async def follow(self, position: int = 0) -> AsyncIterator[Step]:
        """The steps from `position` on, those of the past at once and the rest as they happen."""
        while True:
            news = self._news
            while position < len(self._steps):
                yield self._steps[position]
                position += 1
            if self.done:
                return
            await news.wait()

    async def play(self) -> None:
        reason: FinishReason = "stop"
        for step in self._script:
            if step.kind == "finish":
                reason = step.value
                break
            if step.kind == "hang":
                await self._stop.wait()
            else:
                self._tell(step)
                with anyio.move_on_after(self._delay()):
                    await self._stop.wait()
            if self._stop.is_set():
                break
        self._settle(reason)
        self._done.set()
        self._announce()

    def _tell(self, step: Step) -> None:
        self._steps.append(step)
        self._announce()

    def _announce(self) -> None:
        news, self._news = self._news, anyio.Event()
        news.set()
