"""A version 1 chat being generated in `experimental_stream` mode; after an interruption the chat itself is polled."""

from __future__ import annotations

import logging
import math
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, TypeVar

import anyio
from attrs import frozen

from .. import models
from .._http.exceptions import MAYBE_PROCESSED_HINT
from .._http.request import PreparedRequest
from .._http.transport import Transport
from .._json import is_list, is_object
from .._polling.chat_poll import ChatPoll, generation_status, target_message
from .._polling.poller import GenerationStatus
from .._polling.settings import Poll
from ..errors import (
    EventTooLargeError,
    GenerationFailedError,
    NotFoundError,
    ResponseDecodeError,
    StreamDecodeError,
    V0Error,
)
from ..state import V1State
from .resumable import AnyStep, Disconnect, Phase, ResumableStream, Resumed, Step
from .typed import decode_or_none

__all__ = ["ChatOperationsV1", "ChatStreamV1"]

E = TypeVar("E")

_log = logging.getLogger(f"{(__package__ or '').rpartition('.')[0]}.streaming")


@frozen(kw_only=True)
class ChatOperationsV1:
    """The operations a stream uses on its chat; none of them costs anything.

    Attributes:
        read: Reads the chat as JSON.
        stop: Stops the generation of a message.
    """

    read: Callable[[str], Awaitable[dict[str, Any]]]
    stop: Callable[[str, str], Awaitable[object]]


