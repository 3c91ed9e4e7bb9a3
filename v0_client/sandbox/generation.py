"""How a turn begins: what the user wrote, the message that answers it, the files it will make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .outline import Beat, Change, outline
from .records import Chat, File, Files, Message
from .running import FinishReason, RunningTurn, Step
from .sources import size_of
from .store import Store
from .story import Story
from .tasks import Connection, Setup
from .turns import Turn
from .wire import JsonObject


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user asks for.

    Attributes:
        text: what the user wrote, or what an answer to a task says.
        turn: what comes of it.
        attachments: as given.
        kind: the v1 `type` of the user's message.
        answered: the message whose task this answers.
    """

    text: str
    turn: Turn
    attachments: Sequence[JsonObject] = ()
    kind: str = "message"
    answered: Message | None = None

    @classmethod
    def of(
        cls,
        store: Store,
        text: str,
        attachments: Sequence[JsonObject] = (),
        *,
        kind: str = "message",
        answered: Message | None = None,
    ) -> Wish:
        """Read what the user wrote, before anything comes of it.

        Raises:
            RejectError: 422 for a word or an attachment that cannot be read; whatever a script or the words ask for.
        """
        for attachment in attachments:
            size_of(attachment["url"])
        return cls(text, store.next_turn(text), attachments, kind, answered)


class Script(Protocol):
    """How one version of the API tells a turn; its module."""

    def play(self, live: list[Any], beats: Iterable[Beat], now: Callable[[], str], /) -> Iterator[Step]:
        """Write one turn into `live`, which is empty at first; `now` gives the times of its parts."""
        ...

    def content_of(self, live: list[Any], /) -> str:
        """The message's plain content."""
        ...


@dataclass(frozen=True, slots=True)
class Generation:
    """A turn under way, or one that was."""

    chat: Chat
    message: Message
    turn: RunningTurn
    said: Turn


def begin(store: Store, script: Script, chat: Chat, wish: Wish, *, background: bool = False) -> Generation:
    """Add what the user wrote and the assistant message that answers it, and let the answer begin.

    A turn that ends with a task makes no version, as at the real service, and neither does one that only talks.

    Args:
        store: where they are kept.
        script: tells the turn in the chat's API version.
        chat: the chat.
        wish: what the user asks for.
        background: nobody waits: the turn takes the time, or the reads, set for asynchronous ones.
    """
    said = wish.turn
    answer = _add_messages(store, chat, wish)
    before: Files = {} if chat.current_version is None else chat.current_version.files
    if said.makes_version:
        answer.version = store.add_version(chat, before, "pending")
    story = Story.of(answer.request, "" if wish.answered is None else wish.text)
    request_id = _add_setup(chat, answer, said)
    beats = [*outline(said, story, titled=chat.title is not None, before=before, request_id=request_id)]

    def written() -> Iterator[Beat]:
        for beat in beats:
            yield beat
            if isinstance(beat, Change) and answer.version is not None:
                answer.version.files = _changed(answer.version.files, beat)

    def steps() -> Iterator[Step]:
        for step in script.play(answer.live, written(), store.now):
            if step.kind == "title":
                chat.title = step.value
            yield step

    def settle(reason: FinishReason) -> None:
        answer.content = script.content_of(answer.live)
        answer.characters = len(wish.text), len(str(answer.live))
        answer.task = said.task if reason == "tool-calls" else None
        answer.finish_reason = reason
        answer.updated_at = chat.updated_at = store.now()
        if answer.version is not None:
            answer.version.status = "failed" if reason == "error" else "completed"
            answer.version.updated_at = answer.updated_at

    if background:
        length = sum(1 for _ in script.play([], beats, lambda: ""))
        polls = store.settings.async_polls if said.polls is None else said.polls
        turn = answer.turn = RunningTurn(steps(), settle, steps=length, polls=polls)
        store.play_in_background(turn, said.slow, length)
    else:
        turn = answer.turn = RunningTurn(steps(), settle)
        store.play(turn, said.slow)
    return Generation(chat, answer, turn, said)


def _add_messages(store: Store, chat: Chat, wish: Wish) -> Message:
    """Add what the user wrote, and the message that will answer it."""
    lag = wish.turn.lag
    question = store.add_message(chat, "user", wish.text, lag=lag)
    question.kind, question.attachments = wish.kind, wish.attachments
    chat.text = chat.text or wish.text
    answer = store.add_message(chat, "assistant", lag=lag)
    answer.request = wish.text if wish.answered is None else wish.answered.request
    return answer


def _add_setup(chat: Chat, answer: Message, turn: Turn) -> str:
    """Prepare the connector set-up that the turn may end with, and name it."""
    request_id = f"setup_{answer.id}"
    if isinstance(turn.task, Connection):
        chat.setups[request_id] = Setup(turn.task)
    return request_id


def _changed(files: Files, change: Change) -> Files:
    """The files with one of them changed. What is locked stays."""
    if change.path in files and files[change.path].locked:
        return files
    if change.data is None:
        return {path: file for path, file in files.items() if path != change.path}
    return {**files, change.path: File(change.path, change.data)}
