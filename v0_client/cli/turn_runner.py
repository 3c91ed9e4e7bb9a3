"""Runs the turns of a chat: each is started, shown while it is generated, and continued after a person's answer."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import anyio

from .. import ChatStream, PendingTask, Resumed, StreamResult, V0Client, WaitTimeoutError, models, pending_task
from .chat_address import preview_url
from .command_session import CommandSession
from .exit_codes import CliError, ExitCode
from .part_descriptions import describe
from .part_renderer import PartRenderer, as_part, render_message
from .printable import one_line
from .task_descriptions import headline
from .views.view import Turn

__all__ = ["TurnRunner", "new_turn", "raise_if_incomplete", "resolved_turn", "run_turns", "streamed_turn"]

TurnRunner: TypeAlias = Callable[[V0Client], Awaitable[Turn]]
"""Runs one turn to its end and shows it meanwhile."""

OnUpdate: TypeAlias = Callable[[models.Message], None]

INCOMPLETE = ("length", "content-filter", "other")
"""Finish reasons of a turn that did not fail, but is not complete either."""


def new_turn(
    session: CommandSession, chat_id: str | None, body: Mapping[str, Any], timeout: float, *, wait: bool
) -> TurnRunner:
    """A turn that starts with a message.

    Args:
        session: The command.
        chat_id: The chat to send it to; None creates one.
        body: The parameters of the operation.
        timeout: Seconds it may take; 0 for no limit.
        wait: Poll until it is finished, instead of streaming.
    """
    if not wait:
        return streamed_turn(
            session,
            lambda client: (
                client.v2.chats.stream(**body) if chat_id is None else client.v2.messages.send_stream(chat_id, **body)
            ),
            timeout,
        )

    async def poll(client: V0Client, on_update: OnUpdate) -> models.Message:
        limit = timeout or None
        if chat_id is None:
            return await client.v2.chats.create_and_wait(timeout=limit, on_update=on_update, **body)
        return await client.v2.messages.send_and_wait(chat_id, timeout=limit, on_update=on_update, **body)

    return _polled_turn(session, poll)


def resolved_turn(
    session: CommandSession, chat_id: str, task: models.ResolveTask, timeout: float, *, wait: bool
) -> TurnRunner:
    """A turn that continues after a person's answer; the arguments are those of :func:`new_turn`."""
    if not wait:
        return streamed_turn(session, lambda client: client.v2.messages.resolve_stream(chat_id, task=task), timeout)

    async def poll(client: V0Client, on_update: OnUpdate) -> models.Message:
        started = await client.v2.messages.resolve_async(chat_id, task=task)
        limit = timeout or None
        return await client.v2.messages.wait(chat_id, started.message_id, timeout=limit, on_update=on_update)

    return _polled_turn(session, poll)


def streamed_turn(session: CommandSession, start: Callable[[V0Client], ChatStream[Any]], timeout: float) -> TurnRunner:
    """A turn whose stream is shown as it arrives, for at most this many seconds; 0 for no limit."""

    async def run(client: V0Client) -> Turn:
        async with _deadline(session, timeout), start(client) as stream:
            result = await _show(session, stream)
        return Turn(
            chat_id=session.chat_id or "",
            message_id=result.message_id,
            title=result.title,
            text=result.text,
            usage=result.usage,
            finish_reason=result.finish_reason,
            task=result.pending_task,
            preview_url=await preview_url(client, session.chat_id or ""),
        )

    return run


def _polled_turn(
    session: CommandSession, poll: Callable[[V0Client, OnUpdate], Awaitable[models.Message]]
) -> TurnRunner:
    """A turn that is polled until it is finished, and shown then."""

    async def run(client: V0Client) -> Turn:
        def on_update(message: models.Message) -> None:
            session.set_chat(message.chat_id or None)
            session.view.progress(_progress(message))

        message = await poll(client, on_update)
        render_message(session.view, message)
        return Turn(
            chat_id=session.chat_id or "",
            message_id=message.id,
            text=message.content or "",
            usage=message.usage or None,
            finish_reason=message.finish_reason or None,
            task=pending_task(message),
            preview_url=await preview_url(client, session.chat_id or ""),
        )

    return run


def run_turns(session: CommandSession, runner: TurnRunner, answer: Callable[[PendingTask], TurnRunner | None]) -> Turn:
    """Run a turn, and those that follow from a person's answers.

    Args:
        session: The command.
        runner: The first turn.
        answer: Answers a task and returns the next turn; None if the task is left for later.

    Raises:
        CliError: The agent is left waiting.
    """
    while True:
        session.state = "running"
        with session.view.live():
            turn = session.call(runner)
        session.state = "waiting" if turn.task is not None else "finished"
        session.view.turn(turn)
        if turn.task is None:
            return turn
        try:
            following = answer(turn.task)
        except CliError as error:  # an answer of the command line, for another task
            raise CliError(error.code, f"{error}{session.next_step}") from None
        if following is None:
            session.view.waiting(turn.task)
            raise CliError(ExitCode.WAITING, f"{headline(turn.task)}{session.next_step}")
        runner = following


def raise_if_incomplete(turn: Turn) -> None:
    """Raises CliError for a turn that ended before it was complete."""
    if turn.finish_reason in INCOMPLETE:
        raise CliError(ExitCode.FAILED, f"The generation ended before its end: {turn.finish_reason}")


@asynccontextmanager
async def _deadline(session: CommandSession, timeout: float) -> AsyncGenerator[None]:
    with anyio.move_on_after(timeout or None) as scope:
        yield
    if scope.cancelled_caught:
        raise WaitTimeoutError(
            f"not finished within {timeout:g} s", chat_id=session.chat_id, may_have_been_processed=True
        )


async def _show(session: CommandSession, stream: ChatStream[Any]) -> StreamResult:
    view, renderer = session.view, PartRenderer(session.view)
    title: str | None = None
    try:
        async for event in stream:
            session.set_chat(stream.chat_id)
            if stream.title and stream.title != title:
                title = stream.title
                view.title(title)
            if isinstance(event, Resumed):
                view.resumed(event.attempt, event.reason)
            renderer.render(stream.raw_parts)
        return await stream.final()
    finally:  # what has arrived is shown, however the turn ends
        renderer.render(stream.raw_parts, is_over=True)


def _progress(message: models.Message) -> str:
    parts = message.parts or []
    if not parts:
        return "started"
    step = describe(as_part(parts[-1].to_dict()))
    return one_line(f"{len(parts)} parts, {step.label} {step.text}")
