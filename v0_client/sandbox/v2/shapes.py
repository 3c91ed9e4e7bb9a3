"""How v2 shows chats, messages, files and usage."""

from __future__ import annotations

import base64
from typing import Any

from ..records import Chat, File, Message
from ..store import AUTHOR
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
    if chat.vercel_project_id is not None:
        shape["vercelProjectId"] = chat.vercel_project_id
    return shape


def message_shape(chat: Chat, message: Message) -> JsonObject:
    shape: JsonObject = {
        "id": message.id,
        "chatId": chat.id,
        "role": message.role,
        "createdAt": message.created_at,
        "updatedAt": message.updated_at,
        "content": message.content,
        "parts": message.live if message.role == "assistant" else _user_parts(message),
        # What the user wrote is complete from the start.
        "finishReason": "stop" if message.role == "user" else message.finish_reason,
        "restorable": chat.restorable(message),
        "authorId": AUTHOR if message.role == "user" else None,
        "usage": usage(*message.characters),
    }
    if message.attachments:
        shape["attachments"] = [{"url": attachment["url"]} for attachment in message.attachments]
    return shape


def file_shape(file: File) -> JsonObject:
    if file.text is None:
        return {"path": file.name, "content": base64.b64encode(file.data).decode(), "encoding": "base64"}
    return {"path": file.name, "content": file.text, "encoding": "utf8"}


def usage(read: int, written: int) -> JsonObject:
    """Usage of a turn that read and wrote so many tokens, at made-up prices in credits."""
    return {"tokens": _five(read, written), "creditsCost": _five(read / 10_000, written / 2_000)}


def _user_parts(message: Message) -> list[Any]:
    return [{"type": "text", "text": message.content}, *message.live]


def _five(read: float, written: float) -> dict[str, Any]:
    return {"input": read, "output": written, "cacheRead": 0, "cacheWrite": 0, "total": read + written}
