"""A version 2 chat being generated: one connection after another, until the generation is complete or out of reach.

An interrupted stream is resumed with the API's resume operation, which replays the message from its start and costs
nothing. The paid request is never repeated.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self, TypeVar

import anyio
from attrs import evolve, frozen

from .. import models
from .._http.exceptions import MAYBE_PROCESSED_HINT
from .._http.request import EVENTS, PreparedRequest
from .._http.response import OpenResponse
from .._http.retries import MAX_RETRY_AFTER, is_transient
from .._http.transport import Transport
from .._json import is_object
from ..errors import (
    APIConnectionError,
    APIStatusError,
    DeltaError,
    EventTooLargeError,
    GenerationFailedError,
    InvalidRequestError,
    NotFoundError,
    ResponseDecodeError,
    StreamDecodeError,
    V0Error,
)
from ..results import StreamResult
from .replay import ChatProgress, is_finished
from .resumable import AnyStep, Disconnect, Phase, ResumableStream, Resumed, Step, has_no_stream
from .resume_budget import MAX_RESUMES, ResumeBudget
from .typed import decode_or_none, typed_parts

__all__ = ["ChatOperations", "ChatStream", "Resumed", "TextDeltas"]

E = TypeVar("E")

_log = logging.getLogger(f"{(__package__ or '').rpartition('.')[0]}.streaming")


@frozen(kw_only=True)
class ChatOperations:
    """The operations a stream uses on its chat; none of them costs anything.

    Attributes:
        resume: Builds the request that joins the running generation of a chat.
        read: Reads one message as JSON.
        newest: Reads the newest assistant message as JSON, None where there is none.
        stop: Stops the generation of a message; None for the newest assistant message. Raises V0Error where there is
            none.
    """

    resume: Callable[[str], PreparedRequest]
    read: Callable[[str, str], Awaitable[dict[str, Any]]]
    newest: Callable[[str], Awaitable[dict[str, Any] | None]]
    stop: Callable[[str, str | None], Awaitable[object]]


class ChatStream(ResumableStream[E]):
    """A version 2 chat being generated; returned by ``client.v2.chats.stream(...)`` and ``resume(...)``.

    Enter it with ``async with``, then read it in one of three ways, which may be mixed but share one pass: iterate it
    for events, iterate :meth:`text_deltas` for text, or await :meth:`final` for the result. Leaving the block closes
    the connection and leaves the generation running; :meth:`stop` ends it.

    Reading raises:
        StreamError: The server reported an error.
        StreamIncompleteError: The stream was interrupted and the generation could not be followed to its end.
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
        self._budget = ResumeBudget()
        self._progress = ChatProgress(is_resumed=request.reads)
        if cursor is not None:
            self._restore_cursor(cursor)

    # ------------------------------------------------------------------ the state so far

    @property
    def progress(self) -> ChatProgress:
        """The state as raw JSON, for the package's own use."""
        return self._progress

    @property
    def chat(self) -> models.Chat | None:
        """The chat as of the last event, or None."""
        return decode_or_none(self._progress.chat, models.Chat.from_dict)

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
        """The tokens and credits the message used, once they are known."""
        return decode_or_none(self._progress.usage, models.Usage.from_dict)

    @property
    def text(self) -> str:
        """The text as of the last event: the text parts that are not empty, joined by a blank line."""
        return self._progress.text

    @property
    def raw_parts(self) -> list[Any]:
        """The live JSON list of the message's parts; do not change it."""
        return self._progress.raw_parts

    @property
    def parts(self) -> list[models.MessagePart]:
        """The message's parts as of the last event, decoded on each access."""
        return typed_parts(self._progress.raw_parts)

    @property
    def is_replaying(self) -> bool:
        """Whether the current events repeat what was visible before an interruption."""
        return self._progress.is_replaying

    @property
    def cursor(self) -> dict[str, Any]:
        """The position of the reader, small and ready for JSON.

        Pass it to ``client.v2.chats.resume(chat_id, cursor=...)`` in any process: ``text_deltas()`` continues from
        there, with nothing repeated and nothing skipped. Raises V0Error before the chat is known.
        """
        if self.chat_id is None:
            raise V0Error("there is no cursor before the chat's id is known: read one event first")
        return {"chat_id": self.chat_id, "message_id": self.message_id, "text": self._progress.text_cursor()}

    # ------------------------------------------------------------------ use

    async def __anext__(self) -> E | Resumed:
        while True:
            match self.advance_now() or await self.advance():
                case Step.EVENT:
                    return self._parsed_event()
                case Resumed() as resumed:
                    return resumed
                case Step.ENDED:
                    raise StopAsyncIteration
                case Step.CHANGED:
                    continue

    def text_deltas(self) -> TextDeltas:
        """Iterate over the new text, in pieces that add up to ``text`` unless the server rewrites it."""
        return TextDeltas(self)

    async def final(self, *, verify: bool = True) -> StreamResult:
        """Read the stream to its end and return the result.

        Args:
            verify: Read the message once at the end, for its finish reason and whether a task is pending. The message
                has the last word: its parts replace the stream's, and where it is not finished the generation is
                followed to its end. Where only that read fails, the result is returned without the message and a
                warning is logged.

        Raises:
            GenerationFailedError: The message's finish reason is ``error``.
            V0Error: As for reading the stream.
        """
        while True:
            while self._phase is not Phase.DONE:
                if self.advance_now() is None:
                    await self.advance()
            if not verify or self._progress.is_verified:
                break
            await self._unless_closed(self._verify())
        result = self._progress.result()
        if result.finish_reason == "error":
            raise GenerationFailedError(
                f"the generation failed (chat {self.chat_id!r}, message {self.message_id!r})",
                message=result.message,
                chat_id=self.chat_id,
            )
        return result

    async def stop(self) -> None:
        """Stop the generation at the server; it ends at the next safe point. Raises V0Error as any operation does."""
        if self.chat_id is None:
            raise V0Error("there is nothing to stop before the chat's id is known: read one event first")
        await self._operations.stop(self.chat_id, self.message_id)

    # ------------------------------------------------------------------ events

    def _enter(self) -> None:
        super()._enter()
        self._budget.reset()

    def _handle_event(self, event: dict[str, Any]) -> bool:
        progress = self._progress
        if progress.append(event):
            self._budget.reset()
            return False
        if progress.apply(event):
            self._budget.reset()
        return event.get("object") in ("chat", "message") and progress.is_over

    def _on_closing_event(self, broken: StreamDecodeError | None) -> None:
        if self._phase is Phase.CONNECTED and broken is None:
            self._progress.complete()
            self._phase = Phase.DONE
        else:
            self._lost = Disconnect("the stream closed before the message was finished", broken=broken)

    # ------------------------------------------------------------------ after a connection

    async def _on_disconnect(self) -> AnyStep:
        turn_id = self.message_id if self._is_paid and self._request.chat_id is not None else self.chat_id
        broken = self._lost.broken
        if turn_id is None:
            if isinstance(broken, EventTooLargeError):
                raise self._with_context(broken)
            self._raise_incomplete(f"the stream ended before its chat and message were known{MAYBE_PROCESSED_HINT}")
        # A replay would repeat an event that cannot be read; after the closing event there is nothing to resume.
        is_unreadable = broken is not None and self._phase is Phase.CONNECTED and self._progress.is_over
        if self._phase is Phase.POLLING or is_unreadable or isinstance(broken, EventTooLargeError):
            return await self._poll_message()
        if self._phase is Phase.RESUMED and await self._verify_finished():
            return Step.CHANGED
        return await self._resume()

    async def _on_nothing_to_join(self, gone: NotFoundError | ResponseDecodeError) -> None:
        self._phase = Phase.POLLING
        message, failure = await self._read_message()
        is_missing = message is None and (failure is None or isinstance(failure, NotFoundError))
        if is_missing and isinstance(gone, NotFoundError):
            raise gone
        self._take_read(message)

    async def _verify_finished(self) -> bool:
        """A resumed connection has ended: read the message to learn whether the generation has, too."""
        message, failure = await self._read_message()
        if message is not None and is_finished(message):
            self._adopt(message)
        elif failure is not None and self._progress.is_complete_replay:
            if self._lost.broken is not None:
                raise self._unreadable(self._lost.broken, failure)
            self._progress.complete()
            self._complete_unread(failure)
        return self._phase is Phase.DONE

    async def _resume(self) -> AnyStep:
        """Join the generation again, as often as the budget allows."""
        retry_after = 0.0
        if self._lost.by_reader:
            self._budget.forget_resumes()
        while True:
            if self._budget.is_spent:
                self._raise_incomplete(f"the stream was interrupted, and {MAX_RESUMES} resumes made no progress")
            if delay := self._budget.resume_delay(retry_after):
                await anyio.sleep(delay)
            self._budget.count_resume()
            try:
                joined = await self._join()
            except anyio.get_cancelled_exc_class():
                self._budget.forget_resumes()
                raise
            if isinstance(joined, OpenResponse):
                await self._attach(joined)
                resumed = Resumed(self._budget.resumes, self._lost.reason)
                self._phase, self._lost = Phase.RESUMED, Disconnect("")
                self._progress.begin_replay()
                self._recorder.resumed(self.chat_id, resumed.attempt, resumed.reason)
                return resumed
            if joined is None:
                message, failure = await self._read_message()
                if failure is None:
                    self._phase = Phase.POLLING
                    return Step.CHANGED if self._take_read(message) else await self._poll_message()
            retry_after = joined or 0.0

    async def _join(self) -> OpenResponse | float | None:
        """Try to resume once: a response, None where nothing is left to resume, or seconds to wait before the next.

        Raises:
            StreamIncompleteError: The server refuses for good, or for too long.
        """
        request = evolve(self._operations.resume(self.chat_id or ""), accept=EVENTS)
        once = Transport(self._transport.options.replace(max_retries=0), self._transport.session)
        try:
            response = await once.open(request)
        except (APIConnectionError, APIStatusError, ResponseDecodeError) as caught:
            error = caught
        else:
            if response.status_code != 204:
                return response
            await response.aclose()
            self._lost = Disconnect("nothing is left to resume (204)")
            return None
        self._lost = Disconnect.by(error)
        if has_no_stream(error):
            return None
        retry_after = (isinstance(error, APIStatusError) and error.retry_after) or 0.0
        if _is_refusal(error) or retry_after > MAX_RETRY_AFTER:
            self._raise_incomplete("the stream was interrupted and cannot be resumed")
        return retry_after

    async def _poll_message(self) -> Step:
        """Read the message until it has changed; at most ``timeouts.read`` after the last progress."""
        while True:
            if self._phase is Phase.POLLING:  # then it has been read before
                delay = self._budget.poll_delay(self._transport.options.timeouts.read)
                if delay is None:
                    self._raise_incomplete("nothing is left to resume, and the message was not finished in time")
                await anyio.sleep(delay)
            self._phase = Phase.POLLING
            message, failure = await self._read_message()
            if failure is not None:
                if self._lost.broken is not None:
                    raise self._unreadable(self._lost.broken, failure)
                self._lost = Disconnect(self._redacted(_named(failure)))
                if _is_refusal(failure):
                    self._raise_incomplete("nothing is left to resume, and the message cannot be read")
            if self._take_read(message):
                return Step.CHANGED

    # ------------------------------------------------------------------ the message, read

    async def _read_message(self) -> tuple[dict[str, Any] | None, Exception | None]:
        """The assistant message, None where there is none, and why it could not be read."""
        chat_id, message_id = self.chat_id or "", self.message_id
        try:
            if message_id is not None:
                return await self._operations.read(chat_id, message_id), None
            return await self._operations.newest(chat_id), None
        except Exception as error:  # noqa: BLE001 - also what the caller's own code raises, such as an `api_key` callable
            return None, error

    def _take_read(self, message: dict[str, Any] | None) -> bool:
        """Adopt a message that is finished or further than the stream. Returns whether it was."""
        if message is None:
            return False
        if self._progress.is_behind(message):
            self._budget.reset()
        elif not is_finished(message):
            return False
        self._adopt(message)
        return True

    def _adopt(self, message: dict[str, Any]) -> None:
        too_deep: DeltaError | None = None
        try:
            self._progress.adopt(message)
        except DeltaError as error:
            too_deep = error
        if too_deep is not None:
            raise self._with_context(too_deep)
        if is_finished(message):
            self._phase = Phase.DONE

    async def _verify(self) -> None:
        """Let the message have the last word on a complete stream."""
        message, failure = await self._read_message()
        if message is None:
            self._complete_unread(failure)
        elif is_finished(message):
            self._adopt(message)
        else:
            self._phase = Phase.CONNECTED
            self._lost = Disconnect("the stream closed before the message was finished")

    def _complete_unread(self, failure: Exception | None) -> None:
        """Take the stream for complete though its message could not be read."""
        self._phase = Phase.DONE
        self._progress.is_verified = True
        why = "there is none" if failure is None else self._redacted(_named(failure))
        _log.warning("chat %s: the stream was complete, but its message could not be read: %s", self.chat_id, why)

    # ------------------------------------------------------------------ errors

    def _partial_result(self) -> StreamResult:
        return self._progress.result()

    def _resume_hint(self) -> str:
        chat_id = self.chat_id
        return f"; resume with client.v2.chats.resume({chat_id!r})" if chat_id is not None else ""

    def _unreadable(self, broken: StreamDecodeError, failure: Exception) -> StreamDecodeError:
        return self._with_context(broken, f"; reading the message failed too ({self._redacted(_named(failure))})")

    def _restore_cursor(self, cursor: object) -> None:
        fields = cursor if is_object(cursor) else {}
        chat_id, message_id, text = fields.get("chat_id"), fields.get("message_id"), fields.get("text")
        is_id = message_id is None or (isinstance(message_id, str) and message_id != "")
        if not isinstance(chat_id, str) or not is_id or not self._progress.restore(message_id, text):
            raise InvalidRequestError("cursor must be the value of stream.cursor, unchanged", field="cursor")
        if chat_id != self._request.chat_id:
            raise InvalidRequestError("cursor belongs to another chat: resume that one", field="cursor")


