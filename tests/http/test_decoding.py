"""Content encodings: undone in steps of bounded size, one at most."""

from __future__ import annotations

import gzip
import json
import os
import sys
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from importlib import import_module
from pathlib import Path

import pytest

from tests.support.loop_turns import counting_turns
from tests.support.raw_server import LAST_CHUNK, RawServer, always, chunk, chunked_head, head, in_turn, response
from v0_client import EventTooLargeError, NotFoundError, ResponseDecodeError, V0Client, api
from v0_client._http.decoding import accept_encoding, decoder_for

KEY = "v1:team:made-up-key"
MIB = 1024 * 1024
Encode = Callable[..., bytes]


def raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


ENCODINGS: dict[str, tuple[str, Encode]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-GZIP ", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "deflate without header": ("deflate", raw_deflate),
}
if "br" in accept_encoding():
    ENCODINGS["br"] = ("br", import_module("brotli").compress)
if "zstd" in accept_encoding():
    zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    ENCODINGS["zstd"] = ("zstd", zstd.compress)
each_encoding = pytest.mark.parametrize(("name", "encode"), ENCODINGS.values(), ids=ENCODINGS.keys())


def in_steps(name: str, data: bytes, *, chunk_size: int, limit: int = 1000) -> list[bytes]:
    decoder = decoder_for(name)
    steps: list[bytes] = []
    for start in range(0, len(data), chunk_size):
        decoder.feed(data[start : start + chunk_size])
        while (step := decoder.read(limit)) or decoder.has_pending:
            steps.append(step)
    decoder.finish()
    return steps


@each_encoding
@pytest.mark.parametrize("chunk_size", [1, 7, 10**6])
def test_each_encoding_in_bounded_steps(name: str, encode: Encode, chunk_size: int) -> None:
    data = json.dumps([{"number": number} for number in range(3000)]).encode()
    steps = in_steps(name, encode(data), chunk_size=chunk_size)
    assert b"".join(steps) == data
    assert max(map(len, steps)) <= 70_000  # brotli decodes a block of 64 KiB at least


@each_encoding
def test_incomplete_or_malformed_data_is_refused(name: str, encode: Encode) -> None:
    data = encode(b"some words " * 100)
    with pytest.raises(ValueError, match="incomplete"):
        in_steps(name, data[:-5], chunk_size=100)
    with pytest.raises(ValueError, match=r"\w"):
        in_steps(name, b"\xff" + data[::-1], chunk_size=100)
    decoder_for(name).finish()  # an empty body has no encoding to be incomplete


IN_ROWS = {name: each for name, each in ENCODINGS.items() if "deflate" not in name and name != "br"}
alone = pytest.mark.parametrize("name", sorted(ENCODINGS.keys() - IN_ROWS.keys()))
in_rows = pytest.mark.parametrize(("name", "encode"), IN_ROWS.values(), ids=IN_ROWS.keys())


@alone
def test_what_follows_the_end_is_ignored(name: str) -> None:
    name, encode = ENCODINGS[name]
    decoder = decoder_for(name)
    decoder.feed(encode(b"{}"))
    assert decoder.read(100) == b"{}"
    for _ in range(3):
        decoder.feed(b"more")
        assert decoder.read(100) == b""
        assert not decoder.has_pending
    decoder.finish()


@in_rows
@pytest.mark.parametrize("chunk_size", [1, 7, 30_000, 10**6])
def test_members_in_a_row_are_one_text(name: str, encode: Encode, chunk_size: int) -> None:
    members = [b"first", b"", bytes(50_000), *[b"%d," % number for number in range(200)], os.urandom(40_000), b"last"]
    steps = in_steps(name, b"".join(map(encode, members)), chunk_size=chunk_size)
    assert b"".join(steps) == b"".join(members)
    assert max(map(len, steps)) <= 1000


@in_rows
def test_a_later_member_must_be_complete(name: str, encode: Encode) -> None:
    data = encode(b"first") + encode(b"second")
    with pytest.raises(ValueError, match="incomplete"):
        in_steps(name, data[:-3], chunk_size=100)


