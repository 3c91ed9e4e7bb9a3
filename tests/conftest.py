"""Fixtures of the whole suite."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from tests.support.sandbox_tools import complaints
from v0_client import V0Client
from v0_client.sandbox import Sandbox


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Every async test runs on both."""
    return request.param


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own key or address must not reach a test."""
    for name in ("V0_API_KEY", "V0_BASE_URL", "VERCEL_OIDC_TOKEN", "V0_LOG"):
        monkeypatch.delenv(name, raising=False)


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
    """A sandbox that has no complaint about what the test did to it."""
    with Sandbox() as running:
        yield running
    assert not complaints(caplog)


@pytest.fixture
def unjudged_http(served: Sandbox) -> Iterator[httpx.Client]:
    """A plain HTTP client of `served`, which knows nothing of the SDK."""
    headers = {"Authorization": f"Bearer {served.api_key}"}
    no_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # the default one reads all authorities, which takes its time
    with httpx.Client(base_url=served.base_url, headers=headers, timeout=30, verify=no_tls) as client:
        yield client


@pytest.fixture
def http(unjudged_http: httpx.Client) -> httpx.Client:
    """The same, every answer held to the document."""
    from tests.support.contract import hold_to_document  # loaded where it is used: it takes a second

    unjudged_http.event_hooks = {"response": [hold_to_document]}
    return unjudged_http
