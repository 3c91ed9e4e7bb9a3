"""Version 1 of the API: chats that answer at once, later, or from existing code."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Unpack

import anyio

from . import models
from ._generated.api.v1_chats.create_chat import CreateChatParams, create_chat
from ._generated.api.v1_chats.get_chat import get_chat
from ._generated.api.v1_chats.init_chat import init_chat
from ._generated.api.v1_chats.stop_message import stop_message
from ._generated.types import UNSET
from ._generated.unions import parse_v1_chat_stream_event
from .errors import InvalidRequestError, WaitTimeoutError
from .polling import ChatPoll, OnTimeout, Poll, check_timeout, notify, wait_for
from .resource import Resource, answer_of, call_of
from .streaming_v1 import ChatAccessV1, ChatStreamV1
from .transport import Transport

__all__ = ["V1", "Chats"]

_STOP_TIMEOUT = 30.0  # seconds for stopping a generation whose wait has run out


class Chats(Resource):
    """Version 1 chats: ``client.v1.chats``."""

    create = create_chat
    get = get_chat
    init = init_chat
    stop = stop_message

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
        call = call_of(create_chat, self._transport, **params)
        return ChatStreamV1(self._transport, call, parse_v1_chat_stream_event, self._access())

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
        check_timeout(timeout)
        _check_on_timeout(on_timeout)
        deadline = anyio.current_time() + timeout if timeout is not None else float("inf")
        chat: models.ChatDetail | None = None
        with anyio.move_on_at(deadline):
            params["response_mode"] = "async"
            chat = await self.create(**params)
        if chat is None:
            raise WaitTimeoutError(
                f"the chat was not created within {timeout:g} s; the server may have created it all the same, so look "
                "for it before sending the request again",
                may_have_been_processed=True,
            )
        polled = self._poll(chat.id, timeout=timeout, poll=poll)
        polled.begin(chat)
        with anyio.move_on_at(deadline):
            await notify(on_update, chat)
        return await wait_for(polled, on_update, self._stopper(chat.id, on_timeout), deadline=deadline)

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
        _check_on_timeout(on_timeout)
        polled = self._poll(chat_id, after=after, message_id=message_id, timeout=timeout, poll=poll)
        deadline = anyio.current_time() + timeout if timeout is not None else float("inf")
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
        return self._poll(chat_id, after=after, message_id=message_id, timeout=timeout, poll=poll)

    def _poll(
        self,
        chat_id: str,
        *,
        after: models.ChatDetail | None = None,
        message_id: str | None = None,
        timeout: float | None,
        poll: Poll,
    ) -> ChatPoll:
        async def read() -> dict[str, Any]:
            return await answer_of(get_chat, self._transport, chat_id)

        return ChatPoll(read, chat_id, after=after, message_id=message_id, timeout=timeout, poll=poll)

    def _access(self) -> ChatAccessV1:
        async def read(chat_id: str) -> dict[str, Any]:
            return await answer_of(get_chat, self._transport, chat_id)

        async def stop(chat_id: str, message_id: str) -> object:
            return await stop_message(self._transport.unlimited(), chat_id, message_id)

        return ChatAccessV1(read=read, stop=stop)

    def _stopper(self, chat_id: str, on_timeout: OnTimeout) -> Callable[[str], Awaitable[object]] | None:
        async def stop(message_id: str) -> object:
            with anyio.fail_after(_STOP_TIMEOUT):
                return await stop_message(self._transport.unlimited(), chat_id, message_id)

        return stop if on_timeout == "stop" else None


def _refuse_response_mode(params: CreateChatParams) -> None:
    if params.get("response_mode", UNSET) is not UNSET:
        raise InvalidRequestError(
            "response_mode is chosen by this helper: leave it out, or call create()", field="response_mode"
        )


def _check_on_timeout(on_timeout: str) -> None:
    if on_timeout not in ("leave", "stop"):
        raise InvalidRequestError(f"on_timeout must be 'leave' or 'stop', got {on_timeout!r}", field="on_timeout")


class V1:
    """Version 1 of the API: ``client.v1``.

    Attributes:
        chats: Chats.
    """

    def __init__(self, transport: Transport) -> None:
        self.chats: Chats = Chats(transport)
