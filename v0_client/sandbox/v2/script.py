"""A v2 turn: message parts, written step by step, each step with the delta that tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from typing import Any

from ..outline import Ask, Beat, Change
from ..running import Step
from ..story import growth
from ..wire import JsonObject

_GROWING = {"text": ("text",), "thinking": ("text",), "bash": ("output",)}
"""The members of a part that come piece by piece."""

_LATE = ("exitCode", "finishedAt")
"""What is known of a part when it ends."""


def play(parts: list[Any], beats: Iterable[Beat], now: Callable[[], str]) -> Iterator[Step]:
    """Write one turn into `parts`, the live parts of the assistant message, empty at first."""
    for beat in beats:
        match beat:
            case Step(kind="name"):  # of v1
                pass
            case Step():
                yield beat
            case Change():
                if beat.told:
                    edit = {"type": "file-edit", "operation": beat.operation, "path": beat.path}
                    yield from _part(parts, edit, now)
            case Ask():
                yield from _part(parts, beat.task.part(beat.request_id), now)
            case _:
                yield from _part(parts, beat, now)


def content_of(parts: list[Any]) -> str:
    """The closing prose."""
    texts = [part["text"] for part in parts if part["type"] == "text"]
    return texts[-1] if texts else ""


def replay(parts: list[Any]) -> Iterator[Step]:
    """All parts so far as one delta on the empty list; no step where there is none."""
    if parts:
        yield Step("delta", {**{str(index): [deepcopy(part)] for index, part in enumerate(parts)}, "_t": "a"})


def _part(parts: list[Any], whole: JsonObject, now: Callable[[], str]) -> Iterator[Step]:
    """Add a part, let it grow and end it. Growth carries the whole string twice, as the service's deltas do."""
    growing = [member for member in _GROWING.get(whole["type"], ()) if member in whole]
    late = {name: whole[name] for name in _LATE if name in whole}
    part = {name: deepcopy(value) for name, value in whole.items() if name not in late} | dict.fromkeys(growing, "")
    part.setdefault("startedAt", now())
    parts.append(part)
    index = str(len(parts) - 1)
    # Copied, for the part goes on growing while streams may still have to send this step.
    yield _delta(index, [deepcopy(part)])
    for member in growing:
        for before, piece in growth(whole[member]):
            part[member] = before + piece
            yield _delta(index, {member: [before, before + piece]})
    late.setdefault("finishedAt", now())
    part.update(late)
    yield _delta(index, {name: [value] for name, value in late.items()})


def _delta(index: str, change: object) -> Step:
    return Step("delta", {index: change, "_t": "a"})
