"""How v1 shows chats, messages and versions."""

from __future__ import annotations

from ..store import AUTHOR, Chat, Message, Version
from ..wire import JsonObject
from .sources import size_of

_LANGUAGES = {"tsx": "tsx", "ts": "ts", "js": "js", "jsx": "jsx", "json": "json", "css": "css", "md": "markdown"}


def chat_shape(chat: Chat, base_url: str) -> JsonObject:
    """A chat in full, with its messages and the files of its latest version."""
    web_url = f"https://v0.app/chat/{chat.id}"
    shape: JsonObject = {
        "id": chat.id,
        "object": "chat",
        "shareable": True,
        "privacy": chat.privacy,
        "createdAt": chat.created_at,
        "updatedAt": chat.updated_at,
        "favorite": False,
        "authorId": AUTHOR,
        "webUrl": web_url,
        "apiUrl": _api_url(base_url, chat),
        "metadata": dict(chat.metadata),
        "url": web_url,
        "messages": [message_shape(chat, message, base_url) for message in chat.messages],
        "text": chat.text,
        "modelConfiguration": {
            "modelId": "v0-pro",
            "imageGenerations": False,
            "thinking": False,
            **(chat.model_configuration or {}),
        },
        "permissions": {"write": True},
    }
    if chat.title is not None:
        shape["name"] = shape["title"] = chat.title
    if chat.project_id is not None:
        shape["projectId"] = chat.project_id
    if chat.version is not None:
        shape["latestVersion"] = version_shape(chat.version)
        shape["files"] = [
            {"lang": _language(file.name), "meta": {"file": file.name}, "source": file.content}
            for file in chat.version.files
        ]
        if chat.version.status == "completed":
            shape["demo"] = _demo_url(chat.version)
    return shape


def message_shape(chat: Chat, message: Message, base_url: str) -> JsonObject:
    shape: JsonObject = {
        "id": message.id,
        "object": "message",
        "content": message.content,
        "createdAt": message.created_at,
        "updatedAt": message.updated_at,
        "type": "message",
        "role": message.role,
        "apiUrl": f"{_api_url(base_url, chat)}/messages/{message.id}",
        "authorId": AUTHOR if message.role == "user" else None,
        "parentId": message.parent_id,
    }
    if message.finish_reason is not None:
        shape["finishReason"] = message.finish_reason
        shape["experimental_content"] = message.live
    if message.attachments:
        shape["attachments"] = [
            {"url": attachment["url"], "size": size_of(attachment["url"])} for attachment in message.attachments
        ]
    return shape


def version_shape(version: Version) -> JsonObject:
    shape: JsonObject = {
        "id": version.id,
        "object": "version",
        "status": version.status,
        "createdAt": version.created_at,
        "updatedAt": version.updated_at,
        "files": [
            {"object": "file", "name": file.name, "content": file.content, "locked": file.locked}
            for file in version.files
        ],
    }
    if version.status == "completed":
        shape["demoUrl"] = _demo_url(version)
        shape["screenshotUrl"] = f"{_demo_url(version)}/screenshot.png"
    return shape


def _api_url(base_url: str, chat: Chat) -> str:
    return f"{base_url}/v1/chats/{chat.id}"


def _demo_url(version: Version) -> str:
    # A name that is reserved never to resolve, and no underscore: it is a host name.
    return f"https://{version.id.replace('_', '-')}.invalid"


def _language(name: str) -> str:
    return _LANGUAGES.get(name.rpartition(".")[2], "text")
