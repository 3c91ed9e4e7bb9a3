"""The client: its lifetime, requests to any path, operations without a resource, and optional defaults."""

from __future__ import annotations

import gc
import inspect
import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, get_type_hints

import pytest

import v0_client
from tests.support.raw_server import (
    LAST_CHUNK,
    RESET,
    RawServer,
    Request,
    always,
    chunk,
    chunked_head,
    head,
    in_turn,
    json_response,
    response,
)
from v0_client import (
    APIStatusError,
    Download,
    InvalidRequestError,
    ResponseDecodeError,
    UnprocessableEntityError,
    V0Client,
    V0Error,
    api,
    models,
)
from v0_client._http import environment, exchange
from v0_client._http import request as request_module
from v0_client.sandbox import Sandbox

KEY = "v1:team:made-up-key"
OK = json_response({"id": "chat_1"})

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _forget_what_servers_accept() -> None:
    exchange._accepts_defaults.clear()


# ------------------------------------------------------------------ any path


@pytest.fixture
async def mirror() -> AsyncIterator[tuple[RawServer, V0Client]]:
    """A server that returns what it was sent, and a client of it."""

    def handler(request: Request) -> list[bytes]:
        return [json_response([request.method, request.target, request.body.decode()])]

    async with RawServer(handler) as server, V0Client(KEY, base_url=server.base_url) as client:
        yield server, client


@pytest.mark.parametrize(
    ("method", "path", "more", "sent"),
    [
        ("GET", "/v1/user", {}, ["GET", "/v1/user", ""]),
        ("get", "/v1/user", {"params": {}}, ["GET", "/v1/user", ""]),
        ("GET", "/v1/chats", {"params": {"limit": 5, "own": True, "q": "a&b ü"}}, None),
        ("POST", "/v3/new", {"json": {"ü": [None]}}, ["POST", "/v3/new", '{"ü":[null]}']),
        ("POST", "/v3/new", {"json": {}}, ["POST", "/v3/new", "{}"]),
        ("DELETE", "/v1/chats/x%2Fy", {}, ["DELETE", "/v1/chats/x%2Fy", ""]),
        ("PATCH", "/v1/chats/x..y", {"json": [0]}, ["PATCH", "/v1/chats/x..y", "[0]"]),
    ],
)
async def test_any_path(
    method: str, path: str, more: dict[str, Any], sent: list[str] | None, mirror: tuple[RawServer, V0Client]
) -> None:
    _, client = mirror
    expected = sent or ["GET", "/v1/chats?limit=5&own=true&q=a%26b%20%C3%BC", ""]
    got = await client.request(method, path, **more)
    assert [got[0], got[1].replace("+", "%20"), got[2]] == expected


@pytest.mark.parametrize(
    ("method", "path", "field"),
    [
        *[
            ("GET", path, "path")
            for path in ("", "v1/user", "https://elsewhere.example/", "/v1/../v2", "/./x", "/v1/user?a=1", "/v1#a")
        ],
        *[("GET", path, "path") for path in ("/v1/a\nb", "/v1/a\r\nx-injected: 1", "/v1/\x00", "/v1/\ud800")],
        *[(method, "/v1/user", "method") for method in ("", "GET /v1", "GE\nT", "GÉT")],
    ],
)
async def test_an_invalid_path_or_method_is_refused(
    method: str, path: str, field: str, mirror: tuple[RawServer, V0Client]
) -> None:
    server, client = mirror
    with pytest.raises(InvalidRequestError, match=field) as caught:
        await client.request(method, path)
    assert caught.value.field == field
    assert "\n" not in str(caught.value)
    assert server.requests == []


async def test_an_empty_body_is_none() -> None:
    async with RawServer(always(head(204))) as server, V0Client(KEY, base_url=server.base_url) as client:
        assert await client.request("DELETE", "/v1/chats/chat_1") is None
        with pytest.raises(ResponseDecodeError):
            await client.v1.chats.get("chat_1")


# ------------------------------------------------------------------ operations without a resource


