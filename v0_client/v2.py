"""Version 2 of the API: chats that stream, and their messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from . import models
from ._generated.api.v2_chats.create_chat_stream import create_chat_stream
from ._generated.api.v2_chats.get_chat_v2 import get_chat_v2
from ._generated.api.v2_chats.resume_chat import resume_chat
from ._generated.api.v2_messages.get_message_v2 import get_message_v2
from ._generated.api.v2_messages.list_messages import list_messages
from ._generated.api.v2_messages.stop_message_v2 import stop_message_v2
from ._generated.client import Request
from .json_values import is_list, is_object
from .resource import Resource, answer_of, call_of
from .streaming import ChatAccess, ChatStream
from .transport import Transport

__all__ = ["V2", "Chats", "Messages"]


class Chats(Resource):
    """Version 2 chats: ``client.v2.chats``."""

    stream = create_chat_stream
    get = get_chat_v2

    def resume(self, chat_id: str, *, cursor: Mapping[str, Any] | None = None) -> ChatStream[models.ChatStreamEvent]:
        """Join the running generation of a chat, or pick up a finished one; nothing is generated or billed.

        Args:
            chat_id: The chat's id.
            cursor: ``stream.cursor`` of an earlier stream of this chat: ``text_deltas()`` then goes on where that one
                stood, and a newer turn is not taken for it.

        Returns:
            A stream, entered with ``async with``. Entering raises NotFoundError where the chat has no reply.

        API: `POST /v2/chats/{chatId}/resume`, https://v0.app/docs/api/v2/reference/chats/resume-chat
        """
        return resume_chat(_Joining(self._transport, cursor), chat_id)

    def open_stream(
        self, request: Request, parse: Callable[[Any], models.ChatStreamEvent], /
    ) -> ChatStream[models.ChatStreamEvent]:
        """Open an operation's stream; the operations of this class do it for you."""
        return ChatStream(self._transport, self._transport.prepare(request), parse, chat_access(self._transport))


class _Joining:
    """Opens the resume operation as a stream that joins a generation instead of starting one."""

    def __init__(self, transport: Transport, cursor: Mapping[str, Any] | None) -> None:
        self._transport = transport
        self._cursor = cursor

    def open_stream(
        self, request: Request, parse: Callable[[Any], models.ChatStreamEvent], /
    ) -> ChatStream[models.ChatStreamEvent]:
        call = self._transport.prepare(request)
        access = chat_access(self._transport)
        return ChatStream(self._transport, call, parse, access, joins=True, cursor=self._cursor)


def chat_access(transport: Transport) -> ChatAccess:
    """What a stream needs to ask about its chat, by the API's own operations."""

    async def read(chat_id: str, message_id: str) -> dict[str, Any]:
        return await answer_of(get_message_v2, transport, chat_id, message_id)

    async def newest(chat_id: str) -> dict[str, Any] | None:
        messages = (await answer_of(list_messages, transport, chat_id)).get("messages")
        replies = [m for m in messages if is_object(m) and m.get("role") == "assistant"] if is_list(messages) else []
        return replies[0] if replies else None

    async def stop(chat_id: str, message_id: str) -> object:
        return await stop_message_v2(transport.unlimited(), chat_id, message_id)

    return ChatAccess(
        resume=lambda chat_id: call_of(resume_chat, transport, chat_id), read=read, newest=newest, stop=stop
    )


class Messages(Resource):
    """Messages of version 2 chats: ``client.v2.messages``."""

    get = get_message_v2
    list = list_messages
    stop = stop_message_v2


class V2:
    """Version 2 of the API: ``client.v2``.

    Attributes:
        chats: Chats.
        messages: Their messages.
    """

    def __init__(self, transport: Transport) -> None:
        self.chats: Chats = Chats(transport)
        self.messages: Messages = Messages(transport)
