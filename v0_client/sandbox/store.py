"""All chats of one sandbox, with its settings, its clock and its ids."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol, TypeAlias

import anyio
from anyio.abc import TaskGroup

from .entities import Api, Chat, Files, Message, Role, Version
from .json_api import JsonObject, not_found
from .turn import Turn
from .turn_runner import RunningTurn
from .turn_selection import Scripts, TurnSelector
from .workspace import Workspace

AUTHOR = "user_sandbox"
TEAM = "team_sandbox"

Revision: TypeAlias = Literal["both", "documented", "later"]
BillingType: TypeAlias = Literal["token", "legacy"]

_TICK = timedelta(milliseconds=1)


class Settings(Protocol):
    """The settings of the sandbox; read wherever they matter, so that changes take effect at once."""

    api_key: str
    pace: float
    async_seconds: float | None
    pending_reads: int | None
    retry_after: int
    revision: Revision
    billing: BillingType

    @property
    def base_url(self) -> str: ...

    @property
    def seed(self) -> int | None: ...

    @property
    def starts_at(self) -> datetime | None: ...


class Clock:
    """Never returns the same time twice, so that times show the order of events.

    Args:
        start: the first time; each further one is a millisecond later. None: the time of day.
    """

    def __init__(self, start: datetime | None) -> None:
        self._follows_time_of_day = start is None
        self._last = datetime.min.replace(tzinfo=UTC) if start is None else start.astimezone(UTC) - _TICK

    def now(self) -> datetime:
        self._last += _TICK
        if self._follows_time_of_day:
            self._last = max(self._last, datetime.now(UTC))
        return self._last


class IdGenerator:
    """Numbers the ids of each kind.

    Args:
        seed: makes ids look like those of the service: the same for the same seed, different for another.
    """

    def __init__(self, seed: int | None) -> None:
        self._seed = seed
        self._counts: Counter[str] = Counter()

    def next(self, kind: str) -> str:
        self._counts[kind] += 1
        number = self._counts[kind]
        if self._seed is None:
            return f"{kind}_sandbox{number:04d}"
        return f"{kind}_{hashlib.sha256(f'{self._seed} {kind} {number}'.encode()).hexdigest()[:16]}"


class Store:
    """All chats of one sandbox.

    Args:
        settings: the settings of the sandbox.
        scripts: the turns that the test scripted.
        tasks: the task group of the running turns, which do not depend on the request that started them.
    """

    def __init__(self, settings: Settings, scripts: Scripts, tasks: TaskGroup) -> None:
        self.settings = settings
        self.clock: Clock = Clock(settings.starts_at)
        self._selector = TurnSelector(scripts)
        self._tasks = tasks
        self._chats: dict[str, Chat] = {}
        self._ids = IdGenerator(settings.seed)
        self.workspace: Workspace = Workspace(self.new_id, self.now)

    def new_id(self, kind: str) -> str:
        return self._ids.next(kind)

    def now(self) -> str:
        """The time in the API's format, different in each call."""
        return format_time(self.clock.now())

    def select_turn(self, prompt: str) -> Turn:
        """The turn for a prompt: scripted, or described by directives in it.

        Raises:
            RejectError: the status that a script or a directive chose, or 422 for invalid directives.
        """
        return self._selector.select(prompt, retry_after=self.settings.retry_after)

    # --- writing

    def create_chat(
        self, api: Api, *, privacy: str, metadata: dict[str, str], title: str | None = None, visible_after: float = 0.0
    ) -> Chat:
        now = self.now()
        visible_from = anyio.current_time() + visible_after
        chat = Chat(self.new_id("chat"), api, now, now, privacy, metadata, title, visible_from=visible_from)
        self._chats[chat.id] = chat
        return chat

    def copy_chat(self, chat: Chat, *, privacy: str, title: str | None, until: Version | None = None) -> Chat:
        """A new chat with the history of another: everything finished, or only what led to one version."""
        copy = self.create_chat(chat.api, privacy=privacy, metadata=dict(chat.metadata), title=title)
        copy.text, copy.project_id, copy.connector_setups = chat.text, chat.project_id, dict(chat.connector_setups)
        copy.model_configuration = chat.model_configuration
        versions = chat.versions if until is None else chat.versions[: chat.versions.index(until) + 1]
        messages = chat.messages if until is None else _messages_until(chat.messages, until.message_id)
        messages = [message for message in messages if message.finished]
        ids: dict[str | None, str] = {message.id: self.new_id("msg") for message in messages}
        copies = {
            version.id: replace(version, id=self.new_id("version"), message_id=ids.get(version.message_id))
            for version in versions
            if version.status != "pending"
        }
        copy.versions = list(copies.values())
        copy.messages = [
            replace(
                message,
                id=ids[message.id],
                parent_id=ids.get(message.parent_id),
                version=None if message.version is None else copies.get(message.version.id),
            )
            for message in messages
        ]
        return copy

    def delete_chat(self, chat: Chat) -> None:
        """Delete the chat and stop its turns."""
        del self._chats[chat.id]
        for turn in chat.turns:
            turn.stop()

    def assign_project(self, chat: Chat, project: JsonObject | None) -> None:
        """Put the chat into a project, or into none."""
        chat.project_id = None if project is None else project["id"]
        chat.vercel_project_id = None if project is None else project.get("vercelProjectId")

    def add_message(self, chat: Chat, role: Role, content: str = "", *, visible_after: float = 0.0) -> Message:
        now = self.now()
        parent = chat.messages[-1].id if chat.messages else None
        visible_from = anyio.current_time() + visible_after
        message = Message(self.new_id("msg"), role, now, now, content, parent_id=parent, visible_from=visible_from)
        chat.messages.append(message)
        chat.updated_at = now
        return message

    def add_version(self, chat: Chat, files: Files, status: Literal["pending", "completed"] = "completed") -> Version:
        now = self.now()
        message_id = chat.messages[-1].id if chat.messages else None
        version = Version(self.new_id("version"), now, now, files, status, message_id)
        chat.versions.append(version)
        chat.updated_at = now
        return version

    def run(self, turn: RunningTurn, event_delay: float) -> None:
        """Run a turn, whether or not the client that asked for it stays connected.

        Args:
            turn: the turn.
            event_delay: minimum seconds between two updates.
        """
        self._tasks.start_soon(turn.run, lambda: max(self.settings.pace, event_delay))

    def run_in_background(self, turn: RunningTurn, event_delay: float, update_count: int) -> None:
        """Run an asynchronous turn in `async_seconds`, unless reads or `finish` advance it."""
        if not turn.advances_by_reads and self.settings.async_seconds is not None:
            delay = max(self.settings.async_seconds / update_count, event_delay)
            self._tasks.start_soon(turn.run, lambda: delay)

    def finish(self, chat_id: str | None) -> None:
        """Finish the turns of a chat, or of all chats.

        Raises:
            ValueError: no chat has this id.
        """
        if chat_id is not None and chat_id not in self._chats:
            raise ValueError(
                f"chat_id: the sandbox has no chat {chat_id!r}, only {', '.join(self._chats) or 'none yet'}"
            )
        for chat in self._chats.values() if chat_id is None else (self._chats[chat_id],):
            for turn in chat.turns:
                turn.finish()

    # --- reading

    def find_chat(self, chat_id: str) -> Chat | None:
        """A chat of either API version, or None."""
        return self._chats.get(chat_id)

    def chats(self, api: Api) -> list[Chat]:
        """The chats of an API version, newest first."""
        return [chat for chat in reversed(self._chats.values()) if chat.api == api and _is_visible(chat)]

    def chat(self, api: Api, chat_id: str) -> Chat:
        """A chat of an API version.

        Raises:
            RejectError: 404.
        """
        chat = self._chats.get(chat_id)
        if chat is None or chat.api != api or not _is_visible(chat):
            raise not_found("chat")
        return chat

    def messages(self, chat: Chat) -> list[Message]:
        """The messages of a chat, newest first."""
        return [message for message in reversed(chat.messages) if _is_visible(message)]

    def message(self, chat: Chat, message_id: str) -> Message:
        """A message of a chat.

        Raises:
            RejectError: 404.
        """
        for message in self.messages(chat):
            if message.id == message_id:
                return message
        raise not_found("message")

    def version(self, chat: Chat, version_id: str) -> Version:
        """A version of a chat.

        Raises:
            RejectError: 404.
        """
        for version in chat.versions:
            if version.id == version_id:
                return version
        raise not_found("version")


def format_time(time: datetime) -> str:
    """A time in the API's format."""
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _is_visible(entity: Chat | Message) -> bool:
    return anyio.current_time() >= entity.visible_from


def _messages_until(messages: Iterable[Message], last: str | None) -> list[Message]:
    """The messages up to the one with this id; none without an id."""
    found: list[Message] = []
    for message in messages if last is not None else ():
        found.append(message)
        if message.id == last:
            break
    return found
