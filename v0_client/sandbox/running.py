"""A running generation: a script played step by step, which any number of streams may follow."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import anyio

FinishReason: TypeAlias = Literal["stop", "length", "content-filter", "tool-calls", "error", "other"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a stream may tell, in neither version's dress.

    `title` and `name` carry a string, `delta` a delta, `error` a sentence. `hang` and `finish` are for the turn
    itself: halt until stopped; end with the finish reason given.
    """

    kind: Literal["title", "name", "delta", "error", "hang", "finish"]
    value: Any = None


class RunningTurn:
    """Plays a script once, whether or not anyone listens. One that is stopped ends with finish reason `stop`.

    Args:
        script: yields the steps, `finish` at the latest at its end; advancing it is what writes into the message.
        settle: makes the message final with the finish reason.
        steps: how many steps the script has; needed with `polls`.
        polls: so many reads find it unfinished, each further on; None where reads do not matter.
    """

    def __init__(
        self,
        script: Iterator[Step],
        settle: Callable[[FinishReason], None],
        *,
        steps: int = 0,
        polls: int | None = None,
    ) -> None:
        self._script = script
        self._settle = settle
        self._left = steps
        self._polls = polls
        self._hangs = False
        self._told: list[Step] = []
        self._news = anyio.Event()
        self._done = anyio.Event()

    @property
    def done(self) -> bool:
        return self._done.is_set()

    @property
    def awaits_polls(self) -> bool:
        """Whether reads play it."""
        return self._polls is not None

    @property
    def position(self) -> int:
        """How many steps have been told; `follow` from here is what comes next."""
        return len(self._told)

    async def wait(self) -> None:
        await self._done.wait()

    async def follow(self, position: int = 0) -> AsyncIterator[Step]:
        """The steps from `position` on, those of the past at once and the rest as they happen."""
        while True:
            news = self._news
            while position < len(self._told):
                yield self._told[position]
                position += 1
            if self.done:
                return
            await news.wait()

    async def play(self, delay: Callable[[], float]) -> None:
        """Play to the end, or until it hangs.

        Args:
            delay: seconds to wait after each step, asked each time.
        """
        while not (self.done or self._hangs):
            self._advance()
            with anyio.move_on_after(delay()):
                await self._done.wait()

    def polled(self) -> None:
        """Somebody reads what has come of it so far."""
        if self._polls is None:
            return
        for _ in range(self._left // (self._polls + 1)):
            if not (self.done or self._hangs):
                self._advance()
        self._polls = max(0, self._polls - 1)

    def finish(self) -> None:
        """Play what is left at once, as if it had never hung."""
        while not self.done:
            self._advance()

    def stop(self) -> None:
        """End it where it stands."""
        if not self.done:
            self._end("stop")

    def _advance(self) -> None:
        step = next(self._script)
        self._left -= 1
        self._hangs = step.kind == "hang"
        if step.kind == "finish":
            self._end(step.value)
        elif step.kind != "hang":
            self._told.append(step)
            self._announce()

    def _end(self, reason: FinishReason) -> None:
        self._settle(reason)
        self._done.set()
        self._announce()

    def _announce(self) -> None:
        news, self._news = self._news, anyio.Event()
        news.set()
