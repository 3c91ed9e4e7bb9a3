"""What an event, an answer and a poll may cost, in figures that are the same on every machine: calls, copies, objects.

Times are for `make bench`. The budgets are about a third above what is needed, so that they speak up when work is done
twice and stay quiet when a Python version counts a little differently.
"""

from __future__ import annotations

import gc
import json
import sys
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType
from typing import Any, Self

import httpx
import pytest

from tests.support.stream_scripts import chat, more_text, new_text, sse
from v0_client import Poll, V0Client, models
from v0_client._http import transport
from v0_client.sse import EventStreamDecoder

pytestmark = pytest.mark.anyio

MIB = 1024 * 1024


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"  # the figures are the client's, whatever it runs on


class Calls:
    """Counts calls, of Python's functions and of C's, while its block is open."""

    def __init__(self) -> None:
        self.count = 0

    def _note(self, _: FrameType, kind: str, __: Any) -> None:
        self.count += kind in ("call", "c_call")

    def __enter__(self) -> Self:
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)


@contextmanager
def peak() -> Iterator[Callable[[], int]]:
    """Most bytes that were allocated at once in the block."""
    gc.collect()
    tracemalloc.start()
    try:
        yield lambda: tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# ------------------------------------------------------------------ server-sent events


EVENT = sse(more_text(3, "some words, "))


@pytest.mark.parametrize(
    ("piece", "budget"),
    [
        (EVENT, 10),
        (EVENT.replace(b"\n", b"\r\n"), 11),
        (b"id: 1\nevent: message\n" + EVENT, 12),
    ],
    ids=["LF", "CRLF", "id and name"],
)
def test_calls_for_one_event_in_a_chunk(piece: bytes, budget: int) -> None:
    decoder = EventStreamDecoder()
    decoder.feed(piece)
    with Calls() as calls:
        for _ in range(100):
            decoder.feed(piece)
    assert calls.count / 100 <= budget


def test_calls_for_many_events_in_a_chunk() -> None:
    decoder = EventStreamDecoder()
    with Calls() as calls:
        assert len(decoder.feed(EVENT * 1000)) == 1000
    assert calls.count / 1000 <= 1.2  # making the event itself


def test_objects_for_an_event() -> None:
    decoder = EventStreamDecoder()
    decoder.feed(EVENT)
    gc.collect()
    before = sys.getallocatedblocks()
    events = decoder.feed(EVENT * 1000)
    assert (sys.getallocatedblocks() - before) / len(events) <= 2.2  # the event and its text


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_copies_of_a_large_event(line_end: bytes) -> None:
    data = b"data: " + b"x" * (8 * MIB) + line_end * 2
    chunks = [data[start : start + 65536] for start in range(0, len(data), 65536)]
    decoder = EventStreamDecoder()
    with peak() as most:
        (event,) = [event for piece in chunks for event in decoder.feed(piece)]
        assert most() < 4.2 * len(data)  # as bytes, as text, and its value cut out, twice at most
    assert len(event.data) == 8 * MIB


# ------------------------------------------------------------------ from bytes to state


class Pieces(httpx.AsyncByteStream):
    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


@asynccontextmanager
async def answered(make: Callable[[], httpx.Response]) -> AsyncIterator[V0Client]:
    """A client whose every call is answered so, without a network."""
    mock = httpx.MockTransport(lambda _: make())
    async with httpx.AsyncClient(transport=mock) as http, V0Client("key", http_client=http) as client:
        yield client


@pytest.mark.parametrize(("group", "budget"), [(1, 110), (100, 42)])
async def test_calls_for_an_event_from_bytes_to_state(group: int, budget: int) -> None:
    events = [new_text(0, "words"), *[more_text(0, " and more") for _ in range(998)]]
    pieces = [sse(event) for event in [chat(), *events, chat()]]
    body = [b"".join(pieces[start : start + group]) for start in range(0, len(pieces), group)]
    headers = {"content-type": "text/event-stream"}
    async with (
        answered(lambda: httpx.Response(200, headers=headers, stream=Pieces(body))) as client,
        client.v2.chats.stream(message="hi") as stream,
    ):
        await anext(stream)
        with Calls() as calls:
            count = 0
            async for _ in stream:
                count += 1
    assert count == 1000
    assert calls.count / count <= budget


# ------------------------------------------------------------------ answers


def chat_answer(messages: int, status: str) -> dict[str, Any]:
    said = {"object": "message", "role": "assistant", "createdAt": "2026-01-01T00:00:00Z", "content": "words " * 100}
    version = {"id": "ver_1", "object": "version", "status": status, "createdAt": "2026-01-01T00:00:00Z"}
    all_said = [{**said, "id": f"msg_{number}"} for number in range(messages)]
    return {"id": "chat_1", "object": "chat", "latestVersion": version, "messages": all_said}


def test_calls_for_decoding_a_message() -> None:
    answer = chat_answer(100, "completed")
    models.ChatDetail.from_dict(answer)
    with Calls() as calls:
        models.ChatDetail.from_dict(answer)
    assert calls.count / 100 <= 25  # 13 fields, each looked up once


async def test_copies_of_a_large_answer() -> None:
    body = json.dumps(chat_answer(10_000, "completed")).encode()
    pieces = [body[start : start + 65536] for start in range(0, len(body), 65536)]
    async with answered(lambda: httpx.Response(200, stream=Pieces(pieces))) as client:
        await client.request("GET", "/warm-up")
        with peak() as most:
            got = await client.request("GET", "/v1/chats/chat_1")
            assert most() < 4.5 * len(body)  # in pieces, joined, as text, and as values
    assert len(got["messages"]) == 10_000


async def test_an_unchanged_answer_is_not_decoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [chat_answer(10, "pending")] * 20 + [chat_answer(10, "completed")]
    decoded = parsed = 0
    from_dict = models.MessageSummary.from_dict

    def counted(src: Any, /) -> models.MessageSummary:
        nonlocal decoded
        decoded += 1
        return from_dict(src)

    def counted_text(body: bytes) -> Any:
        nonlocal parsed
        parsed += 1
        return json.loads(body)

    monkeypatch.setattr(models.MessageSummary, "from_dict", counted)
    monkeypatch.setattr(transport, "decode_json", counted_text)
    told = iter(answers)
    async with answered(lambda: httpx.Response(200, json=next(told))) as client:
        await client.v1.chats.wait("chat_1", poll=Poll(interval=0.001, max_interval=0.001))
    assert decoded == 2 * 10
    assert parsed == 2
