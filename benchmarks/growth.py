"""What an event costs as its message grows: 10,000 events against one message, through a stream's text deltas.

    python benchmarks/growth.py

Prints microseconds of CPU per event for every thousand events, best of three runs. A flat row means that an event does
not pay for what came before it. Replacements carry the whole text twice, as the server sends them, so what grows there
is the event itself; beside them stands what `json.loads` alone takes for the same bytes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import anyio

from v0_client import ChatStream
from v0_client.connection import Call
from v0_client.observe import Observer
from v0_client.streaming import ChatAccess
from v0_client.transport import Transport

EVENTS = 10_000
WINDOW = 1_000
RUNS = 3

Event = dict[str, Any]


def chunk(delta: Any) -> Event:
    return {"object": "message.parts.chunk", "id": "message", "delta": delta}


def text_part(text: str) -> Event:
    return {"type": "text", "text": text}


def insertions() -> Iterator[Event]:
    for n in range(EVENTS):
        yield chunk({"_t": "a", str(n): [text_part(f"part {n} ")]})


def replacements() -> Iterator[Event]:
    yield chunk({"_t": "a", "0": [text_part("")]})
    text = ""
    for n in range(EVENTS - 1):
        longer = f"{text}word{n % 10} "
        yield chunk({"_t": "a", "0": {"text": [text, longer]}})
        text = longer


def appends() -> Iterator[Event]:
    yield chunk({"_t": "a", "0": [text_part("")]})
    for n in range(EVENTS - 1):
        yield chunk([[0, "text", f"слово {n % 10} "], 9, 9])


class Wire:
    """Stands in for the network: every event in a piece of its own, and a clock reading each thousand."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._given = 0
        self.readings: list[float] = []
        self.options = SimpleNamespace(max_event_size=None, timeouts=SimpleNamespace(progress=None, read=None))
        self.pool = SimpleNamespace(observer=Observer(None))

    async def open(self, _: Call) -> Wire:
        return self

    async def chunk(self) -> bytes | None:
        if self._given % WINDOW == 0:
            self.readings.append(time.process_time())
        piece = self._pieces[self._given]
        self._given += 1
        return piece

    @property
    def is_empty(self) -> bool:
        return self._given == len(self._pieces)

    async def aclose(self) -> None:
        pass


async def run(pieces: list[bytes]) -> list[float]:
    """Microseconds per event, for each thousand events."""
    wire = Wire(pieces)
    call = Call(method="POST", path="/", params={}, chat_id="chat")
    stream = ChatStream(cast("Transport", wire), call, dict[str, Any], cast("ChatAccess", None), joins=True)
    async with stream:
        async for _ in stream.text_deltas():
            if wire.is_empty:
                break  # short of the end, which would ask for the message
    wire.readings.append(time.process_time())
    return [(b - a) * 1e6 / WINDOW for a, b in zip(wire.readings, wire.readings[1:], strict=False)]


def parse_alone(pieces: list[bytes]) -> list[float]:
    times: list[float] = []
    for start in range(0, EVENTS, WINDOW):
        began = time.process_time()
        for piece in pieces[start : start + WINDOW]:
            json.loads(piece[6:-2])
        times.append((time.process_time() - began) * 1e6 / WINDOW)
    return times


def row(name: str, times: list[float]) -> str:
    return f"{name:<22}" + "".join(f"{value:9.1f}" for value in times) + f"{times[-1] / times[0]:9.2f}"


def main() -> None:
    heads = "".join(f"{n}k".rjust(9) for n in range(1, EVENTS // WINDOW + 1))
    print(f"{'us of CPU per event':<22}{heads}{'last/1st':>9}")
    kinds: list[Callable[[], Iterator[Event]]] = [insertions, replacements, appends]
    for make in kinds:
        pieces = [b"data: " + json.dumps(event).encode() + b"\n\n" for event in make()]
        runs = [anyio.run(run, pieces) for _ in range(RUNS)]
        print(row(make.__name__, [min(window) for window in zip(*runs, strict=False)]))
        alone = [parse_alone(pieces) for _ in range(RUNS)]
        print(row("  json.loads alone", [min(window) for window in zip(*alone, strict=False)]))


if __name__ == "__main__":
    main()
