"""The result of a comparison, for people and for programs."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rich.console import Console
from rich.table import Table
from rich.text import Text

from drifting.allowing import Stale
from drifting.findings import Finding, Pair, Rule
from drifting.places import Place

K = TypeVar("K")
V = TypeVar("V")

_PIPE_WIDTH = 120  # columns, where there is no terminal to ask
_MANY = 10  # operations that are named together, where they are all of a version
_VALUE_WIDTH = 24  # columns; the rest is for the field


# How --since calls the kinds that have a side.
_CHANGES = {"missing": "added", "extra": "removed", "missing value": "added value", "extra value": "removed value"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding, its place, and its explanation: a reason of the allow list, a rule, or nothing."""

    spec: str
    pair: Pair
    finding: Finding
    place: Place | None
    allowed: str | None = None

    @property
    def reason(self) -> str | None:
        return self.finding.rule.value if self.finding.rule else self.allowed

    @property
    def is_new_operation(self) -> bool:
        return (self.finding.field, self.finding.kind) == ("operation", "missing")


@dataclass(slots=True)
class Report:
    """What a comparison found. With `before`, the changes from those documents to `specs`."""

    document: str
    specs: list[str]
    differences: list[Difference] = field(default_factory=list)
    stale: list[Stale] = field(default_factory=list)
    unjudged: int = 0  # entries of the allow list that this run does not cover
    operations: int = 0  # that both documents have
    before: list[str] = field(default_factory=list)
    names: dict[str, set[str]] = field(default_factory=dict)  # of these operations, by version

    def count(self, pair: Pair) -> None:
        """Take note of an operation that was compared."""
        if pair.ours and pair.theirs:
            self.operations += 1
            self.names.setdefault(pair.ours.version, set()).add(pair.name)

    @property
    def unexplained(self) -> list[Difference]:
        return [difference for difference in self.differences if difference.reason is None]

    @property
    def failed(self) -> bool:
        return bool(self.unexplained or self.stale)

    @property
    def _sides(self) -> tuple[str, str]:
        return ("before", "after") if self.before else ("ours", "theirs")

    def _kind(self, kind: str) -> str:
        return _CHANGES.get(kind, kind) if self.before else kind

    # ------------------------------------------------------------------ for programs

    def as_json(self) -> str:
        report = {
            "document": self.document,
            "specs": self.specs,
            "operations": self.operations,
            "differences": [self._difference_as_json(difference) for difference in self.unexplained],
        }
        if self.before:
            report["before"] = self.before
        else:
            report |= {
                "explained": [self._difference_as_json(d) for d in self.differences if d.reason],
                "stale": [{"reason": entry.allowance.reason, "unused": entry.unused} for entry in self.stale],
                "unjudged": self.unjudged,
            }
        return json.dumps(report, indent=2, ensure_ascii=False)

    def _difference_as_json(self, difference: Difference) -> dict[str, Any]:
        found = difference.finding
        shown = {"spec": difference.spec, "operation": difference.pair.name, "field": found.field}
        shown |= {"kind": self._kind(found.kind), **dict(zip(self._sides, (found.ours, found.theirs), strict=True))}
        if difference.place:
            shown |= {"edit": difference.place.name, "part": difference.place.part}
        if difference.reason:
            shown |= {"by": found.rule.name if found.rule else "allow list", "reason": difference.reason}
        return shown

    # ------------------------------------------------------------------ for people

    def print(self, *, explained: bool) -> None:
        """Print tables, one for all operations with the same differences; with `explained`, of explained ones too."""
        console = Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False)
        self._print_differences(console, self.unexplained)
        if explained:
            for reason, found in _grouped((d.reason or "", d) for d in self.differences if d.reason).items():
                console.print(Text(f"\nexplained: {reason}", style="bold green"))
                self._print_differences(console, found)
        for entry in self.stale:
            console.print(
                Text(f"stale allowance: {', '.join(entry.unused)} ({entry.allowance.reason})", style="yellow")
            )
        if new := next((d.pair.name for d in self.unexplained if d.is_new_operation), None):
            console.print(Text(f'For an operation that is missing: make draft OPERATION="{new}"\n'))
        for line in self._changes() if self.before else self._totals():
            console.print(Text(line))

    def _changes(self) -> Iterable[str]:
        yield f"{', '.join(self.before)} to {', '.join(self.specs)}: {self.operations} operations in both"
        yield f"{len(self.differences)} changes"

    def _totals(self) -> Iterable[str]:
        yield f"{self.document} and {', '.join(self.specs)}: {self.operations} operations in both"
        unjudged = f", {self.unjudged} not judged" if self.unjudged else ""
        yield f"{len(self.unexplained)} unexplained, {len(self.stale)} stale allowances{unjudged}"
        yield f"{sum(difference.allowed is not None for difference in self.differences)} explained by the allow list"
        by_rule = Counter(difference.finding.rule for difference in self.differences)
        yield from (f"{by_rule[rule]} explained by rule: {rule.value}" for rule in Rule if by_rule[rule])

    def _print_differences(self, console: Console, differences: Iterable[Difference]) -> None:
        for spec, found in _grouped((difference.spec, difference) for difference in differences).items():
            if len(self.specs) > 1:
                console.print(Text(f"{spec}\n", style="bold underline"))
            self._print_tables(console, found)

    def _print_tables(self, console: Console, differences: Sequence[Difference]) -> None:
        parts = {d.pair.name: d.place.part for d in differences if d.place and d.place.name == d.pair.name}
        rows = _grouped((row, name) for name, row in _rows(differences))
        for names, alike in _grouped((tuple(names), row) for row, names in rows.items()).items():
            headings = self._headings(names, parts)
            console.print(Text("\n".join(headings), style="bold"))
            table = Table(box=None, padding=(0, 2, 0, 0))
            table.add_column("  difference", no_wrap=True)
            table.add_column("field, and what to edit", overflow="fold")
            for side in self._sides:
                table.add_column(side, max_width=_VALUE_WIDTH)
            for kind, name, place, *cells in alike:
                where = Text(name).append(f"\n{place}", style="dim") if place else Text(name)
                table.add_row(Text(f"  {self._kind(kind)}", style="red"), where, *map(Text, cells))
            console.print(table)
            console.print()

    def _headings(self, names: tuple[str, ...], parts: dict[str, str | None]) -> list[str]:
        """The operations, each with its part; in one line where these are all of a version."""
        for version, known in self.names.items():
            if len(names) >= _MANY and set(names) == known:
                return [f"all {len(names)} operations of {version}".strip()]
        return [f"{name}  {part}" if (part := parts.get(name)) else name for name in names]


def _rows(differences: Iterable[Difference]) -> Iterable[tuple[str, tuple[str, str, str, str, str]]]:
    """Operation and cells of each row; values of one enum share a row."""
    places = _grouped(((d.pair.name, d.finding.kind, d.finding.field, _component(d)), d.finding) for d in differences)
    for (name, kind, field_, place), found in places.items():
        sides = [list(dict.fromkeys(f.ours for f in found)), list(dict.fromkeys(f.theirs for f in found))]
        yield name, (kind, field_, place, " | ".join(sides[0]), " | ".join(sides[1]))


def _component(difference: Difference) -> str:
    """The place of a difference, unless that is the operation, which has it in its heading."""
    place = difference.place
    return str(place) if place and place.name != difference.pair.name else ""


def _grouped(items: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for key, value in items:
        found.setdefault(key, []).append(value)
    return found
