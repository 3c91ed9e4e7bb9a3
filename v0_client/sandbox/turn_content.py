"""The content of a turn, step by step and independent of the API version: scripted, or the default."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from .agent_tasks import Task
from .entities import Files
from .json_api import JsonObject
from .turn import Turn
from .turn_runner import TurnUpdate

PAGE = "app/page.tsx"
PACKAGE = "package.json"

CHUNK_LENGTH = 24
"""Characters by which a text grows from one event to the next, unless that makes too many events."""

MAX_CHUNKS = 200
"""Events in which a text arrives at most: in v2 each has all of the text so far."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file is written or deleted.

    Attributes:
        path: the file's path.
        data: the new content; None deletes the file.
        operation: `create`, `update` or `delete`.
        streamed: whether streams show it.
    """

    path: str
    data: bytes | None
    operation: str
    streamed: bool = True


@dataclass(frozen=True, slots=True)
class TaskRequest:
    """A person is asked to do a task.

    Attributes:
        task: the task.
        request_id: the id of the connector setup, for a `Connection`.
    """

    task: Task
    request_id: str


TurnStep: TypeAlias = TurnUpdate | JsonObject | FileChange | TaskRequest
"""An update that both API versions share, a message part in the v2 format, a file, or the task at the end."""


@dataclass(frozen=True, slots=True)
class DefaultContent:
    """The content of a turn that no test scripted: the same for the same prompt."""

    title: str
    thinking: str
    opening: str
    page: str
    package: str
    build_output: str
    closing: str

    @classmethod
    def for_prompt(cls, prompt: str, answer: str = "") -> DefaultContent:
        """The default content of a turn.

        Args:
            prompt: the user's request.
            answer: the user's answer to a task since, if any.
        """
        request = _without_directives(prompt) or "an empty page"
        answered = _without_directives(answer)
        title = _truncate(request, 40)
        name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "app"
        return cls(
            title=title,
            thinking=f"The user asks for: {request}. One page with a heading will do; first I look at what is there.",
            opening=(
                f"You answered: {answered}. I continue with **{title}**."
                if answered
                else f"I'll build this for you: **{title}**. Let me look at the project before I write the page."
            ),
            page=(
                "export default function Page() {\n"
                "  return (\n"
                '    <main className="p-8">\n'
                f"      <h1>{{{json.dumps(title, ensure_ascii=False)}}}</h1>\n"
                "    </main>\n"
                "  )\n"
                "}\n"
            ),
            package=json.dumps(
                {"name": name, "private": True, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}, indent=2
            )
            + "\n",
            build_output="> next build\n\n   ▲ Next.js 16.0.0\n \u001b[32m✓\u001b[0m Compiled successfully\n",
            closing=f"Done: `app/page.tsx` now shows “{title}”. 🎉",
        )


def turn_steps(
    turn: Turn, default: DefaultContent, *, has_title: bool, files: Files, request_id: str
) -> Iterator[TurnStep]:
    """The steps of a turn; the last one is a `finish`.

    Args:
        turn: the turn.
        default: its content where the turn has none.
        has_title: whether the chat has a title already, so that none is derived.
        files: the files before the turn.
        request_id: the id of the connector setup, for a turn that ends with a `Connection`.
    """
    title = turn.title or (None if has_title else default.title)
    content = _default_steps(turn, default, files) if turn.has_default_content else _scripted_steps(turn, files)
    if title is not None:
        yield TurnUpdate("title", title[: len(title) // 2].rstrip() or title)
    for number, step in enumerate(content):
        yield step
        if number == 0 and title is not None:
            yield TurnUpdate("title", title)
            yield TurnUpdate("name", title)
    if turn.task is not None:
        yield TaskRequest(turn.task, request_id)
    yield TurnUpdate("finish", _finish_reason(turn))


def growing_text(text: str) -> Iterator[tuple[int, int]]:
    """The chunks by which a text grows: where each starts and ends."""
    length = max(CHUNK_LENGTH, math.ceil(len(text) / MAX_CHUNKS))
    for start in range(0, len(text), length):
        yield start, min(start + length, len(text))


def _scripted_steps(turn: Turn, files: Files) -> Iterator[TurnStep]:
    if turn.thinking is not None:
        yield {"type": "thinking", "text": turn.thinking}
    yield from (dict(part) for part in turn.parts)
    for path, content in turn.files.items():
        yield _file_change(path, content.encode() if isinstance(content, str) else content, files)
    if turn.text is not None:
        yield {"type": "text", "text": turn.text}
    yield from _failures(turn)


def _default_steps(turn: Turn, default: DefaultContent, files: Files) -> Iterator[TurnStep]:
    yield {"type": "thinking", "text": default.thinking}
    yield {"type": "text", "text": default.opening}
    yield {"type": "file-read", "paths": [PACKAGE, "app/layout.tsx"]}
    yield from _failures(turn)
    if _finish_reason(turn) == "error" or turn.task is not None:
        return
    yield _file_change(PAGE, default.page.encode(), files)
    if PACKAGE not in files:
        yield FileChange(PACKAGE, default.package.encode(), "create", streamed=False)
    yield {
        "type": "bash",
        "command": "npm run build",
        "output": default.build_output,
        "timeoutMs": 120_000,
        "exitCode": 0,
    }
    yield {"type": "text", "text": default.closing}


def _failures(turn: Turn) -> Iterator[TurnUpdate]:
    if turn.never_finish:
        yield TurnUpdate("pause")
    if turn.error is not None:
        yield TurnUpdate("error", turn.error)


def _finish_reason(turn: Turn) -> str:
    return turn.finish_reason or ("tool-calls" if turn.task is not None else "stop" if turn.error is None else "error")


def _file_change(path: str, data: bytes | None, files: Files) -> FileChange:
    operation = "delete" if data is None else "update" if path in files else "create"
    return FileChange(path, data, operation)


def _without_directives(text: str) -> str:
    return " ".join(re.sub(r"sandbox:\S+", "", text).split())


def _truncate(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
