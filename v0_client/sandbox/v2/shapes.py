"""How v2 shows chats, messages and usage."""

from __future__ import annotations

from typing import Any

from ..store import AUTHOR, Chat, Message
from ..wire import JsonObject


def chat_shape(chat: Chat) -> JsonObject:
    shape: JsonObject = {
        "id": chat.id,
        "privacy": chat.privacy,
        "createdAt": chat.created_at,
        "updatedAt": chat.updated_at,
        "authorId": AUTHOR,
        "metadata": dict(chat.metadata),
        "writePermission": True,
    }
    if chat.title is not None:
        shape["title"] = chat.title
    return shape


def message_shape(chat: Chat, message: Message) -> JsonObject:
    shape: JsonObject = {
        "id": message.id,
        "chatId": chat.id,
        "role": message.role,
        "createdAt": message.created_at,
        "updatedAt": message.updated_at,
        "content": message.content,
        "parts": message.live,
        # What the user wrote is complete from the start.
        "finishReason": "stop" if message.role == "user" else message.finish_reason,
        "restorable": message.finish_reason == "stop",
        "authorId": AUTHOR if message.role == "user" else None,
        "usage": message.usage or usage(0, 0),
    }
    if message.attachments:
        shape["attachments"] = [{"url": attachment["url"]} for attachment in message.attachments]
    return shape


def usage(read: int, written: int) -> JsonObject:
    """Usage of a turn that read and wrote so many tokens, at made-up prices in credits."""
    return {"tokens": _five(read, written), "creditsCost": _five(read / 10_000, written / 2_000)}


def _five(read: float, written: float) -> dict[str, Any]:
    return {"input": read, "output": written, "cacheRead": 0, "cacheWrite": 0, "total": read + written}
