"""Waiting for a generation by asking again: how often, until when, and when a version 1 chat is finished."""

from __future__ import annotations

import inspect
import random
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from typing import Any, Literal, Self

import anyio
from attrs import Attribute, field, frozen

from . import models
from .errors import (
    APIConnectionError,
    APIStatusError,
    ConfigurationError,
    GenerationFailedError,
    InvalidRequestError,
    NotFoundError,
    ResponseDecodeError,
    V0Error,
    WaitTimeoutError,
)
from .retries import may_pass

__all__ = ["ChatPoll", "OnTimeout", "Poll", "Verdict", "judge"]

OnTimeout = Literal["leave", "stop"]
"""What becomes of the generation when the time is up."""

Verdict = Literal["pending", "finished", "failed"]


def _number_from(low: float, *, below: float | None = None) -> Callable[[Any, Attribute[Any], Any], None]:
    def check(_: Any, attribute: Attribute[Any], value: Any) -> None:
        good = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= low
        if not good or (below is not None and value >= below):
            end = f" and below {below:g}" if below is not None else ""
            raise ConfigurationError(f"Poll.{attribute.name} must be a number from {low:g} up{end}; got {value!r}")

    return check


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

    interval: float = field(default=1.0, validator=_number_from(0.001))
    factor: float = field(default=1.5, validator=_number_from(1.0))
    max_interval: float = field(default=10.0, validator=_number_from(0.001))
    jitter: float = field(default=0.2, validator=_number_from(0.0, below=1.0))
    not_found_grace: float = field(default=10.0, validator=_number_from(0.0))

    def waits(self) -> Iterator[float]:
        """The waits between questions, in seconds, without end."""
        wait = self.interval
        while True:
            wait = min(wait, self.max_interval)
            yield wait * random.uniform(1 - self.jitter, 1 + self.jitter)  # noqa: S311 - spreads callers
            wait *= self.factor


def check_timeout(timeout: float | None) -> None:
    """Raises InvalidRequestError for what is no time to wait."""
    if timeout is not None and (isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or not timeout >= 0):
        raise InvalidRequestError(
            f"timeout must be a number of seconds, or None for no limit; got {timeout!r}", field="timeout"
        )


# ------------------------------------------------------------------ is a version 1 chat finished?


def awaited_message(
    chat: models.ChatDetail, *, after: models.ChatDetail | None = None, message_id: str | None = None
) -> models.MessageSummary | None:
    """The message a wait is about: the named one, else the newest reply that `after` does not have."""
    if message_id is not None:
        return next((m for m in chat.messages or [] if m.id == message_id), None)
    known = [m.id for m in after.messages or []] if after is not None else list[str]()
    replies = [m for m in chat.messages or [] if m.role == "assistant" and m.id not in known]
    dates = [_moment(m.created_at) for m in replies]
    if not replies:
        return None
    if all(date is not None for date in dates):
        return max(zip(dates, range(len(replies)), replies, strict=True), key=lambda item: item[:2])[2]
    return replies[-1]


def judge(chat: models.ChatDetail, *, after: models.ChatDetail | None = None, message_id: str | None = None) -> Verdict:
    """Whether the generation that a wait is about is over. An unknown status is not."""
    message = awaited_message(chat, after=after, message_id=message_id)
    if message is not None and message.finish_reason:
        return "failed" if message.finish_reason == "error" else "finished"
    replies = any(m.role == "assistant" for m in chat.messages or [])
    if message is None and (replies or message_id is not None):
        return "pending"
    version = chat.latest_version
    if not version or version.status not in ("completed", "failed"):
        return "pending"
    if after is not None and after.latest_version and after.latest_version.id == version.id:
        return "pending"
    if message is not None:
        made, asked = _moment(version.created_at), _moment(message.created_at)
        if made is not None and asked is not None and made < asked:
            return "pending"  # the version of an earlier turn
    return "failed" if version.status == "failed" else "finished"


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    # One without a zone cannot be compared with one that has it.
    return moment if moment is not None and moment.tzinfo is not None else None


