"""What the README says was measured is what the last run of `make bench` wrote down."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def rows(text: str) -> list[list[str]]:
    """The cells of every table row, heads and rules left out."""
    lines = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line] for line in lines]
    return [row for row in cells if row[0] != "what" and not row[0].startswith("-")]


def test_the_readme_tells_the_results() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    results = (ROOT / "benchmarks" / "results.md").read_text(encoding="utf-8")
    table = re.search(r"<!-- measured -->\n(.*?)<!-- end of measured -->", readme, re.DOTALL)
    assert table is not None
    told = rows(table[1])
    assert len(told) >= 8
    measured = [row[:3] for row in rows(results)]
    for row in told:
        assert row in measured
