"""What a command shows, apart from how: that is for plain lines, JSON lines or a terminal to say."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from attrs import frozen

from .. import PendingTask, models
from .exits import ExitCode

__all__ = ["Row", "Turn", "View", "out"]

Row = Sequence[str]


@frozen(kw_only=True)
class Turn:
    """What a turn came to, streamed or waited for."""

    chat_id: str
    message_id: str | None
    title: str | None = None
    text: str = ""
    usage: models.Usage | None = None
    finish_reason: str | None = None
    task: PendingTask | None = None


class View(Protocol):
    """Shows what happens, as it happens."""

    def live(self) -> AbstractContextManager[object]:
        """While a turn is under way."""
        ...

    def chat(self, chat_id: str) -> None:
        """The chat is known."""
        ...

    def title(self, title: str) -> None:
        """The chat has a title, or another one."""
        ...

    def grow(self, kind: str, piece: str) -> None:
        """Prose (`text` or `thinking`) has grown by this piece."""
        ...

    def under_way(self, part: Mapping[str, Any]) -> None:
        """A part other than prose is being made."""
        ...

    def whole(self, index: int, part: Mapping[str, Any]) -> None:
        """A part is whole, prose included. Parts come in order."""
        ...

    def progress(self, text: str) -> None:
        """How far a turn is that is waited for."""
        ...

    def resumed(self, attempt: int, reason: str) -> None:
        """The stream broke off and was joined again."""
        ...

    def turn(self, turn: Turn) -> None:
        """A turn is over."""
        ...

    def waiting(self, task: PendingTask) -> None:
        """The agent waits for a person, and there is nobody to ask here."""
        ...

    def saved(self, directory: Path, files: Sequence[str]) -> None:
        """Files were written."""
        ...

    def failed(self, code: ExitCode, text: str, chat_id: str | None) -> None:
        """The command ends early; stderr tells it to people."""
        ...

    def message(self, message: models.Message) -> None:
        """One message of a chat."""
        ...

    def record(self, value: Mapping[str, Any], fields: Sequence[tuple[str, str]]) -> None:
        """One thing: its JSON, and the fields of it that people want to see."""
        ...

    def rows(self, header: Row, rows: Sequence[tuple[Mapping[str, Any], Row]]) -> None:
        """Many things: the JSON of each, and its cells in a table."""
        ...


def out(text: str) -> None:
    """Write to stdout at once."""
    sys.stdout.write(text)
    sys.stdout.flush()
