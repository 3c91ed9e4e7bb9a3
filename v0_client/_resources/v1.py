"""Version 1 of the API: chats that answer at once, later, or from existing code."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, Unpack

import anyio

from .. import models
from .._generated.api import v1_chats
from .._generated.api.v1_chats import CreateChatParams, ResolveTaskParams, SendMessageParams
from .._generated.types import UNSET, Unset
from .._generated.unions import parse_v1_chat_stream_event
from .._http.request import PreparedRequest
from .._http.transport import Transport
from .._polling.chat_poll import ChatPoll
from .._polling.poller import STOP_TIMEOUT, OnTimeout, Poll, call_with_deadline, deadline_after, wait_for
from .._streaming.chat_stream_v1 import ChatOperationsV1, ChatStreamV1
from ..downloads import Destination, Progress
from ..errors import InvalidRequestError
from .resource import Resource, build_request, fetch_json

__all__ = ["V1", "Chats"]


class Chats(Resource):
    """Version 1 chats: ``client.v1.chats``."""

    create: Final = v1_chats.create_chat
    init: Final = v1_chats.init_chat
    find: Final = v1_chats.find_chats
    get: Final = v1_chats.get_chat
    update: Final = v1_chats.update_chat
    delete: Final = v1_chats.delete_chat
    favorite: Final = v1_chats.favorite_chat
    fork: Final = v1_chats.fork_chat

    send_message: Final = v1_chats.send_message
    find_messages: Final = v1_chats.find_messages
    get_message: Final = v1_chats.get_message
    stop: Final = v1_chats.stop_message
    resolve_task: Final = v1_chats.resolve_task

    find_versions: Final = v1_chats.find_versions
    get_version: Final = v1_chats.get_version
    update_version: Final = v1_chats.update_version
    delete_version_files: Final = v1_chats.delete_version_files
    download_version: Final = v1_chats.download_version
    restore: Final = v1_chats.restore_version

    # ------------------------------------------------------------------ streams

    def stream(self, **params: Unpack[CreateChatParams]) -> ChatStreamV1[models.V1ChatStreamEvent]:
        """Create a chat and stream the answer while it is made (the API's `experimental_stream` mode).

        Args:
            **params: As for :meth:`create`, but for `response_mode`, which is chosen here.

        Returns:
            A stream, entered with ``async with``; nothing is sent before.

        Raises:
            InvalidRequestError: An argument was refused before anything was sent.

        API: `POST /v1/chats`, https://v0.app/docs/api/platform/reference/chats/create
        """
        _refuse_response_mode(params)
        params["response_mode"] = "experimental_stream"
        return self._stream(build_request(v1_chats.create_chat, self._transport, **params))

    def send_stream(self, chat_id: str, **params: Unpack[SendMessageParams]) -> ChatStreamV1[models.V1ChatStreamEvent]:
        """Send a message and stream the answer while it is made (the API's `experimental_stream` mode).

        Args:
            chat_id: The chat's id.
            **params: As for :meth:`send_message`, but for `response_mode`, which is chosen here.

        Returns:
            A stream, entered with ``async with``; nothing is sent before.

        Raises:
            InvalidRequestError: An argument was refused before anything was sent.

        API: `POST /v1/chats/{chatId}/messages`, https://v0.app/docs/api/platform/reference/chats/send-message
        """
        _refuse_response_mode(params)
        params["response_mode"] = "experimental_stream"
        return self._stream(build_request(v1_chats.send_message, self._transport, chat_id, **params))

    def resolve_stream(
        self, chat_id: str, **params: Unpack[ResolveTaskParams]
    ) -> ChatStreamV1[models.V1ChatStreamEvent]:
        """Answer what the agent waits for and stream what it makes of it (the API's `experimental_stream` mode).

        Args:
            chat_id: The chat's id.
            **params: As for :meth:`resolve_task`, but for `response_mode`, which is chosen here.

        Returns:
            A stream, entered with ``async with``; nothing is sent before.

        Raises:
            InvalidRequestError: An argument was refused before anything was sent.

        API: `POST /v1/chats/{chatId}/tasks/resolve`,
        https://v0.app/docs/api/platform/reference/chats/resolve-task
        """
        _refuse_response_mode(params)
        params["response_mode"] = "experimental_stream"
        return self._stream(build_request(v1_chats.resolve_task, self._transport, chat_id, **params))

    def resume(self, chat_id: str, message_id: str) -> ChatStreamV1[models.V1ChatStreamEvent]:
        """Join the stream of a message that is being written; nothing is generated or billed.

        Args:
            chat_id: The chat's id.
            message_id: The assistant message's id.

        Returns:
            A stream, entered with ``async with``. Where there is no stream to join (any more), the chat is polled
            until the message is finished; entering raises NotFoundError where there is no such message either.

        API: `POST /v1/chats/{chatId}/messages/{messageId}/resume`,
        https://v0.app/docs/api/platform/reference/chats/resume
        """
        return self._stream(build_request(v1_chats.resume_message, self._transport, chat_id, message_id), message_id)

    # ------------------------------------------------------------------ waiting

    async def create_and_wait(
        self,
        *,
        timeout: float | None = 900,
        poll: Poll = Poll(),  # noqa: B008 - frozen
        on_update: Callable[[models.ChatDetail], object] | None = None,
        on_timeout: OnTimeout = "leave",
        **params: Unpack[CreateChatParams],
    ) -> models.ChatDetail:
        """Create a chat in asynchronous mode and poll it until its generation is finished.

        Args:
            timeout: Seconds for creating and polling together; None for no limit.
            poll: How often to ask.
            on_update: Called with the chat as created and with every change; may be async. Keep the chat's id from the
                first call: a wait that is cancelled can then be picked up with :meth:`wait`.
            on_timeout: ``leave`` lets the generation go on when the time is up, ``stop`` ends it.
            **params: As for :meth:`create`, but for `response_mode`, which is ``async`` here.

        Returns:
            The finished chat.

        Raises:
            InvalidRequestError: An argument was refused before anything was sent.
            WaitTimeoutError: The time is up. Its ``chat_id`` is None where not even the chat was created, and the
                server may have created it all the same.
            GenerationFailedError: The generation failed.
            V0Error: As for :meth:`create` and :meth:`get`.
        """
        _refuse_response_mode(params)
        params["response_mode"] = "async"
        deadline = deadline_after(timeout, on_timeout)
        chat = await call_with_deadline(deadline, lambda: self.create(**params), "the chat was not created")
        polled = self.poll(chat.id, timeout=timeout, poll=poll)
        polled.begin(chat)
        return await wait_for(polled, on_update, self._stopper(chat.id, on_timeout), deadline=deadline, first=chat)

    async def send_and_wait(
        self,
        chat_id: str,
        *,
        timeout: float | None = 900,
        poll: Poll = Poll(),  # noqa: B008 - frozen
        on_update: Callable[[models.ChatDetail], object] | None = None,
        on_timeout: OnTimeout = "leave",
        **params: Unpack[SendMessageParams],
    ) -> models.ChatDetail:
        """Send a message in asynchronous mode and poll the chat until the answer is finished.

        The chat is read once before, to tell the answer from earlier ones.

        Args:
            chat_id: The chat's id.
            timeout: Seconds for all of it together; None for no limit.
            poll: How often to ask.
            on_update: Called with the chat as the message was taken and with every change; may be async.
            on_timeout: ``leave`` lets the generation go on when the time is up, ``stop`` ends it.
            **params: As for :meth:`send_message`, but for `response_mode`, which is ``async`` here.

        Returns:
            The chat with the finished answer.

        Raises:
            InvalidRequestError: An argument was refused before anything was sent.
            WaitTimeoutError: The time is up; ``may_have_been_processed`` where the message may have been taken.
            GenerationFailedError: The generation failed.
            V0Error: As for :meth:`send_message` and :meth:`get`.
        """
        _refuse_response_mode(params)
        params["response_mode"] = "async"
        build_request(v1_chats.send_message, self._transport, chat_id, **params)  # refused before the chat is read
        return await self._go_on(
            chat_id,
            lambda: self.send_message(chat_id, **params),
            timeout=timeout,
            poll=poll,
            on_update=on_update,
            on_timeout=on_timeout,
        )

    async def resolve_and_wait(
        self,
        chat_id: str,
        *,
        timeout: float | None = 900,
        poll: Poll = Poll(),  # noqa: B008 - frozen
        on_update: Callable[[models.ChatDetail], object] | None = None,
        on_timeout: OnTimeout = "leave",
        **params: Unpack[ResolveTaskParams],
    ) -> models.ChatDetail:
        """Answer what the agent waits for in asynchronous mode and poll the chat until it has gone on to the end.

        The arguments, the answer and what is raised are those of :meth:`send_and_wait`, with those of
        :meth:`resolve_task` in place of a message.
        """
        _refuse_response_mode(params)
        params["response_mode"] = "async"
        build_request(v1_chats.resolve_task, self._transport, chat_id, **params)  # refused before the chat is read
        return await self._go_on(
            chat_id,
            lambda: self.resolve_task(chat_id, **params),
            timeout=timeout,
            poll=poll,
            on_update=on_update,
            on_timeout=on_timeout,
        )

    async def _go_on(
        self,
        chat_id: str,
        start: Callable[[], Awaitable[models.ChatDetail]],
        *,
        timeout: float | None,
        poll: Poll,
        on_update: Callable[[models.ChatDetail], object] | None,
        on_timeout: OnTimeout,
    ) -> models.ChatDetail:
        """Start another turn of a chat and wait for its answer."""
        deadline = deadline_after(timeout, on_timeout)
        before = await call_with_deadline(
            deadline, lambda: self.get(chat_id), "nothing was sent", chat_id=chat_id, pays=False
        )
        chat = await call_with_deadline(deadline, start, "the message was not taken", chat_id=chat_id)
        polled = self.poll(chat_id, after=before, timeout=timeout, poll=poll)
        polled.begin(chat)
        return await wait_for(polled, on_update, self._stopper(chat_id, on_timeout), deadline=deadline, first=chat)

    async def wait(
        self,
        chat_id: str,
        *,
        after: models.ChatDetail | None = None,
        message_id: str | None = None,
        timeout: float | None = 900,
        poll: Poll = Poll(),  # noqa: B008 - frozen
        on_update: Callable[[models.ChatDetail], object] | None = None,
        on_timeout: OnTimeout = "leave",
    ) -> models.ChatDetail:
        """Poll a chat until its generation is finished.

        Args:
            chat_id: The chat's id.
            after: The chat as it was before the message that is waited for; what it holds already does not count.
            message_id: The assistant message to wait for; the newest one if not given.
            timeout: Seconds to wait; None for no limit.
            poll: How often to ask.
            on_update: Called with every change; may be async.
            on_timeout: ``leave`` lets the generation go on when the time is up, ``stop`` ends it.

        Returns:
            The finished chat.

        Raises:
            WaitTimeoutError: The time is up; ``last`` is the chat as last read.
            GenerationFailedError: The generation failed.
            NotFoundError: There is no such chat, after ``poll.not_found_grace``.
            V0Error: A read failed for good. Faults that may pass are outlived.
        """
        deadline = deadline_after(timeout, on_timeout)
        polled = self.poll(chat_id, after=after, message_id=message_id, timeout=timeout, poll=poll)
        return await wait_for(polled, on_update, self._stopper(chat_id, on_timeout), deadline=deadline)

    def poll(
        self,
        chat_id: str,
        *,
        after: models.ChatDetail | None = None,
        message_id: str | None = None,
        timeout: float | None = 900,
        poll: Poll = Poll(),  # noqa: B008 - frozen
    ) -> ChatPoll:
        """Iterate over the changes of a chat with ``async for``; ends when its generation is finished.

        The arguments are those of :meth:`wait`, and so is what iterating raises.
        """

        async def read() -> dict[str, Any]:
            return await fetch_json(v1_chats.get_chat, self._transport, chat_id)

        return ChatPoll(read, chat_id, after=after, message_id=message_id, timeout=timeout, poll=poll)

    # ------------------------------------------------------------------ files

    async def download(
        self,
        chat_id: str,
        version_id: str,
        to: Destination,
        *,
        format: models.ArchiveFormat | Unset = UNSET,
        include_default_files: bool | Unset = UNSET,
        on_progress: Progress | None = None,
    ) -> int:
        """Download a version's files as an archive to a file, piece by piece.

        Args:
            chat_id: The chat's id.
            version_id: The version's id.
            to: A path, whose file appears only when it is whole; or a file open for binary writing.
            format: ``zip`` or ``tarball`` (gzipped). Server default zip.
            include_default_files: Add the files every project has, such as package.json. Server default False.
            on_progress: Called after every piece with the bytes received and the bytes to come in all, None where the
                server does not say; may be async. A new try after a cut counts from the start.

        Returns:
            The size in bytes.

        Raises:
            InvalidRequestError: ``to`` cannot be written to; nothing is asked for then.
            ResponseDecodeError: What came is no archive.
            OSError: Writing failed.
            V0Error: As for every call.

        API: `GET /v1/chats/{chatId}/versions/{versionId}/download`,
        https://v0.app/docs/api/platform/reference/chats/download-version
        """
        archive = self.download_version(
            chat_id, version_id, format_=format, include_default_files=include_default_files
        )
        return await archive.save(to, on_progress=on_progress)

    # ------------------------------------------------------------------ inside

    def _stream(self, call: PreparedRequest, message_id: str | None = None) -> ChatStreamV1[models.V1ChatStreamEvent]:
        async def read(chat_id: str) -> dict[str, Any]:
            return await fetch_json(v1_chats.get_chat, self._transport, chat_id)

        async def stop(chat_id: str, message_id: str) -> object:
            return await v1_chats.stop_message(self._transport.bypassing_limit(), chat_id, message_id)

        access = ChatOperationsV1(read=read, stop=stop)
        return ChatStreamV1(self._transport, call, parse_v1_chat_stream_event, access, message_id=message_id)

    def _stopper(self, chat_id: str, on_timeout: OnTimeout) -> Callable[[str], Awaitable[object]] | None:
        async def stop(message_id: str) -> object:
            with anyio.fail_after(STOP_TIMEOUT):
                return await v1_chats.stop_message(self._transport.bypassing_limit(), chat_id, message_id)

        return stop if on_timeout == "stop" else None


def _refuse_response_mode(params: CreateChatParams | SendMessageParams | ResolveTaskParams) -> None:
    if params.get("response_mode", UNSET) is not UNSET:
        raise InvalidRequestError(
            "response_mode is chosen by this helper: leave it out, or call create(), send_message() or resolve_task()",
            field="response_mode",
        )


class V1:
    """Version 1 of the API: ``client.v1``.

    Attributes:
        chats: Chats.
    """

    def __init__(self, transport: Transport) -> None:
        self.chats: Chats = Chats(transport)
