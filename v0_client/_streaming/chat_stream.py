"""A version 2 chat that is being generated: followed over one connection after another until it is complete.

A connection that is lost is followed by the API's resume operation, which replays the message and costs nothing; the
paid request is never repeated. Where there is no stream to join, the message is polled.
"""

from __future__ import annotations

import logging
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Never, Self, TypeVar

import anyio
from attrs import evolve, field, frozen, mutable

from .. import models
from .._http.exceptions import MAYBE_PROCESSED_HINT
from .._http.request import EVENTS, PreparedRequest
from .._http.response import OpenResponse
from .._http.retries import MAX_RETRY_AFTER, is_transient
from .._http.transport import Transport
from .._json import is_object
from .._polling.settings import Poll, poll_delays
from ..delta import MISSING, apply_delta
from ..errors import (
    APIStatusError,
    APITimeoutError,
    DeltaError,
    EventTooLargeError,
    GenerationFailedError,
    InvalidRequestError,
    NotFoundError,
    ResponseDecodeError,
    StreamDecodeError,
    StreamError,
    V0Error,
)
from ..pending_tasks import pending_task
from ..results import Resumed, StreamResult
from ..state import stream_error
from .replay import ChatProgress, is_finished
from .resumable import NO_EVENT, Disconnect, NoEvent, Phase, ResumableStream, decoded, is_no_stream

__all__ = ["ChatOperations", "ChatStream", "TextDeltas", "next_step", "progress_of"]

E = TypeVar("E")

_log = logging.getLogger(f"{models.__name__.rpartition('.')[0]}.streaming")

MAX_RESUMES = 5
MIN_RESUME_INTERVAL = 0.25
"""Seconds between two resumes, however often there is progress."""


@frozen(kw_only=True)
class ChatOperations:
    """The operations of the API that a stream uses; none of them is billed.

    Attributes:
        resume: The request that joins the running generation of a chat.
        read: Reads one message as JSON.
        newest: Reads the newest assistant message as JSON; None where there is none.
        stop: Stops the generation of a message.
    """

    resume: Callable[[str], PreparedRequest]
    read: Callable[[str, str], Awaitable[dict[str, Any]]]
    newest: Callable[[str], Awaitable[dict[str, Any] | None]]
    stop: Callable[[str, str], Awaitable[object]]


@mutable
class _Attempts:
    """How often, and when, a stream asks again.

    Attributes:
        resumes: Resumes in a row without progress.
        polls: The delays between two reads of the message.
    """

    resumes: int = 0
    polls: Iterator[float] = field(factory=lambda: poll_delays(Poll()))
    _last_resume: float | None = None

    def next_resume(self, retry_after: float) -> float:
        """Count a resume, and return the seconds to wait before it: none before the first, then ever more."""
        backoff = 0.0
        if self.resumes:
            backoff = 0.5 * 2.0 ** (self.resumes - 1) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads callers
        now = time.monotonic()
        since = MIN_RESUME_INTERVAL if self._last_resume is None else now - self._last_resume
        self.resumes += 1
        delay = max(backoff, retry_after, MIN_RESUME_INTERVAL - since, 0.0)
        self._last_resume = now + delay
        return delay


