"""How v1 shows chats, messages, versions and lists."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from ..records import Chat, File, Files, Message, Version
from ..sources import size_of
from ..store import AUTHOR
from ..wire import JsonObject

_LANGUAGES = {"tsx": "tsx", "ts": "ts", "js": "js", "jsx": "jsx", "json": "json", "css": "css", "md": "markdown"}


def chat_shape(chat: Chat, base_url: str) -> JsonObject:
    """A chat in full, with its messages and the files of its latest version."""
    shape: JsonObject = {
        **_chat(chat, base_url),
        "url": _web_url(chat),
        "messages": [message_shape(chat, message, base_url) for message in chat.messages],
        "text": chat.text,
        "modelConfiguration": {
            "modelId": "v0-pro",
            "imageGenerations": False,
            "thinking": False,
            **chat.model_configuration,
        },
        "permissions": {"write": True},
    }
    if (version := chat.latest_version) is not None:
        shape["latestVersion"] = version_shape(version)
        shape["files"] = [
            {"lang": language(file.name), "meta": {"file": file.name}, "source": _content(file)}
            for file in version.files.values()
        ]
        if version.status == "completed":
            shape["demo"] = _demo_url(version)
    return shape


def found_shape(chat: Chat, base_url: str) -> JsonObject:
    """A chat as the list of chats shows it."""
    shape = _chat_summary(chat, base_url)
    if (version := chat.latest_version) is not None and version.status == "completed":
        shape["latestVersion"]["darkScreenshotUrl"] = f"{_demo_url(version)}/screenshot-dark.png"
    return shape


def project_shape(project_id: str, chats: Sequence[Chat], base_url: str) -> JsonObject:
    """A project, of which the sandbox knows no more than the chats in it; newest first, at least one."""
    return {
        "id": project_id,
        "object": "project",
        "name": project_id,
        "privacy": "private",
        "createdAt": chats[-1].created_at,
        "apiUrl": f"{base_url}/v1/projects/{project_id}",
        "webUrl": f"https://v0.app/chat/projects/{project_id}",
        "chats": [_chat_summary(chat, base_url) for chat in chats],
    }


def message_shape(chat: Chat, message: Message, base_url: str) -> JsonObject:
    shape: JsonObject = {
        "id": message.id,
        "object": "message",
        "content": message.content,
        "createdAt": message.created_at,
        "updatedAt": message.updated_at,
        "type": message.kind,
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


def version_shape(version: Version, files: Files | None = None) -> JsonObject:
    """A version in full.

    Args:
        version: the version.
        files: the files to show; omitted: its own.
    """
    shown = version.files if files is None else files
    return {
        **version_summary(version),
        "files": [
            {"object": "file", "name": file.name, "content": _content(file), "locked": file.locked}
            for file in shown.values()
        ],
    }


def version_summary(version: Version) -> JsonObject:
    shape: JsonObject = {
        "id": version.id,
        "object": "version",
        "status": version.status,
        "createdAt": version.created_at,
        "updatedAt": version.updated_at,
    }
    if version.status == "completed":
        shape["demoUrl"] = _demo_url(version)
        shape["screenshotUrl"] = f"{_demo_url(version)}/screenshot.png"
    return shape


def language(name: str) -> str:
    """The language of a file, after its name."""
    return _LANGUAGES.get(name.rpartition(".")[2], "text")


def list_shape(data: list[JsonObject]) -> JsonObject:
    return {"object": "list", "data": data}


def page_shape(data: list[JsonObject], url: str, query: Mapping[str, Any], cursor: str | None) -> JsonObject:
    """A page of a list.

    Args:
        data: the items.
        url: where the list is.
        query: what leads to the next page beside the cursor.
        cursor: that of the next page; None where there is none.
    """
    pagination: JsonObject = {"hasMore": cursor is not None}
    if cursor is not None:
        pagination["nextCursor"] = cursor
        pagination["nextUrl"] = f"{url}?{urlencode({**query, 'cursor': cursor})}"
    return {**list_shape(data), "pagination": pagination}


def _chat(chat: Chat, base_url: str) -> JsonObject:
    shape: JsonObject = {
        "id": chat.id,
        "object": "chat",
        "shareable": True,
        "privacy": chat.privacy,
        "createdAt": chat.created_at,
        "updatedAt": chat.updated_at,
        "favorite": chat.favorite,
        "authorId": AUTHOR,
        "webUrl": _web_url(chat),
        "apiUrl": _api_url(base_url, chat),
        "metadata": dict(chat.metadata),
    }
    if chat.title is not None:
        shape["name"] = shape["title"] = chat.title
    if chat.project_id is not None:
        shape["projectId"] = chat.project_id
    return shape


def _chat_summary(chat: Chat, base_url: str) -> JsonObject:
    shape = _chat(chat, base_url)
    if chat.latest_version is not None:
        shape["latestVersion"] = version_summary(chat.latest_version)
    return shape


def _web_url(chat: Chat) -> str:
    return f"https://v0.app/chat/{chat.id}"


def _api_url(base_url: str, chat: Chat) -> str:
    return f"{base_url}/v1/chats/{chat.id}"


def _demo_url(version: Version) -> str:
    # A name that is reserved never to resolve, and no underscore: it is a host name.
    return f"https://{version.id.replace('_', '-')}.invalid"


def _content(file: File) -> str:
    """The content as a string: JSON has no bytes, so what is no text is shown as base64."""
    return base64.b64encode(file.data).decode() if file.text is None else file.text
