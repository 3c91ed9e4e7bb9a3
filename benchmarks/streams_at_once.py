"""1,000 streams at once in one process: CPU time and memory, against bare httpx that reads the same bytes.

    python benchmarks/streams_at_once.py [--quick]

Each contender is a new process, which opens its streams in the same instant, or 50 at a time as a busy service would.
Memory is measured while all of them are open; then each stream is read to the end. Bare httpx decodes nothing and keeps
nothing.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import product

import anyio
import httpx
from processes import MIB, figures_of, raise_file_limit, resident
from report import Goal, Report, Table, main
from samples import in_stream, message_events, sse
from timing import CPU, take_turns
from wire import serving, stream_response

from v0_client import V0Client

STREAMS, EVENTS, PARTS = 1_000, 100, 10
OPENING = 50  # streams opened at a time
ROUNDS = 5
MEMORY = "memory"
OURS, BARE = "v0-client", "bare httpx"

Pause = Callable[[], Awaitable[None]]
"""Called by each stream after its first bytes; returns when all streams have received theirs."""


class Meeting:
    """A barrier for all tasks, at which memory is measured.

    Args:
        size: The number of tasks.
        on_their_way: How many of them may be between their beginning and the barrier at a time.
    """

    def __init__(self, size: int, on_their_way: int) -> None:
        self._missing = size
        self._places = anyio.Semaphore(on_their_way)
        self._complete = anyio.Event()
        self.memory = 0

    async def begin(self) -> None:
        await self._places.acquire()

    async def __call__(self) -> None:
        self._places.release()
        self._missing -= 1
        if not self._missing:
            self.memory = resident()
            self._complete.set()
        await self._complete.wait()


async def ours(client: V0Client, _: str, pause: Pause) -> None:
    async with client.v2.chats.stream(message="A page") as stream:
        await anext(stream)
        await pause()
        async for _event in stream:
            pass
    assert len(stream.raw_parts) == PARTS


async def bare(client: httpx.AsyncClient, base_url: str, pause: Pause) -> None:
    async with client.stream("POST", f"{base_url}/v2/chats/stream", json={"message": "A page"}) as response:
        chunks = response.aiter_bytes()
        await anext(chunks)
        await pause()
        async for _chunk in chunks:
            pass


async def run(name: str, base_url: str, count: int, opening: int) -> dict[str, float]:
    unlimited = httpx.Limits(max_connections=None, max_keepalive_connections=100)  # as in this SDK
    async with V0Client("key", base_url=base_url) as own, httpx.AsyncClient(limits=unlimited, timeout=60) as plain:

        async def one(meeting: Meeting) -> None:
            await meeting.begin()
            await (ours(own, base_url, meeting) if name == OURS else bare(plain, base_url, meeting))

        await one(Meeting(1, 1))  # load and create what each process needs once
        meeting, before, started = Meeting(count, opening), resident(), time.process_time()
        async with anyio.create_task_group() as group:
            for _ in range(count):
                group.start_soon(one, meeting)
        return {CPU: time.process_time() - started, MEMORY: float(meeting.memory - before)}


def measure(quick: bool) -> Report:
    count, rounds = (200, 2) if quick else (STREAMS, ROUNDS)
    chunks = list(map(sse, in_stream(message_events(EVENTS - 2, PARTS))))
    ways = {"in the same instant": count, f"{OPENING} at a time": OPENING}
    together, in_turn = ways
    with serving({"/v2/chats/stream": [stream_response(chunks)]}) as base_url:
        runs = {
            f"{name}, opened {way}": partial(figures_of, __file__, "--run", name, base_url, str(count), str(opening))
            for name, (way, opening) in product((OURS, BARE), ways.items())
        }
        best = take_turns(runs, rounds=rounds)
    rows = [
        [
            name,
            f"{f[CPU]:.2f}",
            f"{f[CPU] * 1e3 / count:.2f}",
            f"{f[MEMORY] / count / 1024:.1f}",
            f"{f[MEMORY] / MIB:.0f}",
        ]
        for name, f in best.items()
    ]

    def memory_goal(way: str, why: str) -> Goal:
        held, floor = (best[f"{name}, opened {way}"][MEMORY] / count / 1024 for name in (OURS, BARE))
        return Goal(
            what=f"{count:,} streams, opened {way}, memory of each",
            peer="-",
            got=held,
            limit=42,
            unit="KiB",
            why=f"bare httpx takes {floor:.1f} KiB{why}",
        )

    return Report(
        title="Streams at once",
        intro=f"{count:,} streams of {EVENTS} events, each event an HTTP chunk; best of {rounds}.",
        tables=[Table(heads=["", "CPU, s", "CPU a stream, ms", "memory a stream, KiB", "in all, MiB"], rows=rows)],
        goals=[
            Goal(
                what=f"{count:,} streams at once, CPU",
                peer="bare httpx",
                got=best[f"{OURS}, opened {together}"][CPU] / best[f"{BARE}, opened {together}"][CPU],
                limit=1.25,
                headline=True,
            ),
            memory_goal(in_turn, ""),
            memory_goal(together, "; ours connect in step, so what connecting needs for a moment is needed for all"),
        ],
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        raise_file_limit()
        name, base_url, count, opening = sys.argv[2:]
        print(json.dumps(anyio.run(run, name, base_url, int(count), int(opening))))
    else:
        main(measure)
