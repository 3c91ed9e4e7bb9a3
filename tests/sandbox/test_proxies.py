"""The sandbox is reachable while the proxy variables point to a closed port."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import httpx
import pytest

from tests.support.sandbox_tools import plain_client

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
PROXY = "http://127.0.0.1:9"
VARIABLES = [name for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY") for name in (variable, variable.lower())]

SUITE = """
    import os
    import anyio
    import httpx
    from v0_client import V0Client


    async def title():
        async with V0Client() as client:
            return (await client.v1.chats.create(message="a page")).title


    def test_the_client(v0_sandbox):
        assert anyio.run(title) == "a page"


    def test_any_other_client(v0_sandbox):
        assert httpx.get(f"{v0_sandbox.base_url}/v1/chats").status_code == 401
        exempt = os.environ["NO_PROXY"].split(",")
        assert exempt == os.environ["no_proxy"].split(",") == ["internal.example", "127.0.0.1"]


    def test_the_environment_is_restored():
        assert "NO_PROXY" not in os.environ and os.environ["no_proxy"] == "internal.example"
"""


@pytest.fixture(autouse=True)
def _closed_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, PROXY)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert urllib.request.getproxies()["http"] == PROXY


def test_the_fixture_exempts_the_sandbox_from_proxies(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "internal.example")
    pytester.makepyfile(SUITE)
    pytester.runpytest_subprocess("-W", "error", "-p", "no:cacheprovider").assert_outcomes(passed=3)


def test_the_command_serves(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "v0_client.sandbox", "--port", "0", "--quiet"]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stdout is not None
        base_url = process.stdout.readline().strip().removeprefix("V0_BASE_URL=")
        with plain_client(base_url) as http:
            assert http.get("/v1/chats").status_code == 200
        process.terminate()


def test_the_helpers_ask_directly(http: httpx.Client) -> None:
    assert http.get("/v1/chats").status_code == 200
