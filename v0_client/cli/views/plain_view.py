"""Plain lines for pipes and logs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from ... import PendingTask, models
from ..exit_codes import ExitCode
from ..part_descriptions import describe, format_usage, shown_output
from ..part_renderer import render_message
from ..printable import Cleaner, clean, one_line
from ..standard_output import write_out
from ..task_descriptions import describe_task
from .view import Row, Turn

__all__ = ["PlainView"]


class PlainView:
    """No colour and no redrawing; text as it arrives.

    Args:
        quiet: Print the agent's text only.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._after = "blank"  # what was written last: a "line", "prose" or a "blank" line
        self._prose: Cleaner | None = None  # of the prose in progress

    def live(self) -> AbstractContextManager[object]:
        return nullcontext()

    def chat(self, chat_id: str) -> None:
        self._line(f"chat: {one_line(chat_id)}")

    def title(self, title: str) -> None:
        pass  # shown once, at the end

    def text_delta(self, kind: str, text: str) -> None:
        if self._quiet and kind != "text":
            return
        if self._prose is None:
            self._prose = Cleaner()
            self._blank()
            self._after = "prose"
            write_out("thinking: " if kind == "thinking" else "")
        write_out(self._prose.feed(text))

    def part_progress(self, part: Mapping[str, Any]) -> None:
        pass

    def part_done(self, index: int, part: Mapping[str, Any]) -> None:
        del index
        if part.get("type") in ("text", "thinking"):
            self._end_prose()
            return
        step = describe(part)
        self._line(f"{step.label}: {step.text}")
        for line in [*shown_output(step), *filter(None, [step.note])]:
            self._line(f"  {line}")

    def progress(self, text: str) -> None:
        self._line(f"progress: {one_line(text)}")

    def resumed(self, attempt: int, reason: str) -> None:
        self._line(f"resumed: {attempt}, after: {one_line(reason)}")

    def turn(self, turn: Turn) -> None:
        fields = {
            "title": turn.title,
            "finished": turn.finish_reason,
            "usage": format_usage(turn.usage),
            "address": turn.web_url,
            "preview": turn.preview_url,
        }
        self._section()
        for name, value in fields.items():
            if value:
                self._line(f"{name}: {one_line(value)}")

    def waiting(self, task: PendingTask) -> None:
        self._section()
        for line in describe_task(task):
            self._line(line)

    def saved(self, directory: Path, files: Sequence[str]) -> None:
        for file in files:
            self._line(f"saved: {one_line(directory / file)}")

    def failed(self, code: ExitCode, text: str, chat_id: str | None) -> None:
        del code, text, chat_id
        self._end_prose()

    def message(self, message: models.Message) -> None:
        self._section()
        self._line(one_line(f"{message.role or 'message'}: {message.id} {message.created_at or ''}"))
        render_message(self, message)

    def record(self, value: Mapping[str, Any], fields: Sequence[tuple[str, str]]) -> None:
        del value
        for name, shown in fields:
            self._line(f"{name}: {one_line(shown)}")

    def rows(self, header: Row, rows: Sequence[tuple[Mapping[str, Any], Row]]) -> None:
        del header
        for _, row in rows:
            write_out("\t".join(map(one_line, row)) + "\n")

    def _end_prose(self) -> None:
        if self._prose is not None:
            prose, self._prose = self._prose, None
            write_out(prose.feed("", is_last=True) + "\n")

    def _section(self) -> None:
        if not self._quiet:
            self._blank()

    def _blank(self) -> None:
        if self._after != "blank":
            write_out("\n")
        self._after = "blank"

    def _line(self, text: str) -> None:
        if self._quiet:
            return
        if self._after == "prose":
            self._blank()
        self._after = "line"
        write_out(clean(text) + "\n")
