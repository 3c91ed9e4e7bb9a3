"""The code of the README and the documentation runs against the sandbox as it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.doc_pages import ROOT, has_terminal, pages, programs_of, run_program, suites_of, walk
from tests.support.fake_openai import fake_openai
from v0_client.sandbox import Sandbox

pytest_plugins = ["pytester"]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


PROGRAMS = [
    pytest.param(program, id=f"{name_of(page)}:{number}")
    for page in pages()
    for number, program in enumerate(programs_of(page), 1)
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_runs_as_a_file(program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = tmp_path / "my-app"
    app.mkdir()
    (app / "package.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with Sandbox(async_seconds=0.05) as sandbox:
        monkeypatch.setenv("V0_API_KEY", sandbox.api_key)
        monkeypatch.setenv("V0_BASE_URL", sandbox.base_url)
        with scripted_model(program, monkeypatch):
            run_program(program, tmp_path)


@contextmanager
def scripted_model(program: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The model of a program with an agent: it must build an app and receive the result."""
    frameworks = re.findall(r"^from (pydantic_ai|agents|langchain|mcp)\b", program, re.MULTILINE)
    for name in frameworks:
        pytest.importorskip(name, reason=f"needs {name}, which `make test` installs")
    if "gpt-5" not in program:
        yield
        return
    with fake_openai() as (base_url, results):
        monkeypatch.setenv("OPENAI_API_KEY", "key")
        monkeypatch.setenv("OPENAI_BASE_URL", base_url)
        monkeypatch.setenv("OPENAI_AGENTS_DISABLE_TRACING", "1")
        monkeypatch.setenv("LANGSMITH_TRACING", "false")
        yield
    assert [json.loads(result)["status"] for result in results] == ["finished"]


@pytest.mark.parametrize("suite", [suite for page in pages() for suite in suites_of(page)])
def test_a_suite_passes(suite: str, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(suite)
    pytester.runpytest_inprocess("-W", "error").assert_outcomes(passed=2)  # on asyncio and on trio


@pytest.mark.parametrize("page", [page for page in pages() if page.parent != ROOT and has_terminal(page)], ids=name_of)
def test_a_page_can_be_followed(page: Path, tmp_path: Path) -> None:
    walk(page, tmp_path)


def test_the_readme_has_programs() -> None:
    assert len(programs_of(ROOT / "README.md")) >= 2  # asynchronous and synchronous
