"""What the documentation claims: that its tables are whole and name what is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support.doc_pages import ROOT, has_terminal, pages
from v0_client import V0Client
from v0_client._resources.resource import Resource

DOCS = ROOT / "docs"


def operations() -> set[str]:
    """Everything that the resources offer, as a caller writes it."""
    client = V0Client("key")
    resources = {
        "client.v1.chats": client.v1.chats,
        "client.v2.chats": client.v2.chats,
        "client.v2.messages": client.v2.messages,
    }
    plumbing = {*vars(Resource), "open_stream"}
    return {
        f"{path}.{name}"
        for path, resource in resources.items()
        for name in vars(type(resource))
        if not name.startswith("_") and name not in plumbing
    }


def test_the_migration_table_has_every_operation_and_no_other() -> None:
    page = (DOCS / "how-to" / "migrating.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| `(client\.v[12]\.\w+\.\w+)` \|", page, re.MULTILINE)
    assert sorted(rows) == sorted(operations())


def test_operations_are_found() -> None:
    assert {"client.v1.chats.create", "client.v2.messages.send_stream", "client.v2.chats.resume"} < operations()


def promised() -> list[tuple[str, str]]:
    page = (DOCS / "reliability.md").read_text(encoding="utf-8")
    return re.findall(r"`(test_\w+\.py)::(\w+)`", page)


@pytest.mark.parametrize(("file", "function"), promised())
def test_what_shows_a_promise_is_there(file: str, function: str) -> None:
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    functions = {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    assert function in functions


def test_every_row_of_promises_names_what_shows_it() -> None:
    page = (DOCS / "reliability.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| promise |")]
    assert len(rows) > 25
    assert all(re.search(r"`\w+\.py(::\w+)?`", row) for row in rows)


def test_every_page_is_in_the_navigation() -> None:
    navigation = re.findall(r'= "([\w/-]+\.md)"', (ROOT / "zensical.toml").read_text(encoding="utf-8"))
    assert sorted(navigation) == sorted(page.relative_to(DOCS).as_posix() for page in pages() if page.parent != ROOT)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_targets_and_files_that_are_named_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:^ *|`)make ([a-z-]+)", text, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for name in re.findall(r"`((?:\.?\w+/)+(?:\w+\.(?:py|yaml|toml|md))?)`", text):
        assert (ROOT / name).exists(), name


def test_the_tutorial_is_walked_through() -> None:
    assert has_terminal(DOCS / "tutorial.md")
