"""One HTTP exchange with a server that misbehaves: how often it is sent, what it raises, that nothing stays open."""

from __future__ import annotations

import gc
import gzip
import socket
import ssl
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from email.utils import formatdate
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
from attrs import frozen

from tests.support.clock import waits
from tests.support.raw_server import (
    CLOSE,
    RESET,
    STALL,
    Action,
    RawServer,
    Request,
    always,
    chunk,
    chunked_head,
    head,
    in_turn,
    json_response,
    refusing_address,
    response,
)
from tests.support.reach import texts_in
from v0_client import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    InvalidRequestError,
    NotFoundError,
    PaymentRequiredError,
    RateLimitError,
    ResponseDecodeError,
    ServerError,
    Timeouts,
    UnprocessableEntityError,
    V0Client,
    V0Error,
    errors,
    models,
)
from v0_client._http import session as shared

__all__ = ["waits"]

KEY = "v1:team:made-up-key"
OK = json_response({"id": "chat_1"})

pytestmark = pytest.mark.anyio


def client_of(server: RawServer, **settings: Any) -> V0Client:
    return V0Client(KEY, base_url=server.base_url, **settings)


# ------------------------------------------------------------------ faults


@frozen
class Fault:
    """A way for an exchange to fail.

    Attributes:
        script: What the server does.
        error: The exact class of the error.
        maybe_processed: Whether a POST may have been processed.
        retried: Whether a GET is retried.
        refused: Whether a POST is retried too, since it surely was not processed.
        expected_text: A part of the error's text.
    """

    script: tuple[Action, ...]
    error: type[V0Error]
    maybe_processed: bool = True
    retried: bool = True
    expected_text: str = ""
    refused: bool = False

    @property
    def timeouts(self) -> Timeouts:
        """Short where the server is silent; elsewhere so long that a slow machine makes no difference."""
        return Timeouts(read=0.05) if STALL in self.script else Timeouts()


def interrupted(*script: Action, error: type[V0Error] = APIConnectionError, **more: Any) -> Fault:
    return Fault(script, error, **more)


def unreadable(*script: Action, **more: Any) -> Fault:
    return Fault(script, ResponseDecodeError, retried=False, **more)


def status(code: int, error: type[V0Error], *, maybe_processed: bool = False, retried: bool = False) -> Fault:
    return Fault((json_response({"message": "no"}, code),), error, maybe_processed, retried, str(code))