class ChatPoll:
    """Iterates over the changes of a version 1 chat; ends when the awaited generation has.

    Raises while iterating:
        GenerationFailedError: The generation failed; comes after the chat that says so.
        WaitTimeoutError: Not finished within the timeout.
        NotFoundError: The chat is not there, after ``Poll.not_found_grace``.
        V0Error: A read failed for good. Faults that may pass are outlived.
    """

    def __init__(
        self,
        read: Callable[[], Awaitable[dict[str, Any]]],
        chat_id: str,
        *,
        after: models.ChatDetail | None,
        message_id: str | None,
        timeout: float | None,
        poll: Poll,
    ) -> None:
        check_timeout(timeout)
        self.last: models.ChatDetail | None = None
        self._read = read
        self._chat_id = chat_id
        self._after = after
        self._message_id = message_id
        self._timeout = timeout
        self._poll = poll
        self._waits = poll.waits()
        self._verdict: Verdict = "pending"
        self.raw: dict[str, Any] | None = None
        self._started: float | None = None
        self._trouble: V0Error | None = None
        self._asked = False

    def __aiter__(self) -> Self:
        return self

    def begin(self, chat: models.ChatDetail) -> None:
        """Start from a chat that was just made, which need not be read again at once."""
        self._take(chat)
        self._asked = True

    async def __anext__(self) -> models.ChatDetail:
        if self._verdict == "failed":
            self._verdict = "finished"
            raise GenerationFailedError(
                f"the generation failed (chat {self._chat_id!r})", chat=self.last, chat_id=self._chat_id
            )
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
        version = self.last.latest_version if self.last is not None else None
        status = f", version {version.status or 'without status'}" if version else ""
        trouble = f"; the last read failed: {self._trouble}" if self._trouble is not None else ""
        return WaitTimeoutError(
            f"not finished within {self._timeout:g} s{status}{trouble}; "
            f"go on with client.v1.chats.wait({self._chat_id!r})",
            last=self.last,
            chat_id=self._chat_id,
        )

    @property
    def awaited_id(self) -> str | None:
        """The message waited for, as far as it is known."""
        if self._message_id is not None or self.last is None:
            return self._message_id
        message = awaited_message(self.last, after=self._after)
        return message.id if message is not None else None

    async def _next_change(self, started: float) -> models.ChatDetail:
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
                if not may_pass(error):
                    raise
                self._trouble = error
                if isinstance(error, APIStatusError) and error.retry_after:
                    await anyio.sleep(error.retry_after)
            else:
                self._trouble = None
                if raw != self.raw:
                    self.raw = raw
                    chat = _decoded(raw, self._chat_id)
                    if chat != self.last:
                        return self._take(chat)

    def _take(self, chat: models.ChatDetail) -> models.ChatDetail:
        self.last = chat
        self._verdict = judge(chat, after=self._after, message_id=self._message_id)
        return chat


def _decoded(raw: dict[str, Any], chat_id: str) -> models.ChatDetail:
    try:
        return models.ChatDetail.from_dict(raw)
    except (ValueError, TypeError, AttributeError) as exc:
        reason = str(exc)
    raise ResponseDecodeError(
        f"the chat is not what the API documents: {reason}", status_code=200, body=raw, chat_id=chat_id
    )


async def wait_for(
    polled: ChatPoll,
    on_update: Callable[[models.ChatDetail], object] | None,
    stop: Callable[[str], Awaitable[object]] | None,
    *,
    deadline: float,
) -> models.ChatDetail:
    """Poll to the end and give the finished chat. `stop` ends the generation when the time is up."""
    with anyio.move_on_at(deadline):
        async for chat in polled:
            await notify(on_update, chat)
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


async def notify(on_update: Callable[[models.ChatDetail], object] | None, chat: models.ChatDetail) -> None:
    """Tell the caller; what the callback raises goes to the caller."""
    if on_update is not None:
        result = on_update(chat)
        if inspect.isawaitable(result):
            await result
