"""How a turn begins: what the user wrote, the message that answers it, the files it will make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from .behaviour import Behaviour
from .records import Chat, File, Files, Message
from .sources import size_of
from .store import Store
from .story import Story
from .tasks import Setup
from .turn import FinishReason, Step, Turn
from .wire import JsonObject

PAGE = "app/page.tsx"
PACKAGE = "package.json"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user asks for.

    Attributes:
        text: what the user wrote, or what an answer to a task says.
        behaviour: what the words in it ask for.
        attachments: as given.
        kind: the v1 `type` of the user's message.
        answered: the message whose task this answers.
    """

    text: str
    behaviour: Behaviour
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
            RejectError: 422 for a word or an attachment that cannot be read; 429 or 500 where the words ask for it.
        """
        for attachment in attachments:
            size_of(attachment["url"])
        behaviour = Behaviour.of(text)
        store.refuse_if_asked(text, behaviour)
        return cls(text, behaviour, attachments, kind, answered)


@dataclass(frozen=True, slots=True)
class Brief:
    """What a script has to play.

    Attributes:
        story: the words.
        behaviour: how the turn goes.
        titled: the chat has a title already, so that none is made up.
        edits: the page exists already.
        request_id: names the connector set-up, where the turn ends with one.
        now: gives the times of the parts.
        write_files: called when the generated files stand.
    """

    story: Story
    behaviour: Behaviour
    titled: bool
    edits: bool
    request_id: str
    now: Callable[[], str]
    write_files: Callable[[], None]


class Script(Protocol):
    """How one version of the API tells a turn; its module."""

    def play(self, live: list[Any], brief: Brief, /) -> Iterator[Step]:
        """Write one turn into `live`, which is empty at first."""
        ...

    def content_of(self, live: list[Any], /) -> str:
        """The message's plain content."""
        ...


@dataclass(frozen=True, slots=True)
class Generation:
    """A turn under way, or one that was."""

    chat: Chat
    message: Message
    turn: Turn
    behaviour: Behaviour


def begin(store: Store, script: Script, chat: Chat, wish: Wish, *, background: bool = False) -> Generation:
    """Add what the user wrote and the assistant message that answers it, and let the answer begin.

    A turn that ends with a task makes no version, as at the real service.

    Args:
        store: where they are kept.
        script: tells the turn in the chat's API version.
        chat: the chat.
        wish: what the user asks for.
        background: nobody waits: the turn takes the time set for asynchronous ones.
    """
    answer = _add_messages(store, chat, wish)
    before: Files = {} if chat.current_version is None else chat.current_version.files
    if wish.behaviour.task is None:
        answer.version = store.add_version(chat, before, "pending")
    story = Story.of(answer.request, "" if wish.answered is None else wish.text)

    def write_files() -> None:
        if answer.version is not None:
            answer.version.files = _written(before, story)

    def settle(reason: FinishReason) -> None:
        answer.content = script.content_of(answer.live)
        answer.characters = len(wish.text), len(str(answer.live))
        answer.task = wish.behaviour.task if reason == "tool-calls" else None
        answer.finish_reason = reason
        answer.updated_at = chat.updated_at = store.now()
        if answer.version is not None:
            answer.version.status = "failed" if reason == "error" else "completed"
            answer.version.updated_at = answer.updated_at

    brief = Brief(
        story=story,
        behaviour=wish.behaviour,
        titled=chat.title is not None,
        edits=PAGE in before,
        request_id=_add_setup(chat, answer, wish.behaviour),
        now=store.now,
        write_files=write_files,
    )

    def steps() -> Iterator[Step]:
        for step in script.play(answer.live, brief):
            if step.kind == "title":
                chat.title = step.value
            yield step

    pace = store.pace(wish.behaviour)
    if background:
        rehearsal = replace(brief, now=lambda: "", write_files=lambda: None)
        pace = store.background_pace(wish.behaviour, sum(1 for _ in script.play([], rehearsal)))
    turn = Turn(steps(), settle, pace)
    store.play(answer, turn)
    return Generation(chat, answer, turn, wish.behaviour)


def _add_messages(store: Store, chat: Chat, wish: Wish) -> Message:
    """Add what the user wrote, and the message that will answer it."""
    lag = wish.behaviour.lag
    question = store.add_message(chat, "user", wish.text, lag=lag)
    question.kind, question.attachments = wish.kind, wish.attachments
    chat.text = chat.text or wish.text
    answer = store.add_message(chat, "assistant", lag=lag)
    answer.request = wish.text if wish.answered is None else wish.answered.request
    return answer


def _add_setup(chat: Chat, answer: Message, behaviour: Behaviour) -> str:
    """Prepare the connector set-up that the turn may end with, and name it."""
    request_id = f"setup_{answer.id}"
    if behaviour.task == "connect":
        chat.setups[request_id] = Setup(behaviour.setup_pending, behaviour.setup_fails)
    return request_id


def _written(before: Files, story: Story) -> Files:
    """The files with the generated ones among them. What is locked stays, and so does a package that exists."""
    page, package = File(PAGE, story.page.encode()), File(PACKAGE, story.package.encode())
    locked = PAGE in before and before[PAGE].locked
    return {**before, PAGE: before[PAGE] if locked else page, PACKAGE: before.get(PACKAGE, package)}
