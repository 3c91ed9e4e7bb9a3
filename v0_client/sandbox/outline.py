"""What a turn tells and does, in neither version's dress."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from .records import Files
from .running import Step
from .story import Story
from .tasks import Task
from .turns import Turn
from .wire import JsonObject

PAGE = "app/page.tsx"
PACKAGE = "package.json"


@dataclass(frozen=True, slots=True)
class Change:
    """A file is written.

    Attributes:
        path: the file's.
        data: the new content; None deletes the file.
        operation: what that comes to: `create`, `update` or `delete`.
        told: whether streams tell of it.
    """

    path: str
    data: bytes | None
    operation: str
    told: bool = True


@dataclass(frozen=True, slots=True)
class Ask:
    """A person is asked.

    Attributes:
        task: what for.
        request_id: names the set-up of a connector.
    """

    task: Task
    request_id: str


Beat: TypeAlias = Step | JsonObject | Change | Ask
"""A step as it is, a message part as v2 has it, a file, or the task at the end."""


def outline(turn: Turn, story: Story, *, titled: bool, before: Files, request_id: str) -> Iterator[Beat]:
    """A turn beat by beat, ending with a `finish`.

    Args:
        turn: what was said of it.
        story: what it is where nothing was said.
        titled: the chat has a title, so that none is made up.
        before: the files there are.
        request_id: names the set-up of a connector.
    """
    title = turn.title or (None if titled else story.title)
    content = _of_story(turn, story, before) if turn.tells_story else _of_script(turn, before)
    if title is not None:
        yield Step("title", title[: len(title) // 2].rstrip() or title)
    for number, beat in enumerate(content):
        yield beat
        if number == 0 and title is not None:
            yield Step("title", title)
            yield Step("name", title)
    if turn.task is not None:
        yield Ask(turn.task, request_id)
    yield Step("finish", _reason(turn))


def _of_script(turn: Turn, before: Files) -> Iterator[Beat]:
    if turn.thinking is not None:
        yield {"type": "thinking", "text": turn.thinking}
    yield from (dict(part) for part in turn.parts)
    for path, content in turn.files.items():
        yield _change(path, content.encode() if isinstance(content, str) else content, before)
    if turn.text is not None:
        yield {"type": "text", "text": turn.text}
    yield from _trouble(turn)


def _of_story(turn: Turn, story: Story, before: Files) -> Iterator[Beat]:
    yield {"type": "thinking", "text": story.thinking}
    yield {"type": "text", "text": story.opening}
    yield {"type": "file-read", "paths": [PACKAGE, "app/layout.tsx"]}
    yield from _trouble(turn)
    if _reason(turn) == "error" or turn.task is not None:
        return
    yield _change(PAGE, story.page.encode(), before)
    if PACKAGE not in before:
        yield Change(PACKAGE, story.package.encode(), "create", told=False)
    yield {
        "type": "bash",
        "command": "npm run build",
        "output": story.build_output,
        "timeoutMs": 120_000,
        "exitCode": 0,
    }
    yield {"type": "text", "text": story.closing}


def _trouble(turn: Turn) -> Iterator[Step]:
    if turn.hang:
        yield Step("hang")
    if turn.error is not None:
        yield Step("error", turn.error)


def _reason(turn: Turn) -> str:
    return turn.finish_reason or ("tool-calls" if turn.task is not None else "stop" if turn.error is None else "error")


def _change(path: str, data: bytes | None, before: Files) -> Change:
    operation = "delete" if data is None else "update" if path in before else "create"
    return Change(path, data, operation)
