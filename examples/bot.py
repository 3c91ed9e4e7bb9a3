"""A bot for Discord, Slack and the like, without their part: one conversation for each channel.

    make example NAME=bot                            # with a sandbox of its own
    V0_API_KEY=... python examples/bot.py            # asks the real service, which costs credits

Type a channel and a message, such as `bakery: A landing page`; with the sandbox, `bakery: A page sandbox:ask` is asked
back. The bot posts one message for each turn and edits it while the text comes. Where the agent waits for a person
(questions, a plan, permissions, something to connect), it says so, and the channel's next message is the answer.
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

from v0_client import ChatStream, V0Client, V0Error, models, tasks

EDIT_EVERY = 1.0  # seconds: chat services allow about one edit a second
YES = ("yes", "y", "ok", "done")

Stream: TypeAlias = ChatStream[models.ChatStreamEvent] | ChatStream[models.MessageStreamEvent]


class Post(Protocol):
    """A message of the bot's own in a channel: what the chat service's library gives."""

    async def edit(self, text: str, /) -> None: ...


@dataclass
class Conversation:
    """What is kept of a channel; a database could hold it."""

    chat_id: str | None = None
    task: tasks.PendingTask | None = None
    turn: anyio.Lock = field(default_factory=anyio.Lock)  # one turn at a time, in order


class Bot:
    def __init__(self, client: V0Client) -> None:
        self._client = client
        self._conversations: dict[str, Conversation] = {}

    async def on_message(self, channel: str, text: str, post: Post) -> None:
        """What the chat service calls, with a fresh post of the bot's to answer in."""
        conversation = self._conversations.setdefault(channel, Conversation())
        async with conversation.turn:
            try:
                async with self._stream(conversation, text) as stream:
                    conversation.task = None
                    await show(stream, post)
                    conversation.chat_id = stream.chat_id
                    result = await stream.final()
                conversation.task = result.pending_task
                await post.edit("\n".join(filter(None, [result.text or "Done.", asked(result.pending_task)])))
            except V0Error as error:
                conversation.chat_id = error.chat_id or conversation.chat_id
                await post.edit(f"That did not work: {error}")

    def _stream(self, conversation: Conversation, text: str) -> Stream:
        chat_id, answer = conversation.chat_id, answered(conversation.task, text)
        if chat_id is None:
            return self._client.v2.chats.stream(message=text)
        if answer is None:
            return self._client.v2.messages.send_stream(chat_id, message=text)  # declines a task that is pending
        return self._client.v2.messages.resolve_stream(chat_id, task=answer)


async def show(stream: Stream, post: Post) -> None:
    """Edit the post while the text comes, but not at every piece."""
    edited = -math.inf
    async for _ in stream.text_deltas():
        if anyio.current_time() - edited >= EDIT_EVERY:
            edited = anyio.current_time()
            await post.edit(f"{stream.text} …")


def asked(task: tasks.PendingTask | None) -> str:
    """What the agent waits for, in words."""
    match task:
        case tasks.PendingQuestions():
            return "\n".join(
                f"{question.question or '?'} ({' / '.join(option.label or '?' for option in question.options or [])})"
                for question in task.questions
            )
        case tasks.PendingPlan():
            return f"{task.plan}\nSay yes, or what is to be different."
        case tasks.PendingPermissions():
            return f"May I use {', '.join(each.tool_name or '?' for each in task.permissions)}? Say yes to allow it."
        case tasks.PendingIntegration():
            return f"Please connect {', '.join([*task.integrations, *task.mcp_presets])}, then say done."
        case tasks.PendingConnection():
            return f"Please connect {task.service or 'it'}: {task.setup_url or 'see v0.app'}, then say done."
        case _:
            return ""


def answered(task: tasks.PendingTask | None, text: str) -> models.ResolveTask | None:
    """What a person said as an answer to the task; None where it is none."""
    yes = text.lower() in YES
    match task:
        case tasks.PendingQuestions():
            return task.answer(custom={question.id or "": text for question in task.questions})
        case tasks.PendingPlan():
            return task.approve() if yes else task.request_changes(text)
        case tasks.PendingPermissions():
            return task.grant() if yes else None
        case tasks.PendingIntegration() | tasks.PendingConnection():
            return task.connected() if yes else None
        case _:
            return None


@dataclass
class Terminal:
    """A channel's post, on the terminal: an edit is a new line."""

    channel: str

    async def edit(self, text: str, /) -> None:
        print(f"[{self.channel}] {text}", flush=True)


def main() -> None:
    """Read the terminal here, and let the bot run in a thread of its own."""
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