async def test_an_operation_works_without_a_resource() -> None:
    async with RawServer(always(OK)) as server, V0Client(KEY, base_url=server.base_url) as client:
        made = await api.create_chat(client, message="hi")
        assert isinstance(made, models.ChatDetail) and made.id == "chat_1"
        assert (await api.get_chat(client.v1.chats, "chat_1")).id == "chat_1"
    assert [r.line for r in server.requests] == ["POST /v1/chats", "GET /v1/chats/chat_1"]


async def test_a_streaming_response_mode_is_refused_before_the_network() -> None:
    async with RawServer(always(OK)) as server, V0Client(KEY, base_url=server.base_url) as client:
        with pytest.raises(InvalidRequestError, match="stream") as caught:
            await client.v1.chats.create(message="hi", response_mode="experimental_stream")
    assert caught.value.field == "response_mode"
    assert server.requests == []


# ------------------------------------------------------------------ both revisions of a server

REJECTED = json_response({"message": "unknown key type"}, 422)
STREAM = chunked_head() + chunk('data: {"type": "connected"}\n\n') + LAST_CHUNK


async def opened(client: V0Client, **more: Any) -> None:
    """Open a plain event stream and read it to its end."""
    async with api.create_chat_stream(client, message="hi", **more) as stream:
        assert [event async for event in stream]


async def types_sent(server: RawServer) -> list[Any]:
    return [request.json().get("type") for request in server.requests]


async def test_a_server_that_accepts_the_type_is_remembered() -> None:
    async with RawServer(in_turn([STREAM], [STREAM], [REJECTED])) as server:
        async with V0Client(KEY, base_url=server.base_url) as client:
            await opened(client)
            await opened(client.with_options(max_retries=0))
            # It accepted the type before, so this rejection is about something else.
            with pytest.raises(UnprocessableEntityError):
                await opened(client)
        assert await types_sent(server) == ["prompt", "prompt", "prompt"]


async def test_a_server_that_rejects_the_type_is_remembered() -> None:
    async with RawServer(in_turn([REJECTED], [STREAM], [STREAM], [STREAM])) as server:
        for _ in range(2):
            async with V0Client(KEY, base_url=server.base_url, max_retries=0) as client:
                await opened(client)
        async with V0Client(KEY, base_url=server.base_url) as client:
            await opened(client)
        assert await types_sent(server) == ["prompt", None, None, None]


async def test_a_second_rejection_is_raised_with_both_messages_and_not_remembered() -> None:
    other = json_response({"message": "message is too long"}, 422)
    async with RawServer(in_turn([REJECTED], [other], [REJECTED], [STREAM])) as server:
        async with V0Client(KEY, base_url=server.base_url) as client:
            with pytest.raises(UnprocessableEntityError) as caught:
                await opened(client)
            for text in (str(caught.value), caught.value.message):
                assert "unknown key type" in text and "message is too long" in text
            assert caught.value.__context__ is None
            await opened(client)
        assert await types_sent(server) == ["prompt", None, "prompt", None]


async def test_a_second_rejection_with_the_same_message_is_raised_once() -> None:
    refused = json_response({"message": "no more chats today"}, 422)
    async with RawServer(always(refused)) as server, V0Client(KEY, base_url=server.base_url) as client:
        with pytest.raises(UnprocessableEntityError) as caught:
            await opened(client)
    assert caught.value.message == "no more chats today"
    assert str(caught.value) == "POST /v2/chats/stream: 422, no more chats today"
    assert await types_sent(server) == ["prompt", None]


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        ({"message": "message: must not be longer than 1000"}, 1),
        ({"message": "Invalid", "issues": [{"path": ["message"], "message": "too long"}]}, 1),
        ({"message": "type: unknown key, allowed are message and system"}, 2),
        ({"message": "Invalid", "issues": [{"code": "unrecognized_keys", "keys": ["type"], "path": []}]}, 2),
        ({"message": "Unprocessable"}, 2),
        ({}, 2),
    ],
)
async def test_a_rejection_of_another_field_is_raised_at_once(body: dict[str, Any], sent: int) -> None:
    async with RawServer(always(json_response(body, 422))) as server, V0Client(KEY, base_url=server.base_url) as client:
        with pytest.raises(UnprocessableEntityError):
            await opened(client)
    assert len(server.requests) == sent