def refused(code: int, error: type[V0Error], **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault(
        (json_response({"message": "no"}, code, named),),
        error,
        maybe_processed=False,
        expected_text=str(code),
        refused=True,
    )


FAULTS = {
    "reset before the head": interrupted(RESET),
    "closed before the head": interrupted(CLOSE, expected_text="RemoteProtocolError"),
    "reset inside the head": interrupted(head()[:15], RESET),
    "closed inside the head": interrupted(head()[:15], CLOSE),
    "no HTTP": interrupted(b"SSH-2.0-OpenSSH_9.6\r\n\r\n", CLOSE),
    "reset after the head": interrupted(head(200, {"content-length": "9"}), RESET, expected_text="was interrupted"),
    "closed after the head": interrupted(head(200, {"content-length": "9"}), CLOSE, expected_text="was interrupted"),
    "reset inside the body": interrupted(response(b'{"id"', content_length=9), RESET, expected_text="was interrupted"),
    "closed inside the body": interrupted(response(b'{"id"', content_length=9), CLOSE, expected_text="was interrupted"),
    "reset between chunks": interrupted(chunked_head(content_type="application/json"), chunk('{"id"'), RESET),
    "no last chunk": interrupted(chunked_head(content_type="application/json"), chunk('{"id": 1}'), CLOSE),
    "no chunk": interrupted(chunked_head(content_type="application/json"), b"zz\r\n{}\r\n", CLOSE),
    "silence before the head": interrupted(STALL, error=APITimeoutError, expected_text="Timeouts.read"),
    "silence inside the head": interrupted(head()[:15], STALL, error=APITimeoutError, expected_text="Timeouts.read"),
    "silence inside the body": interrupted(
        response(b'{"id"', content_length=9), STALL, error=APITimeoutError, expected_text="Timeouts.read"
    ),
    "HTML": unreadable(response("<html>Sign in</html>", content_type="text/html"), expected_text="(200)"),
    "nothing": unreadable(response(b""), expected_text="(200)"),
    "no content": unreadable(head(204), expected_text="(204)"),
    "half of JSON": unreadable(response(b'{"id": "chat_1", "na')),
    "too short a length": unreadable(response(b'{"id": "chat_1"}', content_length=9), CLOSE),
    "no UTF-8": unreadable(response(b'{"id": "\xff"}')),
    "deep JSON": unreadable(response(b"[" * 100_000 + b"]" * 100_000)),
    "a list": unreadable(response(b"[]"), expected_text="object"),
    "null": unreadable(response(b"null")),
    "no id": unreadable(response(b'{"object": "chat"}'), expected_text="id"),
    "malformed": unreadable(response(b'{"id": "chat_1", "messages": [1]}')),
    "broken gzip": unreadable(response(b"{}", headers={"content-encoding": "gzip"}), expected_text="encoding"),
    "too large": unreadable(response(b'"' + b"x" * 300_000 + b'"'), expected_text="max_response_size"),
    "redirect": Fault((response(b"", 307, {"location": "/elsewhere"}),), APIConnectionError, False, False, "redirect"),
    "redirect to nowhere": Fault((response(b"", 302),), APIConnectionError, False, False, "redirect"),
    "not modified": Fault((head(304),), APIConnectionError, False, False, "304"),
    "402": status(402, PaymentRequiredError),
    "404": status(404, NotFoundError),
    "408": status(408, APIStatusError, maybe_processed=True, retried=True),
    "418": status(418, APIStatusError),
    "422": status(422, UnprocessableEntityError),
    "429": refused(429, RateLimitError),
    "429 with a date to come back": refused(429, RateLimitError, retry_after="1"),
    "500": status(500, ServerError, maybe_processed=True, retried=True),
    "503": status(503, ServerError, maybe_processed=True, retried=True),
    "503 with a date to come back": refused(503, ServerError, retry_after="1"),
    "599": status(599, ServerError, maybe_processed=True, retried=True),
    "an error cut short": Fault(
        (head(500, {"content-length": "900"}), b'{"error"', RESET),
        ServerError,
        maybe_processed=True,
        retried=True,
        expected_text="500",
    ),
    "an error of broken gzip": Fault(
        (response(b"{}", 404, {"content-encoding": "gzip"}),), NotFoundError, maybe_processed=False, retried=False
    ),
}
each_fault = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())


async def error_of(call: Awaitable[object]) -> V0Error:
    """What a request raises, without its frames, which would keep alive what the request left open."""
    try:
        await call
    except V0Error as error:
        return error.with_traceback(None)
    raise AssertionError("nothing was raised")


def check(error: V0Error, fault: Fault, *, maybe_processed: bool) -> None:
    gc.collect()  # what was not unwound would warn here, inside the event loop
    public = next(cls for cls in type(error).__mro__ if cls.__name__ in errors.__all__)
    assert public is fault.error
    assert error.may_have_been_processed is maybe_processed
    assert fault.expected_text in str(error)
    assert "\n" not in str(error) and 0 < len(str(error)) < 1000
    assert not [text for text in texts_in(error) if KEY in text]
    assert isinstance(error, TimeoutError) is (fault.error is APITimeoutError)
    # The exception of the HTTP library is described, not carried.
    assert error.__cause__ is None and error.__context__ is None


@each_fault
async def test_a_post_is_retried_only_where_it_was_refused(fault: Fault, waits: list[float]) -> None:
    async with RawServer(always(*fault.script)) as server:
        async with client_of(server, timeouts=fault.timeouts, max_response_size=250_000) as client:
            error = await error_of(client.v1.chats.create(message="hi"))
        check(error, fault, maybe_processed=fault.maybe_processed)
        await server.all_closed()
    assert [r.line for r in server.requests] == ["POST /v1/chats"] * (3 if fault.refused else 1)
    assert len(waits) == (2 if fault.refused else 0)
    assert ("look for the chat" in str(error)) is (
        fault.maybe_processed and (isinstance(error, APIConnectionError) or fault.expected_text == "encoding")
    )


@each_fault
async def test_a_get_is_retried_after_transient_errors(fault: Fault, waits: list[float]) -> None:
    async with RawServer(always(*fault.script)) as server:
        async with client_of(server, timeouts=fault.timeouts, max_response_size=250_000) as client:
            error = await error_of(client.v1.chats.get("chat_1"))
        check(error, fault, maybe_processed=False)
        await server.all_closed()
    assert error.chat_id == "chat_1"
    assert len(server.requests) == (3 if fault.retried else 1)
    assert len(waits) == (2 if fault.retried else 0)


