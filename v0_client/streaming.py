"""A running stream: one connection after another, until the answer is whole or cannot be had.

What counts as whole, what is resumed and how often is a promise of the SDK; see "A cut stream never passes for a whole
one" in the README. A stream that breaks off is joined again by the API's resume operation, which replays it from the
start and costs nothing; the paid request is never repeated.
"""

from __future__ import annotations

import json
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast

import anyio
from attrs import evolve, frozen

from . import models
from .delta import MISSING, apply_delta
from .errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    DeltaError,
    EventTooLargeError,
    GenerationFailedError,
    NotFoundError,
    ResponseDecodeError,
    StreamDecodeError,
    StreamError,
    StreamIdleTimeoutError,
    StreamIncompleteError,
    V0Error,
)
from .events import Entered, EventReader
from .json_values import is_list, is_object
from .polling import Poll
from .sse import ServerSentEvent
from .state import StreamResult, V2State
from .tasks import pending_task
from .text import TextTracker, text_of, texts_of
from .transport import Call, Connection, Transport

__all__ = ["ChatAccess", "ChatStream", "Resumed", "TextDeltas"]

E = TypeVar("E")

_log = logging.getLogger("v0_client.streaming")

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
class ChatAccess:
    """What a stream may ask about its chat; none of it costs anything.

    Attributes:
        resume: The call that joins the running generation of a chat.
        read: Reads one message as JSON.
        newest: Reads the newest assistant message as JSON, None where there is none.
        stop: Stops the generation of a message.
    """

    resume: Callable[[str], Call]
    read: Callable[[str, str], Awaitable[dict[str, Any]]]
    newest: Callable[[str], Awaitable[dict[str, Any] | None]]
    stop: Callable[[str, str], Awaitable[object]]


