"""What the sandbox remembers of a chat: messages, versions, files, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from .running import FinishReason, RunningTurn
from .tasks import Setup, Task
from .wire import JsonObject, RejectError

Api: TypeAlias = Literal["v1", "v2"]
Role: TypeAlias = Literal["user", "assistant"]

METADATA_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class File:
    name: str
    data: bytes
    locked: bool = False
    """The model leaves the file as it is."""

    @property
    def text(self) -> str | None:
        """The content as text; None where it is none, a picture's, say."""
        try:
            return self.data.decode()
        except UnicodeDecodeError:
            return None


Files: TypeAlias = Mapping[str, File]
"""Files by name. Never changed in place: versions share them."""


@dataclass
class Version:
    id: str
    created_at: str
    updated_at: str
    files: Files
    status: Literal["pending", "completed", "failed"] = "pending"
    message_id: str | None = None
    """The newest message at the time it was made."""


@dataclass
class Message:
    id: str
    role: Role
    created_at: str
    updated_at: str
    content: str = ""
    kind: str = "message"
    """The `type` of v1."""
    live: list[Any] = field(default_factory=list[Any])
    """What the stream's deltas build: v2 parts, v1 experimental content."""
    finish_reason: FinishReason | None = None
    parent_id: str | None = None
    attachments: Sequence[JsonObject] = ()
    request: str = ""
    """What an assistant message works on: the user's request, also where an answer about it came in between."""
    characters: tuple[int, int] = (0, 0)
    """How many were read and written for it."""
    task: Task | None = None
    """What the turn ended to ask for."""
    version: Version | None = None
    turn: RunningTurn | None = None
    visible_from: float = 0.0
    """On the clock of the event loop: before it, the message is not found."""

    @property
    def finished(self) -> bool:
        return self.role == "user" or self.finish_reason is not None


@dataclass
class Chat:
    id: str
    api: Api
    created_at: str
    updated_at: str
    privacy: str
    metadata: dict[str, str]
    title: str | None = None
    text: str = ""
    project_id: str | None = None
    vercel_project_id: str | None = None
    branch: str | None = None
    favorite: bool = False
    model_configuration: JsonObject = field(default_factory=dict[str, Any])
    messages: list[Message] = field(default_factory=list[Message])
    versions: list[Version] = field(default_factory=list[Version])
    setups: dict[str, Setup] = field(default_factory=dict[str, Setup])
    """The connector set-ups that were asked for, by request id."""
    visible_from: float = 0.0
    """On the clock of the event loop: before it, the chat is not found."""

    @property
    def newest_assistant(self) -> Message | None:
        return next((message for message in reversed(self.messages) if message.role == "assistant"), None)

    @property
    def turns(self) -> list[RunningTurn]:
        """The generations in it, also those that are over."""
        return [message.turn for message in self.messages if message.turn is not None]

    @property
    def latest_version(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    @property
    def current_version(self) -> Version | None:
        """The newest version that is complete and has files: what a preview shows and what an edit starts from."""
        return next(
            (version for version in reversed(self.versions) if version.status == "completed" and version.files), None
        )

    def restorable(self, message: Message) -> bool:
        """Whether the message made files that are not the current ones."""
        made, current = message.version, self.current_version
        return made is not None and made.status == "completed" and current is not None and made.files != current.files

    def merge_metadata(self, change: Mapping[str, str | None] | None) -> None:
        """Add entries; a value of None removes its key, None as a whole removes all.

        Raises:
            RejectError: 422 where too many entries would remain.
        """
        merged = {**self.metadata, **change} if change is not None else {}
        metadata = {key: value for key, value in merged.items() if value is not None}
        if len(metadata) > METADATA_ENTRIES:
            raise RejectError(422, f"metadata: at most {METADATA_ENTRIES} entries may remain")
        self.metadata = metadata
