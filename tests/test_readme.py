"""Every Python block of the README runs against the sandbox as it stands there."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import pytest

from v0_client.sandbox import Sandbox

README = Path(__file__).parent.parent / "README.md"
PYTHON = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
TESTS = [block for block in PYTHON if "def test_" in block]
BLOCKS = [block for block in PYTHON if block not in TESTS]

pytest_plugins = ["pytester"]


@pytest.mark.anyio
@pytest.mark.parametrize("block", BLOCKS, ids=[block.strip().splitlines()[-1].strip()[:40] for block in BLOCKS])
async def test_the_block_runs(block: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("V0_API_KEY", sandbox.api_key)
    monkeypatch.setenv("V0_BASE_URL", sandbox.base_url)
    monkeypatch.chdir(tmp_path)
    app = tmp_path / "my-app"
    app.mkdir()
    (app / "package.json").write_text("{}", encoding="utf-8")
    scope: dict[str, Any] = {}
    # A block may await at its top level, as in a notebook.
    exec(f"async def run():\n{textwrap.indent(block, '    ')}", scope)  # noqa: S102 - the README's own code
    await cast("Callable[[], Awaitable[None]]", scope["run"])()


@pytest.mark.parametrize("block", TESTS)
def test_the_test_passes(block: str, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(block)
    pytester.runpytest_inprocess("-W", "error").assert_outcomes(passed=2)  # on asyncio and on trio


def test_there_are_blocks() -> None:
    assert len(BLOCKS) >= 5 and TESTS
