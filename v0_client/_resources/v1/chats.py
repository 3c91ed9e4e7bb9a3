"""Chats of version 1, which respond at once, later, or as a stream: ``client.v1.chats``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Unpack

from ... import models
from ..._generated.api import v1_chats
from ..._generated.api.v1_chats import CreateChatParams, ResolveTaskParams, SendMessageParams
from ..._generated.types import UNSET, Unset
from ..._generated.unions import parse_v1_chat_stream_event
from ..._http.request import PreparedRequest
from ..._lazy import deferred
from ..._polling.chat_poll import ChatPoll
from ..._polling.deadlines import OnTimeout, Wait, WaitParams
from ..._polling.poller import wait_for
from ..._polling.settings import Poll
from ...errors import InvalidRequestError
from ..resource import Resource, fetch_json, json_reader, shows_keywords_of

__all__ = ["Chats"]


class CreateAndWaitParams(CreateChatParams, WaitParams["models.ChatDetail"], total=False):
    """Keyword parameters of :meth:`Chats.create_and_wait`."""


class SendAndWaitParams(SendMessageParams, WaitParams["models.ChatDetail"], total=False):
    """Keyword parameters of :meth:`Chats.send_and_wait`."""


class ResolveAndWaitParams(ResolveTaskParams, WaitParams["models.ChatDetail"], total=False):
    """Keyword parameters of :meth:`Chats.resolve_and_wait`."""


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

    @shows_keywords_of(v1_chats.create_chat, without="response_mode")
    def stream(self, **params: Unpack[CreateChatParams]) -> deferred.ChatStreamV1[models.V1ChatStreamEvent]:
        """Create a chat and stream its generation (the API's `experimental_stream` mode).

        Args:
            **params: As for :meth:`create`, without `response_mode`.

        Returns:
            A stream, entered with ``async with``; nothing is sent before.

        Raises:
            InvalidRequestError: An argument is invalid; nothing was sent.

        API: `POST /v1/chats`, https://v0.app/docs/api/platform/reference/chats/create
        """
        return self._stream(self._prepare("stream", Chats.create, **_in_mode("experimental_stream", params)))

    @shows_keywords_of(v1_chats.send_message, without="response_mode")
    def send_stream(
        self, chat_id: str, **params: Unpack[SendMessageParams]
    ) -> deferred.ChatStreamV1[models.V1ChatStreamEvent]:
        """Send a message and stream the generation (the API's `experimental_stream` mode).

        Args:
            chat_id: The chat's id.
            **params: As for :meth:`send_message`, without `response_mode`.

        Returns:
            A stream, entered with ``async with``; nothing is sent before.

        Raises:
            InvalidRequestError: An argument is invalid; nothing was sent.

        API: `POST /v1/chats/{chatId}/messages`, https://v0.app/docs/api/platform/reference/chats/send-message
        """
        params_ = _in_mode("experimental_stream", params)
        return self._stream(self._prepare("send_stream", Chats.send_message, chat_id, **params_))

    @shows_keywords_of(v1_chats.resolve_task, without="response_mode")
    def resolve_stream(
        self, chat_id: str, **params: Unpack[ResolveTaskParams]
    ) -> deferred.ChatStreamV1[models.V1ChatStreamEvent]:
        """Answer what the agent asks and stream what it does next (the API's `experimental_stream` mode).

        Args:
            chat_id: The chat's id.
            **params: As for :meth:`resolve_task`, without `response_mode`.

        Returns:
            A stream, entered with ``async with``; nothing is sent before.

        Raises:
            InvalidRequestError: An argument is invalid; nothing was sent.

        API: `POST /v1/chats/{chatId}/tasks/resolve`,
        https://v0.app/docs/api/platform/reference/chats/resolve-task
        """
        params_ = _in_mode("experimental_stream", params)
        return self._stream(self._prepare("resolve_stream", Chats.resolve_task, chat_id, **params_))

    def resume(self, chat_id: str, message_id: str) -> deferred.ChatStreamV1[models.V1ChatStreamEvent]:
        """Resume the stream of a message that is being generated; nothing new is generated or billed.

        Args:
            chat_id: The chat's id.
            message_id: The assistant message's id.

        Returns:
            A stream, entered with ``async with``. Where nothing is left to resume, the chat is polled until the
            message is finished; entering raises NotFoundError where there is no such message either.

        API: `POST /v1/chats/{chatId}/messages/{messageId}/resume`,
        https://v0.app/docs/api/platform/reference/chats/resume
        """
        return self._stream(self._prepare("resume", v1_chats.resume_message, chat_id, message_id), message_id)

    # ------------------------------------------------------------------ waiting

    @shows_keywords_of(v1_chats.create_chat, Wait, without="response_mode")
    async def create_and_wait(self, **params: Unpack[CreateAndWaitParams]) -> models.ChatDetail:
        """Create a chat in asynchronous mode and poll it until its generation is finished.

        Args:
            **params: As for :meth:`create` and :meth:`wait`, without `response_mode`. ``timeout`` covers creating and
                polling together. ``on_update`` is first called with the chat as created: keep its id, so that
                :meth:`wait` can continue after a cancellation.

        Returns:
            The finished chat.

        Raises:
            InvalidRequestError: An argument is invalid; nothing was sent.
            WaitTimeoutError: The timeout expired. Where its ``chat_id`` is None, the chat was not created in time, but
                the server may still have created it.
            GenerationFailedError: The generation failed.
            V0Error: As for :meth:`create` and :meth:`get`.
        """
        wait, arguments = Wait[models.ChatDetail].split(_in_mode("async", params))
        self._prepare("create_and_wait", Chats.create, **arguments)  # so that errors name this helper
        chat = await wait.call(lambda: self.create(**arguments), "the chat was not created")
        return await self._finish(wait, chat.id, chat)

    @shows_keywords_of(v1_chats.send_message, Wait, without="response_mode")
    async def send_and_wait(self, chat_id: str, **params: Unpack[SendAndWaitParams]) -> models.ChatDetail:
        """Send a message in asynchronous mode and poll the chat until the reply is finished.

        The chat is read once before, to distinguish the reply from earlier ones.

        Args:
            chat_id: The chat's id.
            **params: As for :meth:`send_message` and :meth:`wait`, without `response_mode`. ``timeout`` covers all
                requests together. ``on_update`` is first called with the chat as the message was accepted.

        Returns:
            The chat with the finished reply.

        Raises:
            InvalidRequestError: An argument is invalid; nothing was sent.
            WaitTimeoutError: The timeout expired; ``may_have_been_processed`` where the message may have been accepted.
            GenerationFailedError: The generation failed.
            V0Error: As for :meth:`send_message` and :meth:`get`.
        """
        wait, arguments = Wait[models.ChatDetail].split(_in_mode("async", params))
        self._prepare("send_and_wait", Chats.send_message, chat_id, **arguments)  # raises before the chat is read
        return await self._continue(wait, chat_id, lambda: self.send_message(chat_id, **arguments))

    @shows_keywords_of(v1_chats.resolve_task, Wait, without="response_mode")
    async def resolve_and_wait(self, chat_id: str, **params: Unpack[ResolveAndWaitParams]) -> models.ChatDetail:
        """Answer what the agent asks in asynchronous mode and poll the chat until the next turn is finished.

        The arguments, the result and the errors are those of :meth:`send_and_wait`, with the arguments of
        :meth:`resolve_task` in place of a message.
        """
        wait, arguments = Wait[models.ChatDetail].split(_in_mode("async", params))
        self._prepare("resolve_and_wait", Chats.resolve_task, chat_id, **arguments)  # raises before the chat is read
        return await self._continue(wait, chat_id, lambda: self.resolve_task(chat_id, **arguments))

    async def _continue(
        self, wait: Wait[models.ChatDetail], chat_id: str, start: Callable[[], Awaitable[models.ChatDetail]]
    ) -> models.ChatDetail:
        """Start another turn of a chat and wait for the reply."""
        before = await wait.call(lambda: self.get(chat_id), "nothing was sent", chat_id=chat_id, is_paid=False)
        chat = await wait.call(start, "the message was not accepted", chat_id=chat_id)
        return await self._finish(wait, chat_id, chat, after=before)

    async def _finish(
        self,
        wait: Wait[models.ChatDetail],
        chat_id: str,
        chat: models.ChatDetail,
        *,
        after: models.ChatDetail | None = None,
    ) -> models.ChatDetail:
        polling = self.poll(chat_id, after=after, timeout=wait.timeout, poll=wait.poll)
        polling.seed(chat)
        return await wait_for(polling, wait, self._stopper(chat_id), first=chat)

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
            after: The chat as it was before the awaited message; messages it already has do not count.
            message_id: The assistant message to wait for; by default the newest.
            timeout: Seconds to wait; None for no limit.
            poll: How often to ask.
            on_update: Called with every change; may be async.
            on_timeout: ``leave`` lets the generation continue when the timeout expires, ``stop`` ends it.

        Returns:
            The finished chat.

        Raises:
            WaitTimeoutError: The timeout expired; ``last`` is the chat as last read.
            GenerationFailedError: The generation failed.
            NotFoundError: There is no such chat, after ``poll.not_found_grace``.
            V0Error: A read failed with an error that is not transient; transient ones are retried.
        """
        wait = Wait[models.ChatDetail](timeout=timeout, poll=poll, on_update=on_update, on_timeout=on_timeout)
        polling = self.poll(chat_id, after=after, message_id=message_id, timeout=timeout, poll=poll)
        return await wait_for(polling, wait, self._stopper(chat_id))

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

        The arguments are those of :meth:`wait`, and iterating raises the same errors.
        """
        if message_id is not None:
            self._prepare("wait", v1_chats.get_message, chat_id, message_id)  # refuses an invalid id
        return ChatPoll(
            self._reader(chat_id),
            chat_id,
            after=after,
            message_id=message_id,
            timeout=timeout,
            poll=poll,
            redact=self._transport.session.credentials.redact,
        )

    # ------------------------------------------------------------------ files

    async def download(
        self,
        chat_id: str,
        version_id: str,
        to: deferred.Destination,
        *,
        format: models.ArchiveFormat | Unset = UNSET,
        include_default_files: bool | Unset = UNSET,
        on_progress: deferred.Progress | None = None,
    ) -> int:
        """Download a version's files as an archive to a file, in chunks.

        Args:
            chat_id: The chat's id.
            version_id: The version's id.
            to: A path, whose file appears only when it is complete (a link is followed); or a file open for binary
                writing.
            format: ``zip`` or ``tarball`` (gzipped). Server default zip.
            include_default_files: Add the files every project has, such as package.json. Server default False.
            on_progress: Called after every chunk with the bytes received and the total, None where the server does not
                state it; may be async. A retry after a disconnect counts from the start.

        Returns:
            The size in bytes.

        Raises:
            InvalidRequestError: ``to`` cannot be written to; nothing was sent.
            ResponseDecodeError: The response is not an archive.
            OSError: Writing failed.
            V0Error: As for every request.

        API: `GET /v1/chats/{chatId}/versions/{versionId}/download`,
        https://v0.app/docs/api/platform/reference/chats/download-version
        """
        archive = self.download_version(chat_id, version_id, format=format, include_default_files=include_default_files)
        return await archive.save(to, on_progress=on_progress)

    # ------------------------------------------------------------------ what streams and polls ask of the API

    def _stream(
        self, request: PreparedRequest, message_id: str | None = None
    ) -> deferred.ChatStreamV1[models.V1ChatStreamEvent]:
        async def read(chat_id: str) -> dict[str, Any]:
            return await fetch_json(v1_chats.get_chat, self._transport, chat_id)

        async def stop(chat_id: str, message_id: str) -> object:
            return await v1_chats.stop_message(self._transport, chat_id, message_id)

        operations = deferred.ChatOperationsV1(read=read, stop=stop)
        return deferred.ChatStreamV1(
            self._transport, request, parse_v1_chat_stream_event, operations, message_id=message_id
        )

    def _reader(self, chat_id: str) -> Callable[[], Awaitable[dict[str, Any]]]:
        return json_reader(v1_chats.get_chat, self._transport, chat_id)

    def _stopper(self, chat_id: str) -> Callable[[str], Awaitable[object]]:
        async def stop(message_id: str) -> object:
            return await v1_chats.stop_message(self._transport, chat_id, message_id)

        return stop


def _in_mode(mode: models.ResponseMode, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a helper that chooses the response mode itself."""
    if params.get("response_mode", UNSET) is not UNSET:
        raise InvalidRequestError(
            "response_mode is chosen by this helper: leave it out, or call create(), send_message() or resolve_task()",
            field="response_mode",
        )
    return {**params, "response_mode": mode}
