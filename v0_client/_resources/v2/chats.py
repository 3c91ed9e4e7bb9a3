"""Chats of version 2: ``client.v2.chats``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Unpack

from ... import models
from ..._generated.api import v2_chats
from ..._generated.api.v2_chats import CreateChatV2Params
from ..._generated.client import Request
from ..._generated.unions import parse_chat_stream_event
from ..._lazy import deferred
from ..._polling.deadlines import Wait, WaitParams
from ..._polling.poller import wait_for
from ..resource import Resource, shows_keywords_of
from .follow_up_requests import chat_operations, message_poll, stopper

__all__ = ["Chats"]


class CreateAndWaitParams(CreateChatV2Params, WaitParams["models.Message"], total=False):
    """Keyword parameters of :meth:`Chats.create_and_wait`."""


class Chats(Resource):
    """Version 2 chats: ``client.v2.chats``."""

    create: Final = v2_chats.create_chat_v2
    create_async: Final = v2_chats.create_chat_async
    create_from_files: Final = v2_chats.create_chat_from_files
    create_from_repo: Final = v2_chats.create_chat_from_repo
    create_from_vercel_project: Final = v2_chats.create_chat_from_vercel_project
    create_from_zip: Final = v2_chats.create_chat_from_zip
    stream: Final = v2_chats.create_chat_stream
    list: Final = v2_chats.list_chats
    get: Final = v2_chats.get_chat_v2
    update: Final = v2_chats.update_chat_v2
    delete: Final = v2_chats.delete_chat_v2
    duplicate: Final = v2_chats.duplicate_chat
    get_files: Final = v2_chats.get_files
    update_files: Final = v2_chats.update_files
    download_files: Final = v2_chats.download_files
    restore_message: Final = v2_chats.restore_message
    get_preview: Final = v2_chats.get_preview
    get_connect_status: Final = v2_chats.get_connect_status
    deploy: Final = v2_chats.deploy_chat
    create_vercel_project: Final = v2_chats.create_vercel_project

    @shows_keywords_of(v2_chats.create_chat_async, Wait)
    async def create_and_wait(self, **params: Unpack[CreateAndWaitParams]) -> models.Message:
        """Create a chat without holding a connection open, and poll its first reply until it is finished.

        Args:
            **params: As for :meth:`create`, and as for ``client.v2.messages.wait``. ``timeout`` covers creating and
                polling together. ``on_update`` is first called with a message that has only its ids: keep them, so that
                ``client.v2.messages.wait`` can continue after a cancellation.

        Returns:
            The finished message; its ``chat_id`` is the chat's.

        Raises:
            InvalidRequestError: An argument is invalid; nothing was sent.
            WaitTimeoutError: The timeout expired. Where its ``chat_id`` is None, the chat was not created in time, but
                the server may still have created it.
            GenerationFailedError: The generation failed.
            V0Error: As for :meth:`create_async` and ``client.v2.messages.get``.
        """
        wait, arguments = Wait[models.Message].split(params)
        self._prepare("create_and_wait", type(self).create_async, **arguments)  # so that errors name this helper
        begun = await wait.call(lambda: self.create_async(**arguments), "the chat was not created")
        polling = message_poll(self._transport, begun.chat_id, begun.message_id, timeout=wait.timeout, poll=wait.poll)
        first = models.Message(id=begun.message_id, chat_id=begun.chat_id)
        return await wait_for(polling, wait, stopper(self._transport, begun.chat_id), first=first)

    @shows_keywords_of(v2_chats.create_chat_async)
    async def create_once(self, key: str, **params: Unpack[CreateChatV2Params]) -> models.AsyncChat:
        """Create a chat in the background, unless there is one of this key: a job that is repeated pays once.

        The key is kept in the chat's metadata, as ``v0_client_key``. Where the creation may have been processed and no
        complete response arrived, the chat is looked for again, for ``Poll.not_found_grace``, before the error is
        raised. Two callers that use one key at the same moment may still create two chats.

        Args:
            key: Names the job, such as ``"job-17"``: printable characters, without white space around them.
            **params: As for :meth:`create_async`.

        Returns:
            The ids of the new chat, or of the chat of this key with its newest reply.

        Raises:
            InvalidRequestError: An argument is invalid; nothing was sent.
            WaitTimeoutError: There is a chat of this key, its ``chat_id``, but no reply in it yet.
            V0Error: As for :meth:`create_async` and :meth:`list`. Where it may have been processed, call again.
        """
        from .once import create_once, with_key  # noqa: PLC0415 - loaded when it is first used

        arguments = with_key(key, params)
        request = self._prepare("create_once", type(self).create_async, **arguments)
        return await create_once(self._transport, key, request)

    async def find_once(self, key: str) -> models.AsyncChat | None:
        """Look for the chat that :meth:`create_once` created for a key.

        Args:
            key: As for :meth:`create_once`.

        Returns:
            The ids of the chat and of its newest reply; None if there is no chat of this key.

        Raises:
            InvalidRequestError: The key is invalid; nothing was sent.
            WaitTimeoutError: There is a chat, its ``chat_id``, but no reply in it yet.
            V0Error: As for :meth:`list`.
        """
        from .once import find_once  # noqa: PLC0415 - as above

        return await find_once(self._transport, key)

    def resume(
        self, chat_id: str, *, cursor: Mapping[str, Any] | None = None
    ) -> deferred.ChatStream[models.ChatStreamEvent]:
        """Resume the running generation of a chat, or read a finished one; nothing new is generated or billed.

        Args:
            chat_id: The chat's id.
            cursor: ``stream.cursor`` of an earlier stream of this chat: ``text_deltas()`` then continues from its
                position, and a newer turn is not mistaken for it.

        Returns:
            A stream, entered with ``async with``. Entering raises NotFoundError where the chat has no reply.

        API: `POST /v2/chats/{chatId}/resume`, https://v0.app/docs/api/v2/reference/chats/resume-chat
        """
        request = self._prepare("resume", v2_chats.resume_chat, chat_id)
        operations = chat_operations(self._transport)
        return deferred.ChatStream(self._transport, request, parse_chat_stream_event, operations, cursor=cursor)

    async def download(
        self, chat_id: str, to: deferred.Destination, *, on_progress: deferred.Progress | None = None
    ) -> int:
        """Download the source files of a chat as a zip archive to a file, in chunks.

        Args:
            chat_id: The chat's id.
            to: A path, whose file appears only when it is complete (a link is followed); or a file open for binary
                writing.
            on_progress: Called after every chunk with the bytes received and the total, None where the server does not
                state it; may be async. A retry after a disconnect counts from the start.

        Returns:
            The size in bytes.

        Raises:
            InvalidRequestError: ``to`` cannot be written to; nothing was sent.
            ResponseDecodeError: The response is not an archive.
            OSError: Writing failed.
            V0Error: As for every request.

        API: `GET /v2/chats/{chatId}/files/download`,
        https://v0.app/docs/api/v2/reference/chats/download-chat-files
        """
        return await self.download_files(chat_id).save(to, on_progress=on_progress)

    def open_stream(
        self, request: Request, parse: Callable[[Any], models.ChatStreamEvent], /
    ) -> deferred.ChatStream[models.ChatStreamEvent]:
        """Return the stream of an operation, not sent yet."""
        prepared = self._transport.prepare(self._bind(request))
        return deferred.ChatStream(self._transport, prepared, parse, chat_operations(self._transport))
