"""An event costs what its own bytes cost, however long the message has become; told by allocations, not by time."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.support.stream_scripts import CHAT_ID, delta, more_text, new_text, sse
from v0_client import models
from v0_client._http.observer import Observer
from v0_client._http.request import PreparedRequest
from v0_client._http.transport import Transport
from v0_client._streaming.chat_stream import ChatOperations, ChatStream

pytestmark = pytest.mark.anyio

EVENTS = 10_000
WINDOW = 1_000
PIECE = "Стоит столько же. "  # not ASCII, which has ways of its own to grow


def insertions() -> Iterator[dict[str, Any]]:
    """Every event adds a part."""
    return (new_text(index, PIECE) for index in range(EVENTS))


def replacements() -> Iterator[dict[str, Any]]:
    """The text of the newest part is told anew each time; every hundred events there is another part."""
    for index in range(EVENTS // 100):
        yield new_text(index, PIECE)
        yield from (delta({"_t": "a", str(index): {"text": [0, PIECE * size]}}) for size in range(2, 101))


def appends() -> Iterator[dict[str, Any]]:
    """One text grows all the time."""
    yield new_text(0, PIECE)
    yield from (more_text(0, PIECE) for _ in range(EVENTS - 1))


class Memory:
    """Stands in for a transport: one connection, each event a chunk of its own."""

    def __init__(self, events: Iterator[dict[str, Any]]) -> None:
        self._events = events
        limits = SimpleNamespace(progress=None, read=None)
        self.options = SimpleNamespace(max_event_size=None, timeouts=limits)
        self.session = SimpleNamespace(observer=Observer(None))

    async def open(self, _: PreparedRequest) -> Memory:
        return self

    async def next_chunk(self) -> bytes | None:
        event = next(self._events, None)
        return None if event is None else sse(event)

    async def aclose(self) -> None:
        pass


def stream_of(events: Iterator[dict[str, Any]]) -> ChatStream[models.ChatStreamEvent]:
    transport = cast("Transport", Memory(events))
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
@pytest.mark.parametrize("told", [insertions, replacements, appends])
async def test_no_event_costs_more_than_an_early_one(told: Callable[[], Iterator[dict[str, Any]]]) -> None:
    async with stream_of(told()) as stream:
        deltas = stream.text_deltas()
        at_first, _ = tracemalloc.get_traced_memory()
        spent: list[int] = []
        for _ in range(EVENTS // WINDOW):
            before, _ = tracemalloc.get_traced_memory()
            tracemalloc.reset_peak()
            for _ in range(WINDOW):
                assert (await anext(deltas)).strip() == PIECE.strip()
            _, peak = tracemalloc.get_traced_memory()
            spent.append(peak - before)
        gc.collect()
        held = tracemalloc.get_traced_memory()[0] - at_first
        # What a window adds to the message, and the most that was needed for one event on top of it.
        assert spent[-1] < 2 * spent[0], spent
        assert held < 2 * size_of(stream.raw_parts) + 200_000
        assert "".join(stream.text.split("\n\n")) == PIECE * EVENTS