class ChatStreamV1(ResumableStream[E]):
    """A version 1 chat being generated; returned by ``client.v1.chats.stream(...)``, ``send_stream``,
    ``resolve_stream`` and ``resume``.

    Enter it with ``async with``, then iterate it for events or await :meth:`final` for the chat. Version 1 has no
    stream that can be resumed. After an interruption the chat is polled until its reply is finished, at most
    ``timeouts.read`` after its last change. Nothing is sent twice.

    Reading raises:
        StreamError: The server reported an error.
        StreamIncompleteError: The stream was interrupted before the chat was known, or the chat was not finished.
        StreamIdleTimeoutError: The same, where the stream had gone silent.
        StreamDecodeError: An event could not be applied, and reading the chat failed too.
    """

    _ends_at_done: ClassVar[bool] = True

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
        self._earlier_replies: set[str] | None = None  # ids of finished replies, in a chat that had some before
        self._read: models.ChatDetail | None = None  # the chat as read after the stream

    # ------------------------------------------------------------------ the state so far

    @property
    def chat(self) -> models.ChatDetail | None:
        """The chat as of the last event, or None."""
        return decode_or_none(self._state.chat, models.ChatDetail.from_dict)

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
            match self.advance_now() or await self.advance():
                case Step.EVENT:
                    return self._parsed_event()
                case Step.ENDED:
                    raise StopAsyncIteration
                case Step.CHANGED | Resumed():
                    continue

    async def final(self, *, verify: bool = True) -> models.ChatDetail:
        """Read the stream to its end and return the chat.

        Args:
            verify: Read the chat once at the end, unless the stream itself has sent the finished chat. Where that chat
                is not finished, it is polled to its end. Where only that read fails, the chat is returned as the stream
                sent it and a warning is logged.

        Raises:
            GenerationFailedError: The generation finished as failed.
            V0Error: As for reading the stream.
        """
        while True:
            while self._phase is not Phase.DONE:
                if self.advance_now() is None:
                    await self.advance()
            chat = self._read or self.chat
            if not verify or self._read is not None or (chat is not None and self._status_of(chat) != "pending"):
                break
            if not await self._unless_closed(self._verify()):
                break
        if self.chat_id is None:
            self._raise_incomplete("the stream ended before its chat was known")
        if chat is None:
            self._raise_incomplete("the chat is not what the API documents")
        if self._status_of(chat) == "failed":
            raise GenerationFailedError(
                f"the generation failed (chat {self.chat_id!r})", chat=chat, chat_id=self.chat_id
            )
        return chat

    async def stop(self) -> None:
        """Stop the generation at the server. Raises V0Error as any operation does."""
        if self.chat_id is None or self.message_id is None:
            raise V0Error("there is nothing to stop before the message's id is known: read on first")
        await self._operations.stop(self.chat_id, self.message_id)

    # ------------------------------------------------------------------ events

    def _handle_event(self, event: dict[str, Any]) -> bool:
        state = self._state
        state.apply(event)
        if self._request.chat_id is None:
            return state.closed
        if event.get("object") != "chat":
            return event.get("type") == "done"
        # A chat with earlier turns shows their finished replies from the start: only this turn's counts.
        replies = _replies(state.chat)
        finished = {m["id"] for m in replies if m.get("finishReason") is not None}
        if state.message_id is None:
            if self._earlier_replies is None:
                self._earlier_replies = finished
            new = [m["id"] for m in replies if m["id"] not in self._earlier_replies]
            state.message_id = new[-1] if new else None
        return state.message_id in finished

    def _on_closing_event(self, broken: StreamDecodeError | None) -> None:
        if broken is None:
            self._phase = Phase.DONE
        else:
            self._lost = Disconnect("an event could not be applied", broken=broken)

    # ------------------------------------------------------------------ after a connection

    async def _on_nothing_to_join(self, gone: NotFoundError | ResponseDecodeError) -> None:
        # The message may be finished, and its stream gone with that.
        raw = await self._operations.read(self._request.chat_id or "")
        chat = decode_or_none(raw, models.ChatDetail.from_dict)
        if chat is None or target_message(chat, message_id=self.message_id) is None:
            raise gone

    async def _on_disconnect(self) -> AnyStep:
        """Poll the chat until its reply is finished."""
        chat_id, broken = self.chat_id, self._lost.broken
        if chat_id is None or (self._request.chat_id is not None and self.message_id is None):
            if isinstance(broken, EventTooLargeError):
                raise self._with_context(broken)
            cause = f" ({broken})" if broken is not None else ""
            self._raise_incomplete(
                f"the stream ended before its chat and message were known{cause}{MAYBE_PROCESSED_HINT}"
            )
        self._phase = Phase.POLLING
        trouble = ""

        async def read() -> dict[str, Any]:
            nonlocal trouble
            try:
                raw = await self._operations.read(chat_id)
            except V0Error as error:
                trouble = str(error)
                raise broken or error from None  # an error that is not transient ends the polling
            trouble = ""
            return raw

        limit = self._transport.options.timeouts.read or math.inf
        polled = ChatPoll(
            read,
            chat_id,
            after=None,
            message_id=self.message_id,
            timeout=None,
            poll=Poll(),
            redact=self.redact,
        )
        try:
            with anyio.move_on_after(limit) as patience:
                async for chat in polled:
                    if self._status_of(chat) != "pending":
                        return self._adopt(chat, polled.raw)
                    patience.deadline = anyio.current_time() + limit
        except V0Error as error:
            trouble = trouble or str(error)
        if broken is not None and trouble:
            raise self._with_context(broken, f"; reading the chat failed too ({trouble})")
        what = f"could not be read ({trouble})" if trouble else "was not finished in time"
        self._raise_incomplete(f"the stream did not bring the complete reply, and the chat {what}")

    async def _verify(self) -> bool:
        """Read the chat of a complete stream. Returns whether that made a difference."""
        chat_id = self.chat_id
        if chat_id is None:
            return False
        try:
            chat = models.ChatDetail.from_dict(await self._operations.read(chat_id))
        except Exception as error:  # noqa: BLE001 - also what the caller's own code raises, such as an `api_key` callable
            why = self._redacted(f"{type(error).__name__}: {error}")
            _log.warning("chat %s: the stream was complete, but the chat could not be read: %s", chat_id, why)
            return False
        if self._status_of(chat) == "pending":
            self._phase = Phase.CONNECTED
            self._lost = Disconnect("the stream closed before the reply was finished")
        else:
            self._read = chat
        return True

    def _status_of(self, chat: models.ChatDetail) -> GenerationStatus:
        return generation_status(chat, message_id=self.message_id)

    def _adopt(self, chat: models.ChatDetail, raw: dict[str, Any] | None) -> Step:
        """Make the finished chat, as it was read, the state of the stream."""
        state, message = self._state, target_message(chat, message_id=self.message_id)
        state.chat = raw
        for field, value in (("title", chat.title), ("name", chat.name)):
            state.apply({"object": f"chat.{field}", "delta": value})
        if message is not None:
            state.message_id = message.id
            content = message.experimental_content
            state.content = content if is_list(content) else state.content
        self._read, self._phase = chat, Phase.DONE
        return Step.CHANGED

    # ------------------------------------------------------------------ errors

    def _resume_hint(self) -> str:
        if self.chat_id is None:
            return ""
        if self._request.chat_id is None:
            return f"; resume with client.v1.chats.wait({self.chat_id!r})"
        if self.message_id is None:  # a wait would take the previous turn for this one
            return f"; look for it with client.v1.chats.get({self.chat_id!r})"
        return f"; resume with client.v1.chats.wait({self.chat_id!r}, message_id={self.message_id!r})"


def _replies(chat: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The assistant's messages of a chat, those without an id left out."""
    messages = (chat or {}).get("messages")
    replies = [m for m in messages if is_object(m) and m.get("role") == "assistant"] if is_list(messages) else []
    return [m for m in replies if isinstance(m.get("id"), str)]
