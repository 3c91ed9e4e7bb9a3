"""HTTP libraries and transports other than httpx on httpcore: the same promises."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.support.raw_server import (
    CLOSE,
    LAST_CHUNK,
    RESET,
    STALL,
    Action,
    RawServer,
    always,
    chunk,
    chunked_head,
    in_turn,
    json_response,
    refusing_address,
    response,
)
from v0_client import (
    APIConnectionError,
    APITimeoutError,
    ConfigurationError,
    ResponseDecodeError,
    Timeouts,
    V0Client,
    api,
)

httpx2: Any = pytest.importorskip("httpx2", reason="httpx2 is not installed")
httpx_aiohttp: Any = pytest.importorskip("httpx_aiohttp", reason="httpx-aiohttp is not installed")

KEY = "v1:team:made-up-key"
OK = json_response({"id": "chat_1"})
STREAM = chunked_head() + chunk('data: {"type": "connected"}\n\n') + LAST_CHUNK

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["httpx2", "aiohttp"])
async def http(request: pytest.FixtureRequest, anyio_backend_name: str) -> AsyncIterator[Any]:
    if request.param == "aiohttp" and anyio_backend_name == "trio":
        pytest.skip("aiohttp runs on asyncio only")
    made = (
        httpx2.AsyncClient()
        if request.param == "httpx2"
        else httpx.AsyncClient(transport=httpx_aiohttp.AiohttpTransport())
    )
    async with made as client:
        yield client


def client_of(server: RawServer, http: Any, **settings: Any) -> V0Client:
    return V0Client(KEY, base_url=server.base_url, http_client=http, max_retries=0, **settings)


async def test_requests_streams_and_downloads(http: Any) -> None:
    packed = response(gzip.compress(b'{"id": "chat_1"}'), headers={"content-encoding": "gzip"})
    archive = response(b"PK\x05\x06" + bytes(100_000), content_type="application/zip")
    async with RawServer(in_turn([OK], [packed], [STREAM], [archive])) as server:
        client = client_of(server, http)
        assert (await client.v1.chats.create(message="x" * 200_000)).id == "chat_1"
        assert (await client.v1.chats.get("chat_1")).id == "chat_1"
        async with api.create_chat_stream(client, message="hi") as events:
            assert len([event async for event in events]) == 1
        assert len(await client.v2.chats.download_files("chat_1")) == 100_004
    assert all(request.headers["authorization"] == f"Bearer {KEY}" for request in server.requests)
    assert len(server.requests[0].json()["message"]) == 200_000


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ([RESET], APIConnectionError),
        ([CLOSE], APIConnectionError),
        ([response(b'{"id"', content_length=9), CLOSE], APIConnectionError),
        ([response(b"{}", headers={"content-encoding": "gzip, gzip"})], ResponseDecodeError),
        ([STALL], APITimeoutError),
    ],
)
async def test_paid_work_may_have_been_done(script: list[Action], error: type[Exception], http: Any) -> None:
    timeouts = Timeouts(read=0.1) if STALL in script else Timeouts()
    async with RawServer(always(*script)) as server:
        with pytest.raises(error) as caught:
            await client_of(server, http, timeouts=timeouts).v1.chats.create(message="hi")
        assert caught.value.may_have_been_processed  # type: ignore[attr-defined]  # a V0Error
        assert caught.value.__context__ is None
        assert len(server.requests) == 1


async def test_paid_work_cannot_have_been_done_where_nobody_listens(http: Any) -> None:
    with refusing_address() as base_url, pytest.raises(APIConnectionError) as caught:
        await V0Client(KEY, base_url=base_url, http_client=http, max_retries=0).v1.chats.create(message="hi")
    assert not caught.value.may_have_been_processed


async def test_a_subclass_is_recognised_by_its_base() -> None:
    class Mine(httpx2.AsyncClient):  # type: ignore[misc]  # loaded where it is installed
        pass

    async with RawServer(always(OK)) as server, Mine() as http:
        assert (await client_of(server, http).v1.chats.get("chat_1")).id == "chat_1"


@pytest.mark.parametrize("other", [httpx2.Client, httpx.Client])
def test_a_synchronous_client_is_refused(other: Any) -> None:
    with other() as http, pytest.raises(ConfigurationError, match="AsyncClient of httpx or httpx2"):
        V0Client(KEY, http_client=http)
