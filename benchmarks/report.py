"""The report of a row: tables, and goals with the results; printed as Markdown."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from attrs import frozen


@frozen(kw_only=True)
class Goal:
    """A target for one figure.

    Attributes:
        what: What was measured.
        peer: What it is compared with.
        got: The result, in `unit`.
        limit: The upper bound, or with `at_least` the lower bound.
        at_least: Whether `limit` is a lower bound.
        unit: ``x`` for a ratio.
        why: The reason why the goal is missed.
        headline: Whether the documentation shows it.
    """

    what: str
    peer: str
    got: float
    limit: float
    at_least: bool = False
    unit: str = "x"
    why: str = ""
    headline: bool = False

    @property
    def reached(self) -> bool:
        return self.got >= self.limit if self.at_least else self.got <= self.limit

    @property
    def cells(self) -> list[str]:
        bound = f"{'at least' if self.at_least else 'at most'} {self.limit:g} {self.unit}"
        share = "" if self.unit != "x" else " as fast" if self.at_least else " as much"
        return [self.what, f"{self.got:.3g} {self.unit}{share}", self.peer, bound, "yes" if self.reached else "**no**"]


GOAL_HEADS = ["what", "measured", "against", "goal", "reached"]


@frozen(kw_only=True)
class Table:
    """A table of text; `caption` is printed above it."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""

    def __str__(self) -> str:
        columns = list(zip(self.heads, *self.rows, strict=True))
        widths = [max(map(len, column)) for column in columns]

        def line(cells: Iterable[str]) -> str:
            first, *others = (
                cell.ljust(w) if n == 0 else cell.rjust(w)
                for n, (cell, w) in enumerate(zip(cells, widths, strict=True))
            )
            return "| " + " | ".join([first, *others]) + " |"

        rule = "|" + "|".join("-" * (w + 2) if n == 0 else "-" * (w + 1) + ":" for n, w in enumerate(widths)) + "|"
        caption = [self.caption, ""] if self.caption else []
        return "\n".join([*caption, line(self.heads), rule, *map(line, self.rows)])


@frozen(kw_only=True)
class Report:
    """One row of the comparison.

    Attributes:
        title: Heading.
        intro: What is measured, and how.
        tables: Figures.
        goals: The targets.
        chart: Lines of text, printed unchanged.
        skipped: The reason why it was not measured; empty if it was.
    """

    title: str
    intro: str
    tables: Sequence[Table] = ()
    goals: Sequence[Goal] = ()
    chart: Sequence[str] = ()
    skipped: str = ""

    def __str__(self) -> str:
        parts = [f"## {self.title}", self.intro]
        if self.skipped:
            parts.append(f"Skipped: {self.skipped}.")
        parts += map(str, self.tables)
        if self.chart:
            parts.append("\n".join(["```text", *self.chart, "```"]))
        if self.goals:
            parts.append(str(Table(heads=GOAL_HEADS, rows=[goal.cells for goal in self.goals])))
        parts += [f"{goal.what}: {goal.why}" for goal in self.goals if not goal.reached and goal.why]
        return "\n\n".join(parts)


Measure: TypeAlias = Callable[[bool], Report]
"""Measures a row; the argument is True for a quick, rough run."""


def main(measure: Measure) -> None:
    """Run a single row."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a rough run in seconds")
    print(measure(parser.parse_args().quick))