@in_rows
@pytest.mark.parametrize("rest", [b"more", bytes(8)])
@pytest.mark.parametrize("chunk_size", [1, 10**6])
def test_what_follows_the_last_member_is_refused(name: str, encode: Encode, rest: bytes, chunk_size: int) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        in_steps(name, encode(b"{}") + rest, chunk_size=chunk_size)


@in_rows
def test_a_step_ends_after_some_members(name: str, encode: Encode) -> None:
    """However many of them a chunk has, and though they are empty."""
    decoder = decoder_for(name)
    decoder.feed(encode(b"") * 1000 + encode(b"text"))
    steps = 0
    while not (decoded := decoder.read(100)):
        assert decoder.has_pending
        steps += 1
    assert decoded == b"text" and not decoder.has_pending
    assert steps > 10


@pytest.mark.parametrize("name", ["gzip, gzip", "gzip,identity", "compress", "nonsense"])
def test_other_encodings_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"is not one of gzip, deflate"):
        decoder_for(name)


# ------------------------------------------------------------------ on the wire

pytestmark = pytest.mark.anyio


def encoded(body: bytes, encoding: str, status: int = 200, content_type: str = "application/json") -> bytes:
    return response(body, status, {"content-encoding": encoding}, content_type=content_type)


async def test_every_accepted_encoding_can_be_decoded() -> None:
    async with RawServer(always(response(b"{}"))) as server, V0Client(KEY, base_url=server.base_url) as client:
        await client.request("GET", "/v1/user")
        await client.with_options(extra_headers={"accept-encoding": "identity"}).request("GET", "/v1/user")
    assert server.requests[0].headers["accept-encoding"] == accept_encoding()
    assert server.requests[1].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("encoding", ["", "identity", " Identity "])
async def test_identity_is_not_an_encoding(encoding: str) -> None:
    async with (
        RawServer(always(encoded(b"[1]", encoding))) as server,
        V0Client(KEY, base_url=server.base_url) as client,
    ):
        assert await client.request("GET", "/v1/user") == [1]


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br, gzip", "compress"])
async def test_stacked_or_unknown_encodings_are_an_error(encoding: str) -> None:
    body = gzip.compress(gzip.compress(b"{}"))
    async with RawServer(always(encoded(body, encoding))) as server:
        async with V0Client(KEY, base_url=server.base_url) as client:
            with pytest.raises(ResponseDecodeError, match="content encoding") as caught:
                await client.v1.chats.create(message="hi")
        await server.all_closed()
    assert caught.value.may_have_been_processed and caught.value.status_code == 200
    assert caught.value.__context__ is None


async def test_an_error_status_with_a_broken_encoding_is_that_status() -> None:
    async with RawServer(always(encoded(b"{}", "gzip, gzip", 404))) as server:
        async with V0Client(KEY, base_url=server.base_url) as client:
            with pytest.raises(NotFoundError):
                await client.v1.chats.get("chat_1")
        await server.all_closed()


BOMBS = {"archive": b"PK\x03\x04" + bytes(50 * MIB), "comments": b":\n" * (25 * MIB)}
WIRE: dict[str, Encode] = {"gzip": gzip.compress, "gzip, gzip": lambda data: gzip.compress(gzip.compress(data))}
if "br" in ENCODINGS:
    WIRE["br"] = partial(ENCODINGS["br"][1], quality=3)  # ten times as fast
if "zstd" in ENCODINGS:
    WIRE["zstd"] = ENCODINGS["zstd"][1]
EXPECTED: dict[str, tuple[type[Exception], str]] = {
    "JSON": (ResponseDecodeError, "max_response_size"),
    "error": (NotFoundError, "404"),
    "stream": (EventTooLargeError, "max_event_size"),
    "download": (ResponseDecodeError, "max_response_size"),
    "saved download": (ResponseDecodeError, "max_download_size"),
}


def bomb(name: str, kind: str) -> bytes:
    return encoded_bomb(name, "comments" if kind == "stream" else "archive")


@cache
def encoded_bomb(name: str, content: str) -> bytes:
    return WIRE[name](BOMBS[content])


