"""Turns of a chat: started, shown while they are made, and gone on with once a person has answered."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import anyio

from .. import ChatStream, PendingTask, Resumed, V0Client, WaitTimeoutError, models, pending_task
from .blocked import headline
from .exits import ExitCode, Quit
from .session import Session
from .teller import Teller, tell_message
from .view import Turn
from .words import describe, one_line

if TYPE_CHECKING:
    from .asking import Answer

__all__ = ["Work", "answered_turn", "ended_whole", "finish", "new_turn", "streamed"]

Work: TypeAlias = Callable[[V0Client], Awaitable[Turn]]
OnUpdate: TypeAlias = Callable[[models.Message], None]

ENDED_EARLY = ("length", "content-filter", "other")
"""Finish reasons of a turn that did not fail, but gave no whole answer either."""


def new_turn(session: Session, chat_id: str | None, body: Mapping[str, Any], timeout: float, *, wait: bool) -> Work:
    """A turn that begins with a message.

    Args:
        session: The command.
        chat_id: The chat to send it to; None makes a new one.
        body: What is sent.
        timeout: Seconds it may take; 0 for any time.
        wait: Ask until it is finished, in place of a stream.
    """
    if not wait:
        return streamed(
            session,
            lambda client: (
                client.v2.chats.stream(**body) if chat_id is None else client.v2.messages.send_stream(chat_id, **body)
            ),
            timeout,
        )

    async def waited(client: V0Client, on_update: OnUpdate) -> models.Message:
        limit = timeout or None
        if chat_id is None:
            return await client.v2.chats.create_and_wait(timeout=limit, on_update=on_update, **body)
        return await client.v2.messages.send_and_wait(chat_id, timeout=limit, on_update=on_update, **body)

    return _waited_for(session, waited)


def answered_turn(session: Session, chat_id: str, task: Answer, timeout: float, *, wait: bool) -> Work:
    """A turn that goes on from a person's answer; the arguments are those of :func:`new_turn`."""
    if not wait:
        return streamed(session, lambda client: client.v2.messages.resolve_stream(chat_id, task=task), timeout)

    async def waited(client: V0Client, on_update: OnUpdate) -> models.Message:
        begun = await client.v2.messages.resolve_async(chat_id, task=task)
        limit = timeout or None
        return await client.v2.messages.wait(chat_id, begun.message_id, timeout=limit, on_update=on_update)

    return _waited_for(session, waited)


def streamed(session: Session, start: Callable[[V0Client], ChatStream[Any]], timeout: float) -> Work:
    """A turn whose stream is shown as it comes, for at most so many seconds; 0 for any time."""

    async def work(client: V0Client) -> Turn:
        async with _within(session, timeout), start(client) as stream:
            return await _follow(session, stream)

    return work


def _waited_for(session: Session, wait: Callable[[V0Client, OnUpdate], Awaitable[models.Message]]) -> Work:
    """A turn that is asked for again and again until it is finished, and shown then."""

    async def work(client: V0Client) -> Turn:
        def on_update(message: models.Message) -> None:
            session.know(message.chat_id or None)
            session.view.progress(_progress(message))

        message = await wait(client, on_update)
        tell_message(session.view, message)
        return Turn(
            chat_id=session.chat_id or "",
            message_id=message.id,
            text=message.content or "",
            usage=message.usage or None,
            finish_reason=message.finish_reason or None,
            task=pending_task(message),
        )

    return work


def finish(session: Session, work: Work, go_on: Callable[[PendingTask], Work | None]) -> Turn:
    """Do a turn, and those that follow from a person's answers.

    Args:
        session: The command.
        work: The turn.
        go_on: Makes the next turn of a task, by asking a person; None where the task is left.

    Raises:
        Quit: The agent is left waiting.
    """
    while True:
        session.state = "running"
        with session.view.live():
            turn = session.call(work)
        session.state = "waiting" if turn.task is not None else "idle"
        session.view.turn(turn)
        if turn.task is None:
            return turn
        following = go_on(turn.task) if session.may_ask else None
        if following is None:
            session.view.waiting(turn.task)
            raise Quit(ExitCode.WAITING, f"{headline(turn.task)}{session.how_to_go_on}")
        work = following


def ended_whole(turn: Turn) -> None:
    """Raises Quit for a turn that gave no whole answer."""
    if turn.finish_reason in ENDED_EARLY:
        raise Quit(ExitCode.FAILED, f"The generation ended before its end: {turn.finish_reason}")


@asynccontextmanager
async def _within(session: Session, timeout: float) -> AsyncGenerator[None]:
    with anyio.move_on_after(timeout or None) as scope:
        yield
    if scope.cancelled_caught:
        raise WaitTimeoutError(
            f"not finished within {timeout:g} s", chat_id=session.chat_id, may_have_been_processed=True
        )


async def _follow(session: Session, stream: ChatStream[Any]) -> Turn:
    view, teller = session.view, Teller(session.view)
    title: str | None = None
    try:
        async for event in stream:
            session.know(stream.chat_id)
            if stream.title and stream.title != title:
                title = stream.title
                view.title(title)
            if isinstance(event, Resumed):
                view.resumed(event.attempt, event.reason)
            teller.tell(stream.raw_parts)
        result = await stream.final()
    finally:  # what had arrived is shown, however it ends
        teller.tell(stream.raw_parts, is_over=True)
    return Turn(
        chat_id=stream.chat_id or "",
        message_id=result.message_id,
        title=result.title,
        text=result.text,
        usage=result.usage,
        finish_reason=result.finish_reason,
        task=result.pending_task,
    )


def _progress(message: models.Message) -> str:
    parts = message.parts or []
    if not parts:
        return "started"
    step = describe(parts[-1].to_dict())
    return one_line(f"{len(parts)} parts, {step.label} {step.text}")