class ChatStream(ResumableStream[E]):
    """A version 2 chat that is being generated; returned by ``client.v2.chats.stream(...)`` and ``resume(...)``.

    Enter it with ``async with``, then read it in one of three ways, which may be mixed but share one pass: iterate it
    for events, iterate :meth:`text_deltas` for text, or await :meth:`final` for the result. Leaving the block closes
    the connection and leaves the generation running; :meth:`stop` ends it.

    Reading raises:
        StreamError: The server reported an error.
        StreamIncompleteError: The stream was interrupted and could not be followed to its end.
        StreamDecodeError: An event could not be applied, and reading the message failed too.
    """

    def __init__(
        self,
        transport: Transport,
        request: PreparedRequest,
        parse: Callable[[Any], E],
        operations: ChatOperations,
        *,
        cursor: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(transport, request, parse)
        self._operations = operations
        self._progress = ChatProgress(joined=request.reads)
        self._attempts = _Attempts()
        self._result: StreamResult | None = None
        if cursor is not None:
            self._restore_cursor(cursor)

    # ------------------------------------------------------------------ state so far

    @property
    def chat(self) -> models.Chat | None:
        """The chat as of the last event, or None."""
        return decoded(self._progress.chat, models.Chat.from_dict)

    @property
    def chat_id(self) -> str | None:
        """The chat's id, once it is known."""
        return self._progress.chat_id or self._request.chat_id

    @property
    def title(self) -> str | None:
        """The chat's title as of the last event, or None."""
        return self._progress.title

    @property
    def message_id(self) -> str | None:
        """The assistant message's id, once an event has named it."""
        return self._progress.message_id

    @property
    def usage(self) -> models.Usage | None:
        """What the message cost, once that is known."""
        return decoded(self._progress.usage, models.Usage.from_dict)

    @property
    def text(self) -> str:
        """The text as of the last event: that of the parts of type ``text``, joined by a blank line."""
        return self._progress.text

    @property
    def raw_parts(self) -> list[Any]:
        """The live JSON list of the message's parts; do not change it."""
        return self._progress.raw_parts

    @property
    def parts(self) -> list[models.MessagePart]:
        """The message's parts as of the last event, decoded on access."""
        return _typed_parts(self._progress.raw_parts)

    @property
    def is_replaying(self) -> bool:
        """Whether the present events repeat what was received before an interruption."""
        return self._progress.is_replaying

    @property
    def cursor(self) -> dict[str, Any]:
        """The reader's position, small and ready for JSON.

        Pass it to ``client.v2.chats.resume(chat_id, cursor=...)`` in any process: ``text_deltas()`` continues from this
        position, without a gap or a repetition. Raises V0Error before the chat is known.
        """
        if self.chat_id is None:
            raise V0Error("the stream has not named its chat yet, so there is nothing to resume")
        return {"chat_id": self.chat_id, "message_id": self.message_id, "text": self._progress.text_marks()}

    # ------------------------------------------------------------------ use

    async def __anext__(self) -> E | Resumed:
        while True:
            step = await self._step()
            if step is None:
                raise StopAsyncIteration
            if not isinstance(step, NoEvent):
                return step

    def text_deltas(self) -> TextDeltas:
        """Iterate over the text as it arrives, in pieces that add up to ``text`` unless it is rewritten."""
        return TextDeltas(self._next_pieces)

    async def final(self, *, verify: bool = True) -> StreamResult:
        """Read the stream to its end and return the result.

        Args:
            verify: Read the message once at the end, for its finish reason and a pending task. Where it is not
                finished, the generation is followed to its end. Where only that read fails, the result is returned
                all the same, without them, and a warning is logged.

        Raises:
            GenerationFailedError: The message's finish reason is ``error``.
            V0Error: As for reading the stream.
        """
        progress = self._progress
        while await self._step(may_be_closed=True) is not None:
            pass
        while verify and not progress.is_verified:
            await self._verify_result()
        if self._result is None or (progress.message is not None and self._result.message is None):
            self._result = self._build_result()
        message = self._result.message
        if message is not None and message.finish_reason == "error":
            raise GenerationFailedError(
                f"the generation failed (chat {self.chat_id!r}, message {message.id!r})",
                message=message,
                chat_id=self.chat_id,
            )
        return self._result

    async def stop(self) -> None:
        """Stop the generation at the server; it ends at the next safe point. Raises V0Error as any operation does."""
        chat_id = self.chat_id
        if chat_id is None:
            raise V0Error("the stream has not named its chat yet, so there is nothing to stop: read one event first")
        message_id = self.message_id
        if message_id is None:
            newest = await self._operations.newest(chat_id)
            message_id = None if newest is None else newest.get("id")
        if message_id is None:
            raise V0Error("the chat has no assistant message to stop yet", chat_id=chat_id)
        await self._operations.stop(chat_id, message_id)

    # ------------------------------------------------------------------ one event

    async def _next_pieces(self) -> list[str] | None:
        """The text of one step; None at the end."""
        ended = await self._step() is None
        pieces = self._progress.pop_text(final=ended)
        return None if ended and not pieces else pieces

    def _apply(self, raw: Any) -> bool:
        if not is_object(raw):
            return False
        progress = self._progress
        try:
            if progress.apply(raw):
                self._reset_retries()
        except DeltaError as error:
            # The parts stay as they were; the message is read at the end instead.
            self._disconnect = Disconnect(error=error)
        except StreamError:
            raise self._reported_error(raw) from None
        return progress.is_over

    async def _on_closing_event(self) -> None:
        await self._close_reader()
        progress = self._progress
        if progress.is_joined:
            reason = "the stream closed before the message was finished"
            self._disconnect = evolve(self._disconnect, reason=reason, is_silent=False)
        elif self._disconnect.error is not None:
            await self._poll_message()
        else:
            progress.message = progress.carried_message
            progress.is_verified = progress.message is not None
            self._phase = Phase.DONE

    def _reset_retries(self) -> None:
        self._record.progressed_at = time.monotonic()
        self._attempts.resumes = 0

    def _reported_error(self, raw: dict[str, Any]) -> StreamError:
        error = stream_error(self._redacted(raw))
        error.result, error.chat_id = self._build_result(), self.chat_id
        error.may_have_been_processed = self._is_paid
        error.args = (f"{error}{self._resume_hint()}",)
        return error

    # ------------------------------------------------------------------ the end of a connection

    async def _begin(self) -> None:
        try:
            await super()._begin()
        except (NotFoundError, ResponseDecodeError) as error:
            if self._is_paid or not is_no_stream(error):
                raise
            missing = error
        else:
            return
        self._disconnect, self._phase = Disconnect(str(missing)), Phase.POLLING
        message, failure = await self._read_message()
        has_no_reply = message is None and (failure is None or isinstance(failure, NotFoundError))
        if has_no_reply and isinstance(missing, NotFoundError):
            raise missing
        self._adopt_if_newer(message)

    async def _on_disconnect(self) -> Resumed | NoEvent | None:
        error = self._disconnect.error
        known = self.message_id if self._is_paid and self._request.chat_id is not None else self.chat_id
        if known is None:
            if isinstance(error, EventTooLargeError):
                raise self._with_context(error)
            self._raise_incomplete(f"the stream ended before it named its chat and message{MAYBE_PROCESSED_HINT}")
        if self._phase is Phase.POLLING or isinstance(error, EventTooLargeError):
            return await self._poll_message()  # a replay would only bring the same event again
        if self._progress.is_joined and await self._verify_finished():
            return NO_EVENT
        return await self._resume()

    async def _verify_finished(self) -> bool:
        """A joined connection is over; whether the generation is too, only the message says."""
        progress = self._progress
        message, failure = await self._read_message()
        if message is not None and is_finished(message):
            self._replace_state(message)
        elif failure is not None and progress.is_plausibly_complete:
            if self._disconnect.error is not None:
                raise self._decode_failed(self._disconnect.error, failure)
            progress.show_current()
            progress.message, progress.is_verified = progress.carried_message, True
            self._phase = Phase.DONE
            self._warn_unread(failure)
        return self._phase is Phase.DONE

    async def _verify_result(self) -> None:
        """The connection ended as it should; the message has the last word on whether the generation did."""
        progress = self._progress
        message, failure = await self._read_message()
        if message is None:
            progress.is_verified = True
            self._warn_unread(failure)
        elif is_finished(message):
            self._replace_state(message)
        else:
            self._disconnect = Disconnect("the stream closed before the message was finished")
            if not self._is_open:
                self._raise_incomplete("the stream is closed, so that it cannot be followed to its end")
            self._phase = Phase.CONNECTED
            while await self._step() is not None:
                pass

    def _adopt_if_newer(self, message: dict[str, Any] | None) -> bool:
        """Show a message that was read, where it is finished or further than what is shown; returns whether it is."""
        if message is None:
            return False
        is_further = self._progress.is_further(message)
        if is_further:
            self._reset_retries()
        if is_further or is_finished(message):
            self._replace_state(message)
            return True
        return False

    def _replace_state(self, message: dict[str, Any]) -> None:
        """Show a message that was read; where it is finished, the stream is."""
        try:
            self._progress.adopt(message)
        except DeltaError as error:  # nested too deep for Python
            raise self._with_context(error) from None
        if is_finished(message):
            self._progress.is_verified = True
            self._disconnect, self._phase = Disconnect(), Phase.DONE

    # ------------------------------------------------------------------ resuming and polling

    async def _resume(self) -> Resumed | NoEvent:
        """Join the generation again, as often as the bounds allow."""
        retry_after = 0.0
        while True:
            if self._attempts.resumes >= MAX_RESUMES:
                self._raise_incomplete(f"the stream was interrupted, and {MAX_RESUMES} resumes brought no progress")
            if delay := self._attempts.next_resume(retry_after):
                await anyio.sleep(delay)
            joined = await self._join()
            if isinstance(joined, OpenResponse):
                reason = self._disconnect.reason
                await self._connect(joined)
                self._phase = Phase.RESUMED
                self._progress.begin_replay()
                self._emit("StreamResumed", attempt=self._attempts.resumes, reason=reason)
                return Resumed(self._attempts.resumes, reason)
            if joined is None:
                message, failure = await self._read_message()
                if failure is None:
                    self._phase = Phase.POLLING
                    return NO_EVENT if self._adopt_if_newer(message) else await self._poll_message()
            retry_after = joined or 0.0

    async def _join(self) -> OpenResponse | float | None:
        """Try to resume: a response, None where there is no stream to join, or seconds to wait before the next try.

        Raises:
            StreamIncompleteError: No later try can succeed.
        """
        error: Exception
        try:
            request = evolve(self._operations.resume(self.chat_id or ""), accept=EVENTS)
            once = Transport(self._transport.options.replace(max_retries=0), self._transport.session)
            response = await once.open(request)
        except Exception as exc:  # noqa: BLE001 - whatever it is, what has arrived is kept
            error = exc
        else:
            if response.status_code != 204:
                return response
            await response.aclose()
            self._lost("there is no stream to join (204)")
            return None
        retry_after = (isinstance(error, APIStatusError) and error.retry_after) or 0.0
        is_gone = isinstance(error, V0Error) and is_no_stream(error)
        self._lost(_described(error), is_silent=isinstance(error, APITimeoutError))
        if not is_gone and (_is_permanent(error) or retry_after > MAX_RETRY_AFTER):
            self._disconnect = Disconnect(error=self._disconnect.error)
            self._raise_incomplete(f"the stream was interrupted and cannot be resumed ({_described(error)})")
        return None if is_gone else retry_after

    async def _poll_message(self) -> NoEvent:
        """No stream to join: read the message until it is finished, at most `timeouts.read` after progress."""
        while True:
            if self._phase is Phase.POLLING:  # then it has been read before
                delay = next(self._attempts.polls)
                if not self._may_wait(delay):
                    self._raise_incomplete("there is no stream to join, and the message was not finished in time")
                await anyio.sleep(delay)
            self._phase = Phase.POLLING
            message, failure = await self._read_message()
            if failure is not None:
                if self._disconnect.error is not None:
                    raise self._decode_failed(self._disconnect.error, failure)
                self._lost(_described(failure))
                if _is_permanent(failure):
                    self._raise_incomplete("there is no stream to join, and the message cannot be read")
            if self._adopt_if_newer(message):
                return NO_EVENT

    async def _read_message(self) -> tuple[dict[str, Any] | None, Exception | None]:
        """The assistant message, None where there is none; and why it could not be read."""
        chat_id, message_id = self.chat_id or "", self.message_id
        try:
            if message_id is not None:
                return await self._operations.read(chat_id, message_id), None
            return await self._operations.newest(chat_id), None
        except Exception as error:  # noqa: BLE001 - whatever it is, what has arrived is kept
            return None, error

    def _lost(self, reason: str, *, is_silent: bool = False) -> None:
        self._disconnect = evolve(self._disconnect, reason=reason, is_silent=is_silent)

    def _warn_unread(self, failure: Exception | None) -> None:
        why = "there is none" if failure is None else _described(failure)
        _log.warning("chat %s: the stream was complete, but its message could not be read: %s", self.chat_id, why)

    # ------------------------------------------------------------------ results and errors

    def _raise_incomplete(self, text: str) -> Never:
        result = self._build_result()
        self._incomplete(
            text, self._resume_hint(), result=result, chat_id=self.chat_id, may_have_been_processed=self._is_paid
        )

    def _decode_failed(self, error: StreamDecodeError, failure: Exception) -> StreamDecodeError:
        return self._with_context(error, f"; reading the message failed too ({_described(failure)})")

    def _with_context(self, error: StreamDecodeError, more: str = "") -> StreamDecodeError:
        """An error of the sans-I/O parts with all that the stream knows."""
        error.result, error.chat_id = self._build_result(), self.chat_id
        error.may_have_been_processed = self._is_paid
        error.args = (f"{error}{more}{self._resume_hint()}",)
        return error

    def _resume_hint(self) -> str:
        chat_id = self.chat_id
        return f"; resume with client.v2.chats.resume({chat_id!r})" if chat_id is not None else ""

    def _restore_cursor(self, cursor: Mapping[str, Any]) -> None:
        fields: Mapping[str, Any] = cursor if isinstance(cursor, Mapping) else {}
        chat_id, message_id = fields.get("chat_id"), fields.get("message_id")
        is_named = message_id is None or (isinstance(message_id, str) and message_id)
        if not isinstance(chat_id, str) or not is_named or not self._progress.restore(message_id, fields.get("text")):
            raise InvalidRequestError("the cursor must be a stream.cursor, unchanged", field="cursor")
        if chat_id != self._request.chat_id:
            raise InvalidRequestError("the cursor is of another chat: resume that one", field="cursor")

    def _build_result(self) -> StreamResult:
        progress = self._progress
        message = decoded(progress.message, models.Message.from_dict)
        parts = self.parts
        reason = message.finish_reason if message is not None else None
        return StreamResult(
            chat=self.chat,
            message_id=self.message_id,
            title=self.title,
            parts=parts,
            usage=self.usage,
            text=self.text,
            rewritten=progress.is_rewritten,
            message=message,
            finish_reason=reason or None,
            pending_task=pending_task(message.parts or parts) if message is not None else None,
        )


async def next_step(stream: ChatStream[E]) -> E | Resumed | NoEvent | None:
    """One step of a stream, those without an event included; None at its end. For what passes a stream on."""
    return await stream._step()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - same module


def progress_of(stream: ChatStream[E]) -> ChatProgress:
    """What a stream has received, as plain JSON. For what passes a stream on."""
    return stream._progress  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - same module


class TextDeltas:
    """Iterates over the new text of a stream."""

    def __init__(self, next_pieces: Callable[[], Awaitable[list[str] | None]]) -> None:
        self._next_pieces = next_pieces
        self._pieces: deque[str] = deque()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> str:
        while not self._pieces:
            pieces = await self._next_pieces()
            if pieces is None:
                raise StopAsyncIteration
            self._pieces.extend(pieces)
        return self._pieces.popleft()


def _is_permanent(error: Exception) -> bool:
    """Whether trying again is of no use."""
    if isinstance(error, ResponseDecodeError):
        return False
    return not (isinstance(error, V0Error) and is_transient(error))


def _described(error: Exception) -> str:
    return str(error) if isinstance(error, V0Error) and str(error) else f"{type(error).__name__}: {error}"


def _typed_parts(raw_parts: list[Any]) -> list[models.MessagePart]:
    from .._generated.unions import parse_message_part  # noqa: PLC0415 - nothing generated is loaded before it is used

    typed: list[models.MessagePart] = []
    # A copy, so that the caller's parts do not change under later deltas.
    for part in apply_delta(MISSING, [raw_parts]):
        try:
            typed.append(parse_message_part(part))
        except ValueError:  # a known part that does not decode: raw is better than lost
            typed.append(models.UnknownPart(part))
    return typed