async def use(kind: str, client: V0Client, folder: Path) -> None:
    match kind:
        case "stream":
            async with api.create_chat_stream(client, message="hi") as events:
                await anext(events)
        case "download":
            await client.v2.chats.download_files("chat_1")
        case "saved download":
            await client.v2.chats.download("chat_1", folder / "app.zip")
        case _:
            await client.v1.chats.get("chat_1")


@pytest.mark.parametrize("kind", EXPECTED)
@pytest.mark.parametrize("name", WIRE)
async def test_a_bomb_is_defused_while_it_is_decoded(name: str, kind: str, tmp_path: Path) -> None:
    body = bomb(name, kind)
    headers = {"content-encoding": name, "content-length": str(len(body)), "content-type": "text/event-stream"}
    error, text = EXPECTED[kind]
    if name == "gzip, gzip" and kind != "error":
        error, text = ResponseDecodeError, "content encoding"
    async with RawServer(always(head(404 if kind == "error" else 200, headers) + body)) as server:
        caps = {"max_response_size": MIB, "max_event_size": MIB, "max_download_size": MIB}
        async with V0Client(KEY, base_url=server.base_url, max_retries=0, **caps) as client:
            tracemalloc.start()
            try:
                with pytest.raises(error, match=text):
                    await use(kind, client, tmp_path)
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
        await server.all_closed()
    assert peak < 9 * MIB
    assert [path.name for path in tmp_path.glob("*")] == []  # noqa: ASYNC240 - a test may block


@pytest.mark.parametrize("kind", ["JSON", "stream"])
async def test_the_event_loop_runs_while_a_bomb_is_decoded(kind: str, tmp_path: Path) -> None:
    """At least once for each 64 KiB that come without a wait for the network."""
    body = bomb("gzip", kind)
    headers = {"content-encoding": "gzip", "content-length": str(len(body)), "content-type": "text/event-stream"}
    async with (
        RawServer(always(head(200, headers) + body)) as server,
        V0Client(KEY, base_url=server.base_url, max_response_size=None, max_event_size=None) as client,
        counting_turns() as turns,
    ):
        with suppress(ResponseDecodeError, StopAsyncIteration):
            await use(kind, client, tmp_path)
    assert turns.count > 50 * MIB / (64 * 1024)


async def test_a_long_encoded_body_comes_whole() -> None:
    body = json.dumps(["words " * 10] * 100_000).encode()
    encoding, encode = ENCODINGS["gzip"]
    data = encode(body)
    cut = [head(200, {"content-encoding": encoding, "content-length": str(len(data))}), data[:2000], b""]
    async with RawServer(in_turn([*cut, data[2000:]])) as server, V0Client(KEY, base_url=server.base_url) as client:
        assert len(await client.request("GET", "/v1/user")) == 100_000


@in_rows
@pytest.mark.parametrize("chunk_size", [1, 10**6])
async def test_a_server_may_compress_each_event_alone(name: str, encode: Encode, chunk_size: int) -> None:
    events = [{"object": "chat", "id": "chat_1"}, {"object": "chat", "id": "chat_2"}]
    data = b"".join(encode(f"data: {json.dumps(event)}\n\n".encode()) for event in events)
    chunks = [chunk(data[start : start + chunk_size]) for start in range(0, len(data), chunk_size)]
    script = [chunked_head(headers={"content-encoding": name}), *chunks, LAST_CHUNK]
    async with (
        RawServer(always(*script)) as server,
        V0Client(KEY, base_url=server.base_url) as client,
        api.create_chat_stream(client, message="hi") as stream,
    ):
        received = [event.to_dict() async for event in stream]
    assert received == events


@in_rows
async def test_the_event_loop_runs_while_empty_members_are_decoded(name: str, encode: Encode) -> None:
    body = encode(b"") * 5000 + encode(b"[1]")
    async with (
        RawServer(always(encoded(body, name))) as server,
        V0Client(KEY, base_url=server.base_url) as client,
        counting_turns() as turns,
    ):
        assert await client.request("GET", "/v1/user") == [1]
    assert turns.count > 5000 / 64