@pytest.mark.parametrize("name", [n for n, f in FAULTS.items() if f.retried and STALL not in f.script])
async def test_a_get_recovers_from_transient_errors(name: str, waits: list[float]) -> None:
    script = FAULTS[name].script
    async with RawServer(in_turn(script, script, [OK])) as server:
        async with client_of(server) as client:
            assert (await client.v1.chats.get("chat_1")).id == "chat_1"
        await server.all_closed()
    assert len(waits) == 2


@pytest.mark.parametrize("max_retries", [0, 1, 3])
async def test_max_retries(max_retries: int, waits: list[float]) -> None:
    async with RawServer(always(RESET)) as server, client_of(server, max_retries=9) as client:
        with pytest.raises(APIConnectionError):
            await client.with_options(max_retries=max_retries).v1.chats.get("chat_1")
    assert len(server.requests) == max_retries + 1
    assert len(waits) == max_retries


@pytest.mark.parametrize(
    ("method", "sent"), [("POST", 1), ("PATCH", 1), ("post", 1), ("PUT", 3), ("DELETE", 3), ("delete", 3)]
)
async def test_requests_to_any_path_are_retried_where_idempotent(method: str, sent: int, waits: list[float]) -> None:
    async with RawServer(always(json_response({}, 500))) as server, client_of(server) as client:
        with pytest.raises(ServerError) as caught:
            await client.request(method, "/v1/things", json={})
    assert caught.value.may_have_been_processed
    assert len(server.requests) == sent
    assert len(waits) == sent - 1


async def test_a_refused_connection(waits: list[float]) -> None:
    with refusing_address() as base_url:
        async with V0Client(KEY, base_url=base_url) as client:
            with pytest.raises(APIConnectionError, match="ConnectError") as caught:
                await client.v1.chats.create(message="hi")
            assert not caught.value.may_have_been_processed
            assert len(waits) == 2
            with pytest.raises(APIConnectionError) as caught:
                await client.v1.chats.get("chat_1")
            assert not caught.value.may_have_been_processed
            assert len(waits) == 4


async def test_a_post_on_a_stale_connection_may_have_been_processed(waits: list[float]) -> None:
    async with RawServer(lambda request: [RESET if request.nth else OK]) as server, client_of(server) as client:
        await client.v1.chats.get("chat_1")
        with pytest.raises(APIConnectionError) as caught:
            await client.v1.chats.create(message="hi")
        assert caught.value.may_have_been_processed
        assert [r.line for r in server.requests] == ["GET /v1/chats/chat_1", "POST /v1/chats"]
        assert waits == []
        await client.v1.chats.get("chat_1")
        await client.v1.chats.get("chat_1")  # meets the stale one, and is retried
        assert len(waits) == 1


async def test_a_connection_closed_while_idle_is_not_used() -> None:
    async with RawServer(always(OK, CLOSE)) as server, client_of(server) as client:
        for _ in range(3):
            await client.v1.chats.create(message="hi")
            await server.all_closed()
    assert server.connections == 3


# ------------------------------------------------------------------ delays


@pytest.mark.parametrize(
    ("expected_text", "low", "high"),
    [
        ("0", 0, 0),
        ("7", 7, 8.75),
        ("1.5", 1.5, 1.875),
        ("60", 60, 75),
        ("soon", 0.375, 0.625),
        ("-5", 0.375, 0.625),
        ("1e3", 0.375, 0.625),
        ("\xb2", 0.375, 0.625),
        ("Thu, 99 Foo 2026 00:00:00 GMT", 0.375, 0.625),
        (formatdate(0, usegmt=True), 0, 0),
        ("a date 50 s ahead", 40, 62.5),
    ],
)
@pytest.mark.parametrize("code", [408, 429, 500, 503])
async def test_retry_after_is_obeyed(
    code: int, expected_text: str, low: float, high: float, waits: list[float]
) -> None:
    if expected_text == "a date 50 s ahead":
        expected_text = formatdate(time.time() + 50, usegmt=True)
    refused = json_response({}, code, {"retry-after": expected_text})
    async with RawServer(in_turn([refused], [OK])) as server, client_of(server) as client:
        await client.v1.chats.get("chat_1")
    assert len(waits) == 1 and low <= waits[0] <= high


