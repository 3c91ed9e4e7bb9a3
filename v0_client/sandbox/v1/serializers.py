"""Chats, messages, versions and lists as v1 JSON."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ..entities import Chat, File, Files, Message, Version
from ..file_transfer import attachment_size
from ..json_api import JsonObject
from ..store import AUTHOR

USER_EMAIL = "user@sandbox.invalid"
_USER_SINCE = "2025-01-01T00:00:00.000Z"

_LANGUAGES = {"tsx": "tsx", "ts": "ts", "js": "js", "jsx": "jsx", "json": "json", "css": "css", "md": "markdown"}


def chat_to_json(chat: Chat, base_url: str) -> JsonObject:
    """A chat with its messages and the files of its latest version."""
    result: JsonObject = {
        **_chat(chat, base_url),
        "url": _web_url(chat),
        "messages": [message_to_json(chat, message, base_url) for message in chat.messages],
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
        result["latestVersion"] = version_to_json(version)
        result["files"] = [
            {"lang": file_language(file.name), "meta": {"file": file.name}, "source": _content(file)}
            for file in version.files.values()
        ]
        if version.status == "completed":
            result["demo"] = _demo_url(version)
    return result


def chat_to_summary(chat: Chat, base_url: str) -> JsonObject:
    """A chat without messages and files."""
    result = _chat(chat, base_url)
    if chat.latest_version is not None:
        result["latestVersion"] = version_to_summary(chat.latest_version)
    return result


def chat_to_list_item(chat: Chat, base_url: str) -> JsonObject:
    """A chat as an item of the list of chats."""
    result = chat_to_summary(chat, base_url)
    if (version := chat.latest_version) is not None and version.status == "completed":
        result["latestVersion"]["darkScreenshotUrl"] = f"{_demo_url(version)}/screenshot-dark.png"
    return result


def project_to_json(project: JsonObject, base_url: str) -> JsonObject:
    """A project as an item of the list of projects."""
    names = ("id", "name", "privacy", "vercelProjectId", "createdAt", "updatedAt")
    return {
        **{name: project[name] for name in names if name in project},
        "object": "project",
        "apiUrl": f"{base_url}/v1/projects/{project['id']}",
        "webUrl": f"https://v0.app/chat/projects/{project['id']}",
    }


def user_to_json() -> JsonObject:
    """The only user."""
    return {
        "id": AUTHOR,
        "object": "user",
        "name": "Sandbox User",
        "email": USER_EMAIL,
        "avatar": "https://v0.app/avatar.png",
        "createdAt": _USER_SINCE,
        "updatedAt": _USER_SINCE,
    }


def message_to_json(chat: Chat, message: Message, base_url: str) -> JsonObject:
    result: JsonObject = {
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
        result["finishReason"] = message.finish_reason
        result["experimental_content"] = message.live
    if message.attachments:
        result["attachments"] = [
            {"url": attachment["url"], "size": attachment_size(attachment["url"])} for attachment in message.attachments
        ]
    return result


def version_to_json(version: Version, files: Files | None = None) -> JsonObject:
    """A version with its files.

    Args:
        version: the version.
        files: the files to show; None: its own.
    """
    shown = version.files if files is None else files
    return {
        **version_to_summary(version),
        "files": [
            {"object": "file", "name": file.name, "content": _content(file), "locked": file.locked}
            for file in shown.values()
        ],
    }


def version_to_summary(version: Version) -> JsonObject:
    result: JsonObject = {
        "id": version.id,
        "object": "version",
        "status": version.status,
        "createdAt": version.created_at,
        "updatedAt": version.updated_at,
    }
    if version.status == "completed":
        result["demoUrl"] = _demo_url(version)
        result["screenshotUrl"] = f"{_demo_url(version)}/screenshot.png"
    return result


def file_language(name: str) -> str:
    """The language of a file by its extension."""
    return _LANGUAGES.get(name.rpartition(".")[2], "text")


def list_to_json(data: list[JsonObject]) -> JsonObject:
    return {"object": "list", "data": data}


def page_to_json(data: list[JsonObject], url: str, query: Mapping[str, Any], cursor: str | None) -> JsonObject:
    """A page of a list.

    Args:
        data: the items.
        url: the URL of the list.
        query: the query parameters of the next page beside the cursor.
        cursor: the cursor of the next page; None on the last page.
    """
    pagination: JsonObject = {"hasMore": cursor is not None}
    if cursor is not None:
        pagination["nextCursor"] = cursor
        pagination["nextUrl"] = f"{url}?{urlencode({**query, 'cursor': cursor})}"
    return {**list_to_json(data), "pagination": pagination}


def _chat(chat: Chat, base_url: str) -> JsonObject:
    result: JsonObject = {
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
        result["name"] = result["title"] = chat.title
    if chat.project_id is not None:
        result["projectId"] = chat.project_id
    if chat.vercel_project_id is not None:
        result["vercelProjectId"] = chat.vercel_project_id
    return result


def _web_url(chat: Chat) -> str:
    return f"https://v0.app/chat/{chat.id}"


def _api_url(base_url: str, chat: Chat) -> str:
    return f"{base_url}/v1/chats/{chat.id}"


def _demo_url(version: Version) -> str:
    # A reserved name that never resolves; underscores are invalid in host names.
    return f"https://{version.id.replace('_', '-')}.invalid"


def _content(file: File) -> str:
    """The content as text; binary content as base64."""
    return base64.b64encode(file.data).decode() if file.text is None else file.text
