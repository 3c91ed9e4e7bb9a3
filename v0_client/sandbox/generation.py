"""Starting a turn: its messages, its version and its updates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .agent_tasks import Connection, ConnectorSetup
from .entities import Chat, File, Files, Message
from .file_transfer import attachment_size
from .json_api import JsonObject
from .store import Store
from .turn import Turn
from .turn_content import DefaultContent, FileChange, TurnStep, turn_steps
from .turn_runner import FinishReason, RunningTurn, TurnUpdate
from .usage import UsageRecord


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """A request for a turn.

    Attributes:
        text: the user's message, or the text of an answer to a task.
        turn: the turn that it gets.
        attachments: as in the request.
        message_type: the v1 `type` of the user's message.
        answered: the message whose task this answers.
    """

    text: str
    turn: Turn
    attachments: Sequence[JsonObject] = ()
    message_type: str = "message"
    answered: Message | None = None

    @classmethod
    def create(
        cls,
        store: Store,
        text: str,
        attachments: Sequence[JsonObject] = (),
        *,
        message_type: str = "message",
        answered: Message | None = None,
    ) -> TurnRequest:
        """Select the turn, before anything is created.

        Raises:
            RejectError: 422 for an invalid directive or attachment; the status that a script or a directive chose.
        """
        for attachment in attachments:
            attachment_size(attachment.get("url", ""))
        return cls(text, store.select_turn(text), attachments, message_type, answered)


@dataclass(frozen=True, slots=True)
class ContentFormat:
    """How an API version represents the content of a turn.

    Attributes:
        write: writes the steps into the live content, which is empty at first, and yields each update; the function
            passed to it returns the times of the parts.
        to_text: the plain content of a message with this live content.
    """

    write: Callable[[list[Any], Iterable[TurnStep], Callable[[], str]], Iterator[TurnUpdate]]
    to_text: Callable[[list[Any]], str]


@dataclass(frozen=True, slots=True)
class Generation:
    """A turn that was started.

    Attributes:
        chat: its chat.
        message: the assistant message.
        running: the turn as it runs.
        turn: what it was started with.
    """

    chat: Chat
    message: Message
    running: RunningTurn
    turn: Turn


def start_turn(
    store: Store, content_format: ContentFormat, chat: Chat, request: TurnRequest, *, background: bool = False
) -> Generation:
    """Add the user's message and the assistant's, and run the turn.

    Neither a turn that ends with a task nor one without files creates a version, as at the real service.

    Args:
        store: the store of the chat.
        content_format: the format of the chat's API version.
        chat: the chat.
        request: the request.
        background: run it as an asynchronous turn, in the time or the reads set for those.
    """
    turn = request.turn
    message = _add_messages(store, chat, request)
    files: Files = {} if chat.current_version is None else chat.current_version.files
    if turn.creates_version:
        message.version = store.add_version(chat, files, "pending")
    default = DefaultContent.for_prompt(message.request, "" if request.answered is None else request.text)
    request_id = _add_connector_setup(chat, message, turn)
    has_title = chat.title is not None
    steps = [*turn_steps(turn, default, has_title=has_title, files=files, request_id=request_id)]

    def steps_into_version() -> Iterator[TurnStep]:
        for step in steps:
            yield step
            if isinstance(step, FileChange) and message.version is not None:
                message.version.files = _apply(step, message.version.files)

    def updates() -> Iterator[TurnUpdate]:
        for update in content_format.write(message.live, steps_into_version(), store.now):
            if update.kind == "title":
                chat.title = update.value
            yield update

    def on_finish(reason: FinishReason) -> None:
        message.content = content_format.to_text(message.live)
        message.task = turn.task if reason == "tool-calls" else None
        message.finish_reason = reason
        message.updated_at = chat.updated_at = store.now()
        message.usage = _record_usage(store, chat, message, len(request.text))
        if message.version is not None:
            message.version.status = "failed" if reason == "error" else "completed"
            message.version.updated_at = message.updated_at

    if background:
        count = sum(1 for _ in content_format.write([], steps, lambda: ""))
        reads = store.settings.pending_reads if turn.pending_reads is None else turn.pending_reads
        running = RunningTurn(updates(), on_finish, update_count=count, pending_reads=reads)
        store.run_in_background(running, turn.event_delay, count)
    else:
        running = RunningTurn(updates(), on_finish)
        store.run(running, turn.event_delay)
    message.turn = running
    return Generation(chat, message, running, turn)


def _add_messages(store: Store, chat: Chat, request: TurnRequest) -> Message:
    """Add the user's message and the assistant's, and return the latter."""
    visible_after = request.turn.visible_after
    prompt = store.add_message(chat, "user", request.text, visible_after=visible_after)
    prompt.kind, prompt.attachments = request.message_type, request.attachments
    chat.text = chat.text or request.text
    reply = store.add_message(chat, "assistant", visible_after=visible_after)
    reply.request = request.text if request.answered is None else request.answered.request
    return reply


def _add_connector_setup(chat: Chat, message: Message, turn: Turn) -> str:
    """Add the connector setup that the turn may end with, and return its id."""
    request_id = f"setup_{message.id}"
    if isinstance(turn.task, Connection):
        chat.connector_setups[request_id] = ConnectorSetup(turn.task)
    return request_id


def _record_usage(store: Store, chat: Chat, message: Message, input_tokens: int) -> UsageRecord:
    record = UsageRecord(
        store.new_id("usage"),
        message.updated_at,
        chat.id,
        message.id,
        chat.model,
        input_tokens=input_tokens,
        output_tokens=len(str(message.live)),
    )
    store.workspace.usage.append(record)
    return record


def _apply(change: FileChange, files: Files) -> Files:
    """The files after a change. A locked file does not change."""
    if change.path in files and files[change.path].locked:
        return files
    if change.data is None:
        return {path: file for path, file in files.items() if path != change.path}
    return {**files, change.path: File(change.path, change.data)}
