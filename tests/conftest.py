"""Fixtures of the whole suite."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from tests.support.sandbox_tools import plain_client, server_log
from v0_client import V0Client
from v0_client.sandbox import Sandbox


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Every async test runs on both."""
    return request.param


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own key, address or proxies must not reach a test."""
    for name in ("V0_API_KEY", "V0_BASE_URL", "VERCEL_OIDC_TOKEN", "V0_LOG"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def sandbox(anyio_backend: str) -> AsyncIterator[Sandbox]:  # noqa: ARG001 - the fixture runs on it
    """A sandbox that finishes asynchronous work almost at once."""
    async with Sandbox(async_seconds=0.05) as running:
        yield running


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[V0Client]:
    """A client of the sandbox."""
    async with V0Client(api_key=sandbox.api_key, base_url=sandbox.base_url) as made:
        yield made


@pytest.fixture
def served(caplog: pytest.LogCaptureFixture) -> Iterator[Sandbox]:
    """A sandbox whose server must not log anything."""
    with Sandbox() as running:
        yield running
    assert not server_log(caplog)


@pytest.fixture
def unjudged_http(served: Sandbox) -> Iterator[httpx.Client]:
    """A plain HTTP client of `served`, independent of the SDK."""
    with plain_client(served.base_url) as client:
        yield client


@pytest.fixture
def http(unjudged_http: httpx.Client) -> httpx.Client:
    """The same; every response must match the document."""
    from tests.support.contract import hold_to_document  # loaded where it is used: it takes a second

    unjudged_http.event_hooks = {"response": [hold_to_document]}
    return unjudged_http
