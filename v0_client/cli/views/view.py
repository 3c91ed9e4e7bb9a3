"""What commands show; how is up to a view: plain lines, JSON lines or a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from attrs import frozen

from ... import PendingTask, models
from ..chat_address import web_url
from ..exit_codes import ExitCode

__all__ = ["Row", "Turn", "View"]

Row = Sequence[str]


@frozen(kw_only=True)
class Turn:
    """A finished turn, streamed or polled."""

    chat_id: str
    message_id: str | None
    title: str | None = None
    text: str = ""
    usage: models.Usage | None = None
    finish_reason: str | None = None
    task: PendingTask | None = None
    preview_url: str | None = None

    @property
    def web_url(self) -> str:
        """The chat's page."""
        return web_url(self.chat_id)


class View(Protocol):
    """Shows what happens, as it happens."""

    def live(self) -> AbstractContextManager[object]:
        """The time during which a turn runs."""
        ...

    def chat(self, chat_id: str) -> None:
        """The chat is known."""
        ...

    def title(self, title: str) -> None:
        """The chat has a title, or a new one."""
        ...

    def text_delta(self, kind: str, text: str) -> None:
        """Prose (`text` or `thinking`) has grown by this text."""
        ...

    def part_progress(self, part: Mapping[str, Any]) -> None:
        """A part that is not prose is in progress."""
        ...

    def part_done(self, index: int, part: Mapping[str, Any]) -> None:
        """A part is complete, prose included. Parts come in order."""
        ...

    def progress(self, text: str) -> None:
        """The state of a turn that is polled."""
        ...

    def resumed(self, attempt: int, reason: str) -> None:
        """The stream was interrupted and resumed."""
        ...

    def turn(self, turn: Turn) -> None:
        """A turn is finished."""
        ...

    def waiting(self, task: PendingTask) -> None:
        """The agent waits for a person, and there is nobody to ask here."""
        ...

    def saved(self, directory: Path, files: Sequence[str]) -> None:
        """Files were written."""
        ...

    def failed(self, code: ExitCode, text: str, chat_id: str | None) -> None:
        """The command ends early; people read why on stderr."""
        ...

    def message(self, message: models.Message) -> None:
        """One message of a chat."""
        ...

    def record(self, value: Mapping[str, Any], fields: Sequence[tuple[str, str]]) -> None:
        """One object: its JSON, and the fields that people want to see."""
        ...

    def rows(self, header: Row, rows: Sequence[tuple[Mapping[str, Any], Row]]) -> None:
        """Many objects: the JSON of each, and its cells in a table."""
        ...
