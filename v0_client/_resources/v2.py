"""Version 2 of the API: chats that stream, and their messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, Unpack

from .. import models
from .._generated.api import v2_chats, v2_messages
from .._generated.api.v2_chats import CreateChatV2Params
from .._generated.api.v2_messages import SendMessageV2Params
from .._generated.client import Request
from .._http.transport import Transport
from .._json import is_list
from .._messages import newest_assistant_message
from .._polling.deadlines import OnTimeout, WaitOptions, call_with_deadline
from .._polling.message_poll import MessagePoll
from .._polling.poller import wait_for
from .._polling.settings import Poll
from .._streaming.chat_stream import ChatOperations, ChatStream
from ..downloads import Destination, Progress
from .resource import Resource, build_request, fetch_json

__all__ = ["V2", "Chats", "Messages"]


class Chats(Resource):
    """Version 2 chats: ``client.v2.chats``."""

    create: Final = v2_chats.create_chat_v2
    create_async: Final = v2_chats.create_chat_async
    create_from_files: Final = v2_chats.create_chat_from_files
    create_from_repo: Final = v2_chats.create_chat_from_repo
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

    async def create_and_wait(
        self,
        *,
        timeout: float | None = 900,
        poll: Poll = Poll(),  # noqa: B008 - frozen
        on_update: Callable[[models.Message], object] | None = None,
        on_timeout: OnTimeout = "leave",
        **params: Unpack[CreateChatV2Params],
    ) -> models.Message:
        """Create a chat without holding a connection open, and poll its first answer until it is finished.

        Args:
            timeout: Seconds for creating and polling together; None for no limit.
            poll: How often to ask.
            on_update: Called with every change of the message, and before the first with one that holds its ids only;
                may be async. Keep the ids: a wait that is cancelled can be picked up with ``client.v2.messages.wait``.
            on_timeout: ``leave`` lets the generation go on when the time is up, ``stop`` ends it.
            **params: As for :meth:`create`.

        Returns:
            The finished message; its ``chat_id`` leads to the chat.

        Raises:
            InvalidRequestError: An argument was refused before anything was sent.
            WaitTimeoutError: The time is up. Its ``chat_id`` is None where not even the chat was created, and the
                server may have created it all the same.
            GenerationFailedError: The generation failed.
            V0Error: As for :meth:`create_async` and ``client.v2.messages.get``.
        """
        options = WaitOptions(timeout, poll, on_update, on_timeout)
        created = await call_with_deadline(
            options.deadline, lambda: self.create_async(**params), "the chat was not created"
        )
        poller = _message_poll(self._transport, created.chat_id, created.message_id, timeout=timeout, poll=poll)
        first = models.Message(id=created.message_id, chat_id=created.chat_id)
        return await wait_for(poller, options, partial(_stop, self._transport, created.chat_id), first=first)

    def resume(self, chat_id: str, *, cursor: Mapping[str, Any] | None = None) -> ChatStream[models.ChatStreamEvent]:
        """Join the running generation of a chat, or pick up a finished one; nothing is generated or billed.

        Args:
            chat_id: The chat's id.
            cursor: ``stream.cursor`` of an earlier stream of this chat: ``text_deltas()`` then goes on where that one
                stood, and a newer turn is not taken for it.

        Returns:
            A stream, entered with ``async with``. Entering raises NotFoundError where the chat has no reply.

        API: `POST /v2/chats/{chatId}/resume`, https://v0.app/docs/api/v2/reference/chats/resume-chat
        """
        return v2_chats.resume_chat(_Joining(self._transport, cursor), chat_id)

    async def download(self, chat_id: str, to: Destination, *, on_progress: Progress | None = None) -> int:
        """Download the source files of a chat as a zip archive to a file, piece by piece.

        Args:
            chat_id: The chat's id.
            to: A path, whose file appears only when it is whole; or a file open for binary writing.
            on_progress: Called after every piece with the bytes received and the bytes to come in all, None where the
                server does not say; may be async. A new try after a cut counts from the start.

        Returns:
            The size in bytes.

        Raises:
            InvalidRequestError: ``to`` cannot be written to; nothing is asked for then.
            ResponseDecodeError: What came is no archive.
            OSError: Writing failed.
            V0Error: As for every call.

        API: `GET /v2/chats/{chatId}/files/download`,
        https://v0.app/docs/api/v2/reference/chats/download-chat-files
        """
        return await self.download_files(chat_id).save(to, on_progress=on_progress)

    def open_stream(
        self, request: Request, parse: Callable[[Any], models.ChatStreamEvent], /
    ) -> ChatStream[models.ChatStreamEvent]:
        """Open an operation's stream; the operations of this class do it for you."""
        return ChatStream(self._transport, self._transport.prepare(request), parse, chat_access(self._transport))


class _Joining:
    """Opens the resume operation as a stream that joins a generation instead of starting one."""

    def __init__(self, transport: Transport, cursor: Mapping[str, Any] | None) -> None:
        self._transport = transport
        self._cursor = cursor

    def open_stream(
        self, request: Request, parse: Callable[[Any], models.ChatStreamEvent], /
    ) -> ChatStream[models.ChatStreamEvent]:
        call = self._transport.prepare(request)
        access = chat_access(self._transport)
        return ChatStream(self._transport, call, parse, access, joins=True, cursor=self._cursor)


