"""HTTP libraries and transports other than httpx on httpcore: the same promises."""

from __future__ import annotations

import gzip
import itertools
import threading
from collections.abc import AsyncIterator, Iterable
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest

from tests.support.raw_server import (
    CLOSE,
    LAST_CHUNK,
    RESET,
    STALL,
    Action,
    RawServer,
    Request,
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
pytest.importorskip("h2", reason="h2 is not installed")
httpx_aiohttp: Any = pytest.importorskip("httpx_aiohttp", reason="httpx-aiohttp is not installed")

KEY = "v1:team:made-up-key"
OK = json_response({"id": "chat_1"})
STREAM = chunked_head() + chunk('data: {"type": "connected"}\n\n') + LAST_CHUNK

pytestmark = pytest.mark.anyio


class Patient(httpx.AsyncBaseTransport):
    """A transport of a caller's own, with a stream of its own, that keeps to no timeout."""

    def __init__(self, **options: Any) -> None:
        self._inner = httpx.AsyncHTTPTransport(**options)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions = {**request.extensions, "timeout": {}}
        found = await self._inner.handle_async_request(request)
        assert isinstance(found.stream, httpx.AsyncByteStream)
        return httpx.Response(found.status_code, headers=found.headers, stream=PatientBody(found.stream))

    async def aclose(self) -> None:
        await self._inner.aclose()


class PatientBody(httpx.AsyncByteStream):
    def __init__(self, inner: httpx.AsyncByteStream) -> None:
        self._inner = inner

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._inner)

    async def aclose(self) -> None:
        await self._inner.aclose()


CLIENTS = {
    "httpx2": httpx2.AsyncClient,
    "aiohttp": lambda: httpx.AsyncClient(transport=httpx_aiohttp.AiohttpTransport()),
    "own transport": lambda: httpx.AsyncClient(transport=Patient()),
}


@pytest.fixture(params=CLIENTS)
async def http(request: pytest.FixtureRequest, anyio_backend_name: str) -> AsyncIterator[Any]:
    if request.param == "aiohttp" and anyio_backend_name == "trio":
        pytest.skip("aiohttp runs on asyncio only")
    async with CLIENTS[request.param]() as client:
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
    timeouts = Timeouts(pool=0.1, connect=0.1, write=0.1, read=0.1) if STALL in script else Timeouts()
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


@pytest.mark.parametrize("sent", [[], [chunk(": still there\n\n")]])
async def test_a_silent_stream_is_noticed(sent: list[Action], http: Any) -> None:
    async with RawServer(always(chunked_head(), *sent, STALL)) as server:
        await fails_by("idle", client_of(server, http, timeouts=Timeouts(idle=0.1, read=20)))


async def test_a_stream_of_comments_is_noticed(http: Any) -> None:
    def comments(_: Request) -> Iterable[Action]:
        return itertools.chain([chunked_head()], itertools.repeat(chunk(": still there\n\n")))

    async with RawServer(comments) as server:
        await fails_by("progress", client_of(server, http, timeouts=Timeouts(progress=0.1)))


async def fails_by(limit: str, client: V0Client) -> None:
    with anyio.fail_after(10), pytest.raises(APITimeoutError, match=rf"Timeouts\.{limit}"):
        async with api.create_chat_stream(client, message="hi") as events:
            await anext(events)


async def test_a_silent_json_response_is_noticed(http: Any) -> None:
    async with RawServer(always(response(b'{"id"', content_length=99), STALL)) as server:
        client = client_of(server, http, timeouts=Timeouts(read=0.1, idle=20))
        with anyio.fail_after(10), pytest.raises(APITimeoutError, match=r"Timeouts\.read"):
            await client.v1.chats.get("chat_1")


