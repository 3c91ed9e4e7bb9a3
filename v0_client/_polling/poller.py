"""Waiting for a generation by asking again: how often, and until when."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any, Generic, Literal, Self, TypeVar

import anyio
from attrs import field, frozen

from .. import models
from .._callbacks import notify
from .._checks import check_number, number
from .._http.retries import is_transient
from ..errors import (
    APIConnectionError,
    APIStatusError,
    GenerationFailedError,
    InvalidRequestError,
    NotFoundError,
    ResponseDecodeError,
    V0Error,
    WaitTimeoutError,
)

__all__ = [
    "STOP_TIMEOUT",
    "GenerationStatus",
    "OnTimeout",
    "Poll",
    "Polling",
    "call_with_deadline",
    "check_timeout",
    "deadline_after",
    "wait_for",
]

S = TypeVar("S")
T = TypeVar("T", bound="models.ChatDetail | models.Message")

OnTimeout = Literal["leave", "stop"]
"""What becomes of the generation when the time is up."""

GenerationStatus = Literal["pending", "finished", "failed"]

STOP_TIMEOUT = 30.0  # seconds for stopping a generation whose wait has run out


@frozen
class Poll:
    """How often to ask.

    Attributes:
        interval: Seconds before the second question.
        factor: What each wait is multiplied by to give the next.
        max_interval: Longest wait, in seconds.
        jitter: Share by which a wait is lengthened or shortened at random, so that many callers do not ask at once.
        not_found_grace: Seconds during which a 404 counts as "not there yet".

    Raises:
        ConfigurationError: A value is out of range.
    """

    interval: float = field(default=1.0, validator=number(prefix="Poll.", minimum=0.001))
    factor: float = field(default=1.5, validator=number(prefix="Poll.", minimum=1))
    max_interval: float = field(default=10.0, validator=number(prefix="Poll.", minimum=0.001))
    jitter: float = field(default=0.2, validator=number(prefix="Poll.", minimum=0, below=1))
    not_found_grace: float = field(default=10.0, validator=number(prefix="Poll.", minimum=0))

    def waits(self) -> Iterator[float]:
        """The waits between questions, in seconds, without end."""
        wait = self.interval
        while True:
            wait = min(wait, self.max_interval)
            yield wait * random.uniform(1 - self.jitter, 1 + self.jitter)  # noqa: S311 - spreads callers
            wait *= self.factor


def deadline_after(timeout: float | None, on_timeout: str = "leave") -> float:
    """When a wait that begins now is over. Raises InvalidRequestError for what is no time to wait, or no way to end."""
    check_timeout(timeout)
    if on_timeout not in ("leave", "stop"):
        raise InvalidRequestError(f"on_timeout must be 'leave' or 'stop', got {on_timeout!r}", field="on_timeout")
    return float("inf") if timeout is None else anyio.current_time() + timeout


def check_timeout(timeout: float | None) -> None:
    """Raise InvalidRequestError for what is not a time to wait."""
    error = partial(InvalidRequestError, field="timeout")
    check_number(timeout, "timeout", error, minimum=0, none="no limit")


class Polling(Generic[T]):
    """Iterates over the changes of what is being generated; ends when the generation has.

    A subclass says what was read (:meth:`_decode`), how far it is (:meth:`_judge`) and how a person would go on.

    Raises while iterating:
        GenerationFailedError: The generation failed; comes after the state that says so.
        WaitTimeoutError: Not finished within the timeout.
        NotFoundError: It is not there, after ``Poll.not_found_grace``.
        V0Error: A read failed for good. Faults that may pass are outlived.
    """

    def __init__(
        self, read: Callable[[], Awaitable[dict[str, Any]]], chat_id: str, *, timeout: float | None, poll: Poll
    ) -> None:
        check_timeout(timeout)
        self.last: T | None = None
        self.raw: dict[str, Any] | None = None
        self._read = read
        self._chat_id = chat_id
        self._timeout = timeout
        self._poll = poll
        self._waits = poll.waits()
        self._verdict: GenerationStatus = "pending"
        self._started: float | None = None
        self._trouble: V0Error | None = None
        self._asked = False

    # ------------------------------------------------------------------ for subclasses

    def _decode(self, raw: dict[str, Any]) -> T:
        """What was read, typed. Raises ValueError where it is misshapen."""
        raise NotImplementedError

    def _judge(self, value: T) -> GenerationStatus:
        """How far it is."""
        raise NotImplementedError

    def _failure(self, value: T) -> GenerationFailedError:
        """The error for a generation that failed."""
        raise NotImplementedError

    def _status(self, value: T) -> str:
        """How far it is, in the words of an error."""
        raise NotImplementedError

    @property
    def _pick_up(self) -> str:
        """How to go on waiting."""
        raise NotImplementedError

    @property
    def awaited_id(self) -> str | None:
        """The message waited for, as far as it is known."""
        raise NotImplementedError

    # ------------------------------------------------------------------ use

    def __aiter__(self) -> Self:
        return self

    def begin(self, value: T) -> None:
        """Start from what the call that began it answered, which need not be read again at once."""
        self._take(value)
        self._asked = True

    async def __anext__(self) -> T:
        if self._verdict == "failed" and self.last is not None:
            self._verdict = "finished"
            raise self._failure(self.last)
        if self._verdict == "finished":
            raise StopAsyncIteration
        if self._started is None:
            self._started = anyio.current_time()
        deadline = self._started + self._timeout if self._timeout is not None else float("inf")
        with anyio.move_on_at(deadline):
            return await self._next_change(self._started)
        raise self.timed_out()

    def timed_out(self) -> WaitTimeoutError:
        """The error that says how far it came."""
        status = self._status(self.last) if self.last is not None else ""
        trouble = f"; the last read failed: {self._trouble}" if self._trouble is not None else ""
        return WaitTimeoutError(
            f"not finished within {self._timeout:g} s{status}{trouble}; go on with {self._pick_up}",
            last=self.last,
            chat_id=self._chat_id,
        )

    async def _next_change(self, started: float) -> T:
        while True:
            if self._asked:
                await anyio.sleep(next(self._waits))
            self._asked = True
            try:
                raw = await self._read()
            except NotFoundError as error:
                if self.raw is not None or anyio.current_time() - started > self._poll.not_found_grace:
                    raise
                self._trouble = error
            except (APIConnectionError, APIStatusError) as error:
                if not is_transient(error):
                    raise
                self._trouble = error
                if isinstance(error, APIStatusError) and error.retry_after:
                    await anyio.sleep(error.retry_after)
            else:
                self._trouble = None
                if raw != self.raw:
                    self.raw = raw
                    value = self._decoded(raw)
                    if value != self.last:
                        return self._take(value)

    def _take(self, value: T) -> T:
        self.last = value
        self._verdict = self._judge(value)
        return value

    def _decoded(self, raw: dict[str, Any]) -> T:
        try:
            return self._decode(raw)
        except (ValueError, TypeError, AttributeError) as exc:
            reason = str(exc)
        raise ResponseDecodeError(
            f"what was read is not what the API documents: {reason}", status_code=200, body=raw, chat_id=self._chat_id
        )


async def call_with_deadline(
    deadline: float, start: Callable[[], Awaitable[S]], undone: str, *, chat_id: str | None = None, pays: bool = True
) -> S:
    """What a call that comes before the waiting answers, where it does so in time.

    Args:
        deadline: When the time is up.
        start: The call.
        undone: What has not happened where it is not in time, such as "the chat was not created".
        chat_id: The chat, where it is known.
        pays: Whether the call may begin a generation.

    Raises:
        WaitTimeoutError: It did not answer in time.
    """
    with anyio.move_on_at(deadline):
        return await start()
    hint = "; the server may have done it all the same, so look for it before sending the request again"
    raise WaitTimeoutError(
        f"the time was up and {undone} yet{hint if pays else ''}", may_have_been_processed=pays, chat_id=chat_id
    )


async def wait_for(
    polled: Polling[T],
    on_update: Callable[[T], object] | None,
    stop: Callable[[str], Awaitable[object]] | None,
    *,
    deadline: float,
    first: T | None = None,
) -> T:
    """Poll to the end and give what is finished.

    Args:
        polled: What is waited for.
        on_update: Told `first`, then every change.
        stop: Ends the generation of a message when the time is up; None leaves it.
        deadline: When the time is up.
        first: What is known before anything was read.
    """
    with anyio.move_on_at(deadline):
        if first is not None:
            await notify(on_update, first)
        async for value in polled:
            await notify(on_update, value)
        if polled.last is not None:
            return polled.last
    error = polled.timed_out()
    message_id = polled.awaited_id
    if stop is not None and message_id is not None:
        try:
            await stop(message_id)
        except (V0Error, TimeoutError) as trouble:
            error.args = (f"{error}; stopping it failed too: {trouble}",)
    raise error
