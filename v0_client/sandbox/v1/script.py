"""A v1 turn: rows of experimental content, written step by step, each step with the delta that tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from typing import Any

from ..outline import Ask, Beat, Change
from ..running import Step
from ..story import growth
from .shapes import language


class Rows:
    """Writes into the list of rows, and says each change as a delta."""

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def part(self, **part: Any) -> Step:
        return self._add(["AssistantMessageContentPart", {"part": part}])

    def paragraph(self, text: str) -> Iterator[Step]:
        leaf: list[Any] = ["text", {}, ""]
        yield self._add(["p", {}, leaf])
        yield from self._grow(leaf, [0, 2, 2], text)

    def code(self, path: str, text: str) -> Iterator[Step]:
        lang = language(path)
        properties: dict[str, Any] = {"lang": lang, "meta": {"file": path}, "closed": False}
        block: list[Any] = ["Codeblock", properties, f'[V0_FILE]{lang}:file="{path}"\n']
        yield self._add(block)
        yield from self._grow(block, [0, 2], text)
        properties["closed"] = True
        closing = {"_t": "a", "0": {"_t": "a", "1": {"closed": [False, True]}}}
        yield Step("delta", {"_t": "a", str(len(self._rows) - 1): {"_t": "a", "1": closing}})

    def _add(self, node: list[Any]) -> Step:
        self._rows.append([0, [node]])
        # Copied, for the node goes on growing while streams may still have to send this step.
        return Step("delta", {"_t": "a", str(len(self._rows) - 1): [deepcopy([0, [node]])]})

    def _grow(self, node: list[Any], path: list[int], text: str) -> Iterator[Step]:
        """Let the last string of the newest row's node grow, by the API's own append form."""
        for _, piece in growth(text):
            node[-1] += piece
            yield Step("delta", [[len(self._rows) - 1, 1, *path, piece], 9, 9])


def play(rows: list[Any], beats: Iterable[Beat], _now: Callable[[], str]) -> Iterator[Step]:
    """Write one turn into `rows`, the live experimental content of the assistant message, empty at first.

    Of the parts it tells thoughts and texts: how v1 tells the others is documented nowhere.
    """
    write = Rows(rows)
    for beat in beats:
        match beat:
            case Step():
                yield beat
            case Change(data=bytes() as data):
                if beat.told:
                    yield from write.code(beat.path, data.decode(errors="replace"))
            case Ask():
                yield from write.paragraph(beat.task.sentence())
            case {"type": "thinking", "text": thought}:
                thoughts = [{"type": "thinking-end", "thought": thought}]
                yield write.part(type="task-thinking-v1", id="thinking", parts=thoughts)
            case {"type": "text", "text": text}:
                yield from write.paragraph(text)
            case _:
                pass


def content_of(rows: list[Any]) -> str:
    """The rows as the plain `content` of a message: paragraphs and fenced code, parts left out."""
    blocks: list[str] = []
    for _, (node,) in rows:
        if node[0] == "p":
            blocks.append(node[2][2])
        elif node[0] == "Codeblock":
            _, _, code = node[2].partition("\n")
            blocks.append(f'```{node[1]["lang"]} file="{node[1]["meta"]["file"]}"\n{code}```')
    return "\n\n".join(blocks)


def replay(rows: list[Any]) -> Iterator[Step]:
    """All rows so far as one delta on the empty list; no step where there is none."""
    if rows:
        yield Step("delta", {"_t": "a", **{str(index): [deepcopy(row)] for index, row in enumerate(rows)}})
