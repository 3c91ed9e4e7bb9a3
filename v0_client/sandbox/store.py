"""What the sandbox remembers: chats, their messages and versions, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Protocol, TypeAlias

import anyio
from anyio.abc import TaskGroup

from .behaviour import Behaviour
from .turn import FinishReason, Turn
from .wire import JsonObject, RejectError

AUTHOR = "user_sandbox"

Api: TypeAlias = Literal["v1", "v2"]
Revision: TypeAlias = Literal["both", "documented", "later"]


class Settings(Protocol):
    """What the user of the sandbox chose; read anew wherever it matters, so that changes take effect at once."""

    api_key: str
    pace: float
    async_seconds: float
    retry_after: int
    revision: Revision

    @property
    def base_url(self) -> str: ...


@dataclass
class File:
    name: str
    content: str
    locked: bool = False


@dataclass
class Version:
    id: str
    created_at: str
    updated_at: str
    status: Literal["pending", "completed", "failed"] = "pending"
    files: list[File] = field(default_factory=list[File])


@dataclass
class Message:
    id: str
    role: Literal["user", "assistant"]
    created_at: str
    updated_at: str
    content: str = ""
    live: list[Any] = field(default_factory=list[Any])
    """What the stream's deltas build: v2 parts, v1 experimental content."""
    finish_reason: FinishReason | None = None
    parent_id: str | None = None
    attachments: Sequence[JsonObject] = ()
    usage: JsonObject = field(default_factory=dict[str, Any])
    turn: Turn | None = None


@dataclass
class Chat:
    id: str
    api: Api
    created_at: str
    updated_at: str
    privacy: str
    metadata: dict[str, str]
    title: str | None = None
    project_id: str | None = None
    model_configuration: JsonObject | None = None
    text: str = ""
    messages: list[Message] = field(default_factory=list[Message])
    version: Version | None = None
    visible_from: float = 0.0
    """On the clock of the event loop: before it, reading the chat answers 404."""

    def newest_assistant(self) -> Message | None:
        return next((message for message in reversed(self.messages) if message.role == "assistant"), None)


class Store:
    """All chats of one sandbox.

    Args:
        settings: what the user chose.
        turns: where generations run, independent of the request that started them.
    """

    def __init__(self, settings: Settings, turns: TaskGroup) -> None:
        self.settings = settings
        self._turns = turns
        self._chats: dict[str, Chat] = {}
        self._ids: Counter[str] = Counter()
        self._refusals: Counter[str] = Counter()
        self._last = datetime.min.replace(tzinfo=UTC)

    def new_id(self, kind: str) -> str:
        self._ids[kind] += 1
        return f"{kind}_sandbox{self._ids[kind]:04d}"

    def now(self) -> str:
        """The time as the API writes it; no two answers are equal, so that times order what happened."""
        self._last = max(datetime.now(UTC), self._last + timedelta(milliseconds=1))
        return self._last.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def refuse_if_asked(self, prompt: str, behaviour: Behaviour) -> None:
        """Answer 429 or 500 as often as the prompt's words ask for.

        Raises:
            RejectError: 429 with Retry-After, or 500.
        """
        if self._refusals[prompt] < behaviour.rate_limits + behaviour.server_errors:
            self._refusals[prompt] += 1
            if self._refusals[prompt] <= behaviour.rate_limits:
                headers = {"Retry-After": str(self.settings.retry_after)}
                raise RejectError(429, "Too many requests", headers=headers)
            raise RejectError(500, "An unexpected error occurred")

    def create_chat(
        self,
        api: Api,
        *,
        privacy: str,
        metadata: dict[str, str],
        title: str | None = None,
        project_id: str | None = None,
        model_configuration: JsonObject | None = None,
        lag: float = 0.0,
    ) -> Chat:
        now = self.now()
        chat = Chat(
            self.new_id("chat"),
            api,
            now,
            now,
            privacy,
            metadata,
            title,
            project_id,
            model_configuration,
            visible_from=anyio.current_time() + lag,
        )
        self._chats[chat.id] = chat
        return chat

    def add_message(self, chat: Chat, role: Literal["user", "assistant"], content: str = "") -> Message:
        now = self.now()
        parent = chat.messages[-1].id if chat.messages else None
        message = Message(self.new_id("msg"), role, now, now, content, parent_id=parent)
        chat.messages.append(message)
        chat.updated_at = now
        return message

    def add_version(self, chat: Chat) -> Version:
        now = self.now()
        chat.version = Version(self.new_id("version"), now, now)
        return chat.version

    def play(self, message: Message, turn: Turn) -> None:
        """Start a generation; it goes on when the client that asked for it is gone."""
        message.turn = turn
        self._turns.start_soon(turn.play)

    def pace(self, behaviour: Behaviour) -> Callable[[], float]:
        """The delay after each step of a generation that is streamed or waited for."""
        return lambda: max(self.settings.pace, behaviour.slow)

    def background_pace(self, behaviour: Behaviour, steps: int) -> Callable[[], float]:
        """The delay after each of so many steps of an asynchronous generation."""
        delay = max(self.settings.async_seconds / steps, behaviour.slow)
        return lambda: delay

    def chat(self, api: Api, chat_id: str) -> Chat:
        """Find a chat of this API version.

        Raises:
            RejectError: 404.
        """
        chat = self._chats.get(chat_id)
        if chat is None or chat.api != api or anyio.current_time() < chat.visible_from:
            raise RejectError(404, "Chat not found", code="chat_not_found")
        return chat

    def message(self, chat: Chat, message_id: str) -> Message:
        """Find a message of a chat.

        Raises:
            RejectError: 404.
        """
        for message in chat.messages:
            if message.id == message_id:
                return message
        raise RejectError(404, "Message not found", code="message_not_found")
