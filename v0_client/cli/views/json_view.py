"""JSON lines for scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from ... import PendingTask, models
from ..exit_codes import ExitCode
from ..standard_output import write_out
from .view import Row, Turn

__all__ = ["JsonView"]


class JsonView:
    """One JSON object per line: the events of a turn, otherwise the objects of the API themselves."""

    def __init__(self) -> None:
        self._has_text = False
        self._starts_part = True

    def live(self) -> AbstractContextManager[object]:
        return nullcontext()

    def chat(self, chat_id: str) -> None:
        self._event("chat", chatId=chat_id)

    def title(self, title: str) -> None:
        self._event("title", title=title)

    def text_delta(self, kind: str, text: str) -> None:
        if kind == "text":
            # As in the text of the result, a blank line separates the texts of two parts.
            text = f"\n\n{text}" if self._has_text and self._starts_part else text
            self._has_text = True
        self._starts_part = False
        self._event("delta", type=kind, text=text)

    def part_progress(self, part: Mapping[str, Any]) -> None:
        pass

    def part_done(self, index: int, part: Mapping[str, Any]) -> None:
        self._starts_part = True
        self._event("part", index=index, part=part)

    def progress(self, text: str) -> None:
        self._event("progress", text=text)

    def resumed(self, attempt: int, reason: str) -> None:
        self._event("resumed", attempt=attempt, reason=reason)

    def turn(self, turn: Turn) -> None:
        self._has_text = False  # another turn has a text of its own
        self._event(
            "result",
            chatId=turn.chat_id,
            messageId=turn.message_id,
            title=turn.title,
            text=turn.text,
            finishReason=turn.finish_reason,
            usage=turn.usage.to_dict() if turn.usage else None,
            webUrl=turn.web_url,
            previewUrl=turn.preview_url,
        )

    def waiting(self, task: PendingTask) -> None:
        self._event("waiting", kind=task.kind, part=task.part.to_dict())

    def saved(self, directory: Path, files: Sequence[str]) -> None:
        self._event("saved", directory=str(directory), files=list(files))

    def failed(self, code: ExitCode, text: str, chat_id: str | None) -> None:
        self._event("error", code=code, message=text, chatId=chat_id)

    def message(self, message: models.Message) -> None:
        write_json(message.to_dict())

    def record(self, value: Mapping[str, Any], fields: Sequence[tuple[str, str]]) -> None:
        del fields
        write_json(value)

    def rows(self, header: Row, rows: Sequence[tuple[Mapping[str, Any], Row]]) -> None:
        del header
        for value, _ in rows:
            write_json(value)

    def _event(self, event: str, **fields: object) -> None:
        write_json({"event": event, **fields})


def write_json(value: Mapping[str, Any]) -> None:
    # Escaped to printable ASCII: no terminal obeys it, and no encoding or reader of lines breaks on it.
    write_out(json.dumps(value, separators=(",", ":")) + "\n")
