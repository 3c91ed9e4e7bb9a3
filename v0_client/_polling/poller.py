"""The polling loop: read, compare, wait, until the generation is finished or the deadline passes."""

from __future__ import annotations

import math
import random
from collections.abc import Awaitable, Callable
from typing import Any, Generic, Literal, Self, TypeVar

import anyio

from .. import models
from .._callbacks import notify
from .._http.retries import MAX_RETRY_AFTER, is_transient
from ..errors import (
    APIStatusError,
    GenerationFailedError,
    NotFoundError,
    ResponseDecodeError,
    V0Error,
    WaitTimeoutError,
)
from .deadlines import Wait, check_poll, check_timeout
from .settings import Poll, poll_delays

__all__ = ["GenerationStatus", "Poller", "wait_for"]

T = TypeVar("T", bound="models.ChatDetail | models.Message")

GenerationStatus = Literal["pending", "finished", "failed"]

STOP_TIMEOUT = 30.0  # seconds to stop a generation whose wait timed out
MIN_SPREAD = 1.0  # seconds over which waiters spread that were sent the same Retry-After


class Poller(Generic[T]):
    """Iterates over the changes of a chat or message; ends when its generation is finished.

    A subclass decodes what was read (:meth:`_decode`), reads its status (:meth:`_generation_status`), and words errors.

    Raises while iterating:
        GenerationFailedError: The generation failed; raised after the state that says so was yielded.
        WaitTimeoutError: Not finished within the timeout.
        NotFoundError: It does not exist, after ``Poll.not_found_grace``.
        V0Error: A read failed with an error that is not transient. Transient errors are retried.
    """

    def __init__(
        self,
        read: Callable[[], Awaitable[dict[str, Any]]],
        chat_id: str,
        *,
        timeout: float | None,
        poll: Poll,
        redact: Callable[[Any], Any],
    ) -> None:
        check_timeout(timeout)
        check_poll(poll)
        self.last: T | None = None
        self.raw: dict[str, Any] | None = None
        self._read = read
        self._redact = redact
        self._chat_id = chat_id
        self._timeout = timeout
        self._poll = poll
        self._delays = poll_delays(poll)
        self._started: float | None = None
        self._status: GenerationStatus = "pending"
        self._last_error: V0Error | None = None
        self._delay_next_read = False  # the first read is immediate, unless the state is fresh already

    # ------------------------------------------------------------------ for subclasses

    def _decode(self, raw: dict[str, Any]) -> T:
        """The model of what was read. Raises ValueError if it is malformed."""
        raise NotImplementedError

    def _generation_status(self, value: T) -> GenerationStatus:
        """Whether the generation is finished."""
        raise NotImplementedError

    def _failed(self, value: T) -> GenerationFailedError:
        """The error for a failed generation."""
        raise NotImplementedError

    def _progress(self, value: T) -> str:
        """The state reached, for the text of an error."""
        raise NotImplementedError

    @property
    def _resume_hint(self) -> str:
        """The call that continues the wait."""
        raise NotImplementedError

    @property
    def message_id(self) -> str | None:
        """The message that is waited for, if it is known."""
        raise NotImplementedError

    # ------------------------------------------------------------------ use

    def __aiter__(self) -> Self:
        return self

    def seed(self, value: T) -> None:
        """Start from a state that was just received: the next read waits."""
        self._accept(value)
        self._delay_next_read = True

    async def __anext__(self) -> T:
        if self._status == "failed" and self.last is not None:
            self._status = "finished"
            raise self._failed(self.last)
        if self._status == "finished":
            raise StopAsyncIteration
        if self._started is None:
            self._started = anyio.current_time()
        deadline = self._started + self._timeout if self._timeout is not None else math.inf
        with anyio.move_on_at(deadline):
            return await self._next_change(self._started)
        raise self.timed_out()

    def timed_out(self) -> WaitTimeoutError:
        """The error of a wait that timed out, with the state reached."""
        progress = self._progress(self.last) if self.last is not None else ""
        failure = f"; the last read failed: {self._last_error}" if self._last_error is not None else ""
        limit = f"within {self._timeout:g} s" if self._timeout is not None else "in time"
        return WaitTimeoutError(
            f"not finished {limit}{progress}{failure}; resume with {self._resume_hint}",
            last=self.last,
            chat_id=self._chat_id,
        )

    # ------------------------------------------------------------------ the loop

    async def _next_change(self, started: float) -> T:
        while True:
            if self._delay_next_read:
                await anyio.sleep(self._next_delay())
            self._delay_next_read = True
            try:
                raw = await self._read()
            except V0Error as error:
                if not self._is_retried(error, started):
                    error.chat_id = error.chat_id or self._chat_id
                    raise
                self._last_error = error
                continue
            self._last_error = None
            if raw is self.raw or raw == self.raw:
                continue
            self.raw = raw
            del raw  # the server may repeat the key there, and a frame of an error would show it
            value = self._decoded()
            if value != self.last:
                return self._accept(value)

    def _is_retried(self, error: V0Error, started: float) -> bool:
        if isinstance(error, NotFoundError):  # the chat may not be visible yet right after its creation
            return self.raw is None and anyio.current_time() - started <= self._poll.not_found_grace
        return is_transient(error) and _retry_after(error) <= MAX_RETRY_AFTER

    def _next_delay(self) -> float:
        """Seconds until the next read: the poll's own delay, or what the server asked for, with jitter on top."""
        delay, asked = next(self._delays), _retry_after(self._last_error)
        if not asked:
            return delay
        # A server that asks many waiters to come back at one moment must not be asked by all of them at once.
        return max(delay, asked + random.uniform(0, max(MIN_SPREAD, asked / 4)))  # noqa: S311 - spreads callers

    def _accept(self, value: T) -> T:
        self.last = value
        self._status = self._generation_status(value)
        return value

    def _decoded(self) -> T:
        try:
            return self._decode(self.raw or {})
        except (ValueError, TypeError, AttributeError) as exc:
            reason = str(exc)
        body, self.raw = self._redact(self.raw), None
        raise ResponseDecodeError(
            f"the response is not what the API documents: {reason}", status_code=200, body=body, chat_id=self._chat_id
        )


def _retry_after(error: V0Error | None) -> float:
    return (error.retry_after or 0.0) if isinstance(error, APIStatusError) else 0.0


async def wait_for(
    poller: Poller[T],
    wait: Wait[T],
    stop: Callable[[str], Awaitable[object]],
    *,
    first: T | None = None,
) -> T:
    """Poll until the generation is finished and return the final state.

    Args:
        poller: Polls the chat or message.
        wait: The caller's choices; its deadline covers the callbacks too.
        stop: Stops the generation of a message, without waiting for a place or a pause.
        first: What is known before the first read.
    """
    with anyio.move_on_at(wait.deadline):
        if first is not None:
            await notify(wait.on_update, first)
        async for value in poller:
            await notify(wait.on_update, value)
        if poller.last is not None:
            return poller.last
    error = poller.timed_out()
    message_id = poller.message_id
    if wait.on_timeout == "stop" and message_id is not None:
        try:
            with anyio.fail_after(STOP_TIMEOUT):
                await stop(message_id)
        except (V0Error, TimeoutError) as failure:
            error.args = (f"{error}; stopping it failed too: {failure}",)
    raise error