async def test_a_body_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[object] = []
    dumps = json.dumps

    def counted(value: object, **options: Any) -> str:
        encoded.append(value)
        return dumps(value, **options)

    monkeypatch.setattr(request_module, "json", SimpleNamespace(dumps=counted))
    async with (
        RawServer(in_turn([REJECTED], [STREAM], [RESET], [RESET], [OK])) as server,
        V0Client(KEY, base_url=server.base_url) as client,
    ):
        await opened(client)
        assert len(encoded) == 2
        await client.request("PUT", "/v1/things", json={})
        assert len(encoded) == 3


async def test_a_type_set_by_the_caller_is_kept() -> None:
    async with RawServer(in_turn([REJECTED])) as server, V0Client(KEY, base_url=server.base_url) as client:
        with pytest.raises(UnprocessableEntityError):
            await opened(client, type="prompt")
        assert await types_sent(server) == ["prompt"]


async def test_other_errors_are_raised_at_once() -> None:
    async with (
        RawServer(in_turn([json_response({}, 400)])) as server,
        V0Client(KEY, base_url=server.base_url) as client,
    ):
        with pytest.raises(APIStatusError):
            await opened(client)


async def test_a_response_that_is_not_an_event_stream_is_an_error() -> None:
    page = response("<html></html>", content_type="text/html")
    async with RawServer(always(page)) as server, V0Client(KEY, base_url=server.base_url) as client:
        with pytest.raises(ResponseDecodeError, match="text/html") as caught:
            await opened(client)
        assert caught.value.may_have_been_processed and caught.value.status_code == 200
        await client.aclose()
        await server.all_closed()


# ------------------------------------------------------------------ lifetime


async def test_leaving_the_block_closes_the_client() -> None:
    async with RawServer(always(OK)) as server:
        with pytest.raises(LookupError):  # noqa: PT012 - the block is what is tested
            async with V0Client(KEY, base_url=server.base_url) as client:
                await client.v1.chats.get("chat_1")
                raise LookupError
        await server.all_closed()
        with pytest.raises(V0Error, match="closed"):
            await client.v1.chats.get("chat_1")


async def test_a_client_that_was_never_used_closes() -> None:
    async with V0Client(KEY) as client:
        assert client.v1 is client.v1 and client.v2 is client.v2
    gc.collect()


async def test_one_tls_context_serves_all_clients() -> None:
    pools = [V0Client(KEY)._transport.session for _ in range(2)]
    for each in pools:
        each.http()
    assert len(environment._contexts) == 1
    for each in pools:
        await each.aclose()


async def test_a_client_works_with_the_sandbox(client: V0Client, sandbox: Sandbox) -> None:
    made = await client.v1.chats.create(message="A bakery")
    assert (await client.v1.chats.get(made.id)).id == made.id
    stranger = V0Client("wrong", base_url=sandbox.base_url)
    with pytest.raises(APIStatusError) as caught:
        await stranger.v1.chats.get(made.id)
    assert caught.value.status_code == 401
    await stranger.aclose()


def test_hints_resolve_at_run_time() -> None:
    for name, member in inspect.getmembers(V0Client, inspect.isfunction):
        if not name.startswith("_"):
            assert object not in get_type_hints(member).values()
    assert get_type_hints(V0Client.v2.fget)["return"].__name__ == "V2"
    assert get_type_hints(V0Client.open_download)["return"] is Download


def test_the_package_lists_its_public_names() -> None:
    assert dir(v0_client) == sorted(v0_client.__all__)
    assert all(hasattr(v0_client, name) for name in dir(v0_client))
    with pytest.raises(AttributeError, match="'v0_client' has no attribute 'nonsense'"):
        v0_client.nonsense  # noqa: B018 - what reading it raises is tested
