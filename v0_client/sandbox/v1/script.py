"""A v1 turn: rows of experimental content, written step by step, each step with the delta that tells it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from ..generation import PAGE, Brief
from ..story import growth
from ..tasks import SENTENCES
from ..turn import Step


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
        properties: dict[str, Any] = {"lang": "tsx", "meta": {"file": path}, "closed": False}
        block: list[Any] = ["Codeblock", properties, f'[V0_FILE]tsx:file="{path}"\n']
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


def play(rows: list[Any], brief: Brief) -> Iterator[Step]:
    """Write one turn into `rows`, the live experimental content of the assistant message, empty at first."""
    story, behaviour = brief.story, brief.behaviour
    write = Rows(rows)

    if not brief.titled:
        yield Step("title", story.title[: len(story.title) // 2].rstrip() or story.title)
    thoughts = [{"type": "thinking-end", "thought": story.thinking}]
    yield write.part(type="task-thinking-v1", id="thinking", parts=thoughts)
    yield from write.paragraph(story.opening)
    if not brief.titled:
        yield Step("title", story.title)
        yield Step("name", story.title)

    if behaviour.hang:
        yield Step("hang")
    if behaviour.error_event:
        yield Step("error", "The generation failed, as the prompt asked")
    if behaviour.fail or behaviour.error_event:
        yield Step("finish", "error")
    if behaviour.task:
        yield from write.paragraph(SENTENCES[behaviour.task])
        yield Step("finish", "tool-calls")

    yield from write.code(PAGE, story.page)
    brief.write_files()
    yield from write.paragraph(story.closing)
    yield Step("finish", "stop")


def content_of(rows: list[Any]) -> str:
    """The rows as the plain `content` of a message: paragraphs and fenced code, parts left out."""
    blocks: list[str] = []
    for _, (node,) in rows:
        if node[0] == "p":
            blocks.append(node[2][2])
        elif node[0] == "Codeblock":
            _, _, code = node[2].partition("\n")
            blocks.append(f'```tsx file="{node[1]["meta"]["file"]}"\n{code}```')
    return "\n\n".join(blocks)


def replay(rows: list[Any]) -> Iterator[Step]:
    """All rows so far as one delta on the empty list; no step where there is none."""
    if rows:
        yield Step("delta", {"_t": "a", **{str(index): [deepcopy(row)] for index, row in enumerate(rows)}})
