"""The v2 operations on what a chat has produced: its files, its preview, its deployments."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api, Chat, File, Files
from ..file_transfer import decode_content, zip_download
from ..json_api import JsonObject, JsonResponse, RejectError
from ..route_group import RouteGroup, operation, read_body
from ..store import format_time
from ..validation import array, closed, file_encoding, nullable, string
from .representations import message_to_json

PREVIEW_LIFETIME = timedelta(hours=1)

_change = closed({"path": string(at_least=1), "content": nullable(string())}, {"encoding": file_encoding})
_UPDATE_FILES = closed({"files": array(_change, at_least=1)})
_RESTORE_MESSAGE = closed({"messageId": string(at_least=1)})
_CREATE_VERCEL_PROJECT = closed({}, {"name": string(at_least=1)})


class Artifacts(RouteGroup):
    api: ClassVar[Api] = "v2"

    def routes(self) -> list[Route]:
        chat = "/v2/chats/{chat_id}"
        return [
            operation("get_files", "GET", f"{chat}/files", self.get_files),
            operation("update_files", "PATCH", f"{chat}/files", self.update_files),
            operation("download_files", "GET", f"{chat}/files/download", self.download_files),
            operation("restore_message", "POST", f"{chat}/restore-message", self.restore_message),
            operation("get_preview", "GET", f"{chat}/preview", self.get_preview),
            operation("deploy_chat", "POST", f"{chat}/deploy", self.deploy),
            operation("create_vercel_project", "POST", f"{chat}/vercel-project", self.create_vercel_project),
        ]

    async def get_files(self, request: Request) -> Response:
        files = _current_files(self.chat(request))
        return JsonResponse({"files": [_file_to_json(file) for file in files.values()]})

    async def update_files(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await read_body(request, _UPDATE_FILES)
        before = _current_files(chat)
        _reject_binary(body["files"])
        files, edits = dict(before), list[JsonObject]()
        for change in body["files"]:
            edits.append(_edit(files, **change))
        summary = "Edited " + ", ".join(edit["path"] for edit in edits)
        return self._set_files(chat, files, summary, edits)

    async def download_files(self, request: Request) -> Response:
        chat = self.chat(request)
        return zip_download(chat.id, _current_files(chat))

    async def restore_message(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await read_body(request, _RESTORE_MESSAGE)
        message = self.store.message(chat, body["messageId"])
        if message.version is None or not chat.restorable(message):
            raise RejectError(409, "The message created no files, or they are the current ones already")
        return self._set_files(chat, message.version.files, f"Restored the files of {message.id}", [])

    async def get_preview(self, request: Request) -> Response:
        chat = self.chat(request)
        if chat.current_version is None:
            return JsonResponse(None)
        expires = format_time(self.store.clock.now() + PREVIEW_LIFETIME)
        # A reserved name that never resolves; underscores are invalid in host names.
        url = f"https://{chat.id.replace('_', '-')}.invalid"
        return JsonResponse({"url": url, "token": f"preview_{chat.id}", "expiresAt": expires})

    async def deploy(self, request: Request) -> Response:
        chat = self.chat(request)
        _current_files(chat)
        project = chat.vercel_project_id or self._attach_project(chat)
        return JsonResponse({"deploymentId": self.store.new_id("dpl"), "vercelProjectId": project})

    async def create_vercel_project(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await read_body(request, _CREATE_VERCEL_PROJECT, default={})
        if chat.vercel_project_id is not None:
            raise RejectError(409, "The chat has a Vercel project already")
        return JsonResponse({"vercelProjectId": self._attach_project(chat, body.get("name"))}, 201)

    def _set_files(self, chat: Chat, files: Files, summary: str, edits: list[JsonObject]) -> Response:
        """Make these the current files, with a message that says so."""
        message = self.store.add_message(chat, "user", summary)
        message.live += [{"type": "file-edit", **edit} for edit in edits]
        self.store.add_version(chat, files)
        return JsonResponse({"messages": [message_to_json(chat, message)]})

    def _attach_project(self, chat: Chat, name: str | None = None) -> str:
        project = self.store.workspace.vercel_projects.create(name=name or chat.title or chat.id)
        project_id: str = project["id"]
        chat.vercel_project_id = project_id
        chat.updated_at = self.store.now()
        return project_id


def _current_files(chat: Chat) -> Files:
    """The files of a chat.

    Raises:
        RejectError: 409 for a chat that has none yet.
    """
    if chat.current_version is None:
        raise RejectError(409, "The chat has no files yet")
    return chat.current_version.files


def _file_to_json(file: File) -> JsonObject:
    if file.text is None:
        return {"path": file.name, "content": base64.b64encode(file.data).decode(), "encoding": "base64"}
    return {"path": file.name, "content": file.text, "encoding": "utf8"}


def _edit(files: dict[str, File], path: str, content: str | None, encoding: str = "utf8") -> JsonObject:
    """Write or delete one file, and return the edit as part of a message."""
    if content is not None:
        action = "update" if path in files else "create"
        locked = path in files and files[path].locked
        files[path] = File(path, decode_content(content, encoding, path), locked)
        return {"operation": action, "path": path}
    if path not in files:
        raise RejectError(404, f"File not found: {path}")
    del files[path]
    return {"operation": "delete", "path": path}


def _reject_binary(changes: Sequence[JsonObject]) -> None:
    issues = [
        {"path": f"files.{index}.content", "error": "must be text, without null characters"}
        for index, change in enumerate(changes)
        if "\0" in (change["content"] or "")
    ]
    if issues:
        raise RejectError(422, "Invalid file contents", issues=issues)