@pytest.mark.parametrize("expected_text", ["61", "9" * 50, formatdate(2**31 - 1, usegmt=True)])
async def test_a_long_retry_after_is_raised(expected_text: str, waits: list[float]) -> None:
    async with (
        RawServer(always(json_response({}, 429, {"retry-after": expected_text}))) as server,
        client_of(server) as client,
    ):
        with pytest.raises(RateLimitError) as caught:
            await client.v1.chats.get("chat_1")
    assert caught.value.retry_after is not None and caught.value.retry_after > 60
    assert len(server.requests) == 1 and waits == []


async def test_backoff_grows_with_jitter(waits: list[float]) -> None:
    async with RawServer(always(json_response({}, 500))) as server, client_of(server, max_retries=7) as client:
        with pytest.raises(ServerError):
            await client.v1.chats.get("chat_1")
    for n, wait in enumerate(waits):
        top = min(0.5 * 2**n, 8)
        assert 0.75 * top <= wait <= 1.25 * top
    assert len(waits) == 7


# ------------------------------------------------------------------ timeouts


@pytest.mark.parametrize(
    ("raised", "limit", "maybe_processed"),
    [
        (httpx.ConnectTimeout, "connect", False),
        (httpx.PoolTimeout, "pool", False),
        (httpx.WriteTimeout, "write", True),
        (httpx.ReadTimeout, "read", True),
    ],
)
@pytest.mark.usefixtures("waits")
async def test_a_timeout_names_itself(raised: type[httpx.TimeoutException], limit: str, maybe_processed: bool) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise raised(f"Bearer {KEY}", request=request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as http:
        with pytest.raises(APITimeoutError, match=rf"Timeouts\.{limit}\)") as caught:
            await V0Client(KEY, http_client=http).v1.chats.create(message="hi")
    assert caught.value.may_have_been_processed is maybe_processed
    assert not [text for text in texts_in(caught.value) if KEY in text]


@pytest.mark.usefixtures("waits")
async def test_our_pool_timeout_applies_to_a_callers_client() -> None:
    async with RawServer(always(STALL)) as server:
        limits = httpx.Limits(max_connections=1)
        async with httpx.AsyncClient(limits=limits) as http, anyio.create_task_group() as tasks:
            client = client_of(server, http_client=http)
            tasks.start_soon(client.v1.chats.get, "chat_1")
            await server.received(1)
            with pytest.raises(APITimeoutError, match="pool") as caught:
                await client.with_options(timeouts=Timeouts(pool=0.01)).v1.chats.create(message="hi")
            assert not caught.value.may_have_been_processed
            tasks.cancel_scope.cancel()
        await server.all_closed()


async def test_a_write_timeout_bounds_a_slice_of_the_body() -> None:
    sizes: list[int] = []

    async def handler(request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        sizes.extend([len(slice_) async for slice_ in request.stream])
        assert request.headers["content-length"] == str(sum(sizes))
        return httpx.Response(200, json={"id": "chat_1"})

    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as http:
        await V0Client(KEY, http_client=http).v1.chats.create(message="x" * 200_000)
    assert len(sizes) == 4 and max(sizes) == 64 * 1024


async def test_our_own_connections_have_tcp_keepalive() -> None:
    async with RawServer(always(OK)) as server, client_of(server) as client:
        await client.v1.chats.get("chat_1")
        (connection,) = client._transport.session.http()._transport._pool.connections  # type: ignore[attr-defined]  # httpx does not show its pool
        stream = connection._connection._network_stream
        opened: socket.socket = stream.get_extra_info("socket")
        assert opened.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        if hasattr(socket, "TCP_KEEPIDLE"):
            assert opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 60


async def test_timeouts_reach_the_http_library() -> None:
    seen: list[Any] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200, json={"id": "chat_1"})

    async with httpx.AsyncClient(transport=httpx.MockTransport(handler), timeout=1) as http:
        client = V0Client(KEY, http_client=http, timeouts=Timeouts(2, 3, 4, None))
        await client.v1.chats.get("chat_1")
        await client.with_options(timeouts=Timeouts()).v1.chats.get("chat_1")
    assert seen == [
        {"connect": 2, "pool": 3, "write": 4, "read": None},
        {"connect": 10, "pool": 30, "write": 60, "read": 900},
    ]


# ------------------------------------------------------------------ size


@pytest.mark.parametrize("compressed", [False, True])
async def test_the_size_cap_counts_decoded_bytes(compressed: bool) -> None:
    def handler(request: Request) -> Iterable[Action]:
        body = b'"' + b"x" * (int(request.path.rpartition("/")[2]) - 2) + b'"'
        if compressed:
            return [response(gzip.compress(body), headers={"content-encoding": "gzip"})]
        return [response(body)]

    async with RawServer(handler) as server, client_of(server, max_response_size=100_000) as client:
        assert len(await client.request("GET", "/v1/100000")) == 99_998
        with pytest.raises(ResponseDecodeError, match="100000 bytes") as caught:
            await client.request("POST", "/v1/100001", json={})
        assert caught.value.may_have_been_processed and caught.value.status_code == 200
        view = client_of(server, max_response_size=None)
        assert len(await view.request("GET", "/v1/1000000")) == 999_998
        await view.aclose()


# ------------------------------------------------------------------ session token and cookies


async def test_session_tokens_go_back_to_their_key_and_version_only() -> None:
    keys = iter(["one", "two", "one", "one", "one"])

    def handler(request: Request) -> Iterable[Action]:
        token = f"token-of-{request.headers['authorization'].removeprefix('Bearer ')}"
        return [json_response({}, headers={"x-session-token": token})]

    async with (
        RawServer(handler) as server,
        RawServer(always(json_response({}))) as other,
        V0Client(lambda: next(keys), base_url=server.base_url) as client,
    ):
        for path in ("/v1/a", "/v1/a", "/v1/a", "/v2/a"):
            await client.request("GET", path)
        assert "token-of-one" not in repr(client.with_options()) + repr(client._transport.session)
        assert "one" not in [key for pair in client._transport.session._session_tokens for key in pair]
        elsewhere = V0Client("one", base_url=other.base_url, http_client=client._transport.session.http())
        await elsewhere.request("GET", "/v1/a")
    assert [r.headers.get("x-session-token") for r in server.requests] == [None, None, "token-of-one", None]
    assert "x-session-token" not in other.requests[0].headers


async def test_unfit_session_tokens_and_those_of_version_2_are_not_kept() -> None:
    given = iter(["v2", "", "x" * 5000, "n\xe9", "good", "better"])
    async with (
        RawServer(lambda _: [json_response({}, headers={"x-session-token": next(given)})]) as server,
        client_of(server) as client,
    ):
        for path in ("/v2/a", "/v1/a", "/v1/a", "/v1/a", "/v1/a", "/v1/a"):
            await client.request("GET", path)
    assert [r.headers.get("x-session-token") for r in server.requests] == [None] * 5 + ["good"]


async def test_session_tokens_are_bounded() -> None:
    numbers = iter(range(5000))
    mocked = httpx.MockTransport(lambda _: httpx.Response(200, json={}, headers={"x-session-token": "t"}))
    async with httpx.AsyncClient(transport=mocked) as http:
        client = V0Client(lambda: f"key-{next(numbers)}", http_client=http)
        for _ in range(1100):
            await client.request("GET", "/v1/a")
    assert len(client._transport.session._session_tokens) == 1024


async def test_our_own_client_keeps_no_cookies() -> None:
    async with (
        RawServer(always(json_response({}, headers={"set-cookie": "a=1; Path=/"}))) as server,
        client_of(server) as client,
    ):
        await client.request("GET", "/v1/a")
        await client.request("GET", "/v1/a")
    assert "cookie" not in server.requests[1].headers


# ------------------------------------------------------------------ a caller's client


async def test_only_the_connections_of_a_callers_client_are_used() -> None:
    redirect = response(b"", 307, {"location": "/elsewhere"})
    async with RawServer(in_turn([OK], [redirect], [OK])) as server:
        http = httpx.AsyncClient(
            auth=("user", "password"),
            follow_redirects=True,
            base_url="http://127.0.0.1:1/wrong",
            headers={"authorization": "Basic wrong", "user-agent": "theirs", "x-a": "theirs", "x-b": "theirs"},
            params={"theirs": "1", "both": "theirs"},
            cookies={"theirs": "1"},
        )
        async with http:
            async with client_of(server, http_client=http, default_headers={"x-a": "ours"}) as client:
                await client.request("GET", "/v1/a", params={"both": "ours"})
                with pytest.raises(APIConnectionError, match="redirect"):
                    await client.request("GET", "/v1/a")
            with pytest.raises(V0Error, match="closed"):
                await client.request("GET", "/v1/a")
            assert not http.is_closed
            await http.get(server.base_url)
    first = server.requests[0]
    assert httpx.URL(first.target).params == httpx.QueryParams({"theirs": "1", "both": "ours"})
    assert first.headers["authorization"] == f"Bearer {KEY}"
    assert (first.headers["x-a"], first.headers["x-b"], first.headers["cookie"]) == ("ours", "theirs", "theirs=1")
    assert first.headers["user-agent"].startswith("v0-client-python/")
    assert len(server.requests) == 3


async def test_a_closed_client_of_the_caller_is_an_error() -> None:
    async with httpx.AsyncClient() as http:
        pass
    with pytest.raises(V0Error, match="http_client") as caught:
        await V0Client(KEY, http_client=http).v1.chats.create(message="hi")
    assert not caught.value.may_have_been_processed


class LibraryError(httpx.ProxyError):
    """An error class of the caller's that is one of the library's too."""


@pytest.mark.parametrize("raised", [httpx.InvalidURL("x"), LibraryError("x"), httpx.StreamClosed(), ssl.SSLError("x")])
@pytest.mark.usefixtures("waits")
async def test_errors_of_the_library_are_mapped(raised: Exception) -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise raised

    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as http:
        with pytest.raises(APIConnectionError, match=type(raised).__name__):
            await V0Client(KEY, http_client=http).v1.chats.create(message="hi")


@pytest.mark.parametrize("place", ["request hook", "response hook", "transport", "body"])
@pytest.mark.parametrize("raised", [RuntimeError("x"), KeyError("x"), OSError("x"), UnicodeError("x")])
async def test_errors_of_the_callers_own_code_pass_through(place: str, raised: Exception) -> None:
    async def fail(*_: object) -> None:
        raise raised

    class Body(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"{"
            raise raised

    def handler(_: httpx.Request) -> httpx.Response:
        if place == "transport":
            raise raised
        return httpx.Response(200, stream=Body())

    hooks: dict[str, list[Any]] = {place.removesuffix(" hook"): [fail]} if place.endswith("hook") else {}
    async with httpx.AsyncClient(transport=httpx.MockTransport(handler), event_hooks=hooks) as http:
        client = V0Client(KEY, http_client=http, max_concurrency=1)
        for _ in range(2):  # the place is given back
            with pytest.raises(type(raised)) as caught:
                await client.v1.chats.create(message="hi")
            assert caught.value is raised


async def test_texts_that_quote_a_header_are_not_carried() -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise httpx.LocalProtocolError(f"Bearer {KEY}")

    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as http:
        with pytest.raises(InvalidRequestError, match="LocalProtocolError") as caught:
            await V0Client(KEY, http_client=http).v1.chats.fork("chat_1")
    assert caught.value.chat_id == "chat_1"
    assert not [text for text in texts_in(caught.value) if KEY in text]


async def test_a_unicode_error_of_our_own_client_is_not_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise UnicodeEncodeError("ascii", f"Bearer {KEY}", 0, 1, "no")

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", fail)
    async with V0Client(KEY) as client:
        with pytest.raises(InvalidRequestError, match="UnicodeEncodeError") as caught:
            await client.v1.chats.create(message="hi")
    assert not [text for text in texts_in(caught.value) if KEY in text]


# ------------------------------------------------------------------ loops, closing, forking


async def one_call(client: V0Client) -> None:
    await client.request("GET", "/v1/user")


async def test_a_second_event_loop_is_an_error(anyio_backend_name: str) -> None:
    async with RawServer(always(json_response({}))) as server:
        client = client_of(server)
        await one_call(client)

        def elsewhere(function: Callable[..., Awaitable[None]], *args: Any) -> V0Error:
            with pytest.raises(V0Error, match="another event loop") as caught:
                anyio.run(function, *args, backend=anyio_backend_name)
            return caught.value

        await anyio.to_thread.run_sync(elsewhere, one_call, client)
        await anyio.to_thread.run_sync(elsewhere, one_call, client.with_options())
        await one_call(client)
        await anyio.to_thread.run_sync(elsewhere, client.aclose)
        await client.aclose()
        await server.all_closed()
    assert len(server.requests) == 2


async def test_use_after_a_fork_is_an_error() -> None:
    async with RawServer(always(json_response({}))) as server, client_of(server) as client:
        await one_call(client)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(shared.os, "getpid", lambda: -1)
            with pytest.raises(V0Error, match="forked"):
                await one_call(client)
        await one_call(client)


async def test_use_after_closing_is_an_error() -> None:
    async with RawServer(always(json_response({}))) as server:
        client = client_of(server)
        await one_call(client)
        await client.aclose()
        await client.aclose()
        with pytest.raises(V0Error, match="closed"):
            await one_call(client)
        await server.all_closed()
    assert len(server.requests) == 1


async def test_closing_ends_requests_that_wait_for_a_place() -> None:
    go_on = threading.Event()
    async with RawServer(always(go_on, json_response({}))) as server:
        client = client_of(server, max_concurrency=1)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(one_call, client)
            await server.received(1)

            async def second() -> None:
                with pytest.raises(V0Error, match="closed"):
                    await client.v1.chats.create(message="hi")

            tasks.start_soon(second)
            await anyio.wait_all_tasks_blocked()
            client._transport.session._is_closed = True
            go_on.set()
        client._transport.session._is_closed = False
        await client.aclose()
    assert len(server.requests) == 1


# ------------------------------------------------------------------ places


async def test_max_concurrency() -> None:
    go_on = threading.Event()
    async with RawServer(always(go_on, json_response({}))) as server:
        async with client_of(server, max_concurrency=2) as client, anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(one_call, client.with_options())
            await server.received(2)
            await anyio.wait_all_tasks_blocked()
            limiter = client._transport.session._limiter
            assert limiter is not None and limiter.statistics().tasks_waiting == 2
            assert len(server.requests) == 2
            go_on.set()
        assert len(server.requests) == 4


async def test_every_outcome_releases_its_place(waits: list[float]) -> None:
    def key() -> str:
        if not keys:
            raise LookupError("the caller's own")
        return keys.pop()

    keys = [KEY] * 6
    scripts = [[RESET], [RESET], [STALL], [json_response({}, 404)], [response(b"no JSON")], [OK]]
    async with (
        RawServer(in_turn(*scripts)) as server,
        V0Client(key, base_url=server.base_url, max_concurrency=1, max_retries=0) as client,
    ):
        for _ in range(2):
            with pytest.raises(APIConnectionError):
                await client.v1.chats.get("chat_1")
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.v1.chats.get, "chat_1")
            await server.received(3)
            tasks.cancel_scope.cancel()
        with pytest.raises(NotFoundError):
            await client.v1.chats.get("chat_1")
        with pytest.raises(ResponseDecodeError):
            await client.v1.chats.get("chat_1")
        await client.v1.chats.get("chat_1")
        with pytest.raises(LookupError):
            await client.v1.chats.get("chat_1")
        limiter = client._transport.session._limiter
        assert limiter is not None and limiter.value == 1
    assert waits == []


# ------------------------------------------------------------------ cancellation


@pytest.mark.transports
@pytest.mark.parametrize(
    "script",
    [
        [STALL],
        [head()[:15], STALL],
        [response(b'{"id"', content_length=9), STALL],
        [chunked_head(content_type="application/json"), chunk('{"id"'), STALL],
        [head(500, {"content-length": "9"}), b"{", STALL],
        [json_response({}, 429, {"retry-after": "60"})],
    ],
    ids=["head", "inside head", "body", "chunks", "error body", "between attempts"],
)
async def test_cancelled_while_waiting_for_the_server(script: list[Action]) -> None:
    async with RawServer(always(*script)) as server:
        async with client_of(server) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(client.v1.chats.get, "chat_1")
            await server.received(1)
            await anyio.wait_all_tasks_blocked()
            tasks.cancel_scope.cancel()
        await server.all_closed()
    gc.collect()
    assert len(server.requests) == 1


@pytest.mark.transports
@pytest.mark.parametrize("steps", range(24))
async def test_cancelled_after_any_number_of_steps(steps: int) -> None:
    body = '{"id": "chat_1"}'
    chunks = [chunked_head(content_type="application/json"), *map(chunk, body), STALL]
    async with RawServer(always(*chunks)) as server:
        async with client_of(server) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.v1.chats.get, "chat_1")
                for _ in range(steps):
                    await anyio.lowlevel.checkpoint()
                tasks.cancel_scope.cancel()
            # The client is still open: the cancelled request itself closed its connection.
            await server.all_closed()
        gc.collect()


