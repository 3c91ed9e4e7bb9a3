"""The pages for contributors name files and functions that exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "contributing").glob("*.md"))
PLACE = re.compile(r"`([\w/]+\.py)::([\w.]+)`")


@cache
def names_of(path: Path) -> set[str]:
    """Functions, classes and methods of a file, by qualified name."""
    names: set[str] = set()

    def collect(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                names.add(f"{prefix}{child.name}")
                collect(child, f"{prefix}{child.name}.")

    collect(ast.parse(path.read_text(encoding="utf-8")), "")
    return names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_place_that_a_page_names_exists(page: Path) -> None:
    places = PLACE.findall(page.read_text(encoding="utf-8"))
    assert len(places) >= 5
    assert [place for place in places if place[1] not in names_of(ROOT / place[0])] == []
