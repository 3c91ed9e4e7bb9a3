"""What an event costs as its message grows: 10,000 events against one message, through a stream's text deltas.

    python benchmarks/growth.py [--quick]

Microseconds of CPU per event for every thousand events. A flat row means that an event does not pay for those before
it. Replacements carry the entire text twice, as the server sends them, so what grows there is the event itself; the
time of `json.loads` alone for the same bytes is beside them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import anyio
from report import Goal, Report, Table, main

from v0_client import ChatStream
from v0_client._http.observer import Observer
from v0_client._http.request import PreparedRequest
from v0_client._http.transport import Transport
from v0_client._streaming.chat_stream import ChatOperations

EVENTS = 10_000
WINDOW = 1_000
RUNS = 3

Event = dict[str, Any]


def parts_chunk(delta: Any) -> Event:
    return {"object": "message.parts.chunk", "id": "message", "delta": delta}


def text_part(text: str) -> Event:
    return {"type": "text", "text": text}


def insertions() -> Iterator[Event]:
    for n in range(EVENTS):
        yield parts_chunk({"_t": "a", str(n): [text_part(f"part {n} ")]})


def replacements() -> Iterator[Event]:
    yield parts_chunk({"_t": "a", "0": [text_part("")]})
    text = ""
    for n in range(EVENTS - 1):
        longer = f"{text}word{n % 10} "
        yield parts_chunk({"_t": "a", "0": {"text": [text, longer]}})
        text = longer


def appends() -> Iterator[Event]:
    yield parts_chunk({"_t": "a", "0": [text_part("")]})
    for n in range(EVENTS - 1):
        yield parts_chunk([[0, "text", f"слово {n % 10} "], 9, 9])


class Wire:
    """Replaces the network: every event is a chunk of its own; reads the clock every thousand."""

    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = chunks
        self._sent = 0
        self.readings: list[float] = []
        self.options = SimpleNamespace(max_event_size=None, timeouts=SimpleNamespace(progress=None, read=None))
        self.session = SimpleNamespace(observer=Observer(None))

    async def open(self, _: PreparedRequest) -> Wire:
        return self

    async def next_chunk(self) -> bytes | None:
        if self._sent % WINDOW == 0:
            self.readings.append(time.process_time())
        chunk = self._chunks[self._sent]
        self._sent += 1
        return chunk

    @property
    def is_empty(self) -> bool:
        return self._sent == len(self._chunks)

    async def aclose(self) -> None:
        pass


async def run(chunks: list[bytes]) -> list[float]:
    """Microseconds per event, for each thousand events."""
    wire = Wire(chunks)
    request = PreparedRequest(method="POST", path="/", params={}, reads=True, chat_id="chat")
    stream = ChatStream(cast("Transport", wire), request, dict[str, Any], cast("ChatOperations", None))
    async with stream:
        async for _ in stream.text_deltas():
            if wire.is_empty:
                break  # before the end, which would read the message
    wire.readings.append(time.process_time())
    return [(b - a) * 1e6 / WINDOW for a, b in zip(wire.readings, wire.readings[1:], strict=False)]


def parse_alone(chunks: list[bytes]) -> list[float]:
    times: list[float] = []
    for start in range(0, EVENTS, WINDOW):
        began = time.process_time()
        for chunk in chunks[start : start + WINDOW]:
            json.loads(chunk[6:-2])
        times.append((time.process_time() - began) * 1e6 / WINDOW)
    return times


def curve(name: str, times: list[float], highest: float) -> list[str]:
    """A bar for each thousand events."""
    bars = [f"{n:>3}k {value:6.1f} {'#' * max(1, round(60 * value / highest))}" for n, value in enumerate(times, 1)]
    return [name, *bars, ""]


def measure(quick: bool) -> Report:
    runs = 1 if quick else RUNS
    rows: list[list[str]] = []
    chart: list[str] = []
    goals: list[Goal] = []
    kinds: list[Callable[[], Iterator[Event]]] = [insertions, replacements, appends]
    for make in kinds:
        chunks = [b"data: " + json.dumps(event).encode() + b"\n\n" for event in make()]
        times = least([anyio.run(run, chunks) for _ in range(runs)])
        alone = least([parse_alone(chunks) for _ in range(runs)])
        for name, row in ((make.__name__, times), ("json.loads alone", alone)):
            rows.append([name, *(f"{value:.1f}" for value in row), f"{row[-1] / row[0]:.2f}"])
        if make is replacements:
            goals.append(
                Goal(
                    what="an event that replaces 100 KB of text",
                    peer="json.loads alone",
                    got=times[-1] / alone[-1],
                    limit=2.5,
                )
            )
        else:
            chart += curve(f"{make.__name__}, us per event", times, max(times))
            goals.append(
                Goal(
                    what=f"{make.__name__}, last 1,000 events to first",
                    peer="itself",
                    got=times[-1] / times[0],
                    limit=1.25,
                )
            )
    heads = ["us of CPU per event", *(f"{n}k" for n in range(1, EVENTS // WINDOW + 1)), "last/1st"]
    return Report(
        title="Growth",
        intro=f"One message, {EVENTS:,} events, through `text_deltas()`: what an event costs as the message grows; "
        f"best of {runs}. Replacements carry the entire text twice, so what grows there is the event itself.",
        tables=[Table(heads=heads, rows=rows)],
        chart=chart,
        goals=goals,
    )


def least(runs: list[list[float]]) -> list[float]:
    return [min(window) for window in zip(*runs, strict=True)]


if __name__ == "__main__":
    main(measure)
