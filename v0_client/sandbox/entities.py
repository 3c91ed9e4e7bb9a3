"""The entities that the sandbox keeps in memory: chats, messages, versions, files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from .agent_tasks import ConnectorSetup, Task
from .json_api import JsonObject, RejectError
from .turn_runner import FinishReason, RunningTurn
from .usage import UsageRecord
from .validation import MAX_METADATA_ENTRIES

Api: TypeAlias = Literal["v1", "v2"]
Role: TypeAlias = Literal["user", "assistant"]

DEFAULT_MODEL = "v0-pro"


@dataclass(frozen=True, slots=True)
class File:
    name: str
    data: bytes
    locked: bool = False
    """The model does not change a locked file."""

    @property
    def text(self) -> str | None:
        """The content as text; None where it is binary."""
        try:
            return self.data.decode()
        except UnicodeDecodeError:
            return None


Files: TypeAlias = Mapping[str, File]
"""Files by name. Never mutated: versions share them."""


@dataclass
class Version:
    id: str
    created_at: str
    updated_at: str
    files: Files
    status: Literal["pending", "completed", "failed"] = "pending"
    message_id: str | None = None
    """The newest message when the version was created."""


@dataclass
class Message:
    id: str
    role: Role
    created_at: str
    updated_at: str
    content: str = ""
    kind: str = "message"
    """The message's `type` in v1."""
    live: list[Any] = field(default_factory=list[Any])
    """The content that the stream's deltas build: v2 parts, v1 experimental content."""
    finish_reason: FinishReason | None = None
    parent_id: str | None = None
    attachments: Sequence[JsonObject] = ()
    request: str = ""
    """The user's request that an assistant message works on, also after answers to tasks."""
    usage: UsageRecord | None = None
    """What the turn used; None until it is finished."""
    task: Task | None = None
    """The pending task at the end of the turn."""
    version: Version | None = None
    turn: RunningTurn | None = None
    visible_from: float = 0.0
    """Time of the event loop's clock before which the message is not found."""

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
    connector_setups: dict[str, ConnectorSetup] = field(default_factory=dict[str, ConnectorSetup])
    """By request id."""
    visible_from: float = 0.0
    """Time of the event loop's clock before which the chat is not found."""

    @property
    def model(self) -> str:
        model: str = self.model_configuration.get("modelId", DEFAULT_MODEL)
        return model

    @property
    def newest_assistant(self) -> Message | None:
        return next((message for message in reversed(self.messages) if message.role == "assistant"), None)

    @property
    def turns(self) -> list[RunningTurn]:
        """The turns, including finished ones."""
        return [message.turn for message in self.messages if message.turn is not None]

    @property
    def latest_version(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    @property
    def current_version(self) -> Version | None:
        """The newest completed version with files: the one a preview shows and an edit starts from."""
        return next(
            (version for version in reversed(self.versions) if version.status == "completed" and version.files), None
        )

    def restorable(self, message: Message) -> bool:
        """Whether the message created files that are not the current ones."""
        own, current = message.version, self.current_version
        return own is not None and own.status == "completed" and current is not None and own.files != current.files

    def merge_metadata(self, update: Mapping[str, str | None] | None) -> None:
        """Add entries; a value of None removes its key, None instead of a mapping removes all.

        Raises:
            RejectError: 422 if too many entries would remain.
        """
        merged = {**self.metadata, **update} if update is not None else {}
        metadata = {key: value for key, value in merged.items() if value is not None}
        if len(metadata) > MAX_METADATA_ENTRIES:
            raise RejectError(422, f"metadata: at most {MAX_METADATA_ENTRIES} entries may remain")
        self.metadata = metadata