async def test_cancelled_while_the_key_is_fetched() -> None:
    async def never() -> str:
        await anyio.sleep_forever()
        raise AssertionError

    async with RawServer(always(OK)) as server, V0Client(never, base_url=server.base_url) as client:
        with anyio.move_on_after(0):
            await client.v1.chats.get("chat_1")
    assert server.requests == []


async def test_a_client_is_usable_after_a_cancelled_request() -> None:
    async with RawServer(lambda r: [STALL] if r.path.endswith("stall") else [OK]) as server:
        async with client_of(server) as client:
            for n in range(1, 6, 2):
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(client.v1.chats.get, "stall")
                    await server.received(n)
                    tasks.cancel_scope.cancel()
                assert (await client.v1.chats.get("chat_1")).id == "chat_1"
        await server.all_closed()


# ------------------------------------------------------------------ what is sent


@pytest.fixture
async def mirror() -> AsyncIterator[tuple[RawServer, V0Client]]:
    async with RawServer(always(OK)) as server, client_of(server) as client:
        yield server, client


async def test_json_is_sent_compact_and_as_utf8(mirror: tuple[RawServer, V0Client]) -> None:
    server, client = mirror
    await client.v1.chats.create(message="grüezi 👋")
    request = server.requests[0]
    assert request.headers["content-type"] == "application/json"
    assert request.body == '{"message":"grüezi 👋"}'.encode()
    await client.v1.chats.get("chat_1")
    assert "content-type" not in server.requests[1].headers and server.requests[1].body == b""


