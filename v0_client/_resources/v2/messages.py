"""Messages of version 2 chats: ``client.v2.messages``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Unpack

from ... import models
from ..._generated.api import v2_messages
from ..._generated.api.v2_messages import SendMessageV2Params
from ..._generated.client import Request
from ..._lazy import deferred
from ..._polling.deadlines import OnTimeout, Wait, WaitParams
from ..._polling.message_poll import MessagePoll
from ..._polling.poller import wait_for
from ..._polling.settings import Poll
from ..resource import Resource, shows_keywords_of
from .follow_up_requests import chat_operations, message_poll, stopper

__all__ = ["Messages"]


class SendAndWaitParams(SendMessageV2Params, WaitParams["models.Message"], total=False):
    """Keyword parameters of :meth:`Messages.send_and_wait`."""


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

    @shows_keywords_of(v2_messages.send_message_async, Wait)
    async def send_and_wait(self, chat_id: str, **params: Unpack[SendAndWaitParams]) -> models.Message:
        """Send a message without holding a connection open, and poll the reply until it is finished.

        Args:
            chat_id: The chat's id.
            **params: As for :meth:`send` and :meth:`wait`. ``timeout`` covers sending and polling together.
                ``on_update`` is first called with a message that has only its ids: keep them, so that :meth:`wait` can
                continue after a cancellation.

        Returns:
            The finished reply.

        Raises:
            InvalidRequestError: An argument is invalid; nothing was sent.
            WaitTimeoutError: The timeout expired; ``may_have_been_processed`` where the message may have been accepted.
            GenerationFailedError: The generation failed.
            V0Error: As for :meth:`send_async` and :meth:`get`.
        """
        wait, arguments = Wait[models.Message].split(params)
        self._prepare("send_and_wait", type(self).send_async, chat_id, **arguments)  # so that errors name this helper
        begun = await wait.call(
            lambda: self.send_async(chat_id, **arguments), "the message was not accepted", chat_id=chat_id
        )
        polling = self.poll(chat_id, begun.message_id, timeout=wait.timeout, poll=wait.poll)
        first = models.Message(id=begun.message_id, chat_id=chat_id)
        return await wait_for(polling, wait, stopper(self._transport, chat_id), first=first)

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
            on_timeout: ``leave`` lets the generation continue when the timeout expires, ``stop`` ends it.

        Returns:
            The finished message. ``pending_task(message)`` returns what the agent asks a person, if anything.

        Raises:
            WaitTimeoutError: The timeout expired; ``last`` is the message as last read.
            GenerationFailedError: The generation failed.
            NotFoundError: There is no such message, after ``poll.not_found_grace``.
            V0Error: A read failed with an error that is not transient; transient ones are retried.
        """
        wait = Wait[models.Message](timeout=timeout, poll=poll, on_update=on_update, on_timeout=on_timeout)
        polling = self.poll(chat_id, message_id, timeout=timeout, poll=poll)
        return await wait_for(polling, wait, stopper(self._transport, chat_id))

    def poll(
        self,
        chat_id: str,
        message_id: str,
        *,
        timeout: float | None = 900,
        poll: Poll = Poll(),  # noqa: B008 - frozen
    ) -> MessagePoll:
        """Iterate over the changes of a message with ``async for``; ends when its generation is finished.

        The arguments are those of :meth:`wait`, and iterating raises the same errors.
        """
        return message_poll(self._transport, chat_id, message_id, timeout=timeout, poll=poll)

    def open_stream(
        self, request: Request, parse: Callable[[Any], models.MessageStreamEvent], /
    ) -> deferred.ChatStream[models.MessageStreamEvent]:
        """Return the stream of an operation, not sent yet."""
        prepared = self._transport.prepare(self._bind(request))
        return deferred.ChatStream(self._transport, prepared, parse, chat_operations(self._transport))
