"""The v2 operations on the files of a chat."""

from __future__ import annotations

from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..operations import Operations, body_of, zip_download
from ..records import Api, Chat, File, Files
from ..wire import Json, JsonObject, RejectError
from . import bodies
from .shapes import file_shape, message_shape


class ChatFiles(Operations):
    api: ClassVar[Api] = "v2"

    def routes(self) -> list[Route]:
        chat = "/v2/chats/{chat_id}"
        return [
            Route(f"{chat}/files", self.get, methods=["GET"], name="get_files"),
            Route(f"{chat}/files", self.update, methods=["PATCH"], name="update_files"),
            Route(f"{chat}/files/download", self.download, methods=["GET"], name="download_files"),
            Route(f"{chat}/restore-message", self.restore_message, methods=["POST"], name="restore_message"),
        ]

    async def get(self, request: Request) -> Response:
        files = current_files(self.chat(request))
        return Json({"files": [file_shape(file) for file in files.values()]})

    async def update(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await body_of(request, bodies.update_files)
        before = current_files(chat)
        _refuse_binary(body["files"])
        files, edits = dict(before), list[JsonObject]()
        for change in body["files"]:
            edits.append(_edit(files, change["path"], change["content"]))
        summary = "Edited " + ", ".join(edit["path"] for edit in edits)
        return self._recorded(chat, files, summary, edits)

    async def download(self, request: Request) -> Response:
        chat = self.chat(request)
        return zip_download(chat.id, current_files(chat))

    async def restore_message(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await body_of(request, bodies.restore_message)
        message = self.store.message(chat, body["messageId"])
        if message.version is None or not chat.restorable(message):
            raise RejectError(409, "The message made no files, or they are the latest ones already")
        return self._recorded(chat, message.version.files, f"Restored the files of {message.id}", [])

    def _recorded(self, chat: Chat, files: Files, summary: str, edits: list[JsonObject]) -> Response:
        """Make the files the current ones, with a message that says so."""
        message = self.store.add_message(chat, "user", summary)
        message.live += [{"type": "file-edit", **edit} for edit in edits]
        self.store.add_version(chat, files)
        return Json({"messages": [message_shape(chat, message)]})


def current_files(chat: Chat) -> Files:
    """The files of a chat.

    Raises:
        RejectError: 409 where there are none yet.
    """
    if chat.current_version is None:
        raise RejectError(409, "The chat has no files yet")
    return chat.current_version.files


def _edit(files: dict[str, File], path: str, content: str | None) -> JsonObject:
    """Write or delete one file, and say which it was."""
    if content is not None:
        operation = "update" if path in files else "create"
        locked = path in files and files[path].locked
        files[path] = File(path, content.encode(), locked)
        return {"operation": operation, "path": path}
    if path not in files:
        raise RejectError(404, f"File not found: {path}")
    del files[path]
    return {"operation": "delete", "path": path}


def _refuse_binary(changes: list[Any]) -> None:
    issues = [
        {"path": f"files.{index}.content", "error": "must be text, and holds a null character"}
        for index, change in enumerate(changes)
        if "\0" in (change["content"] or "")
    ]
    if issues:
        raise RejectError(422, "Invalid file contents", issues=issues)