@pytest.mark.parametrize(
    ("metadata", "field"),
    [
        ({"a": "\ud800"}, "metadata.a"),
        ({"a": float("nan")}, "metadata.a"),
        ({"a": float("inf")}, "metadata.a"),
        ({"a": object()}, "metadata.a"),
        ({"\udfff": "x"}, "metadata"),
    ],
)
async def test_a_value_that_json_cannot_carry_names_its_place(
    metadata: Any, field: str, mirror: tuple[RawServer, V0Client]
) -> None:
    server, client = mirror
    with pytest.raises(InvalidRequestError, match="metadata") as caught:
        await client.v1.chats.create(message="hi", metadata=metadata)
    assert caught.value.field == field
    assert str(caught.value).isascii()
    assert server.requests == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"a": ["x", {"b": float("nan")}]}, "a[1].b"),
        ({"a": {"\udfff": 1}}, "a"),
        ({"a": {1, 2}}, "a"),
        ({"a": b"x"}, "a"),
    ],
)
async def test_requests_to_any_path_name_the_place_too(
    body: Any, field: str, mirror: tuple[RawServer, V0Client]
) -> None:
    server, client = mirror
    with pytest.raises(InvalidRequestError) as caught:
        await client.request("POST", "/v1/things", json=body)
    assert caught.value.field == field
    assert server.requests == []


