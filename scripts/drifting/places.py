"""Where in our document a node is: its component or path, and the part and line to edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from drifting.reading import Node, mapping

_DEPTH = {"components": 3, "paths": 3}  # of the steps that name a component or an operation


@dataclass(frozen=True, slots=True)
class Place:
    """What to edit: `components/schemas/Chat`, or the operation itself, and where it is."""

    name: str
    part: str | None = None  # path and line

    def __str__(self) -> str:
        return f"{self.name} in {self.part}" if self.part else self.name


class Places:
    """The places of a document's nodes. Lines are of its parts, where it has any."""

    def __init__(self, document: Node, parts: Path | None = None) -> None:
        self._pointers = {id(node): pointer for pointer, node in _nodes(document, ())}
        self._lines = dict(_lines_of(parts)) if parts else {}

    def of(self, nodes: Iterable[Node]) -> Place | None:
        """The place of the nearest node that is in the document."""
        pointer = next((self._pointers[id(node)] for node in nodes if id(node) in self._pointers), None)
        if pointer is None:
            return None
        steps = pointer[: _DEPTH.get(pointer[0], 1)] if pointer else ()
        line = next((self._lines[pointer[:n]] for n in range(len(pointer), 1, -1) if pointer[:n] in self._lines), None)
        return Place(_shown(steps), line)

    def for_new(self, operation: str) -> Place | None:
        """The place of an operation that the document lacks."""
        part = self.part_for(operation.rpartition(" ")[2])
        return Place(operation, part) if part else None

    def part_for(self, path: str) -> str | None:
        """The part with the paths that have most in common with a new one."""
        steps = path.split("/")
        parts: dict[str, int] = {}
        for pointer, line in self._lines.items():
            if len(pointer) == 2 and pointer[0] == "paths":
                alike = _alike(steps, pointer[1].split("/"))
                part = line.rpartition(":")[0]
                parts[part] = max(parts.get(part, 0), alike)
        best = max(parts, key=lambda part: parts[part], default=None)
        # The version alone, which every path begins with, is nothing in common.
        return best if best and parts[best] > 2 else None


def _alike(steps: list[str], others: list[str]) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(steps, others, strict=False)) if a != b), min(len(steps), len(others))
    )


def _shown(steps: tuple[str, ...]) -> str:
    if steps[:1] == ("paths",) and len(steps) == 3:
        return f"{steps[2].upper()} {steps[1]}"
    return "/".join(steps[-1:] if steps[:2] == ("components", "schemas") else steps)


def _nodes(node: object, pointer: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    if isinstance(node, Mapping):
        yield pointer, node
        for key, value in mapping(node).items():
            yield from _nodes(value, (*pointer, str(key)))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _nodes(value, (*pointer, str(number)))


def _lines_of(parts: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """The place of every mapping of the parts, by its path in the bundled document."""
    for path in sorted(parts.glob("*.yaml")):
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for pointer, line in _marks(root, ()):
            yield pointer, f"{path}:{line}"


def _marks(node: yaml.Node | None, pointer: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*pointer, str(key.value))
            yield inner, key.start_mark.line + 1
            yield from _marks(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield (*pointer, str(number)), value.start_mark.line + 1
            yield from _marks(value, (*pointer, str(number)))
