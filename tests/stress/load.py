"""Show that one client on one event loop can read 1,000 streams, then await 500 generations, concurrently.

    python tests/stress/load.py [--streams 1000] [--waits 500]

Every prompt contains a number that must be in the text of its own stream or chat. The streams wait for each other after
their first event, so that all of them are open when memory is measured. The sandbox runs in another process.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from random import Random

import anyio
import child

from v0_client import Poll, V0Client, models


async def streams(client: V0Client, count: int) -> None:
    """Open all streams, then read all of them."""
    texts: dict[int, str] = {}
    all_open, resume = child.Barrier(count), anyio.Event()

    async def one(number: int) -> None:
        async with client.v2.chats.stream(message=_prompt(number)) as stream:
            await anext(stream)
            all_open.arrive()
            await resume.wait()
            deltas = [delta async for delta in stream.text_deltas()]
            result = await stream.final()
        assert "".join(deltas) == result.text and result.finish_reason == "stop"
        texts[number] = result.text

    before, files, began = child.resident(), child.open_files(), time.perf_counter()
    async with anyio.create_task_group() as group:
        for number in range(count):
            group.start_soon(one, number)
        await all_open.wait()
        opened, memory, sockets = time.perf_counter(), child.resident() - before, child.open_files() - files
        resume.set()
    done = time.perf_counter()
    _check(count, texts)
    assert sockets >= count, f"{count} streams, but {sockets} sockets"
    print(f"{count} concurrent streams: all complete with their own text; {sockets} sockets open at the same time")
    print(f"  all open after {opened - began:.1f} s, all read after {done - began:.1f} s")
    print(f"  memory per open stream: {memory / count / 1024:.1f} KiB (RSS, connection and task included)")


async def cancelled(client: V0Client, count: int) -> None:
    """Open all streams again, and cancel their tasks from outside while they connect, read and close."""
    rng, began = Random(0), time.perf_counter()
    files, memory = child.open_files(), child.resident()

    async def one(number: int) -> None:
        async with client.v2.chats.stream(message=_prompt(number)) as stream:
            await stream.final()

    tasks = [asyncio.ensure_future(one(number)) for number in range(count)]
    for task in tasks:
        asyncio.get_running_loop().call_later(rng.uniform(0, count / 250), task.cancel)
    await asyncio.wait(tasks)
    for task in tasks:
        if not task.cancelled():
            task.result()
    await asyncio.sleep(0.1)  # the last sockets are closed by the next iterations of the loop
    lost = sum(task.cancelled() for task in tasks)
    left, pool = child.open_files() - files, client._transport.session.http()._transport._pool  # type: ignore[attr-defined]  # of httpcore
    busy = [repr(each) for each in pool.connections if not (each.is_idle() or each.is_closed())]
    assert not busy and not pool._requests, f"connections stay busy: {busy[:3]}"
    print(f"{count} concurrent streams, {lost} cancelled on the way: none is busy; {left:+} sockets open")
    print(f"  all ended after {time.perf_counter() - began:.1f} s")
    print(f"  memory afterwards: {(child.resident() - memory) / 1024 / 1024:+.1f} MiB (RSS)")


async def waits(client: V0Client, count: int) -> None:
    """Create all chats, then poll each until it is finished."""
    texts: dict[int, str] = {}
    active = most = updates = 0

    def count_update(_: models.ChatDetail) -> None:
        nonlocal updates
        updates += 1

    async def one(number: int) -> None:
        nonlocal active, most
        active += 1
        most = max(most, active)
        chat = await client.v1.chats.create_and_wait(
            message=_prompt(number), on_update=count_update, poll=Poll(interval=0.5)
        )
        active -= 1
        assert chat.latest_version and chat.latest_version.status == "completed"
        texts[number] = " ".join(m.content or "" for m in chat.messages or [] if m.role == "assistant")

    before, began = child.resident(), time.perf_counter()
    async with anyio.create_task_group() as group:
        for number in range(count):
            group.start_soon(one, number)
    done = time.perf_counter()
    _check(count, texts)
    assert most == count
    print(f"{count} concurrent create_and_wait: all complete with their own text; {updates} updates")
    print(f"  all finished after {done - began:.1f} s")
    print(f"  memory afterwards: {(child.resident() - before) / 1024 / 1024:+.1f} MiB (RSS)")


def _prompt(number: int) -> str:
    return f"page number {number:05d} please"


def _check(count: int, texts: dict[int, str]) -> None:
    assert sorted(texts) == list(range(count)), "some results are missing"
    for number, text in texts.items():
        others = {word for word in text.replace("*", " ").split() if word.isdigit()} - {f"{number:05d}"}
        assert f"number {number:05d}" in text and not others, f"number {number} got the text of {others}: {text[:100]}"


async def run(stream_count: int, wait_count: int) -> None:
    with child.sandbox(async_seconds=2) as (address, key):
        # What is loaded once per process does not count as memory of the streams.
        async with V0Client(key, base_url=address) as first, first.v2.chats.stream(message="warm up") as stream:
            await stream.final()
        async with V0Client(key, base_url=address) as client:
            await streams(client, stream_count)
            await cancelled(client, stream_count)
            await waits(client, wait_count)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--waits", type=int, default=500)
    chosen = parser.parse_args()
    print(child.raise_file_limit(2 * chosen.streams + 100))
    anyio.run(run, chosen.streams, chosen.waits)


if __name__ == "__main__":
    main()