class TextDeltas:
    """Iterates over the new text of a stream, in pieces."""

    def __init__(self, stream: ChatStream[Any]) -> None:
        self._stream = stream
        self._progress = stream.progress
        self._is_over = False

    def __aiter__(self) -> Self:
        return self

    def next_now(self) -> str | None:
        """The next piece where its event is decoded already; None where more has to be read."""
        stream, progress = self._stream, self._progress
        while progress.has_more_text or stream.advance_now() is not None:
            for piece in progress.pop_text(final=self._is_over, limit=1):
                return piece
        return None

    async def __anext__(self) -> str:
        stream, progress = self._stream, self._progress
        while True:
            if not progress.has_more_text:
                if self._is_over:
                    raise StopAsyncIteration
                self._is_over = (stream.advance_now() or await stream.advance()) is Step.ENDED
            # One at a time, so that the cursor never counts a piece that the reader does not have yet.
            for piece in progress.pop_text(final=self._is_over, limit=1):
                return piece


def _is_refusal(error: Exception) -> bool:
    """Whether to ask again is of no use."""
    return not isinstance(error, ResponseDecodeError) and not (isinstance(error, V0Error) and is_transient(error))


def _named(error: Exception) -> str:
    """An error by its text; one that is not of this package by its class, too."""
    return str(error) if isinstance(error, V0Error) else f"{type(error).__name__}: {error}"
