"""What README and documentation show: their code runs against the sandbox as it stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.doc_pages import ROOT, cells_of, has_terminal, pages, run_cell, runs_on, suites_of, walk
from v0_client.sandbox import Sandbox

pytest_plugins = ["pytester"]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


CELLS = [
    pytest.param(cell, id=f"{name_of(page)}:{cell.strip().splitlines()[-1].strip()[:40]}")
    for page in pages()
    for cell in cells_of(page)
]


@pytest.mark.anyio
@pytest.mark.parametrize("cell", CELLS)
async def test_the_code_runs(
    cell: str, sandbox: Sandbox, anyio_backend: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if not runs_on(cell, anyio_backend):
        pytest.skip("is for the other event loop")
    monkeypatch.setenv("V0_API_KEY", sandbox.api_key)
    monkeypatch.setenv("V0_BASE_URL", sandbox.base_url)
    monkeypatch.chdir(tmp_path)
    app = tmp_path / "my-app"
    app.mkdir()
    (app / "package.json").write_text("{}", encoding="utf-8")
    await run_cell(cell)


@pytest.mark.parametrize("test", [test for page in pages() for test in suites_of(page)])
def test_the_test_passes(test: str, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test)
    pytester.runpytest_inprocess("-W", "error").assert_outcomes(passed=2)  # on asyncio and on trio


@pytest.mark.parametrize("page", [page for page in pages() if page.parent != ROOT and has_terminal(page)], ids=name_of)
def test_what_the_reader_is_told_to_do_works(page: Path, tmp_path: Path) -> None:
    walk(page, tmp_path)


def test_there_is_code() -> None:
    assert len(CELLS) >= 5