def chat_access(transport: Transport) -> ChatOperations:
    """What a stream needs to ask about its chat, by the API's own operations."""

    async def read(chat_id: str, message_id: str) -> dict[str, Any]:
        return await fetch_json(v2_messages.get_message_v2, transport, chat_id, message_id)

    async def newest(chat_id: str) -> dict[str, Any] | None:
        messages = (await fetch_json(v2_messages.list_messages, transport, chat_id)).get("messages")
        return newest_assistant_message(messages if is_list(messages) else [], newest_first=True)

    return ChatOperations(
        resume=lambda chat_id: build_request(v2_chats.resume_chat, transport, chat_id),
        read=read,
        newest=newest,
        stop=partial(_stop, transport),
    )


class Messages(Resource):
    """Messages of version 2 chats: ``client.v2.messages``."""

    send: Final = v2_messages.send_message_v2
    send_stream: Final = v2_messages.send_message_stream
    send_async: Final = v2_messages.send_message_async
    resolve: Final = v2_messages.resolve_task_v2
    resolve_stream: Final = v2_messages.resolve_task_stream
    resolve_async: Final = v2_messages.resolve_task_async
    list: Final = v2_messages.list_messages
    get: Final = v2_messages.get_message_v2
    stop: Final = v2_messages.stop_message_v2

    async def send_and_wait(
        self,
        chat_id: str,
        *,
        timeout: float | None = 900,
        poll: Poll = Poll(),  # noqa: B008 - frozen
        on_update: Callable[[models.Message], object] | None = None,
        on_timeout: OnTimeout = "leave",
        **params: Unpack[SendMessageV2Params],
    ) -> models.Message:
        """Send a message without holding a connection open, and poll the answer until it is finished.

        Args:
            chat_id: The chat's id.
            timeout: Seconds for sending and polling together; None for no limit.
            poll: How often to ask.
            on_update: Called with every change of the answer, and before the first with one that holds its ids only;
                may be async. Keep the ids: a wait that is cancelled can be picked up with :meth:`wait`.
            on_timeout: ``leave`` lets the generation go on when the time is up, ``stop`` ends it.
            **params: As for :meth:`send`.

        Returns:
            The finished answer.

        Raises:
            InvalidRequestError: An argument was refused before anything was sent.
            WaitTimeoutError: The time is up; where not even the message was taken, ``may_have_been_processed`` is True.
            GenerationFailedError: The generation failed.
            V0Error: As for :meth:`send_async` and :meth:`get`.
        """
        options = WaitOptions(timeout, poll, on_update, on_timeout)
        sent = await call_with_deadline(
            options.deadline,
            lambda: self.send_async(chat_id, **params),
            "the message was not accepted",
            chat_id=chat_id,
        )
        poller = _message_poll(self._transport, chat_id, sent.message_id, timeout=timeout, poll=poll)
        first = models.Message(id=sent.message_id, chat_id=chat_id)
        return await wait_for(poller, options, partial(_stop, self._transport, chat_id), first=first)

    async def wait(
        self,
        chat_id: str,
        message_id: str,
        *,
        timeout: float | None = 900,
        poll: Poll = Poll(),  # noqa: B008 - frozen
        on_update: Callable[[models.Message], object] | None = None,
        on_timeout: OnTimeout = "leave",
    ) -> models.Message:
        """Poll a message until its generation is finished, as after ``create_async`` or ``send_async``.

        Args:
            chat_id: The chat's id.
            message_id: The assistant message's id.
            timeout: Seconds to wait; None for no limit.
            poll: How often to ask.
            on_update: Called with every change; may be async.
            on_timeout: ``leave`` lets the generation go on when the time is up, ``stop`` ends it.

        Returns:
            The finished message. ``pending_task(message)`` tells whether the agent waits for a person.

        Raises:
            WaitTimeoutError: The time is up; ``last`` is the message as last read.
            GenerationFailedError: The generation failed.
            NotFoundError: There is no such message, after ``poll.not_found_grace``.
            V0Error: A read failed for good. Faults that may pass are outlived.
        """
        options = WaitOptions(timeout, poll, on_update, on_timeout)
        poller = self.poll(chat_id, message_id, timeout=timeout, poll=poll)
        return await wait_for(poller, options, partial(_stop, self._transport, chat_id))

    def poll(
        self,
        chat_id: str,
        message_id: str,
        *,
        timeout: float | None = 900,
        poll: Poll = Poll(),  # noqa: B008 - frozen
    ) -> MessagePoll:
        """Iterate over the changes of a message with ``async for``; ends when its generation is finished.

        The arguments are those of :meth:`wait`, and so is what iterating raises.
        """
        return _message_poll(self._transport, chat_id, message_id, timeout=timeout, poll=poll)

    def open_stream(
        self, request: Request, parse: Callable[[Any], models.MessageStreamEvent], /
    ) -> ChatStream[models.MessageStreamEvent]:
        """Open an operation's stream; the operations of this class do it for you."""
        return ChatStream(self._transport, self._transport.prepare(request), parse, chat_access(self._transport))


def _message_poll(
    transport: Transport, chat_id: str, message_id: str, *, timeout: float | None, poll: Poll
) -> MessagePoll:
    async def read() -> dict[str, Any]:
        return await fetch_json(v2_messages.get_message_v2, transport, chat_id, message_id)

    return MessagePoll(read, chat_id, message_id, timeout=timeout, poll=poll)


async def _stop(transport: Transport, chat_id: str, message_id: str) -> object:
    return await v2_messages.stop_message_v2(transport.bypassing_limit(), chat_id, message_id)


class V2:
    """Version 2 of the API: ``client.v2``.

    Attributes:
        chats: Chats.
        messages: Their messages.
    """

    def __init__(self, transport: Transport) -> None:
        self.chats: Chats = Chats(transport)
        self.messages: Messages = Messages(transport)
