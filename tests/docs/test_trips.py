"""Pages for contributors name functions as ``path::qualified_name``; every one of them exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(ROOT.joinpath("docs", "contributing").glob("*.md"))
REFERENCE = re.compile(r"`([\w./-]+\.py)::([\w.]+)`")


@cache
def definitions(path: Path) -> frozenset[str]:
    """The qualified names of the classes, functions and assigned names of a module."""
    names: set[str] = set()

    def visit(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            match node:
                case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                    names.add(f"{prefix}{node.name}")
                    visit(node.body, f"{prefix}{node.name}.")
                case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                    names.add(f"{prefix}{name}")
                case _:
                    pass

    visit(ast.parse(path.read_text(encoding="utf-8")).body, "")
    return frozenset(names)


def test_there_are_pages() -> None:
    assert PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_function_a_page_names_exists(page: Path) -> None:
    references = REFERENCE.findall(page.read_text(encoding="utf-8"))
    assert references, "the page names no function"
    missing = [f"{path}::{name}" for path, name in references if not ROOT.joinpath(path).is_file()]
    missing += [
        f"{path}::{name}"
        for path, name in references
        if ROOT.joinpath(path).is_file() and name not in definitions(ROOT / path)
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_reference_has_the_form_that_is_checked(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(re.findall(r"\.py::", text)) == len(REFERENCE.findall(text))
