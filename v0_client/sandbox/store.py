"""All chats of one sandbox, and the clock and the numbering they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

import anyio
from anyio.abc import TaskGroup

from .clock import Clock, Ids, written
from .records import Api, Chat, Files, Message, Role, Version
from .running import RunningTurn
from .scripts import Scripts
from .turns import Turn
from .wire import RejectError
from .words import Words

AUTHOR = "user_sandbox"

Revision: TypeAlias = Literal["both", "documented", "later"]


class Settings(Protocol):
    """What the user of the sandbox chose; read anew wherever it matters, so that changes take effect at once."""

    api_key: str
    pace: float
    async_seconds: float | None
    async_polls: int | None
    retry_after: int
    revision: Revision

    @property
    def base_url(self) -> str: ...

    @property
    def seed(self) -> int | None: ...

    @property
    def starts_at(self) -> datetime | None: ...


class Store:
    """All chats of one sandbox.

    Args:
        settings: what the user chose.
        scripts: what the user said comes next.
        turns: where generations run, independent of the request that started them.
    """

    def __init__(self, settings: Settings, scripts: Scripts, turns: TaskGroup) -> None:
        self.settings = settings
        self.clock: Clock = Clock(settings.starts_at)
        self._scripts = scripts
        self._turns = turns
        self._chats: dict[str, Chat] = {}
        self._ids = Ids(settings.seed)
        self._refusals: Counter[str] = Counter()

    def new_id(self, kind: str) -> str:
        return self._ids.next(kind)

    def now(self) -> str:
        """The time as the API writes it; no two answers are equal."""
        return written(self.clock.now())

    def next_turn(self, prompt: str) -> Turn:
        """What comes of a prompt: what a script says, else the words in it.

        Raises:
            RejectError: what a script or the words say, or 422 for words that mean nothing.
        """
        scripted = self._scripts.take(prompt)
        if isinstance(scripted, Turn):
            return scripted
        if scripted is not None:
            raise RejectError(scripted.status, scripted.message, headers=_retry_after(scripted.retry_after))
        words = Words.of(prompt)
        if self._refusals[prompt] < words.rate_limits + words.server_errors:
            self._refusals[prompt] += 1
            if self._refusals[prompt] <= words.rate_limits:
                raise RejectError(429, "Too many requests", headers=_retry_after(self.settings.retry_after))
            raise RejectError(500, "An unexpected error occurred")
        return words.turn

    # --- writing

    def create_chat(
        self, api: Api, *, privacy: str, metadata: dict[str, str], title: str | None = None, lag: float = 0.0
    ) -> Chat:
        now = self.now()
        visible_from = anyio.current_time() + lag
        chat = Chat(self.new_id("chat"), api, now, now, privacy, metadata, title, visible_from=visible_from)
        self._chats[chat.id] = chat
        return chat

    def copy_chat(self, chat: Chat, *, privacy: str, title: str | None, until: Version | None = None) -> Chat:
        """A new chat with the history of another: all that is finished, or only what led to one version."""
        copy = self.create_chat(chat.api, privacy=privacy, metadata=dict(chat.metadata), title=title)
        copy.text, copy.project_id, copy.setups = chat.text, chat.project_id, dict(chat.setups)
        copy.model_configuration = chat.model_configuration
        versions = chat.versions if until is None else chat.versions[: chat.versions.index(until) + 1]
        messages = chat.messages if until is None else _until(chat.messages, until.message_id)
        messages = [message for message in messages if message.finished]
        ids: dict[str | None, str] = {message.id: self.new_id("msg") for message in messages}
        twins = {
            version.id: replace(version, id=self.new_id("version"), message_id=ids.get(version.message_id))
            for version in versions
            if version.status != "pending"
        }
        copy.versions = list(twins.values())
        copy.messages = [
            replace(
                message,
                id=ids[message.id],
                parent_id=ids.get(message.parent_id),
                version=None if message.version is None else twins.get(message.version.id),
            )
            for message in messages
        ]
        return copy

    def delete_chat(self, chat: Chat) -> None:
        """Forget the chat, ending what is still generated in it."""
        del self._chats[chat.id]
        for turn in chat.turns:
            turn.stop()

    def add_message(self, chat: Chat, role: Role, content: str = "", *, lag: float = 0.0) -> Message:
        now = self.now()
        parent = chat.messages[-1].id if chat.messages else None
        visible_from = anyio.current_time() + lag
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

    def play(self, turn: RunningTurn, slow: float) -> None:
        """Start a generation; it goes on when the client that asked for it is gone.

        Args:
            turn: the generation.
            slow: seconds that pass between two steps at least.
        """
        self._turns.start_soon(turn.play, lambda: max(self.settings.pace, slow))

    def play_in_background(self, turn: RunningTurn, slow: float, steps: int) -> None:
        """Start an asynchronous generation of so many steps, unless it waits to be finished."""
        if not turn.awaits_polls and self.settings.async_seconds is not None:
            delay = max(self.settings.async_seconds / steps, slow)
            self._turns.start_soon(turn.play, lambda: delay)

    def finish(self, chat_id: str | None) -> None:
        """Finish what is generated in a chat, or in all.

        Raises:
            ValueError: there is no such chat.
        """
        if chat_id is not None and chat_id not in self._chats:
            raise ValueError(
                f"chat_id: the sandbox has no chat {chat_id!r}, only {', '.join(self._chats) or 'none yet'}"
            )
        for chat in self._chats.values() if chat_id is None else (self._chats[chat_id],):
            for turn in chat.turns:
                turn.finish()

    # --- reading

    def chats(self, api: Api) -> list[Chat]:
        """The chats of this API version, newest first."""
        return [chat for chat in reversed(self._chats.values()) if chat.api == api and _visible(chat)]

    def chat(self, api: Api, chat_id: str) -> Chat:
        """Find a chat of this API version.

        Raises:
            RejectError: 404.
        """
        chat = self._chats.get(chat_id)
        if chat is None or chat.api != api or not _visible(chat):
            raise RejectError(404, "Chat not found", code="chat_not_found")
        return chat

    def messages(self, chat: Chat) -> list[Message]:
        """The messages of a chat, newest first."""
        return [message for message in reversed(chat.messages) if _visible(message)]

    def message(self, chat: Chat, message_id: str) -> Message:
        """Find a message of a chat.

        Raises:
            RejectError: 404.
        """
        for message in self.messages(chat):
            if message.id == message_id:
                return message
        raise RejectError(404, "Message not found", code="message_not_found")

    def version(self, chat: Chat, version_id: str) -> Version:
        """Find a version of a chat.

        Raises:
            RejectError: 404.
        """
        for version in chat.versions:
            if version.id == version_id:
                return version
        raise RejectError(404, "Version not found", code="version_not_found")


def _visible(thing: Chat | Message) -> bool:
    return anyio.current_time() >= thing.visible_from


def _until(messages: Iterable[Message], last: str | None) -> list[Message]:
    """The messages up to the one with this id; none without an id."""
    found: list[Message] = []
    for message in messages if last is not None else ():
        found.append(message)
        if message.id == last:
            break
    return found


def _retry_after(seconds: int | None) -> Mapping[str, str]:
    return {} if seconds is None else {"Retry-After": str(seconds)}
