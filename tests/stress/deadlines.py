"""Show that thousands of streams and requests under random deadlines leave a client alive, and nothing busy.

    python tests/stress/deadlines.py [--requests 4000] [--seed 0]

Each runs under `asyncio.timeout`, which cancels its task wherever it is: while it waits for a connection, connects,
reads, resumes or closes. Every other one is also cancelled a second time. The clients are one of our own, and callers'
clients of httpx and of httpx2 with five connections. The sandbox runs in another process.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import time
from collections import Counter
from contextlib import AsyncExitStack
from random import Random
from typing import Any

import child
from attrs import Factory, define

from v0_client import Timeouts, V0Client

_CONNECTIONS = 5
_AT_ONCE = 25
_LONGEST = 0.1  # seconds: some streams end before their deadline
_FAULTS = ["", "", " sandbox:disconnect_after=3", " sandbox:stall_after=2"]


@define
class Figures:
    """What a run found."""

    outcomes: Counter[str] = Factory(Counter)
    busy: int = 0  # connections and requests of the pool that are busy afterwards
    alive: int = 0  # streams that were read to their end afterwards, one for each connection at once


async def run(address: str, key: str, library: str | None, count: int, seed: int = 0) -> Figures:
    """Send so many requests on a client of a library, or of our own; raises TimeoutError where it does not survive."""
    async with AsyncExitStack() as stack:
        http: Any = None
        if library is not None:
            loaded = importlib.import_module(library)
            limits = loaded.Limits(max_connections=_CONNECTIONS)
            http = await stack.enter_async_context(loaded.AsyncClient(limits=limits, trust_env=False))
        client = V0Client(key, base_url=address, http_client=http, max_retries=0, timeouts=Timeouts(pool=20))
        await stack.enter_async_context(client)
        return await _run(client, count, seed)


async def _run(client: V0Client, count: int, seed: int) -> Figures:
    rng, figures = Random(seed), Figures()
    numbers = iter(range(count))

    async def worker() -> None:
        for number in numbers:
            figures.outcomes[await _send_under_deadline(client, number, rng)] += 1

    await asyncio.gather(*(worker() for _ in range(_AT_ONCE)))
    for _ in range(20):
        await asyncio.sleep(0)
    figures.busy = _busy(client._transport.session.http())
    async with asyncio.timeout(30):
        await asyncio.gather(*(_read(client, "alive") for _ in range(_CONNECTIONS)))
    figures.alive = _CONNECTIONS
    return figures


async def _send_under_deadline(client: V0Client, number: int, rng: Random) -> str:
    task = asyncio.create_task(_with_deadline(client, number, rng))
    if number % 2:
        asyncio.get_running_loop().call_later(rng.uniform(0, _LONGEST), task.cancel)
    await asyncio.wait([task], timeout=30)
    if not task.done():
        raise TimeoutError(f"request {number} outlives its deadline")
    if task.cancelled():
        return "cancelled"
    error = task.exception()
    return "complete" if error is None else type(error).__name__


async def _with_deadline(client: V0Client, number: int, rng: Random) -> None:
    async with asyncio.timeout(rng.uniform(0, _LONGEST)):
        if number % 3:
            await _read(client, f"page {number}{rng.choice(_FAULTS)}")
        else:
            await client.v2.chats.list(limit=1)


async def _read(client: V0Client, prompt: str) -> None:
    async with client.v2.chats.stream(message=prompt) as stream:
        await stream.final()


def _busy(http: Any) -> int:
    pool = http._transport._pool
    connections = [each for each in pool.connections if not (each.is_idle() or each.is_closed())]
    return len(connections) + len(pool._requests)


async def run_all(count: int, seed: int) -> None:
    with child.sandbox(async_seconds=0.05) as (address, key):
        for library in (None, "httpx", "httpx2"):
            began = time.perf_counter()
            figures = await run(address, key, library, count, seed)
            outcomes = ", ".join(f"{name} {number}" for name, number in figures.outcomes.most_common())
            print(f"{library or 'our own client'}: {count} in {time.perf_counter() - began:.0f} s: {outcomes}")
            print(f"  afterwards {figures.busy} busy; {figures.alive} streams at once read to their end")
            assert figures.busy == 0, "connections stay busy"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--requests", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    asyncio.run(run_all(chosen.requests, chosen.seed))


if __name__ == "__main__":
    main()
