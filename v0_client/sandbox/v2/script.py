"""A v2 turn: message parts, written step by step, each step with the delta that tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from ..generation import PAGE, Brief
from ..story import growth
from ..tasks import part_of
from ..turn import Step


class Parts:
    """Writes into the list of parts, and says each change as a delta."""

    def __init__(self, parts: list[Any], now: Callable[[], str]) -> None:
        self._parts = parts
        self._now = now

    def add(self, **part: Any) -> Step:
        self._parts.append({**part, "startedAt": self._now()})
        return _array_delta(len(self._parts) - 1, [deepcopy(self._parts[-1])])

    def grow(self, member: str, text: str) -> Iterator[Step]:
        """Let a string of the newest part grow; a delta carries the whole string twice, as the service's do."""
        index, part = len(self._parts) - 1, self._parts[-1]
        for before, piece in growth(text):
            part[member] = before + piece
            yield _array_delta(index, {member: [before, before + piece]})

    def finish(self, **members: Any) -> Step:
        """End the newest part, adding members it did not have."""
        members["finishedAt"] = self._now()
        self._parts[-1].update(members)
        return _array_delta(len(self._parts) - 1, {name: [value] for name, value in members.items()})


def play(parts: list[Any], brief: Brief) -> Iterator[Step]:
    """Write one turn into `parts`, the live parts of the assistant message, empty at first."""
    story, behaviour = brief.story, brief.behaviour
    write = Parts(parts, brief.now)

    if not brief.titled:
        yield Step("title", story.title[: len(story.title) // 2].rstrip() or story.title)
    yield write.add(type="thinking", text="")
    yield from write.grow("text", story.thinking)
    yield write.finish()
    if not brief.titled:
        yield Step("title", story.title)
    yield write.add(type="text", text="")
    yield from write.grow("text", story.opening)
    yield write.finish()
    yield write.add(type="file-read", paths=["package.json", "app/layout.tsx"])
    yield write.finish()

    if behaviour.hang:
        yield Step("hang")
    if behaviour.error_event:
        yield Step("error", "The generation failed, as the prompt asked")
    if behaviour.fail or behaviour.error_event:
        yield Step("finish", "error")
    if behaviour.task:
        yield write.add(**part_of(behaviour.task, brief.request_id))
        yield write.finish()
        yield Step("finish", "tool-calls")

    yield write.add(type="file-edit", operation="update" if brief.edits else "create", path=PAGE)
    brief.write_files()
    yield write.finish()
    yield write.add(type="bash", command="npm run build", output="", timeoutMs=120_000)
    yield from write.grow("output", story.build_output)
    yield write.finish(exitCode=0)
    yield write.add(type="text", text="")
    yield from write.grow("text", story.closing)
    yield write.finish()
    yield Step("finish", "stop")


def content_of(parts: list[Any]) -> str:
    """The closing prose."""
    texts = [part["text"] for part in parts if part["type"] == "text"]
    return texts[-1] if texts else ""


def replay(parts: list[Any]) -> Iterator[Step]:
    """All parts so far as one delta on the empty list; no step where there is none."""
    if parts:
        yield Step("delta", {**{str(index): [deepcopy(part)] for index, part in enumerate(parts)}, "_t": "a"})


def _array_delta(index: int, delta: object) -> Step:
    return Step("delta", {str(index): delta, "_t": "a"})
