"""A version 1 chat being generated in `experimental_stream` mode; after a cut the chat itself is asked."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Never, TypeVar

import anyio
from attrs import frozen

from . import models
from .errors import DeltaError, GenerationFailedError, StreamDecodeError, StreamError, V0Error
from .json_values import is_list, is_object
from .polling import Poll, awaited_message, judge
from .running import ADOPTED, Adopted, RunningStream, decoded
from .state import V1State
from .transport import Call, Transport

__all__ = ["ChatAccessV1", "ChatStreamV1"]

E = TypeVar("E")

_log = logging.getLogger("v0_client.streaming")


@frozen(kw_only=True)
class ChatAccessV1:
    """What a stream may ask about its chat; none of it costs anything.

    Attributes:
        read: Reads the chat as JSON.
        stop: Stops the generation of a message.
    """

    read: Callable[[str], Awaitable[dict[str, Any]]]
    stop: Callable[[str, str], Awaitable[object]]


class ChatStreamV1(RunningStream[E]):
    """A version 1 chat being generated; made by ``client.v1.chats.stream(...)``.

    Enter it with ``async with``, then iterate it for events or await :meth:`final` for the chat. There is no stream to
    join again in version 1: after a cut the chat is polled until its answer is finished, and nothing is sent twice.

    Reading raises:
        StreamError: The server told of a failure.
        StreamIncompleteError: The stream broke off and the chat was not finished in time.
        StreamDecodeError: An event could not be applied, and reading the chat failed too.
    """

    def __init__(self, transport: Transport, call: Call, parse: Callable[[Any], E], access: ChatAccessV1) -> None:
        super().__init__(transport, call, parse)
        self._access = access
        self._state = V1State()
        self._read: dict[str, Any] | None = None  # the chat as read after the stream

    # ------------------------------------------------------------------ what has been told

    @property
    def chat(self) -> models.ChatDetail | None:
        """The chat as of the last event, or None."""
        return decoded(self._state.chat, models.ChatDetail.from_dict)

    @property
    def chat_id(self) -> str | None:
        """The chat's id, once it is known."""
        told = (self._state.chat or {}).get("id")
        return told if isinstance(told, str) and told else None

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
        """The assistant message's id, once a chunk has named it."""
        return self._state.message_id

    @property
    def content(self) -> list[Any]:
        """The live JSON of the message's ``experimental_content``; do not change it."""
        return self._state.content

    # ------------------------------------------------------------------ use

    async def __anext__(self) -> E:
        while True:
            event: E | Adopted | None = await self._step()
            if event is None:
                raise StopAsyncIteration
            if not isinstance(event, Adopted):
                return event

    async def final(self, *, verify: bool = True) -> models.ChatDetail:
        """Read the stream to its end and give the chat.

        Args:
            verify: Read the chat once at the end, unless the closing event carried it finished. Where only that read
                fails the chat as told comes all the same, and a warning is logged.

        Raises:
            GenerationFailedError: The generation finished as failed.
            V0Error: As for reading the stream.
        """
        while await self._step(may_be_closed=True) is not None:
            pass
        chat_id = self.chat_id
        if chat_id is None:
            self._given_up("the stream ended without telling its chat")
        if self._read is None and verify and not self._state.closed:
            try:
                self._read = await self._access.read(chat_id)
            except V0Error as error:
                _log.warning("chat %s: the stream was whole, but the chat could not be read: %s", chat_id, error)
        chat = decoded(self._read, models.ChatDetail.from_dict) or self.chat
        if chat is None:
            self._given_up("the chat is not what the API documents")
        if judge(chat, message_id=self.message_id) == "failed":
            raise GenerationFailedError(f"the generation failed (chat {chat_id})", chat=chat, chat_id=chat_id)
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
            error.chat_id, error.may_have_been_processed = self.chat_id, True
            raise
        if self._state.closed:
            await self._take_done()

    async def _take_done(self) -> None:
        await self._hang_up()
        self._done = self._broken is None  # else the chat is read: see _connection_over

    async def _connection_over(self) -> Adopted:
        """Ask for the chat until its answer is finished, at most `timeouts.read` after it last changed."""
        chat_id = self.chat_id
        if chat_id is None:
            self._given_up("the stream ended before it told the chat's id")
        last: dict[str, Any] | None = None
        for wait in Poll().waits():
            try:
                raw, failed = await self._access.read(chat_id), ""
            except V0Error as error:
                raw, failed = None, str(error)
            if raw is not None and raw != last:
                last = raw
                self._progress_made()
                chat = decoded(raw, models.ChatDetail.from_dict)
                if chat is not None and judge(chat, message_id=self.message_id) != "pending":
                    return self._adopt(raw, chat)
            if failed and self._broken is not None:
                raise self._completed(self._broken, failed)
            if not self._within_reach(wait):
                break
            await anyio.sleep(wait)
        self._given_up("the stream broke off, and the chat was not finished in time")

    def _adopt(self, raw: dict[str, Any], chat: models.ChatDetail) -> Adopted:
        message = awaited_message(chat, message_id=self.message_id)
        content = message.experimental_content if message is not None else None
        read = V1State()
        read.apply({"object": "chat.title", "delta": self.title})
        read.apply({"object": "chat.name", "delta": self.name})
        read.apply({**raw, "object": "chat", "error": None, "type": None})
        read.content = content if is_list(content) else self._state.content
        read.message_id = message.id if message is not None else self.message_id
        self._state, self._read = read, raw
        self._broken = None
        self._done = True
        return ADOPTED

    def _given_up(self, text: str) -> Never:
        self._give_up(text, self._pick_up(), chat_id=self.chat_id, may_have_been_processed=True)

    def _completed(self, error: StreamDecodeError, failed: str) -> StreamDecodeError:
        error.chat_id, error.may_have_been_processed = self.chat_id, True
        error.args = (f"{error}; reading the chat failed too ({failed}){self._pick_up()}",)
        return error

    def _pick_up(self) -> str:
        return f"; pick it up with client.v1.chats.wait({self.chat_id!r})" if self.chat_id is not None else ""
