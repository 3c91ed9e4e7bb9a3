"""A version 1 chat being generated in `experimental_stream` mode; after a cut the chat itself is asked."""

from __future__ import annotations

import logging
import math
from collections.abc import Awaitable, Callable
from typing import Any, Never, TypeVar

import anyio
from attrs import frozen

from .. import models
from .._http.exceptions import MAYBE_PROCESSED_HINT
from .._http.request import PreparedRequest
from .._http.transport import Transport
from .._json import is_list, is_object
from .._polling.chat_poll import ChatPoll, generation_status, target_message
from .._polling.poller import GenerationStatus, Poll
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
from ..state import V1State
from .resumable import NO_EVENT, NoEvent, ResumableStream, decoded, is_no_stream

__all__ = ["ChatOperationsV1", "ChatStreamV1"]

E = TypeVar("E")
F = TypeVar("F", StreamError, StreamDecodeError)

_log = logging.getLogger(f"{(__package__ or '').rpartition('.')[0]}.streaming")


@frozen(kw_only=True)
class ChatOperationsV1:
    """What a stream may ask about its chat; none of it costs anything.

    Attributes:
        read: Reads the chat as JSON.
        stop: Stops the generation of a message.
    """

    read: Callable[[str], Awaitable[dict[str, Any]]]
    stop: Callable[[str, str], Awaitable[object]]