async def test_the_read_timeout_ends_with_the_head_of_a_stream(http: Any) -> None:
    proceed = threading.Event()
    event = chunk('data: {"type": "connected"}\n\n')
    async with (
        RawServer(always(chunked_head(), event, proceed, event, LAST_CHUNK)) as server,
        anyio.create_task_group() as tasks,
    ):
        client = client_of(server, http, timeouts=Timeouts(read=0.1, idle=20))
        async with api.create_chat_stream(client, message="hi") as events:
            await anext(events)
            tasks.start_soon(set_after, 0.3, proceed)
            await anext(events)


async def set_after(seconds: float, event: threading.Event) -> None:
    await anyio.sleep(seconds)
    event.set()


@pytest.mark.parametrize("library", [httpx, httpx2])
async def test_one_connection_serves_a_stream_and_then_what_its_block_sends(library: Any) -> None:
    async with (
        RawServer(in_turn([STREAM], [OK], [OK])) as server,
        library.AsyncClient(limits=library.Limits(max_connections=1)) as http,
    ):
        client = client_of(server, http, timeouts=Timeouts(pool=5))
        other = client_of(server, http, timeouts=Timeouts(pool=0.1))
        async with api.create_chat_stream(client, message="hi") as events:
            await anext(events)
            with pytest.raises(APITimeoutError, match=r"Timeouts\.pool") as caught:
                await other.v1.chats.create(message="hi")
            assert not caught.value.may_have_been_processed
            assert [event async for event in events] == []
            await client.v1.chats.get("chat_1")
            await other.v1.chats.create(message="hi")
    assert server.connections == 1


async def test_a_subclass_is_recognised_by_its_base() -> None:
    class Mine(httpx2.AsyncClient):  # type: ignore[misc]  # loaded where it is installed
        pass

    async with RawServer(always(OK)) as server, Mine() as http:
        assert (await client_of(server, http).v1.chats.get("chat_1")).id == "chat_1"


@pytest.mark.parametrize("library", [httpx, httpx2])
@pytest.mark.parametrize("raised", ["HTTPStatusError", "ResponseNotRead"])
async def test_what_a_hook_raises_with_the_library_passes_through(library: Any, raised: str) -> None:
    async def hook(response: Any) -> None:
        if raised == "HTTPStatusError":
            response.raise_for_status()
        raise AssertionError(response.text)  # it was not read

    async with (
        RawServer(always(json_response({}, 404))) as server,
        library.AsyncClient(event_hooks={"response": [hook]}) as http,
    ):
        client = client_of(server, http)
        for call in (client.v1.chats.get("chat_1"), client.v1.chats.create(message="hi")):
            with pytest.raises(getattr(library, raised)):
                await call
        assert len(server.requests) == 2


@pytest.mark.parametrize("other", [httpx2.Client, httpx.Client])
def test_a_synchronous_client_is_refused(other: Any) -> None:
    with other() as http, pytest.raises(ConfigurationError, match="AsyncClient of httpx or httpx2"):
        V0Client(KEY, http_client=http)


@pytest.mark.parametrize("library", [httpx, httpx2])
async def test_http2_is_refused_at_construction(library: Any) -> None:
    for options in (
        {"http2": True},
        {"transport": library.AsyncHTTPTransport(http2=True)},
        {"mounts": {"https://": library.AsyncHTTPTransport(http2=True)}},
        {"http2": True, "proxy": "http://127.0.0.1:9"},
    ):
        async with library.AsyncClient(**options) as http:
            with pytest.raises(ConfigurationError, match="http2=True"):
                V0Client(KEY, http_client=http)


async def test_http2_that_a_transport_hides_is_refused_before_anything_is_sent() -> None:
    async with (
        RawServer(always(OK)) as server,
        httpx.AsyncClient(transport=Patient(http1=False, http2=True)) as http,
    ):
        client = client_of(server, http)
        with pytest.raises(ConfigurationError, match="http2=True") as caught:
            await client.v1.chats.create(message="hi")
        assert not caught.value.may_have_been_processed
        assert caught.value.__context__ is None
        assert server.requests == []
