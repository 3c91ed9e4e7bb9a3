"""A version 2 chat being generated: one connection after another, until the answer is whole or cannot be had.

What counts as whole, what is resumed and how often is a promise of the SDK; the README tells it. A stream that breaks
off is joined again by the API's resume operation, which replays it from the start and costs nothing; the paid request
is never repeated.
"""

from __future__ import annotations

import logging
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Never, Self, TypeVar

import anyio
from attrs import evolve, frozen

from .. import models
from .._http.exceptions import MAYBE_PROCESSED_HINT
from .._http.request import EVENTS, PreparedRequest
from .._http.response import OpenResponse
from .._http.retries import MAX_RETRY_AFTER, is_transient
from .._http.transport import Transport
from .._json import is_list, is_object
from .._polling.poller import Poll
from .._text import TextTracker, text_of, texts_of
from ..delta import MISSING, apply_delta
from ..errors import (
    APIConnectionError,
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
from ..observe import StreamResumed
from ..pending_tasks import pending_task
from ..results import StreamResult
from ..state import V2State
from .resumable import NO_EVENT, NoEvent, ResumableStream, decoded, is_no_stream

__all__ = ["ChatOperations", "ChatStream", "Resumed", "TextDeltas"]

E = TypeVar("E")

_log = logging.getLogger(f"{(__package__ or '').rpartition('.')[0]}.streaming")

MAX_RESUMES = 5


@frozen
class Resumed:
    """Stands among the events where a broken stream was joined again.

    The events that follow replay the message from its start: whoever applies deltas by hand begins again from ``[]``.

    Attributes:
        attempt: Which resume in a row this was, from 1 up.
        reason: What had ended the connection before.
    """

    attempt: int
    reason: str


@frozen(kw_only=True)
class ChatOperations:
    """What a stream may ask about its chat; none of it costs anything.

    Attributes:
        resume: The call that joins the running generation of a chat.
        read: Reads one message as JSON.
        newest: Reads the newest assistant message as JSON, None where there is none.
        stop: Stops the generation of a message.
    """

    resume: Callable[[str], PreparedRequest]
    read: Callable[[str, str], Awaitable[dict[str, Any]]]
    newest: Callable[[str], Awaitable[dict[str, Any] | None]]
    stop: Callable[[str, str], Awaitable[object]]


class ChatStream(ResumableStream[E]):
    """A version 2 chat being generated; made by ``client.v2.chats.stream(...)`` and ``resume(...)``.

    Enter it with ``async with``, then read it in one of three ways, which may be mixed but share one pass: iterate it
    for events, iterate :meth:`text_deltas` for text, or await :meth:`final` for the result. Leaving the block closes
    the connection and leaves the generation running; :meth:`stop` ends it.

    Reading raises:
        StreamError: The server told of a failure.
        StreamIncompleteError: The stream broke off and could not be brought to its end.
        StreamDecodeError: An event could not be applied, and reading the message failed too.
    """

    def __init__(
        self,
        transport: Transport,
        call: PreparedRequest,
        parse: Callable[[Any], E],
        access: ChatOperations,
        *,
        joins: bool = False,
        cursor: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(transport, call, parse)
        self._access = access
        self._starts = not joins  # whether entering starts a generation, which is paid for
        self._joined = joins  # whether the connection under way joined a generation instead of starting it
        self._polling = False  # whether there is no stream to join, so that the message itself is asked for
        self._waits = Poll().waits()
        self._state = V2State()  # what the connection under way has told
        self._furthest = self._state  # the state that is shown; a replay takes its place once it is past it
        self._tracker = TextTracker()
        self._exhausted = False
        self._resumes = 0
        self._message: dict[str, Any] | None = None  # the message as read, or as the closing event carried it
        self._verified = False  # whether the message was read, or tried, for the result
        self._result: StreamResult | None = None
        if cursor is not None:
            self._go_on_from(cursor)

    # ------------------------------------------------------------------ what has been told

    @property
    def chat(self) -> models.Chat | None:
        """The chat as of the last event, or None."""
        return decoded(self._state.chat or self._furthest.chat, models.Chat.from_dict)

    @property
    def chat_id(self) -> str | None:
        """The chat's id, once it is known."""
        told = (self._state.chat or self._furthest.chat or {}).get("id")
        return told if isinstance(told, str) and told else self._call.chat_id

    @property
    def title(self) -> str | None:
        """The chat's title as of the last event, or None."""
        return self._state.title or self._furthest.title

    @property
    def message_id(self) -> str | None:
        """The assistant message's id, once an event has named it."""
        return self._furthest.message_id or self._state.message_id

    @property
    def usage(self) -> models.Usage | None:
        """What the message cost, once that was told."""
        return decoded(self._furthest.usage or self._state.usage, models.Usage.from_dict)

    @property
    def text(self) -> str:
        """The text as of the last event: that of the parts of type ``text``, joined."""
        return text_of(self._furthest.raw_parts)

    @property
    def raw_parts(self) -> list[Any]:
        """The live JSON list of the message's parts; do not change it."""
        return self._furthest.raw_parts

    @property
    def parts(self) -> list[models.MessagePart]:
        """The message's parts as of the last event, decoded when asked."""
        return _typed_parts(self._furthest.raw_parts)

    @property
    def is_replaying(self) -> bool:
        """Whether the events under way repeat what was shown before a cut."""
        return self._state is not self._furthest

    @property
    def cursor(self) -> dict[str, Any]:
        """Where the reader stands, small and ready for JSON.

        Hand it to ``client.v2.chats.resume(chat_id, cursor=...)`` in any process: ``text_deltas()`` goes on there,
        nothing repeated and nothing skipped. Raises V0Error before the chat is known.
        """
        if self.chat_id is None:
            raise V0Error("the stream has not told its chat yet, so there is nothing to come back to")
        text = self._tracker.cursor(self._furthest.raw_parts)
        return {"chat_id": self.chat_id, "message_id": self.message_id, "text": text}

    # ------------------------------------------------------------------ use

    async def __anext__(self) -> E | Resumed:
        while True:
            event: E | Resumed | NoEvent | None = await self._step()
            if event is None:
                raise StopAsyncIteration
            if not isinstance(event, NoEvent):
                return event

    def text_deltas(self) -> TextDeltas:
        """Iterate over the text as it comes, in pieces that add up to ``text`` unless it is rewritten."""
        return TextDeltas(self._next_pieces)

    async def final(self, *, verify: bool = True) -> StreamResult:
        """Read the stream to its end and give the result.

        Args:
            verify: Read the message once at the end, for its finish reason and whether a task is pending. Where only
                that read fails the result comes all the same, without them, and a warning is logged.

        Raises:
            GenerationFailedError: The message's finish reason is ``error``.
            V0Error: As for reading the stream.
        """
        while await self._step(may_be_closed=True) is not None:
            pass
        if self._message is None and verify and not self._verified:
            self._message, failed = await self._read_message()
            self._verified = True
            if self._message is None:
                self._warn_unread(failed)
        if self._result is None or (self._message is not None and self._result.message is None):
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
        """Stop the generation at the server; it ends at the next safe point. Raises V0Error as any call does."""
        chat_id = self.chat_id
        if chat_id is None:
            raise V0Error("the stream has not told its chat yet, so there is nothing to stop: read one event first")
        message_id = self.message_id
        if message_id is None:
            newest = await self._access.newest(chat_id)
            message_id = None if newest is None else newest.get("id")
        if message_id is None:
            raise V0Error("the chat has no assistant message to stop yet", chat_id=chat_id)
        await self._access.stop(chat_id, message_id)

    # ------------------------------------------------------------------ one event

    async def _next_pieces(self) -> list[str] | None:
        """The text that one step brought; None once there is no more."""
        ended = await self._step() is None
        pieces = self._tracker.take(self._furthest.raw_parts, final=ended)
        if ended and not pieces:
            self._exhausted = True
            return None
        return pieces

    async def _take_event(self, raw: Any) -> None:
        if not is_object(raw):
            return
        try:
            self._apply(raw)
        except DeltaError as error:
            # The parts stay as they were; the message is read at the end instead.
            self._broken = error
        except StreamError as error:
            error.result = self._build_result()
            error.chat_id = self.chat_id
            error.may_have_been_processed = self._starts
            error.args = (f"{error}{self._pick_up()}",)
            raise
        if not self._is_over():
            return
        await self._hang_up()
        if self._joined:
            self._reason, self._silent = "the stream closed before the message was finished", False
        else:
            await self._closed()

    def _apply(self, raw: dict[str, Any]) -> None:
        state = self._state
        if state is not self._furthest:
            state.apply(raw)
            if _progress(state.raw_parts) > _progress(self._furthest.raw_parts):
                self._show(state)
                self._progress_made()
            return
        match raw.get("object"):
            case "message.parts.chunk":
                self._tracker.before(state.raw_parts, raw.get("delta"))
                state.apply(raw)
                self._tracker.after(state.raw_parts)
                self._progress_made()
            case "message":
                texts = texts_of(state.raw_parts)
                state.apply(raw)
                self._tracker.rebase(texts, state.raw_parts)
            case _:
                state.apply(raw)

    def _progress_made(self) -> None:
        self._progressed = time.monotonic()
        self._resumes = 0

    def _show(self, state: V2State) -> None:
        """Show another state from now on; what the tracker knows of the text moves along."""
        self._tracker.rebase(texts_of(self._furthest.raw_parts), state.raw_parts)
        self._furthest = state

    def _is_over(self) -> bool:
        state = self._state
        return state.closed if self._joined else state.chats > 1 or _is_finished(state.message)

    # ------------------------------------------------------------------ the ends of a connection

    async def _begin(self) -> None:
        try:
            await super()._begin()
        except (NotFoundError, ResponseDecodeError) as error:
            if not self._joined or not is_no_stream(error):
                raise
            gone = error
        else:
            return
        self._reason, self._polling = str(gone), True
        message, failed = await self._read_message()
        nothing = message is None and (failed is None or isinstance(failed, NotFoundError))
        if nothing and isinstance(gone, NotFoundError):
            raise gone
        self._take_read(message)

    async def _connection_over(self) -> Resumed | NoEvent | None:
        known = self.chat_id if self._call.chat_id is None or not self._starts else self.message_id
        if known is None:
            if isinstance(self._broken, EventTooLargeError):
                raise self._completed(self._broken)
            self._given_up(f"the stream ended before it told which chat and message it is about{MAYBE_PROCESSED_HINT}")
        if self._polling or isinstance(self._broken, EventTooLargeError):
            return await self._poll_message()  # a replay would only bring the same event again
        if self._joined and await self._settle():
            return NO_EVENT
        return await self._resume()

    async def _closed(self) -> None:
        """The closing event of a connection that started the generation has come."""
        if self._broken is not None:
            await self._poll_message()
            return
        self._message = _carried_message(self._state)
        self._done = True

    async def _settle(self) -> bool:
        """A joined connection is over: whether the generation is too, which the message says."""
        message, failed = await self._read_message()
        if message is not None and _is_finished(message):
            self._adopt(message)
        elif failed is not None and self._state.moved and self._state.closed:
            if self._broken is not None:
                raise self._unsettled(self._broken, failed)
            if _progress(self._state.raw_parts) >= _progress(self._furthest.raw_parts):
                self._show(self._state)
            self._message = _carried_message(self._state)
            self._verified = self._done = True
            self._warn_unread(failed)
        return self._done

    def _take_read(self, message: dict[str, Any] | None) -> bool:
        """Show a message that was read where it is finished or further than what is shown; says whether it is."""
        if message is None:
            return False
        parts = message.get("parts")
        further = is_list(parts) and _progress(parts) > _progress(self._furthest.raw_parts)
        if further:
            self._progress_made()
        if further or _is_finished(message):
            self._adopt(message)
            return True
        return False

    def _adopt(self, message: dict[str, Any]) -> None:
        """Take a message that was read as the state to show, and as the end where it is finished."""
        read = V2State()
        read.chat = self._state.chat or self._furthest.chat
        read.apply({"object": "chat.title", "delta": self.title})
        parts, usage = message.get("parts"), message.get("usage")
        known = {
            "parts": parts if is_list(parts) else self._furthest.raw_parts,
            "usage": usage if is_object(usage) else self._furthest.usage,
        }
        try:
            read.apply({**message, **known, "object": "message"})
        except DeltaError as error:  # nested too deep for Python
            raise self._completed(error) from None
        self._show(read)
        self._state = read
        if _is_finished(message):
            self._message = message
            self._broken = None
            self._done = True

    # ------------------------------------------------------------------ going on

    async def _resume(self) -> Resumed | NoEvent | None:
        """Join the generation again, as often as the bounds allow."""
        asked_to_wait = 0.0
        while True:
            if self._resumes >= MAX_RESUMES:
                self._given_up(f"the stream broke off and {MAX_RESUMES} resumes brought it no further")
            if self._resumes:
                backoff = 0.5 * 2.0 ** (self._resumes - 1) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads callers
                await anyio.sleep(max(backoff, asked_to_wait))
            self._resumes += 1
            joined = await self._join()
            if isinstance(joined, OpenResponse):
                await self._open(joined)
                reason, self._reason, self._silent = self._reason, "", False
                self._joined, self._broken = True, None
                self._state = V2State()
                self._state.message_id = self.message_id
                self._tell(StreamResumed, attempt=self._resumes, reason=reason)
                return Resumed(self._resumes, reason)
            if joined is None:
                message, failed = await self._read_message()
                if failed is None:
                    self._polling = True
                    return NO_EVENT if self._take_read(message) else await self._poll_message()
            asked_to_wait = joined or 0.0

    async def _join(self) -> OpenResponse | float | None:
        """One attempt to resume: a stream, None where there is none to join, or seconds to wait before the next.

        Raises:
            StreamIncompleteError: The server will never allow it, or not for long.
        """
        call = evolve(self._access.resume(self.chat_id or ""), accept=EVENTS)
        once = Transport(self._transport.options.replace(max_retries=0), self._transport.session)
        try:
            connection = await once.open(call)
        except (APIConnectionError, APIStatusError, ResponseDecodeError) as caught:
            error = caught
        else:
            if connection.status_code != 204:
                return connection
            await connection.aclose()
            self._reason, self._silent = "there is no stream to join (204)", False
            return None
        wait = (isinstance(error, APIStatusError) and error.retry_after) or 0.0
        if not is_no_stream(error) and (_is_refusal(error) or wait > MAX_RETRY_AFTER):
            self._silent = False
            self._given_up(f"the stream broke off and cannot be resumed ({error})")
        self._reason, self._silent = str(error), isinstance(error, APITimeoutError)
        return None if is_no_stream(error) else wait

    async def _poll_message(self) -> NoEvent:
        """No stream to join: ask for the message until it is finished, at most `timeouts.read` after progress."""
        while True:
            if self._polling:  # then it has been asked for before
                wait = next(self._waits)
                if not self._within_reach(wait):
                    self._given_up("there is no stream to join any more, and the message was not finished in time")
                await anyio.sleep(wait)
                self._check_open()
            self._polling = True
            message, failed = await self._read_message()
            if failed is not None:
                if self._broken is not None:
                    raise self._unsettled(self._broken, failed)
                self._reason, self._silent = str(failed), False
                if _is_refusal(failed):
                    self._given_up("there is no stream to join any more, and the message cannot be read")
            if self._take_read(message):
                return NO_EVENT

    async def _read_message(self) -> tuple[dict[str, Any] | None, V0Error | None]:
        """The assistant message as it stands, None where there is none, and why it could not be read."""
        chat_id, message_id = self.chat_id or "", self.message_id
        try:
            if message_id is not None:
                return await self._access.read(chat_id, message_id), None
            return await self._access.newest(chat_id), None
        except V0Error as error:
            return None, error

    def _warn_unread(self, failed: V0Error | None) -> None:
        why = failed or "there is none"
        _log.warning("chat %s: the stream was whole, but its message could not be read: %s", self.chat_id, why)

    # ------------------------------------------------------------------ results

    def _given_up(self, text: str) -> Never:
        result, chat_id = self._build_result(), self.chat_id
        pick_up = self._pick_up()
        self._give_up(text, pick_up=pick_up, result=result, chat_id=chat_id, may_have_been_processed=self._starts)

    def _unsettled(self, error: StreamDecodeError, failed: V0Error) -> StreamDecodeError:
        return self._completed(error, f"; reading the message failed too ({failed})")

    def _completed(self, error: StreamDecodeError, more: str = "") -> StreamDecodeError:
        """An error of the sans-IO parts with all that a running stream knows."""
        error.result, error.chat_id = self._build_result(), self.chat_id
        error.may_have_been_processed = self._starts
        error.args = (f"{error}{more}{self._pick_up()}",)
        return error

    def _pick_up(self) -> str:
        chat_id = self.chat_id
        return f"; pick it up with client.v2.chats.resume({chat_id!r})" if chat_id is not None else ""

    def _go_on_from(self, cursor: Mapping[str, Any]) -> None:
        told: Mapping[str, Any] = cursor if isinstance(cursor, Mapping) else {}
        chat_id, message_id, text = told.get("chat_id"), told.get("message_id"), told.get("text")
        named = message_id is None or (isinstance(message_id, str) and message_id)
        if not isinstance(chat_id, str) or not named or not self._tracker.restore(text):
            raise InvalidRequestError("the cursor must be what stream.cursor gave, unchanged", field="cursor")
        if chat_id != self._call.chat_id:
            raise InvalidRequestError("the cursor is of another chat: resume that one", field="cursor")
        self._state.message_id = message_id

    def _build_result(self) -> StreamResult:
        message = decoded(self._message, models.Message.from_dict)
        parts = self.parts
        reason = message.finish_reason if message is not None else None
        return StreamResult(
            chat=self.chat,
            message_id=self.message_id,
            title=self.title,
            parts=parts,
            usage=self.usage,
            text=self.text,
            rewritten=self._tracker.is_rewritten(self._furthest.raw_parts, exhausted=self._exhausted),
            message=message,
            finish_reason=reason or None,
            pending_task=pending_task(message.parts or parts) if message is not None else None,
        )


class TextDeltas:
    """Iterates over the new text of a stream, piece by piece."""

    def __init__(self, more: Callable[[], Awaitable[list[str] | None]]) -> None:
        self._more = more
        self._pieces: deque[str] = deque()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> str:
        while not self._pieces:
            pieces = await self._more()
            if pieces is None:
                raise StopAsyncIteration
            self._pieces.extend(pieces)
        return self._pieces.popleft()


def _is_refusal(error: V0Error) -> bool:
    """Whether asking again is of no use."""
    return isinstance(error, (APIStatusError, APIConnectionError)) and not is_transient(error)


def _is_finished(message: dict[str, Any] | None) -> bool:
    return message is not None and message.get("finishReason") is not None


def _progress(parts: list[Any]) -> tuple[int, int]:
    """How far a message is: its parts, and the characters in the last one."""
    characters, unseen = 0, parts[-1:]
    while unseen:
        value = unseen.pop()
        if isinstance(value, str):
            characters += len(value)
        elif is_object(value):
            unseen += value.values()
        elif is_list(value):
            unseen += value
    return len(parts), characters


def _typed_parts(raw_parts: list[Any]) -> list[models.MessagePart]:
    from .._generated.unions import parse_message_part  # noqa: PLC0415 - nothing generated is loaded before it is used

    typed: list[models.MessagePart] = []
    # A copy, so that what the caller holds does not change under later deltas.
    for part in apply_delta(MISSING, [raw_parts]):
        try:
            typed.append(parse_message_part(part))
        except ValueError:  # a known part of a shape that does not decode: better raw than lost
            typed.append(models.UnknownPart(part))
    return typed


def _carried_message(state: V2State) -> dict[str, Any] | None:
    """The finished message where the closing event carries it."""
    if _is_finished(state.message):
        return state.message
    chat = state.chat or {}
    message = chat.get("message")
    if not is_object(message):
        messages = chat.get("messages")
        replies = [m for m in messages if is_object(m) and m.get("role") == "assistant"] if is_list(messages) else []
        message = replies[-1] if replies else None
    if not is_object(message) or not _is_finished(message) or not isinstance(message.get("id"), str):
        return None
    return message if state.message_id in (None, message["id"]) else None