class ChatStreamV1(ResumableStream[E]):
    """A version 1 chat being generated; made by ``client.v1.chats.stream(...)``, ``send_stream``, ``resolve_stream``
    and ``resume``.

    Enter it with ``async with``, then iterate it for events or await :meth:`final` for the chat. There is no stream to
    join again in version 1: after a cut the chat is polled until its answer is finished, at most ``timeouts.read``
    after it last changed, and nothing is sent twice.

    Reading raises:
        StreamError: The server told of a failure.
        StreamIncompleteError: The stream broke off before it told its chat, or the chat did not come to its end.
        StreamIdleTimeoutError: The same, where the stream had fallen silent.
        StreamDecodeError: An event could not be applied, and reading the chat failed too.
    """

    def __init__(
        self,
        transport: Transport,
        call: PreparedRequest,
        parse: Callable[[Any], E],
        access: ChatOperationsV1,
        *,
        message_id: str | None = None,
    ) -> None:
        super().__init__(transport, call, parse)
        self._access = access
        self._starts = not call.reads  # whether entering starts a generation, which is paid for
        self._state = V1State()
        self._state.message_id = message_id
        self._earlier: set[str] | None = None  # replies of earlier turns, in a chat that had some
        self._read: models.ChatDetail | None = None  # the chat as read after the stream

    # ------------------------------------------------------------------ what has been told

    @property
    def chat(self) -> models.ChatDetail | None:
        """The chat as of the last event, or None."""
        return decoded(self._state.chat, models.ChatDetail.from_dict)

    @property
    def chat_id(self) -> str | None:
        """The chat's id, once it is known."""
        told = (self._state.chat or {}).get("id")
        return told if isinstance(told, str) and told else self._call.chat_id

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
            event: E | NoEvent | None = await self._step()
            if event is None:
                raise StopAsyncIteration
            if not isinstance(event, NoEvent):
                return event

    async def final(self, *, verify: bool = True) -> models.ChatDetail:
        """Read the stream to its end and give the chat.

        Args:
            verify: Read the chat once at the end, unless the stream has told it finished. Where only that read fails
                the chat as told comes all the same, and a warning is logged.

        Raises:
            GenerationFailedError: The generation finished as failed.
            V0Error: As for reading the stream.
        """
        while await self._step(may_be_closed=True) is not None:
            pass
        chat_id, chat = self.chat_id, self._read or self.chat
        if chat_id is None:
            self._given_up("the stream ended without telling its chat")
        if verify and self._read is None and (chat is None or self._judge(chat) == "pending"):
            try:
                chat = self._read = models.ChatDetail.from_dict(await self._access.read(chat_id))
            except (V0Error, ValueError) as error:
                _log.warning("chat %s: the stream was whole, but the chat could not be read: %s", chat_id, error)
        if chat is None:
            self._given_up("the chat is not what the API documents")
        if self._judge(chat) == "failed":
            raise GenerationFailedError(f"the generation failed (chat {chat_id!r})", chat=chat, chat_id=chat_id)
        return chat

    async def stop(self) -> None:
        """Stop the generation at the server. Raises V0Error as any call does."""
        if self.chat_id is None or self.message_id is None:
            raise V0Error("the stream has not told its message yet, so there is nothing to stop: read on first")
        await self._access.stop(self.chat_id, self.message_id)

    # ------------------------------------------------------------------ reading

    async def _take_event(self, raw: Any) -> None:
        if not is_object(raw):
            return
        try:
            self._state.apply(raw)
        except DeltaError as error:
            # The content stays as it was; the chat is read at the end instead.
            self._broken = error
        except StreamError as error:
            self._completed(error)
            raise
        if self._is_over(raw):
            await self._take_done()

    def _is_over(self, raw: dict[str, Any]) -> bool:
        """Whether the closing event has come."""
        if self._call.chat_id is None:
            return self._state.closed
        if raw.get("object") != "chat":
            return raw.get("type") == "done"
        # A chat that goes on shows finished replies from the start: only that of this turn counts.
        replies = _replies(self._state.chat)
        finished = {m["id"] for m in replies if m.get("finishReason") is not None}
        if self._state.message_id is None:
            if self._earlier is None:
                self._earlier = finished
            new = [m["id"] for m in replies if m["id"] not in self._earlier]
            self._state.message_id = new[-1] if new else None
        return self._state.message_id in finished

    async def _begin(self) -> None:
        try:
            await super()._begin()
        except (NotFoundError, ResponseDecodeError) as error:
            if self._starts or not is_no_stream(error):
                raise
            gone = error
        else:
            return
        # The message may be finished, and its stream gone with that: then the chat tells.
        self._reason = str(gone)
        chat = decoded(await self._access.read(self._call.chat_id or ""), models.ChatDetail.from_dict)
        if chat is None or target_message(chat, message_id=self.message_id) is None:
            raise gone

    async def _take_done(self) -> None:
        await self._hang_up()
        self._done = self._broken is None  # else the chat is read: see _connection_over

    async def _connection_over(self) -> NoEvent:
        """Ask for the chat until its answer is finished."""
        chat_id = self.chat_id
        if chat_id is None or (self._call.chat_id is not None and self.message_id is None):
            if isinstance(self._broken, EventTooLargeError):
                raise self._completed(self._broken)
            broken = f" ({self._broken})" if self._broken is not None else ""
            self._given_up(
                f"the stream ended before it told which chat and message it is about{broken}{MAYBE_PROCESSED_HINT}"
            )
        trouble = ""

        async def read() -> dict[str, Any]:
            nonlocal trouble
            try:
                raw = await self._access.read(chat_id)
            except V0Error as error:
                trouble = str(error)
                raise self._broken or error from None  # polling does not outlive the former
            trouble = ""
            return raw

        limit = self._transport.options.timeouts.read or math.inf
        polled = ChatPoll(read, chat_id, after=None, message_id=self.message_id, timeout=None, poll=Poll())
        try:
            with anyio.move_on_after(limit) as patience:
                async for chat in polled:
                    if self._judge(chat) != "pending":
                        return self._adopt(chat, polled.raw)
                    patience.deadline = anyio.current_time() + limit
        except V0Error as error:
            trouble = trouble or str(error)
        if self._broken is not None and trouble:
            raise self._completed(self._broken, f"; reading the chat failed too ({trouble})")
        what = f"could not be read ({trouble})" if trouble else "was not finished in time"
        self._given_up(f"the stream did not bring the whole answer, and the chat {what}")

    def _judge(self, chat: models.ChatDetail) -> GenerationStatus:
        return generation_status(chat, message_id=self.message_id)

    def _adopt(self, chat: models.ChatDetail, raw: dict[str, Any] | None) -> NoEvent:
        """Take the finished chat, as it was read, for what the stream came to."""
        state, message = self._state, target_message(chat, message_id=self.message_id)
        state.chat = raw
        for field, told in (("title", chat.title), ("name", chat.name)):
            state.apply({"object": f"chat.{field}", "delta": told})
        if message is not None:
            state.message_id = message.id
            content = message.experimental_content
            state.content = content if is_list(content) else state.content
        self._read, self._broken, self._done = chat, None, True
        return NO_EVENT

    def _given_up(self, text: str) -> Never:
        self._give_up(text, self._pick_up(), chat_id=self.chat_id, may_have_been_processed=self._starts)

    def _completed(self, error: F, more: str = "") -> F:
        """An error of the sans-IO parts with all that a running stream knows."""
        error.chat_id, error.may_have_been_processed = self.chat_id, self._starts
        error.args = (f"{error}{more}{self._pick_up()}",)
        return error

    def _pick_up(self) -> str:
        if self.chat_id is None:
            return ""
        if self._call.chat_id is None:
            return f"; pick it up with client.v1.chats.wait({self.chat_id!r})"
        if self.message_id is None:  # a wait would take the turn before for this one
            return f"; look for it with client.v1.chats.get({self.chat_id!r})"
        return f"; pick it up with client.v1.chats.wait({self.chat_id!r}, message_id={self.message_id!r})"


def _replies(chat: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The assistant's messages of a chat, those without an id left out."""
    messages = (chat or {}).get("messages")
    told = [m for m in messages if is_object(m) and m.get("role") == "assistant"] if is_list(messages) else []
    return [m for m in told if isinstance(m.get("id"), str)]
