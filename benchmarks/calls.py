"""What a call costs beside its bytes: the first one to the event loop, a synchronous one to its caller.

    python benchmarks/calls.py [--quick]

The first call is made in a new process, beside a task that does nothing but note how long the event loop did not run
it. The synchronous client and the asynchronous one send the same request one after another, and wait for each.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from functools import partial

from processes import figures_of
from report import Goal, Report, Table, main
from samples import v1_chat
from timing import Figures, take_turns
from wire import json_response, serving

from v0_client import SyncV0Client, V0Client

CALLS, ROUNDS = 1_000, 7
ENTERING, FIRST = "entering the client, with TLS", "the first request after that"
SYNC, ASYNC = "synchronous", "asynchronous"
EACH = "each"
NOBODY = "https://127.0.0.1:1"  # the TLS context is made for an https address; nothing is sent


async def first_call(base_url: str) -> dict[str, float]:
    """The longest time, in milliseconds, for which the loop ran nothing else."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0)
            now = time.perf_counter()
            longest = max(longest, now - last)
            last = now

    figures: dict[str, float] = {}
    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    async with V0Client("key", base_url=NOBODY), V0Client("key", base_url=base_url) as client:
        await asyncio.sleep(0)
        figures[ENTERING], longest = longest * 1000, 0.0
        await client.v1.chats.get("chat_1")
        await asyncio.sleep(0)
        figures[FIRST] = longest * 1000
    watching.cancel()
    return figures


def synchronous(base_url: str, calls: int) -> Figures:
    with SyncV0Client("key", base_url=base_url) as client:
        client.v1.chats.get("chat_1")
        started = time.process_time()
        for _ in range(calls):
            client.v1.chats.get("chat_1")
        return {EACH: (time.process_time() - started) * 1e6 / calls}


def asynchronous(base_url: str, calls: int) -> Figures:
    async def run() -> float:
        async with V0Client("key", base_url=base_url) as client:
            await client.v1.chats.get("chat_1")
            started = time.process_time()
            for _ in range(calls):
                await client.v1.chats.get("chat_1")
            return time.process_time() - started

    return {EACH: asyncio.run(run()) * 1e6 / calls}


def measure(quick: bool) -> Report:
    calls, rounds = (100, 3) if quick else (CALLS, ROUNDS)
    with serving({"*": [json_response(v1_chat(2))]}) as base_url:
        first = take_turns({FIRST: partial(figures_of, __file__, "--first", base_url)}, rounds=rounds)[FIRST]
        runs = {SYNC: partial(synchronous, base_url, calls), ASYNC: partial(asynchronous, base_url, calls)}
        each = {name: figures[EACH] for name, figures in take_turns(runs, rounds=rounds).items()}
    rows = [[name, f"{first[name]:.1f} ms"] for name in (ENTERING, FIRST)]
    rows += [[f"one {name} call, CPU", f"{each[name]:.0f} us"] for name in each]
    return Report(
        title="Calls",
        intro=f"The loop blocked by the first call, and the CPU time of a call; best of {rounds} of {calls:,} calls.",
        tables=[Table(heads=["", "measured"], rows=rows)],
        goals=[
            Goal(
                what="first call: the loop blocked",
                peer="-",
                got=max(first.values()),
                limit=50,
                unit="ms",
                headline=True,
            ),
            Goal(
                what="a synchronous call, CPU beyond an asynchronous one",
                peer="-",
                got=each[SYNC] - each[ASYNC],
                limit=60,
                unit="us",
                headline=True,
                why="the call is handed to a thread with an event loop, and its result back",
            ),
        ],
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--first"]:
        print(json.dumps(asyncio.run(first_call(sys.argv[2]))))
    else:
        main(measure)
