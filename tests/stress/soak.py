"""Show that a long run of successes and failures leaks nothing: no memory, task, socket or warning.

    python tests/stress/soak.py [--calls 10000] [--trio-calls 2000] [--seed 0]

One client sends requests and reads streams of every kind in stages; some use a new client. After each stage garbage is
collected and everything is measured; after the warm-up no figure may rise. Warnings are errors, also those that Python
only prints. The sandbox runs in another process.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import time
import tracemalloc
import warnings
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from random import Random
from typing import Any

import anyio
import child
import trio
from attrs import astuple, frozen

from v0_client import GenerationFailedError, NotFoundError, Poll, ServerError, StreamError, V0Client, models

_AT_ONCE = 25
_STAGES = 10
_WARM_UP = 3  # stages: pools and caches fill
_SLOPE = 32.0  # bytes per call regarded as noise: the smallest leaked object takes more
_RESIDENT = 8 * 2**20  # bytes of growth allowed for fragmentation of the heap

Use = Callable[[V0Client, str, Random], Awaitable[object]]

# ------------------------------------------------------------------ the uses


async def read_stream(client: V0Client, prompt: str, _: Random) -> None:
    async with client.v2.chats.stream(message=prompt) as stream:
        text = "".join([delta async for delta in stream.text_deltas()])
        result = await stream.final()
    assert text == result.text and _named(prompt) in text


async def resume_stream(client: V0Client, prompt: str, rng: Random) -> None:
    await read_stream(
        client, f"{prompt} sandbox:{rng.choice(['disconnect_after', 'eof_after'])}={rng.randrange(1, 9)}", rng
    )


async def leave_stream(client: V0Client, prompt: str, rng: Random) -> None:
    async with client.v2.chats.stream(message=prompt) as stream:
        for _ in range(rng.randrange(4)):
            await anext(stream)


async def cancel_stream(client: V0Client, prompt: str, rng: Random) -> None:
    with anyio.move_on_after(rng.choice([0.0, 0.01, 0.05])):
        async with client.v2.chats.stream(message=f"{prompt} sandbox:stall_after={rng.randrange(4)}") as stream:
            await stream.final()


async def cancel_natively(client: V0Client, prompt: str, rng: Random) -> None:
    """Cancel a task of asyncio from outside, once or twice; on trio the deadline of a scope."""
    fault = rng.choice(["", " sandbox:stall_after=2", " sandbox:disconnect_after=3"])
    use = rng.choice([read_stream, create, wait, miss])
    if not _is_asyncio():
        with anyio.move_on_after(rng.uniform(0, 0.1)):
            await read_stream(client, prompt + fault, rng)
        return
    task = asyncio.ensure_future(use(client, prompt + (fault if use is read_stream else ""), rng))
    for _ in range(rng.choice([1, 2])):
        await asyncio.wait([task], timeout=rng.uniform(0, 0.1))
        task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()


async def time_out(client: V0Client, prompt: str, rng: Random) -> None:
    """The same within one task, by `asyncio.timeout`."""
    if _is_asyncio():
        with suppress(TimeoutError):
            async with asyncio.timeout(rng.uniform(0, 0.1)):
                await read_stream(client, f"{prompt} sandbox:stall_after={rng.randrange(4)}", rng)


async def fail_stream(client: V0Client, prompt: str, rng: Random) -> None:
    with suppress(GenerationFailedError, StreamError):
        async with client.v2.chats.stream(message=f"{prompt} sandbox:{rng.choice(['fail', 'error-event'])}") as stream:
            await stream.final()
        raise AssertionError("a failed generation raised no error")


async def read_chat(client: V0Client, prompt: str, _: Random) -> None:
    async with client.v2.chats.stream(message=prompt) as stream:
        result = await stream.final(verify=False)
        cursor = stream.cursor
    chat_id, message_id = cursor["chat_id"], result.message_id
    assert message_id is not None
    assert (await client.v2.chats.get(chat_id)).id == chat_id
    assert (await client.v2.messages.get(chat_id, message_id)).id == message_id
    assert (await client.v2.messages.list(chat_id)).messages
    async with client.v2.chats.resume(chat_id) as again:
        assert (await again.final()).text == result.text


async def read_stream_v1(client: V0Client, prompt: str, rng: Random) -> None:
    fault = rng.choice(["", "", " sandbox:disconnect_after=4"])
    async with client.v1.chats.stream(message=prompt + fault) as stream:
        assert (await stream.final()).text == prompt + fault


async def create(client: V0Client, prompt: str, _: Random) -> None:
    assert (await client.v1.chats.create(message=prompt)).text == prompt


async def cancel_create(client: V0Client, prompt: str, _: Random) -> None:
    with anyio.move_on_after(0.02):
        await client.v1.chats.create(message=f"{prompt} sandbox:never_finish")
        raise AssertionError("a generation that hangs was finished")


async def fail_create(client: V0Client, prompt: str, _: Random) -> None:
    with suppress(ServerError):
        await client.v1.chats.create(message=f"{prompt} sandbox:500")
        raise AssertionError("a 500 raised no error")


async def wait(client: V0Client, prompt: str, rng: Random) -> None:
    lag = rng.choice(["", " sandbox:visible_after=0.03"])
    chat = await client.v1.chats.create_and_wait(message=prompt + lag, poll=Poll(interval=0.02))
    assert chat.text == prompt + lag


async def init(client: V0Client, prompt: str, _: Random) -> None:
    files = [models.InitFile(name="a.txt", content=prompt)]
    assert (await client.v1.chats.init(models.InitChatFromFiles(files=files))).id


async def miss(client: V0Client, prompt: str, rng: Random) -> None:
    with suppress(NotFoundError):
        missing = prompt.replace(" ", "-")
        uses = [client.v1.chats.get, client.v2.chats.get, client.v2.messages.list]
        await rng.choice(uses)(missing)
        raise AssertionError("a missing chat was found")


async def own_client(client: V0Client, prompt: str, rng: Random) -> None:
    """Create, use and close a client."""
    options = client._transport.options
    headers: dict[str, str] = {}
    (await client._transport.session.credentials.key()).authorize(headers)
    key = headers["authorization"].removeprefix("Bearer ")
    async with V0Client(key, base_url=options.base_url) as own:
        await rng.choice([read_stream, leave_stream, create, miss])(own, prompt, rng)


USES: dict[Use, int] = {
    read_stream: 20,
    resume_stream: 10,
    leave_stream: 15,
    cancel_stream: 10,
    cancel_natively: 10,
    time_out: 10,
    fail_stream: 5,
    read_chat: 5,
    read_stream_v1: 5,
    create: 5,
    cancel_create: 5,
    fail_create: 3,
    wait: 5,
    init: 3,
    miss: 8,
    own_client: 1,
}


def _is_asyncio() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _named(prompt: str) -> str:
    return prompt.partition(" sandbox:")[0]


# ------------------------------------------------------------------ the run


@frozen
class Figures:
    """Measurements after a number of calls, while no call is active."""

    calls: int
    seconds: float
    traced: int
    resident: int
    tasks: int
    files: int
    objects: int
    garbage: int
    warnings: int


class Soak:
    def __init__(self, backend: str, calls: int, seed: int) -> None:
        self._backend = backend
        self._calls = calls
        self._seed = seed
        self._printed: list[str] = []  # warnings and errors that Python only prints
        self._done: Counter[str] = Counter()
        self._began = time.perf_counter()

    async def run(self) -> None:
        sys.unraisablehook = lambda error: self._printed.append(repr(error.exc_value))
        before = self._figures()
        rows: list[Figures] = []
        with child.sandbox(async_seconds=0.05) as (address, key):
            async with V0Client(key, base_url=address) as client:
                for stage in range(_STAGES):
                    await self._stage(client, stage)
                    rows.append(self._figures())
            del client
        await anyio.sleep(0.1)  # the last sockets are closed by the next iterations of the loop
        self._report(before, rows, self._figures())

    async def _stage(self, client: V0Client, stage: int) -> None:
        size = self._calls // _STAGES
        numbers = iter(range(stage * size, (stage + 1) * size))

        async def worker() -> None:
            for number in numbers:
                rng = Random(f"{self._seed} {number}")
                use = rng.choices(list(USES), list(USES.values()))[0]
                with anyio.fail_after(60):
                    await use(client, f"page number {number:06d}", rng)
                self._done[use.__name__] += 1

        for task in (worker, self._open_streams(client)):
            async with anyio.create_task_group() as group:
                for _ in range(_AT_ONCE):
                    group.start_soon(task)

    def _open_streams(self, client: V0Client) -> Callable[[], Coroutine[Any, Any, None]]:
        """Open streams at the same moment, so that every stage ends with the same number of idle connections."""
        barrier = child.Barrier(_AT_ONCE)

        async def stream_once() -> None:
            async with client.v2.chats.stream(message="page") as stream:
                await anext(stream)
                barrier.arrive()
                await barrier.wait()
                await stream.final()

        return stream_once

    def _figures(self) -> Figures:
        resident = child.resident()
        return Figures(
            calls=self._done.total(),
            seconds=time.perf_counter() - self._began,
            traced=tracemalloc.get_traced_memory()[0],
            resident=resident,
            tasks=self._tasks(),
            files=child.open_files(),
            objects=len(gc.get_objects()),
            garbage=len(gc.garbage),
            warnings=len(self._printed),
        )

    def _tasks(self) -> int:
        return trio.lowlevel.current_statistics().tasks_living if self._backend == "trio" else len(asyncio.all_tasks())

    def _report(self, before: Figures, rows: list[Figures], after: Figures) -> None:
        print(f"\n{self._backend}: {', '.join(f'{name} {count}' for name, count in self._done.most_common())}")
        print("    calls  seconds  traced KiB  RSS KiB  tasks  files  objects  garbage  warnings")
        for row in [before, *rows, after]:
            _, _, traced, resident, *counts = astuple(row)
            widths = zip(counts, (7, 7, 9, 9, 10), strict=True)
            rest = "".join(f"{count:>{width}}" for count, width in widths)
            print(f"{row.calls:>9}{row.seconds:>9.1f}{traced / 1024:>12.0f}{resident / 1024:>9.0f}{rest}")
        steady = rows[_WARM_UP:]
        slope = _slope(steady)
        print(f"traced memory after the warm-up: {slope:+.1f} bytes per call")
        assert slope <= _SLOPE, f"memory grows by {slope:.1f} bytes per call"
        assert steady[-1].resident - steady[0].resident <= _RESIDENT, "memory not traced by Python grows"
        assert {row.tasks for row in rows} == {before.tasks}, "tasks leaked"
        # The pipe from the sandbox and the idle connections are open, at most as many as there were concurrent calls.
        assert max(row.files for row in rows) <= before.files + 1 + _AT_ONCE, "sockets leaked"
        assert after.files == before.files, f"{after.files - before.files} files leaked"
        assert after.garbage == 0 and not self._printed, f"warnings: {self._printed[:5]}, garbage: {gc.garbage[:5]}"


def _slope(rows: list[Figures]) -> float:
    """Return bytes per call, by least squares."""
    calls, traced = ([float(getattr(row, name)) for row in rows] for name in ("calls", "traced"))
    middle, level = sum(calls) / len(calls), sum(traced) / len(traced)
    rise = sum((x - middle) * (y - level) for x, y in zip(calls, traced, strict=True))
    return rise / sum((x - middle) ** 2 for x in calls)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--calls", type=int, default=10_000, help="on asyncio")
    parser.add_argument("--trio-calls", type=int, default=2_000, help="on trio")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    warnings.simplefilter("error")
    print(child.raise_file_limit(1000))
    tracemalloc.start()
    counts: dict[str, Any] = {"asyncio": chosen.calls, "trio": chosen.trio_calls}
    for backend, calls in counts.items():
        if calls:
            anyio.run(Soak(backend, calls, chosen.seed).run, backend=backend)


if __name__ == "__main__":
    main()
