"""Requests that streams and polls of version 2 make of their own: how a generation is read, resumed and stopped."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from ..._generated.api import v2_chats, v2_messages
from ..._http.transport import Transport
from ..._json import is_list
from ..._lazy import deferred
from ..._messages import newest_assistant_message
from ..._polling.message_poll import MessagePoll
from ..._polling.settings import Poll
from ...errors import V0Error
from ..resource import fetch_json, json_reader, prepare_request

__all__ = ["chat_operations", "message_poll", "stopper"]


def chat_operations(transport: Transport) -> deferred.ChatOperations:
    """What a stream asks about its chat."""

    async def read(chat_id: str, message_id: str) -> dict[str, Any]:
        return await fetch_json(v2_messages.get_message_v2, transport, chat_id, message_id)

    async def newest(chat_id: str, transport: Transport = transport) -> dict[str, Any] | None:
        messages = (await fetch_json(v2_messages.list_messages, transport, chat_id)).get("messages")
        return newest_assistant_message(messages, newest_first=True) if is_list(messages) else None

    async def stop(chat_id: str, message_id: str | None) -> object:
        if message_id is None:
            message = await newest(chat_id, Transport(transport.options.replace(for_stop=True), transport.session))
            message_id = None if message is None else message.get("id")
        if message_id is None:
            raise V0Error("the chat has no assistant message to stop yet", chat_id=chat_id)
        return await v2_messages.stop_message_v2(transport, chat_id, message_id)

    return deferred.ChatOperations(
        resume=lambda chat_id: prepare_request(v2_chats.resume_chat, transport, chat_id),
        read=read,
        newest=newest,
        stop=stop,
    )


def message_poll(
    transport: Transport, chat_id: str, message_id: str, *, timeout: float | None, poll: Poll
) -> MessagePoll:
    """Polls a message until its generation is finished."""
    read = json_reader(v2_messages.get_message_v2, transport, chat_id, message_id)
    redact = transport.session.credentials.redact
    return MessagePoll(read, chat_id, message_id, timeout=timeout, poll=poll, redact=redact)


def stopper(transport: Transport, chat_id: str) -> Callable[[str], Awaitable[object]]:
    """Stops the generation of a message."""

    async def stop(message_id: str) -> object:
        return await v2_messages.stop_message_v2(transport, chat_id, message_id)

    return stop
