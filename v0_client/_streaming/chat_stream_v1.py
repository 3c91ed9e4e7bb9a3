"""A version 1 chat that is being generated in `experimental_stream` mode; after a disconnect the chat is polled."""

from __future__ import annotations

import logging
import math
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, Never, TypeVar

import anyio
from attrs import frozen

from .. import models
from .._http.exceptions import MAYBE_PROCESSED_HINT
from .._http.request import PreparedRequest
from .._http.transport import Transport
from .._json import is_list, is_object
from .._messages import is_assistant
from .._polling.chat_poll import ChatPoll, generation_status, target_message
from .._polling.poller import GenerationStatus
from .._polling.settings import Poll
from ..errors import (
    DeltaError,
    EventTooLargeError,
    GenerationFailedError,
    NotFoundError,
    ResponseDecodeError,
    StreamDecodeError,
    StreamError,
    V0Error,
)
from ..results import Resumed
from ..state import V1State, stream_error
from .resumable import NO_EVENT, Disconnect, NoEvent, Phase, ResumableStream, decoded, is_no_stream

__all__ = ["ChatOperationsV1", "ChatStreamV1"]

E = TypeVar("E")
F = TypeVar("F", StreamError, StreamDecodeError)

_log = logging.getLogger(f"{models.__name__.rpartition('.')[0]}.streaming")


@frozen(kw_only=True)
class ChatOperationsV1:
    """The operations of the API that a stream uses; none of them is billed.

    Attributes:
        read: Reads the chat as JSON.
        stop: Stops the generation of a message.
    """

    read: Callable[[str], Awaitable[dict[str, Any]]]
    stop: Callable[[str, str], Awaitable[object]]