class ChatStream(Entered, Generic[E]):
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
        call: Call,
        parse: Callable[[Any], E],
        access: ChatAccess,
        *,
        joins: bool = False,
    ) -> None:
        super().__init__()
        self._transport = transport
        self._call = evolve(call, accept="text/event-stream")
        self._parse = parse
        self._access = access
        self._joins = joins  # whether the connection under way joined a generation instead of starting it
        self._starts = not joins
        self._reader: EventReader | None = None
        self._state = V2State()  # what the connection under way has told
        self._furthest = self._state  # the state that is shown: behind in no replay
        self._tracker = TextTracker()
        self._exhausted = False
        self._resumes = 0
        self._reason = ""
        self._silent = False
        self._broken: StreamDecodeError | None = None
        self._progressed = 0.0
        self._done = False
        self._failure: V0Error | None = None
        self._message: dict[str, Any] | None = None  # the message as read, or as the closing event carried it
        self._result: StreamResult | None = None

    # ------------------------------------------------------------------ what has been told

    @property
    def chat(self) -> models.Chat | None:
        """The chat as of the last event, or None."""
        told = self._state.chat or self._furthest.chat
        if told is None:
            return None
        try:
            return models.Chat.from_dict(told)
        except ValueError:
            return None

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
        told = self._furthest.usage or self._state.usage
        return models.Usage.from_dict(told) if told is not None else None

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

    # ------------------------------------------------------------------ use

    async def __aenter__(self) -> Self:
        self._enter()
        self._progressed = anyio.current_time()
        try:
            self._open(await self._transport.open(self._call))
        except NotFoundError as error:
            if not self._joins:
                raise
            missing = error
        except ResponseDecodeError as error:
            if not (self._joins and error.status_code == 204):
                raise
            missing = None
        else:
            return self
        await self._settle_without_stream(missing)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connection. The generation goes on at the server."""
        self._state_of_use = "closed"
        await self._hang_up()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> E | Resumed:
        while True:
            event = await self._step()
            if event is None:
                raise StopAsyncIteration
            if not isinstance(event, _Adopted):
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
        if self._message is None and verify:
            self._message = await self._verified()
        if self._result is None or (self._message is not None and self._result.message is None):
            self._result = self._build_result()
        message = self._result.message
        if message is not None and message.finish_reason == "error":
            raise GenerationFailedError(
                f"the generation failed (chat {self.chat_id}, message {message.id})",
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

    # ------------------------------------------------------------------ reading

    async def _step(self, *, may_be_closed: bool = False) -> E | Resumed | _Adopted | None:
        """One step on: an event, a sign that state came from elsewhere, or None at the end."""
        if self._failure is not None:
            raise self._failure
        if self._done and (may_be_closed or self._state_of_use == "open"):
            return None
        self._start_reading()
        try:
            return await self._advance()
        except V0Error as error:
            self._failure = error
            await self._hang_up()
            raise
        finally:
            self._reading = False

    async def _next_pieces(self) -> list[str] | None:
        """The text that one step brought; None once there is no more."""
        ended = await self._step() is None
        pieces = self._tracker.take(self._furthest.raw_parts, final=ended)
        if ended and not pieces:
            self._exhausted = True
            return None
        return pieces

    async def _advance(self) -> E | Resumed | _Adopted | None:
        while not self._done:
            if self._reader is None:
                return await self._resume()
            event = await self._read_event(self._reader)
            if event is None:
                if (adopted := await self._connection_over()) is not None:
                    return adopted
                continue
            if event.data == "[DONE]":
                continue
            raw = self._decoded(event.data)
            if raw is _UNREADABLE:
                continue
            self._apply(raw)
            if self._is_over():
                await self._hang_up()
                if self._joins:
                    await self._settle()
                else:
                    await self._finish()
            return self._typed(raw)
        return None

    async def _read_event(self, reader: EventReader) -> ServerSentEvent | None:
        """The next event, None where this connection gives no more."""
        try:
            return await reader.next()
        except APITimeoutError as error:
            self._reason, self._silent = str(error), True
        except (APIConnectionError, ResponseDecodeError) as error:
            self._reason, self._silent = str(error), False
        except EventTooLargeError as error:
            self._reason, self._silent = str(error), False
            self._broken = error
        return None

    def _decoded(self, data: str) -> Any:
        try:
            return json.loads(data)
        except (ValueError, RecursionError) as exc:
            reason = type(exc).__name__
        self._broken = StreamDecodeError(f"an event is no JSON ({reason})")
        return _UNREADABLE

    def _apply(self, raw: Any) -> None:
        if not is_object(raw):
            return
        state = self._state
        replaying = state is not self._furthest
        chunk = raw.get("object") == "message.parts.chunk"
        whole = raw.get("object") == "message"
        old_texts = texts_of(state.raw_parts) if whole and not replaying else []
        if chunk and not replaying:
            self._tracker.before(state.raw_parts, raw.get("delta"))
        try:
            state.apply(raw)
        except DeltaError as error:
            # The parts stay as they were; the message is read at the end instead.
            self._broken = error
        except StreamError as error:
            error.chat_id = self.chat_id
            error.may_have_been_processed = self._starts
            error.result = self._build_result()
            error.args = (f"{error}{self._pick_up()}",)
            raise
        if replaying:
            self._overtake()
        elif chunk:
            self._tracker.after(state.raw_parts)
            if state.moved:
                self._progressed = anyio.current_time()
                self._resumes = 0
        elif whole:
            self._tracker.rebase(old_texts, state.raw_parts)

    def _overtake(self) -> None:
        """Show the replay once it is past what was shown before."""
        if _progress(self._state.raw_parts) > _progress(self._furthest.raw_parts):
            self._tracker.rebase(texts_of(self._furthest.raw_parts), self._state.raw_parts)
            self._furthest = self._state
            self._progressed = anyio.current_time()
            self._resumes = 0

    def _typed(self, raw: Any) -> E:
        try:
            return self._parse(raw)
        except ValueError:
            # A known event of a shape that does not decode; the state has taken what it could.
            return cast("E", models.UnknownEvent(raw))

    def _is_over(self) -> bool:
        if self._joins:
            return self._state.closed
        return self._state.chats > 1 or (self._state.message is not None and self._state.closed)

    # ------------------------------------------------------------------ ends

    async def _hang_up(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            await reader.aclose()

    def _open(self, connection: Connection) -> None:
        options = self._transport.options
        self._reader = EventReader(connection, options.max_event_size, options.timeouts.progress)

    async def _connection_over(self) -> _Adopted | None:
        """The connection ended without its closing event."""
        await self._hang_up()
        self._reason = self._reason or "the stream ended without its closing event"
        if self.chat_id is None:
            raise self._given_up("the stream ended before it told the chat's id")
        if isinstance(self._broken, EventTooLargeError):
            return await self._poll_message()  # a replay would only bring the same event again
        if self._joins:
            return await self._settle()
        return None

    async def _settle(self) -> _Adopted | None:
        """A joined connection is over: the message says whether the generation is."""
        message, failed = await self._read_message()
        if message is not None and message.get("finishReason") is not None:
            return await self._adopt(message)
        if failed and self._state.moved and self._state.closed:
            _log.warning("chat %s: the stream closed, but its message could not be read: %s", self.chat_id, failed)
            if _progress(self._state.raw_parts) >= _progress(self._furthest.raw_parts):
                self._tracker.rebase(texts_of(self._furthest.raw_parts), self._state.raw_parts)
                self._furthest = self._state
            await self._finish()
        return None

    async def _settle_without_stream(self, missing: NotFoundError | None) -> None:
        """There is no stream to join: read the message, and wait for it where it is not finished."""
        message, failed = await self._read_message()
        if message is not None and message.get("finishReason") is not None:
            await self._adopt(message)
        elif message is None and missing is not None and not failed:
            self._state_of_use = "closed"
            raise missing
        else:
            self._reason = str(missing) if missing is not None else "there is no stream to join"
            await self._poll_message()

    async def _finish(self) -> None:
        """The closing event has come."""
        if self._broken is not None and self._message is None:
            await self._poll_message()
            return
        self._message = self._message or _carried_message(self._state)
        self._done = True

    async def _adopt(self, message: dict[str, Any]) -> _Adopted:
        """Take the finished message as the final state."""
        parts = message.get("parts")
        final = V2State()
        final.chat, final.message_id = self._state.chat or self._furthest.chat, message.get("id") or self.message_id
        final.raw_parts = parts if is_list(parts) else self._furthest.raw_parts
        usage = message.get("usage")
        final.usage = usage if is_object(usage) else self._furthest.usage
        if (title := self.title) is not None:
            final.apply({"object": "chat.title", "delta": title})
        self._tracker.rebase(texts_of(self._furthest.raw_parts), final.raw_parts)
        self._state = self._furthest = final
        if message.get("finishReason") is not None:
            self._message = message
            self._broken = None
            self._done = True
        return _Adopted()

    async def _resume(self) -> Resumed | _Adopted | None:
        """Join the generation again, as often as the bounds allow."""
        chat_id = self.chat_id
        if chat_id is None:
            raise self._given_up("the stream ended before it told the chat's id")
        while True:
            if self._resumes >= MAX_RESUMES:
                raise self._given_up(f"the stream broke off and {MAX_RESUMES} resumes brought it no further")
            if self._resumes:
                await anyio.sleep(0.5 * 2 ** (self._resumes - 1) * random.uniform(0.8, 1.2))  # noqa: S311 - spreads
            self._resumes += 1
            call = evolve(self._access.resume(chat_id or ""), accept="text/event-stream")
            once = Transport(self._transport.options.changed(max_retries=0), self._transport.pool)
            try:
                connection = await once.open(call)
            except (NotFoundError, ResponseDecodeError) as error:
                if isinstance(error, NotFoundError) or error.status_code == 204:
                    self._reason, self._silent = str(error), False
                    message, _ = await self._read_message()
                    if message is not None and message.get("finishReason") is not None:
                        return await self._adopt(message)
                    return await self._poll_message()
                self._reason, self._silent = str(error), False
            except APIStatusError as error:
                if error.status_code < 500 and error.status_code not in (408, 429):
                    raise self._given_up(f"the stream broke off and cannot be resumed ({error})")
                self._reason, self._silent = str(error), False
                await anyio.sleep(min(error.retry_after or 0.0, 60.0))
            except APIConnectionError as error:
                self._reason, self._silent = str(error), isinstance(error, APITimeoutError)
            else:
                reason, self._reason, self._silent = self._reason, "", False
                self._joins = True
                self._state = V2State()
                self._open(connection)
                return Resumed(self._resumes, reason)

    async def _read_message(self) -> tuple[dict[str, Any] | None, str]:
        """The assistant message as it stands, and why it could not be read."""
        chat_id, message_id = self.chat_id or "", self.message_id
        try:
            if message_id is not None:
                return await self._access.read(chat_id, message_id), ""
            return await self._access.newest(chat_id), ""
        except V0Error as error:
            return None, str(error)

    async def _poll_message(self) -> _Adopted:
        """No stream to join: wait for the message, at most `timeouts.read` after the last progress."""
        limit = self._transport.options.timeouts.read
        failed = ""
        for wait in Poll().waits():
            message, failed = await self._read_message()
            if message is not None:
                parts = message.get("parts")
                further = is_list(parts) and _progress(parts) > _progress(self._furthest.raw_parts)
                if further:
                    self._progressed = anyio.current_time()
                if further or message.get("finishReason") is not None:
                    adopted = await self._adopt(message)
                    if self._done:
                        return adopted
            if failed and self._broken is not None:
                break
            if limit is not None and anyio.current_time() + wait - self._progressed > limit:
                break
            await anyio.sleep(wait)
        if self._broken is not None:
            error = self._broken
            error.result, error.chat_id = self._build_result(), self.chat_id
            error.may_have_been_processed = self._starts
            error.args = (f"{error}; reading the message failed too ({failed or 'not finished'}){self._pick_up()}",)
            raise error
        raise self._given_up("there is no stream to join and the message is not finished")

    def _given_up(self, text: str) -> StreamIncompleteError:
        kind = StreamIdleTimeoutError if self._silent else StreamIncompleteError
        reason = f": {self._reason}" if self._reason else ""
        return kind(
            f"{text}{reason}{self._pick_up()}",
            result=self._build_result(),
            may_have_been_processed=self._starts,
            chat_id=self.chat_id,
        )

    def _pick_up(self) -> str:
        chat_id = self.chat_id
        return f"; pick it up with client.v2.chats.resume({chat_id!r})" if chat_id is not None else ""

    async def _verified(self) -> dict[str, Any] | None:
        message, failed = await self._read_message()
        if message is None:
            _log.warning("chat %s: the stream was whole, but its message could not be read: %s", self.chat_id, failed)
        return message

    def _build_result(self) -> StreamResult:
        message = self._typed_message()
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

    def _typed_message(self) -> models.Message | None:
        if self._message is None:
            return None
        try:
            return models.Message.from_dict(self._message)
        except ValueError as error:
            _log.warning("chat %s: the message is not what the API documents: %s", self.chat_id, error)
            return None


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


class _Adopted:
    """A step that changed the state without an event."""


class _Unreadable:
    """Stands for data that is no JSON."""


_UNREADABLE = _Unreadable()


def _progress(parts: list[Any]) -> tuple[int, int]:
    """How far a message is: its parts, and the characters in the last one."""
    last = parts[-1] if parts else None
    values = list(last.values()) if is_object(last) else []
    nested = [item for value in values if is_list(value) for item in value]
    return len(parts), sum(len(value) for value in [*values, *nested] if isinstance(value, str))


def _typed_parts(raw_parts: list[Any]) -> list[models.MessagePart]:
    from ._generated.unions import parse_message_part  # noqa: PLC0415 - nothing generated is loaded before it is used

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
    if state.message is not None:
        return state.message
    chat = state.chat or {}
    message = chat.get("message")
    if not is_object(message):
        messages = chat.get("messages")
        replies = [m for m in messages if is_object(m) and m.get("role") == "assistant"] if is_list(messages) else []
        message = replies[-1] if replies else None
    if not is_object(message) or message.get("finishReason") is None or not isinstance(message.get("id"), str):
        return None
    return message if state.message_id in (None, message["id"]) else None
