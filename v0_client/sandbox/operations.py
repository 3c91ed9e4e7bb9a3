"""What the groups of operations have in common."""

from __future__ import annotations

from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from .archives import tarball_of, zip_of
from .checks import Check
from .connections import Connections
from .records import Api, Chat, Files, Message
from .store import Store
from .tasks import ANSWERED_BY
from .wire import JsonObject, RejectError, decode_object


class Operations:
    """A group of operations of one API version; `routes` of the subclass says which."""

    api: ClassVar[Api]

    def __init__(self, store: Store, connections: Connections) -> None:
        self.store = store
        self.connections = connections

    def chat(self, request: Request) -> Chat:
        """The chat named in the path. A GET of anything in it is what its asynchronous turns count as a poll.

        Raises:
            RejectError: 404.
        """
        chat = self.store.chat(self.api, request.path_params["chat_id"])
        if request.method == "GET":
            for turn in chat.turns:
                turn.polled()
        return chat

    def message(self, chat: Chat, request: Request) -> Message:
        """The message named in the path.

        Raises:
            RejectError: 404.
        """
        return self.store.message(chat, request.path_params["message_id"])


async def body_of(request: Request, check: Check, *, default: JsonObject | None = None) -> JsonObject:
    """The checked body of a request; a default stands in where it is empty.

    Raises:
        RejectError: 422.
    """
    raw = await request.body()
    body = decode_object(raw) if raw or default is None else default
    check(body, "")
    return body


def blocked_message(chat: Chat, task: JsonObject) -> Message:
    """The message that waits for what the task of a resolve answers.

    Raises:
        RejectError: 409 where none does: the chat moved on, or waits for something else.
    """
    message = chat.newest_assistant
    pending = None if message is None else message.task
    if message is None or pending is None:
        raise RejectError(409, "No task is pending in this chat")
    if pending.kind != ANSWERED_BY[task["type"]]:
        raise RejectError(409, f"The pending task is of another kind: {pending.kind}")
    return message


def zip_download(name: str, files: Files) -> Response:
    """The files as a ZIP to save."""
    return _download(f"{name}.zip", zip_of(files), "application/zip")


def tarball_download(name: str, files: Files) -> Response:
    """The files as a tarball to save."""
    return _download(f"{name}.tar.gz", tarball_of(files), "application/gzip")


def _download(name: str, content: bytes, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
