"""The claims of the documentation: its tables are complete, and everything that they name exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support.doc_pages import ROOT, has_terminal, pages

DOCS = ROOT / "docs"


def promised() -> list[tuple[str, str]]:
    page = (DOCS / "reliability.md").read_text(encoding="utf-8")
    return re.findall(r"`(\w+/test_\w+\.py)::(\w+)`", page)


@pytest.mark.parametrize(("file", "function"), promised())
def test_the_test_of_a_promise_exists(file: str, function: str) -> None:
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    functions = {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    assert function in functions


def test_every_row_of_promises_names_a_test() -> None:
    promises = (DOCS / "reliability.md").read_text(encoding="utf-8").partition("## Fault by fault")[0]
    rows = [line for line in promises.splitlines() if line.startswith("| ") and not line.startswith("| promise |")]
    assert len(rows) > 25
    assert all(re.search(r"`\w+/test_\w+\.py::\w+`|`conftest\.py`", row) for row in rows)


def test_every_page_is_in_the_navigation() -> None:
    navigation = re.findall(r'= "([\w/-]+\.md)"', (ROOT / "zensical.toml").read_text(encoding="utf-8"))
    assert sorted(navigation) == sorted(page.relative_to(DOCS).as_posix() for page in pages() if page.parent != ROOT)


def test_the_pages_that_models_read_exist() -> None:
    named = re.findall(r"\]\(([\w/-]+)\.html\)", (DOCS / "llms.txt").read_text(encoding="utf-8"))
    assert len(named) > 20
    assert [name for name in named if not (DOCS / f"{name}.md").is_file()] == []


@pytest.mark.parametrize("page", [*pages(), ROOT / "CONTRIBUTING.md"], ids=lambda page: page.stem)
def test_named_targets_and_files_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:^ *|`)make ([a-z-]+)", text, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for name in re.findall(r"`((?:\.?\w+/)+(?:\w+\.(?:py|yaml|toml|md))?)`", text):
        assert (ROOT / name).exists(), name


def test_the_tutorial_can_be_followed() -> None:
    assert has_terminal(DOCS / "tutorial.md")
