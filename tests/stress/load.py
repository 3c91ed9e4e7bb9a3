"""Shows that one client on one event loop serves 1,000 streams at once and 500 waits at once, and mixes none up.

    python tests/stress/load.py [--streams 1000] [--waits 500]

Every prompt carries a number that must come back in its own stream's text, or in its own chat's. The streams wait for
one another after their first event, so that all of them are open at the same moment, when memory is measured. The
sandbox that serves them runs in another process.
"""

from __future__ import annotations

import argparse
import time

import anyio
import child

from v0_client import Poll, V0Client, models


async def streams(client: V0Client, count: int) -> None:
    """Open all, then read all to their ends."""
    texts: dict[int, str] = {}
    all_open, go_on = child.Meeting(count), anyio.Event()

    async def one(number: int) -> None:
        async with client.v2.chats.stream(message=_prompt(number)) as stream:
            await anext(stream)
            all_open.arrive()
            await go_on.wait()
            pieces = [piece async for piece in stream.text_deltas()]
            result = await stream.final()
        assert "".join(pieces) == result.text and result.finish_reason == "stop"
        texts[number] = result.text

    before, files, began = child.resident(), child.open_files(), time.perf_counter()
    async with anyio.create_task_group() as group:
        for number in range(count):
            group.start_soon(one, number)
        await all_open.wait()
        opened, memory, sockets = time.perf_counter(), child.resident() - before, child.open_files() - files
        go_on.set()
    done = time.perf_counter()
    _check(count, texts)
    assert sockets >= count, f"{count} streams, but {sockets} sockets"
    print(f"{count} streams at once: all complete, none mixed up; {sockets} sockets open at the same moment")
    print(f"  all open after {opened - began:.1f} s, all read after {done - began:.1f} s")
    print(f"  memory per open stream: {memory / count / 1024:.1f} KiB (RSS, connection and task included)")


async def waits(client: V0Client, count: int) -> None:
    """Create all, then poll all until they are finished."""
    texts: dict[int, str] = {}
    at_once = most = updates = 0

    def told(_: models.ChatDetail) -> None:
        nonlocal updates
        updates += 1

    async def one(number: int) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        chat = await client.v1.chats.create_and_wait(message=_prompt(number), on_update=told, poll=Poll(interval=0.5))
        at_once -= 1
        assert chat.latest_version and chat.latest_version.status == "completed"
        texts[number] = " ".join(m.content or "" for m in chat.messages or [] if m.role == "assistant")

    before, began = child.resident(), time.perf_counter()
    async with anyio.create_task_group() as group:
        for number in range(count):
            group.start_soon(one, number)
    done = time.perf_counter()
    _check(count, texts)
    assert most == count
    print(f"{count} create_and_wait at once: all complete, none mixed up; {updates} updates told")
    print(f"  all finished after {done - began:.1f} s")
    print(f"  memory afterwards: {(child.resident() - before) / 1024 / 1024:+.1f} MiB (RSS)")


def _prompt(number: int) -> str:
    return f"page number {number:05d} please"


def _check(count: int, texts: dict[int, str]) -> None:
    assert sorted(texts) == list(range(count)), "some were lost"
    for number, text in texts.items():
        others = {word for word in text.replace("*", " ").split() if word.isdigit()} - {f"{number:05d}"}
        assert f"number {number:05d}" in text and not others, f"number {number} got the text of {others}: {text[:100]}"


async def run(stream_count: int, wait_count: int) -> None:
    with child.sandbox(async_seconds=2) as (address, key):
        # What is loaded and made once a process is not the streams' memory.
        async with V0Client(key, base_url=address) as first, first.v2.chats.stream(message="warm up") as stream:
            await stream.final()
        async with V0Client(key, base_url=address) as client:
            await streams(client, stream_count)
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
