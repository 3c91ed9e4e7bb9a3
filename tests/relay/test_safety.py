"""What a relay never lets through, whatever the server or the browser does: the key, invalid JSON, unbounded memory."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any, Literal
from urllib.parse import quote

import anyio
import anyio.to_thread
import pytest
from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Route

from tests.support.raw_server import RawServer, chunk, chunked_head, json_response
from tests.support.served_app import serving as serving_app
from tests.support.stream_scripts import ChatServer, chat, message, more_text, new_part, new_text, sse, streamed
from v0_client import Relay, V0Client
from v0_client.sse import EventStreamDecoder

pytestmark = pytest.mark.anyio

Protocol = Literal["v0", "v0-react"]
MIB = 1024 * 1024


def parsed(body: bytes) -> list[Any]:
    """The data of every event, which any parser of JSON must accept."""

    def refuse(constant: str) -> None:
        pytest.fail(f"{constant} is not JSON")

    return [json.loads(event.data, parse_constant=refuse) for event in EventStreamDecoder().feed(body)]


async def relayed(server: ChatServer, key: Any, *, protocol: Protocol = "v0", resumed: bool = False) -> bytes:
    async with RawServer(server) as raw, V0Client(key, base_url=raw.base_url) as client:
        chats = client.v2.chats
        stream = chats.resume("chat_1") if resumed else chats.stream(message="A bakery")
        return b"".join([frame async for frame in Relay(stream, protocol=protocol)])


# ------------------------------------------------------------------ the key

KEY = "v1:team/secret-key"


def escaped(text: str) -> str:
    """Every character as JSON may escape it."""
    return "".join(f"\\u{ord(character):04X}" for character in text)


def event_with(text: str) -> str:
    """A chunk whose text stands in JSON as it is."""
    return f'data: {{"object": "message.parts.chunk", "id": "msg_1", "delta": {{"_t": "a", "0": [{text}]}}}}\n\n'


ECHOES = {
    "in a part": new_text(0, f"Your key is {KEY}."),
    "appended": more_text(0, KEY),
    "as a member's name": new_part(0, type="tool-call", output={KEY: [KEY]}),
    "in a title": {"object": "chat.title", "id": "chat_1", "delta": KEY},
    "in an unknown event": {"object": "of.tomorrow", "headers": [["authorization", f"Bearer {KEY}"]]},
    "escaped": event_with(f'{{"type": "text", "text": "{escaped(KEY)}"}}'),
    "with an escaped slash": event_with('{"type": "text", "text": "v1:team\\/secret\\u002dkey"}'),
    "in JSON in a text": new_part(0, type="bash", output=json.dumps({"key": KEY}).replace("-", "\\u002d")),
    "in JSON with an escaped slash": new_part(0, type="bash", output=json.dumps({"key": KEY}).replace("/", "\\/")),
    "percent-encoded": new_part(0, type="bash", output=f"https://b.test/?key={quote(KEY, safe='')}"),
    "percent-encoded in small letters": new_text(0, KEY.replace(":", "%3a").replace("/", "%2f")),
    "beside what is not JSON": event_with(f'{{"type": "tool-call", "output": [NaN, "{KEY}"]}}'),
}


@pytest.mark.parametrize("protocol", ["v0", "v0-react"])
@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES)
async def test_no_event_carries_the_key(echo: Any, protocol: Protocol) -> None:
    server = ChatServer(streamed(chat(), new_text(0, "Fresh "), echo, chat()), reads=[message("Fresh ")])
    body = await relayed(server, KEY, protocol=protocol)
    events = parsed(body)
    assert b"secret" not in body
    kinds = [event["event"]["object"] if protocol == "v0-react" else event["object"] for event in events]
    assert kinds[:2] == ["chat", "message.parts.chunk"] and kinds[-1] == "chat"
    assert (b"..." in body) == (kinds[2] != "chat"), "an update is sent only for what the vendor's client knows"


async def test_a_key_that_is_interrupted_by_the_next_event_is_masked_in_the_parts() -> None:
    server = ChatServer(streamed(chat(), new_text(0, KEY[:9]), more_text(0, KEY[9:]), chat()))
    *_, done = parsed(await relayed(server, KEY, protocol="v0-react"))
    assert done["parts"] == [{"type": "text", "text": "..."}]


async def test_masking_a_key_leaves_valid_json() -> None:
    """A key may begin with a letter that follows a backslash in JSON: a tab and the rest of the key are not the key."""
    text = "a\test-key\\test-key\\\\\\test-key \N{CROISSANT}"
    server = ChatServer(streamed(chat(), new_text(0, text), chat()))
    part = parsed(await relayed(server, "test-key"))[1]["delta"]["0"][0]
    assert part["text"].startswith("a\test-key") and part["text"].endswith(" \N{CROISSANT}")
    assert "test-key" not in part["text"].replace("\test-key", "")


@pytest.mark.parametrize("protocol", ["v0", "v0-react"])
async def test_a_key_in_a_message_that_was_read_and_one_that_has_been_replaced(protocol: Protocol) -> None:
    """Without a stream to resume, and with a key that rotates between the requests."""
    keys = iter(["v1:secret-1", "v1:secret-2", "v1:secret-3", "v1:secret-4"])
    server = ChatServer(
        resumes=[[json_response({}, 404)]], reads=[message("v1:secret-1 v1:secret-2", newField="v1:secret-2")]
    )
    body = await relayed(server, lambda: next(keys), protocol=protocol, resumed=True)
    assert b"secret" not in body
    assert b"... ..." in body


async def test_the_key_of_a_stream_is_masked_after_many_calls_with_other_keys() -> None:
    """As in a service whose `api_key` returns the key of each of its users."""
    keys = (f"v1:secret-{number}" for number in range(100))
    server = ChatServer(streamed(chat(), new_text(0, "v1:secret-0"), chat()), reads=[message("...")])
    async with RawServer(server) as raw, V0Client(lambda: next(keys), base_url=raw.base_url) as client:
        relay = await Relay(client.v2.chats.stream(message="A bakery")).open()
        for _ in range(10):
            await client.v2.messages.get("chat_1", "msg_1")
        body = b"".join([frame async for frame in relay])
    assert parsed(body)[1]["delta"]["0"][0]["text"] == "..."


async def test_ordinary_text_is_left_alone() -> None:
    text = "C:\\new\\u0041 \\/ caf\N{LATIN SMALL LETTER E WITH ACUTE} \x1b[31m \0 v1:team 5%3A"
    server = ChatServer(streamed(chat(), new_text(0, text), chat()))
    assert parsed(await relayed(server, KEY))[1]["delta"]["0"][0]["text"] == text


# ------------------------------------------------------------------ JSON, and errors


@pytest.mark.parametrize("protocol", ["v0", "v0-react"])
async def test_an_error_event_of_any_form_ends_the_response(protocol: Protocol) -> None:
    deep: Any = "\ud83d"
    for _ in range(700):
        deep = [deep]
    for failure in ({"message": deep}, {"message": "\ud83d", "code": float("nan")}, {"error": {"message": "No"}}, {}):
        events = sse(chat(), new_text(0, "Fresh ")), f"data: {json.dumps({'object': 'error', **failure})}\n\n"
        body = await relayed(ChatServer(streamed(*events)), KEY, protocol=protocol)
        *_, last = EventStreamDecoder().feed(body)
        data = parsed(body)[-1]
        assert last.event == "error" if protocol == "v0-react" else data["object"] == "error"
        assert protocol == "v0" or isinstance(data["message"], str)


async def test_an_event_too_deep_to_be_written_loses_nothing_else() -> None:
    deep = "[" * 600 + "NaN" + "]" * 600
    event = f'data: {{"object": "of.tomorrow", "value": {deep}}}\n\n'
    server = ChatServer(streamed(chat(), event, new_text(0, "Fresh"), chat()), reads=[message("Fresh")])
    events = parsed(await relayed(server, KEY))
    assert [event["object"] for event in events] == ["chat", "message.parts.chunk", "chat"]


# ------------------------------------------------------------------ a browser that does not read


def endless(part: bytes, upstream: list[int]) -> Iterator[bytes]:
    yield chunked_head() + chunk(sse(chat(), new_text(0, "")))
    for _ in range(2_000):
        upstream[0] += len(part)
        yield part


@asynccontextmanager
async def unread(protocol: Protocol, text: str) -> AsyncIterator[tuple[socket.socket, list[int]]]:
    """A browser that has requested a stream of 120 MB and does not read it, and how much the server has sent."""
    upstream = [0]
    part = chunk(sse(more_text(0, text)))
    async with RawServer(lambda _: endless(part, upstream)) as raw:

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[dict[str, V0Client]]:
            async with V0Client(KEY, base_url=raw.base_url) as client:
                yield {"client": client}

        async def generate(request: Any) -> StreamingResponse:
            relay = Relay(request.state.client.v2.chats.stream(message="A bakery"), protocol=protocol)
            return StreamingResponse(relay, media_type=relay.media_type)

        app = Starlette(routes=[Route("/generate", generate)], lifespan=lifespan)
        async with serving_app(app) as address:
            host, port = address.removeprefix("http://").split(":")
            with socket.socket() as browser:
                browser.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
                browser.connect((host, int(port)))
                browser.sendall(b"GET /generate HTTP/1.1\r\nhost: relay\r\n\r\n")
                yield browser, upstream
        await raw.all_closed()


def settled(upstream: list[int]) -> int:
    """How much was sent once nothing moves any more."""
    deadline, before = time.monotonic() + 20, -1
    while before != upstream[0]:
        assert time.monotonic() < deadline, "the server sends without end"
        before = upstream[0]
        time.sleep(0.5)
    return before


@pytest.mark.slow
@pytest.mark.parametrize("protocol", ["v0", "v0-react"])
async def test_a_browser_that_does_not_read_stops_the_upstream_connection(protocol: Protocol) -> None:
    """What was sent stays in the buffers of the sockets: 120 MB do not go into the memory of the service."""
    async with unread(protocol, "x" * 60_000) as (browser, upstream):
        assert 0 < await anyio.to_thread.run_sync(settled, upstream) < 24 * MIB
        assert b"event-stream" in browser.recv(1024)
