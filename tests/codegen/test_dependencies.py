"""`make check` reports an import that its environment does not declare, and a declaration that nothing needs."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture(scope="module")
def check() -> ModuleType:
    """scripts/dependency_check.py as a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCRIPTS))
        import dependency_check

    return dependency_check


@pytest.fixture(scope="module")
def imports(check: ModuleType) -> list[Any]:
    return list(check.imports())


def test_every_import_is_declared_and_every_declaration_needed(check: ModuleType, imports: list[Any]) -> None:
    assert check.problems(imports) == []


@pytest.mark.parametrize(
    ("group", "package", "report"),
    [
        ("generate", "jsonschema", " imports jsonschema, which the group generate does not declare"),
        ("docs", "griffelib", " imports griffe, which the group docs does not declare"),
        ("test-core", "pytest-xdist", "the group test-core does not declare pytest-xdist, which it runs"),
    ],
)
def test_a_missing_package_is_reported_though_another_one_brings_it(
    group: str, package: str, report: str, *, check: ModuleType, imports: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [entry for entry in check.GROUPS[group] if not str(entry).startswith(package)]
    monkeypatch.setitem(check.GROUPS, group, others)
    assert any(line.endswith(report) for line in check.problems(imports))


def test_an_unused_package_is_reported(check: ModuleType, imports: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(check.GROUPS, "examples", [*check.GROUPS["examples"], "bottle==3.0"])
    assert "the group examples declares bottle, which nothing uses" in check.problems(imports)
