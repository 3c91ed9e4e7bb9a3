"""Lines for pipes and logs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from .. import PendingTask, models
from .blocked import lines_of
from .exits import ExitCode
from .teller import tell_message
from .view import Row, Turn, out
from .words import Cleaner, clean, describe, in_words, one_line, shown_output

__all__ = ["PlainView"]


class PlainView:
    """Lines for pipes and logs: no colour, no redraw, text as it comes.

    Args:
        quiet: Nothing but the text of the answer.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._after = "blank"  # what was written last: a "line", "prose" or a "blank" line
        self._prose: Cleaner | None = None  # of the prose that is being written

    def live(self) -> AbstractContextManager[object]:
        return nullcontext()

    def chat(self, chat_id: str) -> None:
        self._line(f"chat: {chat_id}")

    def title(self, title: str) -> None:
        pass  # told once, at the end

    def grow(self, kind: str, piece: str) -> None:
        if self._quiet and kind != "text":
            return
        if self._prose is None:
            self._prose = Cleaner()
            self._blank()
            self._after = "prose"
            out("thinking: " if kind == "thinking" else "")
        out(self._prose.feed(piece))

    def under_way(self, part: Mapping[str, Any]) -> None:
        pass

    def whole(self, index: int, part: Mapping[str, Any]) -> None:
        del index
        if part.get("type") in ("text", "thinking"):
            self._end_prose()
            return
        step = describe(part)
        self._line(f"{step.label}: {step.text}")
        for line in [*shown_output(step), *filter(None, [step.note])]:
            self._line(f"  {line}")

    def progress(self, text: str) -> None:
        self._line(f"progress: {text}")

    def resumed(self, attempt: int, reason: str) -> None:
        self._line(f"resumed: {attempt}, after: {one_line(reason)}")

    def turn(self, turn: Turn) -> None:
        fields = {"title": one_line(turn.title or ""), "finished": turn.finish_reason, "usage": in_words(turn.usage)}
        self._section()
        for name, value in fields.items():
            if value:
                self._line(f"{name}: {value}")

    def waiting(self, task: PendingTask) -> None:
        self._section()
        for line in lines_of(task):
            self._line(line)

    def saved(self, directory: Path, files: Sequence[str]) -> None:
        for file in files:
            self._line(f"saved: {directory / file}")

    def failed(self, code: ExitCode, text: str, chat_id: str | None) -> None:
        del code, text, chat_id
        self._end_prose()

    def message(self, message: models.Message) -> None:
        self._section()
        self._line(f"{message.role or 'message'}: {message.id} {message.created_at or ''}".rstrip())
        tell_message(self, message)

    def record(self, value: Mapping[str, Any], fields: Sequence[tuple[str, str]]) -> None:
        del value
        for name, shown in fields:
            self._line(f"{name}: {shown}")

    def rows(self, header: Row, rows: Sequence[tuple[Mapping[str, Any], Row]]) -> None:
        del header
        for _, row in rows:
            out("\t".join(map(one_line, row)) + "\n")

    def _end_prose(self) -> None:
        if self._prose is not None:
            out(self._prose.feed("", is_last=True) + "\n")
            self._prose = None

    def _section(self) -> None:
        if not self._quiet:
            self._blank()

    def _blank(self) -> None:
        if self._after != "blank":
            out("\n")
        self._after = "blank"

    def _line(self, text: str) -> None:
        if self._quiet:
            return
        if self._after == "prose":
            self._blank()
        self._after = "line"
        out(clean(text) + "\n")
