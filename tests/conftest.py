"""Fixtures of the whole suite."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support import vendor_packages as packages
from tests.support.http_transports import TRANSPORTS, clients_on
from tests.support.sandbox_tools import plain_client, server_log
from v0_client import V0Client
from v0_client.sandbox import Sandbox

SETTINGS = ("V0_API_KEY", "V0_BASE_URL", "VERCEL_OIDC_TOKEN", "V0_LOG")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy")
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


def pytest_collection_finish() -> None:
    """Exempt imports from garbage collections: tests collect to find leaks, at a third of the suite's time."""
    import hypothesis  # noqa: F401 - when imported later, it would look for referrers among the exempt objects

    gc.collect()
    gc.freeze()


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Every async test runs on both."""
    return request.param


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test marked `transports` runs on each HTTP library and transport."""
    if metafunc.definition.get_closest_marker("transports") is not None:
        if "http_transport" not in metafunc.fixturenames:
            metafunc.fixturenames.append("http_transport")
        metafunc.parametrize("http_transport", TRANSPORTS, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what does not exist: aiohttp on trio."""
    items[:] = [
        item
        for item in items
        if not isinstance(item, pytest.Function)
        or (params := getattr(item, "callspec", None)) is None
        or (params.params.get("http_transport"), params.params.get("anyio_backend")) != ("aiohttp", "trio")
    ]


@pytest.fixture
def http_transport(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The HTTP library or transport that the test's clients use; "httpx" is the client's own."""
    if request.param == "httpx":
        yield request.param
        return
    with clients_on(request.param, monkeypatch):
        yield request.param


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own key, address, proxies and certificates do not reach a test."""
    for name in (*SETTINGS, *PROXIES, *CERTIFICATES):
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
    """A sandbox whose server must not log anything."""
    with Sandbox() as running:
        yield running
    assert not server_log(caplog)


@pytest.fixture
def unchecked_http(served: Sandbox) -> Iterator[httpx.Client]:
    """A plain HTTP client of `served`, independent of the SDK."""
    with plain_client(served.base_url) as client:
        yield client


@pytest.fixture
def http(unchecked_http: httpx.Client) -> httpx.Client:
    """The same; every response must match the document."""
    from tests.support.contract import check_response  # loaded where it is used: it takes a second

    unchecked_http.event_hooks = {"response": [check_response]}
    return unchecked_http


@pytest.fixture(scope="session")
def vendor_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the vendor's TypeScript packages are installed."""
    folder = tmp_path_factory.mktemp("vendor")
    packages.install(folder)
    return folder
