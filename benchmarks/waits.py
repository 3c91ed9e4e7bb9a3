"""Wait for 100 chats by polling: CPU time, against a loop that decodes every response.

    python benchmarks/waits.py [--quick]

All contenders poll equally often here, so only the work per poll differs. A chat changes only in the last response, as
one does whose generation takes minutes: what an unchanged response costs is the difference between waits of many polls
and of few. Bare httpx polls as often and decodes nothing. A whole wait costs that times the number of polls: `Poll()`
polls at growing intervals, a loop at the interval of its sleep.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import accumulate, count, takewhile

import anyio
import httpx
from processes import figures_of, raise_file_limit
from report import Goal, Report, Table, main
from samples import v1_chat
from timing import CPU, take_turns
from wire import json_response, serving

from v0_client import Poll, V0Client
from v0_client._polling.settings import poll_delays

CHATS = 100
FEW, MANY = 2, 20  # polls of a wait
MESSAGES, FILES = 20, 30
AT_ONCE = 50
ROUNDS = 3
OURS, NAIVE, BARE = "v0-client's wait", "get() in a loop", "bare httpx, undecoded"
OFTEN = Poll(interval=0.001, max_interval=0.001)


async def waited(client: V0Client, _: httpx.AsyncClient, chat_id: str, __: int) -> None:
    chat = await client.v1.chats.wait(chat_id, poll=OFTEN)
    assert chat.messages
    assert chat.messages[-1].finish_reason == "stop"


async def looped(client: V0Client, _: httpx.AsyncClient, chat_id: str, __: int) -> None:
    while True:
        chat = await client.v1.chats.get(chat_id)
        if chat.latest_version and chat.latest_version.status == "completed":
            break
        await anyio.sleep(0.001)


async def undecoded(_: V0Client, http: httpx.AsyncClient, chat_id: str, polls: int) -> None:
    for _poll in range(polls):
        await http.get(f"/v1/chats/{chat_id}")
        await anyio.sleep(0.001)


WAYS = {OURS: waited, NAIVE: looped, BARE: undecoded}


async def run(name: str, base_url: str, chats: int, polls: int, first: int) -> dict[str, float]:
    one = WAYS[name]
    unlimited = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    async with (
        V0Client("key", base_url=base_url) as client,
        httpx.AsyncClient(base_url=base_url, limits=unlimited, timeout=60) as http,
    ):
        await one(client, http, f"{polls}-{first}-warm-up", polls)
        places, started = anyio.Semaphore(AT_ONCE), time.process_time()

        async def limited(chat_id: str) -> None:
            async with places:
                await one(client, http, chat_id, polls)

        async with anyio.create_task_group() as group:
            for number in range(chats):
                group.start_soon(limited, f"{polls}-{first}-{number}")
        return {CPU: time.process_time() - started}


def polls_per_minute(minute: float = 60.0) -> int:
    """The number of polls of `wait` within a minute, by default."""
    return 1 + sum(1 for _ in takewhile(lambda passed: passed < minute, accumulate(poll_delays(Poll(jitter=0)))))


def responses(polls: int) -> list[bytes]:
    pending = v1_chat(MESSAGES, files=FILES)
    pending["latestVersion"]["status"] = "pending"
    del pending["messages"][-1]["finishReason"]
    return [json_response(pending)] * (polls - 1) + [json_response(v1_chat(MESSAGES, files=FILES))]


def measure(quick: bool) -> Report:
    chats, rounds = (50, 2) if quick else (CHATS, ROUNDS)
    prepared = {f"/v1/chats/{polls}-*": responses(polls) for polls in (FEW, MANY)}
    turn = count()  # each run polls new chats, which are pending at first
    with serving(prepared) as base_url:
        runs = {
            f"{name} {polls}": lambda name=name, polls=polls: figures_of(
                __file__, "--run", name, base_url, str(chats), str(polls), str(next(turn))
            )
            for name in WAYS
            for polls in (FEW, MANY)
        }
        best = take_turns(runs, rounds=rounds)
    spent = {name: {polls: best[f"{name} {polls}"][CPU] * 1e6 / chats for polls in (FEW, MANY)} for name in WAYS}
    each = {name: by[MANY] / MANY for name, by in spent.items()}
    unchanged = {name: (by[MANY] - by[FEW]) / (MANY - FEW) for name, by in spent.items()}
    asks = {OURS: polls_per_minute(), NAIVE: 60, BARE: 60}
    whole = {name: each[name] * asks[name] for name in each}
    rows = [
        [name, f"{each[name]:.0f}", f"{unchanged[name]:.0f}", f"{asks[name]}", f"{whole[name] / 1000:.0f}"]
        for name in WAYS
    ]
    size = len(responses(FEW)[0]) / 1000
    return Report(
        title="Waiting by polling",
        intro=f"{chats} chats of {MESSAGES} messages and {FILES} files ({size:.0f} KB), {AT_ONCE} at once, "
        f"changed in the last of {MANY} responses; best of {rounds}. The loop polls every second.",
        tables=[
            Table(
                heads=["", "CPU per poll, us", "an unchanged one, us", "polls per minute", "CPU per minute, ms"],
                rows=rows,
            )
        ],
        goals=[
            Goal(what="waiting for a minute, CPU", peer=NAIVE, got=whole[OURS] / whole[NAIVE], limit=0.5),
            Goal(
                what="a poll whose response has not changed, CPU",
                peer=BARE,
                got=unchanged[OURS] / unchanged[BARE],
                limit=1.05,
                headline=True,
                why="what it takes beside the response is the request's own set-up, its checks and its guard",
            ),
        ],
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        raise_file_limit()
        print(json.dumps(anyio.run(run, sys.argv[2], sys.argv[3], *map(int, sys.argv[4:]))))
    else:
        main(measure)