class ChatStreamV1(ResumableStream[E]):
    """A version 1 chat that is being generated; returned by ``client.v1.chats.stream(...)``, ``send_stream``,
    ``resolve_stream`` and ``resume``.

    Enter it with ``async with``, then iterate it for events or await :meth:`final` for the chat. Version 1 has no
    stream to join again: after a disconnect the chat is polled until its message is finished, at most ``timeouts.read``
    after its last change, and nothing is sent twice.

    Reading raises:
        StreamError: The server reported an error.
        StreamIncompleteError: The stream was interrupted before it named its chat, or the chat was not finished in
            time.
        StreamIdleTimeoutError: The same, where the connection had timed out.
        StreamDecodeError: An event could not be applied, and reading the chat failed too.
    """

    _has_done_marker: ClassVar[bool] = True

    def __init__(
        self,
        transport: Transport,
        request: PreparedRequest,
        parse: Callable[[Any], E],
        operations: ChatOperationsV1,
        *,
        message_id: str | None = None,
    ) -> None:
        super().__init__(transport, request, parse)
        self._operations = operations
        self._state = V1State()
        self._state.message_id = message_id
        self._earlier: set[str] | None = None  # replies of earlier turns, in a chat that had some
        self._read: models.ChatDetail | None = None  # the chat as read after the stream

    # ------------------------------------------------------------------ state so far

    @property
    def chat(self) -> models.ChatDetail | None:
        """The chat as of the last event, or None."""
        return decoded(self._state.chat, models.ChatDetail.from_dict)

    @property
    def chat_id(self) -> str | None:
        """The chat's id, once it is known."""
        chat_id = (self._state.chat or {}).get("id")
        return chat_id if isinstance(chat_id, str) and chat_id else self._request.chat_id

    @property
    def title(self) -> str | None:
        """The chat's title as of the last event, or None."""
        return self._state.title

    @property
    def name(self) -> str | None:
        """The chat's name as of the last event, or None."""
        return self._state.name

    @property
    def message_id(self) -> str | None:
        """The assistant message's id, once it is known."""
        return self._state.message_id

    @property
    def content(self) -> list[Any]:
        """The live JSON of the message's ``experimental_content``; do not change it."""
        return self._state.content

    # ------------------------------------------------------------------ use

    async def __anext__(self) -> E:
        while True:
            step = await self._step()
            if step is None:
                raise StopAsyncIteration
            if not isinstance(step, (NoEvent, Resumed)):
                return step

    async def final(self, *, verify: bool = True) -> models.ChatDetail:
        """Read the stream to its end and return the chat.

        Args:
            verify: Read the chat once at the end, unless the stream showed it finished. Where only that read fails, the
                chat as received is returned all the same, and a warning is logged.

        Raises:
            GenerationFailedError: The generation failed.
            V0Error: As for reading the stream.
        """
        while await self._step(may_be_closed=True) is not None:
            pass
        chat_id, chat = self.chat_id, self._read or self.chat
        if chat_id is None:
            self._raise_incomplete("the stream ended without naming its chat")
        if verify and self._read is None and (chat is None or self._status_of(chat) == "pending"):
            try:
                chat = self._read = models.ChatDetail.from_dict(await self._operations.read(chat_id))
            except (V0Error, ValueError) as error:
                _log.warning("chat %s: the stream was complete, but the chat could not be read: %s", chat_id, error)
        if chat is None:
            self._raise_incomplete("the chat is not what the API documents")
        if self._status_of(chat) == "failed":
            raise GenerationFailedError(f"the generation failed (chat {chat_id!r})", chat=chat, chat_id=chat_id)
        return chat

    async def stop(self) -> None:
        """Stop the generation at the server. Raises V0Error as any operation does."""
        if self.chat_id is None or self.message_id is None:
            raise V0Error("the stream has not named its message yet, so there is nothing to stop: read on first")
        await self._operations.stop(self.chat_id, self.message_id)

    # ------------------------------------------------------------------ reading

    def _apply(self, raw: Any) -> bool:
        if not is_object(raw):
            return False
        try:
            self._state.apply(raw)
        except DeltaError as error:
            # The content stays as it was; the chat is read at the end instead.
            self._disconnect = Disconnect(error=error)
        except StreamError:
            raise self._reported_error(raw) from None
        return self._is_closing(raw)

    def _is_closing(self, raw: dict[str, Any]) -> bool:
        if self._request.chat_id is None:
            return self._state.closed
        if raw.get("object") != "chat":
            return raw.get("type") == "done"
        # A chat that continues has finished replies from the start: only that of this turn counts.
        replies = _replies(self._state.chat)
        finished = {m["id"] for m in replies if m.get("finishReason") is not None}
        if self._state.message_id is None:
            if self._earlier is None:
                self._earlier = finished
            new = [m["id"] for m in replies if m["id"] not in self._earlier]
            self._state.message_id = new[-1] if new else None
        return self._state.message_id in finished

    async def _on_closing_event(self) -> None:
        await self._close_reader()
        if self._disconnect.error is None:  # else the chat is read: see _on_disconnect
            self._phase = Phase.DONE

    async def _begin(self) -> None:
        try:
            await super()._begin()
        except (NotFoundError, ResponseDecodeError) as error:
            if self._is_paid or not is_no_stream(error):
                raise
            missing = error
        else:
            return
        # The message may be finished, and its stream gone with that: then the chat shows it.
        self._disconnect, self._phase = Disconnect(str(missing)), Phase.POLLING
        chat = decoded(await self._operations.read(self._request.chat_id or ""), models.ChatDetail.from_dict)
        if chat is None or target_message(chat, message_id=self.message_id) is None:
            raise missing

    async def _on_disconnect(self) -> NoEvent:
        """Poll the chat until its message is finished."""
        chat_id, undecoded = self.chat_id, self._disconnect.error
        if chat_id is None or (self._request.chat_id is not None and self.message_id is None):
            if isinstance(undecoded, EventTooLargeError):
                raise self._with_context(undecoded)
            detail = f" ({undecoded})" if undecoded is not None else ""
            self._raise_incomplete(
                f"the stream ended before it named its chat and message{detail}{MAYBE_PROCESSED_HINT}"
            )
        self._phase = Phase.POLLING
        trouble = ""

        async def read() -> dict[str, Any]:
            nonlocal trouble
            try:
                raw = await self._operations.read(chat_id)
            except V0Error as error:
                trouble = str(error)
                raise undecoded or error from None  # an undecoded event is not retried
            trouble = ""
            return raw

        limit = self._transport.options.timeouts.read or math.inf
        polled = ChatPoll(read, chat_id, after=None, message_id=self.message_id, timeout=None, poll=Poll())
        try:
            with anyio.move_on_after(limit) as patience:
                async for chat in polled:
                    if self._status_of(chat) != "pending":
                        return self._replace_state(chat, polled.raw)
                    patience.deadline = anyio.current_time() + limit
        except Exception as error:  # noqa: BLE001 - whatever it is, what has arrived is kept
            trouble = trouble or (str(error) if isinstance(error, V0Error) else f"{type(error).__name__}: {error}")
        if undecoded is not None and trouble:
            raise self._with_context(undecoded, f"; reading the chat failed too ({trouble})")
        problem = f"could not be read ({trouble})" if trouble else "was not finished in time"
        self._raise_incomplete(f"the stream was interrupted, and the chat {problem}")

    def _status_of(self, chat: models.ChatDetail) -> GenerationStatus:
        return generation_status(chat, message_id=self.message_id)

    def _replace_state(self, chat: models.ChatDetail, raw: dict[str, Any] | None) -> NoEvent:
        """Show the finished chat as it was read."""
        state, message = self._state, target_message(chat, message_id=self.message_id)
        state.chat = raw
        for field, value in (("title", chat.title), ("name", chat.name)):
            state.apply({"object": f"chat.{field}", "delta": value})
        if message is not None:
            state.message_id = message.id
            content = message.experimental_content
            state.content = content if is_list(content) else state.content
        self._read, self._disconnect, self._phase = chat, Disconnect(), Phase.DONE
        return NO_EVENT

    # ------------------------------------------------------------------ errors

    def _raise_incomplete(self, text: str) -> Never:
        self._incomplete(text, self._resume_hint(), chat_id=self.chat_id, may_have_been_processed=self._is_paid)

    def _reported_error(self, raw: dict[str, Any]) -> StreamError:
        return self._with_context(stream_error(self._redacted(raw)))

    def _with_context(self, error: F, more: str = "") -> F:
        """An error of the sans-I/O parts with all that the stream knows."""
        error.chat_id, error.may_have_been_processed = self.chat_id, self._is_paid
        error.args = (f"{error}{more}{self._resume_hint()}",)
        return error

    def _resume_hint(self) -> str:
        if self.chat_id is None:
            return ""
        if self._request.chat_id is None:
            return f"; wait for it with client.v1.chats.wait({self.chat_id!r})"
        if self.message_id is None:  # a wait would take the turn before for this one
            return f"; look for it with client.v1.chats.get({self.chat_id!r})"
        return f"; wait for it with client.v1.chats.wait({self.chat_id!r}, message_id={self.message_id!r})"


def _replies(chat: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The assistant's messages of a chat, without those that have no id."""
    messages = (chat or {}).get("messages")
    replies = filter(is_assistant, messages) if is_list(messages) else ()
    return [m for m in replies if isinstance(m.get("id"), str)]
