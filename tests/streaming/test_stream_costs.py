"""What an event costs: no more than its own bytes, however long the message is. Counted, not timed."""

from __future__ import annotations

import gc
import inspect
import sys
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import islice
from types import FrameType, SimpleNamespace
from typing import Any, cast

import pytest

from tests.support.stream_scripts import CHAT_ID, delta, more_text, new_text, sse
from v0_client import models
from v0_client._http.observer import Observer
from v0_client._http.request import PreparedRequest
from v0_client._http.transport import Transport
from v0_client._streaming.chat_stream import ChatOperations, ChatStream
from v0_client._text import SEPARATOR

pytestmark = pytest.mark.anyio

EVENTS = 10_000
WINDOW = 1_000
PIECE = "Стоит столько же. "  # not ASCII, which CPython stores in another way


def insertions() -> Iterator[dict[str, Any]]:
    """Every event adds a part."""
    return (new_text(index, PIECE) for index in range(EVENTS))


def replacements() -> Iterator[dict[str, Any]]:
    """The text of the newest part is replaced each time; every hundred events another part begins."""
    for index in range(EVENTS // 100):
        yield new_text(index, PIECE)
        yield from (delta({"_t": "a", str(index): {"text": [0, PIECE * size]}}) for size in range(2, 101))


def appends() -> Iterator[dict[str, Any]]:
    """One text keeps growing."""
    yield new_text(0, PIECE)
    yield from (more_text(0, PIECE) for _ in range(EVENTS - 1))


class Memory:
    """Stands in for a transport and its response: one connection, with a number of events in each chunk."""

    def __init__(self, events: Iterator[dict[str, Any]], events_per_chunk: int) -> None:
        self._events = events
        self._events_per_chunk = events_per_chunk
        limits = SimpleNamespace(progress=None, read=None)
        self.options = SimpleNamespace(max_event_size=None, timeouts=limits)
        self.session = SimpleNamespace(observer=Observer(None))

    async def open(self, _: PreparedRequest) -> Memory:
        return self

    async def next_chunk(self) -> bytes | None:
        return sse(*islice(self._events, self._events_per_chunk)) or None

    async def aclose(self) -> None:
        pass


def stream_of(events: Iterator[dict[str, Any]], events_per_chunk: int = 1) -> ChatStream[models.ChatStreamEvent]:
    transport = cast("Transport", Memory(events, events_per_chunk))
    call = PreparedRequest(method="POST", path=f"/v2/chats/{CHAT_ID}/resume", params={}, chat_id=CHAT_ID)
    nothing = cast("ChatOperations", SimpleNamespace())
    return ChatStream(transport, call, models.UnknownEvent, nothing)


def size_of(value: Any) -> int:
    nested = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sys.getsizeof(value) + sum(map(size_of, nested))


@pytest.fixture
def traced() -> Iterator[None]:
    gc.collect()
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("events", [insertions, replacements, appends])
async def test_no_event_costs_more_than_an_early_one(events: Callable[[], Iterator[dict[str, Any]]]) -> None:
    if events is appends and sys.gettrace() is not None:
        pytest.skip("a traced interpreter copies the string")
    async with stream_of(events()) as stream:
        deltas = stream.text_deltas()
        at_first, _ = tracemalloc.get_traced_memory()
        allocated: list[int] = []
        for _ in range(EVENTS // WINDOW):
            before, _ = tracemalloc.get_traced_memory()
            tracemalloc.reset_peak()
            for _ in range(WINDOW):
                assert (await anext(deltas)).removeprefix(SEPARATOR) == PIECE
            _, peak = tracemalloc.get_traced_memory()
            allocated.append(peak - before)
        gc.collect()
        held = tracemalloc.get_traced_memory()[0] - at_first
        # What a window adds to the message, and the peak for one event on top of it.
        assert allocated[-1] < 2 * allocated[0], allocated
        assert held < 2 * size_of(stream.raw_parts) + 200_000
        assert stream.text.replace(SEPARATOR, "") == PIECE * EVENTS


def test_a_stream_has_few_attributes() -> None:
    assert len(vars(stream_of(appends()))) <= 14


def text_deltas(stream: ChatStream[Any]) -> AsyncIterator[Any]:
    return stream.text_deltas()


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("read", [aiter, text_deltas], ids=["events", "text"])
@pytest.mark.parametrize(("events_per_chunk", "expected"), [(1, 2), (1000, 1)])
async def test_coroutines_for_an_event(
    read: Callable[[ChatStream[Any]], AsyncIterator[Any]], events_per_chunk: int, expected: int
) -> None:
    """One for the iterator, and one more where a chunk has to be received."""
    coroutines = 0

    def note(frame: FrameType, kind: str, _: Any) -> None:
        nonlocal coroutines
        is_ours = frame.f_globals.get("__name__", "").startswith("v0_client.")
        coroutines += kind == "call" and is_ours and bool(frame.f_code.co_flags & inspect.CO_COROUTINE)

    async with stream_of(appends(), events_per_chunk) as stream:
        events = read(stream)
        await anext(events)
        sys.setprofile(note)
        try:
            for _ in range(WINDOW):
                await anext(events)
        finally:
            sys.setprofile(None)
    assert coroutines / WINDOW == pytest.approx(expected, abs=0.01)
