"""A bot for a chat service such as Discord or Slack, without their libraries: one conversation per channel.

    make example NAME=bot                            # with a sandbox of its own
    V0_API_KEY=... python examples/bot.py            # asks the real service, which costs credits

Type a channel and a message, such as `bakery: A landing page`; with the sandbox, `bakery: A page sandbox:ask` makes the
agent ask a question. The bot posts one message per turn and edits it as text arrives. When the agent waits for a person
(questions, a plan, permissions, something to connect), the bot says so, and the channel's next message is the answer.
Ctrl-D ends it.
"""

from __future__ import annotations

import math
import sys
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import anyio
from anyio.from_thread import start_blocking_portal

from v0_client import ChatStream, V0Client, V0Error, models, pending_tasks

EDIT_EVERY = 1.0  # seconds: chat services allow about one edit a second
YES = ("yes", "y", "ok", "done")

Stream: TypeAlias = ChatStream[models.ChatStreamEvent] | ChatStream[models.MessageStreamEvent]


class Post(Protocol):
    """The bot's own message in a channel, as the chat service's library returns it."""

    async def edit(self, text: str, /) -> None: ...


@dataclass
class Conversation:
    """The state of a channel; a database could store it."""

    chat_id: str | None = None
    task: pending_tasks.PendingTask | None = None
    turn: anyio.Lock = field(default_factory=anyio.Lock)  # one turn at a time, in order


class Bot:
    def __init__(self, client: V0Client) -> None:
        self._client = client
        self._conversations: dict[str, Conversation] = {}

    async def on_message(self, channel: str, text: str, post: Post) -> None:
        """Called by the chat service with a new post for the reply."""
        conversation = self._conversations.setdefault(channel, Conversation())
        async with conversation.turn:
            try:
                async with self._stream(conversation, text) as stream:
                    conversation.task = None
                    await show(stream, post)
                    conversation.chat_id = stream.chat_id
                    result = await stream.final()
                conversation.task = result.pending_task
                await post.edit("\n".join(filter(None, [result.text or "Done.", describe(result.pending_task)])))
            except V0Error as error:
                conversation.chat_id = error.chat_id or conversation.chat_id
                await post.edit(f"That did not work: {error}")

    def _stream(self, conversation: Conversation, text: str) -> Stream:
        chat_id, answer = conversation.chat_id, answer_to(conversation.task, text)
        if chat_id is None:
            return self._client.v2.chats.stream(message=text)
        if answer is None:
            return self._client.v2.messages.send_stream(chat_id, message=text)  # declines a task that is pending
        return self._client.v2.messages.resolve_stream(chat_id, task=answer)


async def show(stream: Stream, post: Post) -> None:
    """Edit the post as text arrives, but not for every delta."""
    edited = -math.inf
    async for _ in stream.text_deltas():
        if anyio.current_time() - edited >= EDIT_EVERY:
            edited = anyio.current_time()
            await post.edit(f"{stream.text} …")


def describe(task: pending_tasks.PendingTask | None) -> str:
    """What the agent waits for, as text."""
    match task:
        case pending_tasks.PendingQuestions():
            return "\n".join(
                f"{question.question or '?'} ({' / '.join(option.label or '?' for option in question.options or [])})"
                for question in task.questions
            )
        case pending_tasks.PendingPlan():
            return f"{task.plan}\nSay yes, or what to change."
        case pending_tasks.PendingPermissions():
            return f"May I use {', '.join(each.tool_name or '?' for each in task.permissions)}? Say yes to allow it."
        case pending_tasks.PendingIntegration():
            return f"Please connect {', '.join([*task.integrations, *task.mcp_presets])}, then say done."
        case pending_tasks.PendingConnection():
            return f"Please connect {task.service or 'it'}: {task.setup_url or 'see v0.app'}, then say done."
        case _:
            return ""


def answer_to(task: pending_tasks.PendingTask | None, text: str) -> models.ResolveTask | None:
    """A person's message as an answer to the task; None if it does not answer it."""
    yes = text.lower() in YES
    match task:
        case pending_tasks.PendingQuestions():
            return task.answer(custom={question.id or "": text for question in task.questions})
        case pending_tasks.PendingPlan():
            return task.approve() if yes else task.request_changes(text)
        case pending_tasks.PendingPermissions():
            return task.grant() if yes else None
        case pending_tasks.PendingIntegration() | pending_tasks.PendingConnection():
            return task.connected() if yes else None
        case _:
            return None


@dataclass
class Terminal:
    """A channel's post on the terminal; an edit prints a new line."""

    channel: str

    async def edit(self, text: str, /) -> None:
        print(f"[{self.channel}] {text}", flush=True)


def main() -> None:
    """Read the terminal in this thread while the bot runs in another."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(V0Client()) as client:
        bot = Bot(client)
        turns = list[Future[None]]()
        for line in sys.stdin:
            channel, _, text = line.partition(":")
            if text.strip():
                turns.append(portal.start_task_soon(bot.on_message, channel, text.strip(), Terminal(channel)))
        for turn in turns:
            turn.result()


if __name__ == "__main__":
    main()
