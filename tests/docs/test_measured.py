"""The documented benchmark table matches the last run of `make bench`."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def rows(text: str) -> list[list[str]]:
    """The cells of every table row, without headers and rules."""
    lines = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line] for line in lines]
    return [row for row in cells if row[0] != "what" and not row[0].startswith("-")]


def test_the_documentation_shows_the_results() -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    results = (ROOT / "benchmarks" / "results.md").read_text(encoding="utf-8")
    table = re.search(r"<!-- measured -->\n(.*?)<!-- end of measured -->", page, re.DOTALL)
    assert table is not None
    shown = rows(table[1])
    assert len(shown) >= 8
    measured = [row[:3] for row in rows(results)]
    for row in shown:
        assert row in measured