async def test_a_body_that_contains_itself(mirror: tuple[RawServer, V0Client]) -> None:
    server, client = mirror
    body: dict[str, Any] = {}
    body["a"] = [body]
    with pytest.raises(InvalidRequestError, match="nested"):
        await client.request("POST", "/v1/things", json=body)
    assert server.requests == []


@pytest.mark.parametrize("chat_id", ["", ".", "..", None, 5])
async def test_path_parameters_that_would_change_the_path_are_refused(
    chat_id: Any, mirror: tuple[RawServer, V0Client]
) -> None:
    server, client = mirror
    with pytest.raises(InvalidRequestError, match="chat_id"):
        await client.v1.chats.get(chat_id)
    assert server.requests == []


@pytest.mark.parametrize(
    ("chat_id", "sent"),
    [("a/b", "a%2Fb"), ("a?b#c", "a%3Fb%23c"), ("a%2Fb", "a%252Fb"), ("né", "n%C3%A9"), ("../v2", "..%2Fv2")],
)
async def test_path_parameters_are_quoted(chat_id: str, sent: str, mirror: tuple[RawServer, V0Client]) -> None:
    server, client = mirror
    await client.v1.chats.get(chat_id)
    assert server.requests[0].target == f"/v1/chats/{sent}"


async def test_models_and_dicts_are_sent_alike(mirror: tuple[RawServer, V0Client]) -> None:
    server, client = mirror
    await client.v1.chats.create(message="hi", model_configuration=models.ModelConfiguration(image_generations=True))
    await client.v1.chats.create(message="hi", model_configuration={"imageGenerations": True})
    assert server.requests[0].json()["modelConfiguration"]["imageGenerations"] is True
    assert server.requests[1].json()["modelConfiguration"]["imageGenerations"] is True
