"""The result of a comparison, for people and for programs."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from rich.console import Console
from rich.table import Table
from rich.text import Text

from drifting.allowing import Stale
from drifting.findings import Finding, Pair, Rule

K = TypeVar("K")
V = TypeVar("V")

_PIPE_WIDTH = 120  # columns, where there is no terminal to ask
_VALUE_WIDTH = 24  # columns; the rest is for the field


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding, its place, and its explanation: a reason of the allow list, a rule, or nothing."""

    spec: str
    pair: Pair
    finding: Finding
    allowed: str | None

    @property
    def reason(self) -> str | None:
        return self.finding.rule.value if self.finding.rule else self.allowed

    def as_json(self) -> dict[str, Any]:
        found = self.finding
        shown = {"spec": self.spec, "operation": self.pair.name, "field": found.field, "kind": found.kind}
        shown |= {"ours": found.ours, "theirs": found.theirs}
        if self.reason:
            shown |= {"by": found.rule.name if found.rule else "allow list", "reason": self.reason}
        return shown


@dataclass(frozen=True, slots=True)
class Report:
    document: str
    specs: list[str]
    operations: int  # that both documents have
    differences: list[Difference]
    stale: list[Stale]
    unjudged: int  # entries of the allow list that this run does not cover

    @property
    def unexplained(self) -> list[Difference]:
        return [difference for difference in self.differences if difference.reason is None]

    @property
    def failed(self) -> bool:
        return bool(self.unexplained or self.stale)

    # ------------------------------------------------------------------ for programs

    def as_json(self) -> str:
        report = {
            "document": self.document,
            "specs": self.specs,
            "operations": self.operations,
            "differences": [difference.as_json() for difference in self.unexplained],
            "explained": [difference.as_json() for difference in self.differences if difference.reason],
            "stale": [{"reason": entry.allowance.reason, "unused": entry.unused} for entry in self.stale],
            "unjudged": self.unjudged,
        }
        return json.dumps(report, indent=2, ensure_ascii=False)

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
        by_rule = Counter(difference.finding.rule for difference in self.differences)
        allowed = sum(difference.allowed is not None for difference in self.differences)
        lines = [
            f"{self.document} and {', '.join(self.specs)}: {self.operations} operations in both",
            f"{len(self.unexplained)} unexplained, {len(self.stale)} stale allowances"
            + (f", {self.unjudged} not judged" if self.unjudged else ""),
            f"{allowed} explained by the allow list",
            *(f"{by_rule[rule]} explained by rule: {rule.value}" for rule in Rule if by_rule[rule]),
        ]
        for line in lines:
            console.print(Text(line))

    def _print_differences(self, console: Console, differences: Iterable[Difference]) -> None:
        for spec, found in _grouped((difference.spec, difference) for difference in differences).items():
            if len(self.specs) > 1:
                console.print(Text(f"{spec}\n", style="bold underline"))
            self._print_tables(console, found)

    def _print_tables(self, console: Console, differences: Iterable[Difference]) -> None:
        rows = _grouped((row, name) for name, row in _rows(differences))
        for names, alike in _grouped((tuple(names), row) for row, names in rows.items()).items():
            console.print(Text("\n".join(names), style="bold"))
            table = Table(box=None, padding=(0, 2, 0, 0))
            table.add_column("  difference", no_wrap=True)
            table.add_column("field", overflow="fold")
            table.add_column("ours", max_width=_VALUE_WIDTH)
            table.add_column("theirs", max_width=_VALUE_WIDTH)
            for kind, *cells in alike:
                table.add_row(Text(f"  {kind}", style="red"), *map(Text, cells))
            console.print(table)
            console.print()


def _rows(differences: Iterable[Difference]) -> Iterable[tuple[str, tuple[str, str, str, str]]]:
    """Operation and cells of each row; values of one enum share a row."""
    places = _grouped(((d.pair.name, d.finding.kind, d.finding.field), d.finding) for d in differences)
    for (name, kind, field), found in places.items():
        sides = [list(dict.fromkeys(f.ours for f in found)), list(dict.fromkeys(f.theirs for f in found))]
        yield name, (kind, field, " | ".join(sides[0]), " | ".join(sides[1]))


def _grouped(items: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for key, value in items:
        found.setdefault(key, []).append(value)
    return found
