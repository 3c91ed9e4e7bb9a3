"""The cost of starting up: import, clients, first use of each API version, and the memory that they take.

    python benchmarks/start_up.py [--quick]

Every run is a new interpreter that reports its own CPU time and memory; the bytecode is already compiled. The floor
imports this SDK's dependencies httpx, attrs and anyio, and creates an httpx client. The first request goes to a
loopback server: some clients create their TLS context at once, others (this SDK) with the first request.
"""

from __future__ import annotations

import compileall
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from processes import MIB, figures_of
from report import Goal, Report, Table, main
from timing import take_turns
from wire import json_response, serving

ROUNDS = 15
PACKAGE = Path(__file__).resolve().parent.parent / "v0_client"

PROBE = """
import asyncio, json, resource, sys, time
figures = {{}}

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()

async def run(base_url):
    global started
    def note(name):
        global started
        now = time.process_time()
        figures[name] = now - started
        started = time.process_time()
    started = time.process_time()
    {imports}
    note("import")
    figures["memory"] = resident()
    first = {client}
    note("first client")
    second = {client}
    note("second client")
    {uses}
    await {request}
    note("first request")
    figures["memory in use"] = resident()
    own = {package!r}
    figures["modules"] = sum(name.split(".")[0] == own for name in sys.modules)

asyncio.run(run(sys.argv[1]))
print(json.dumps(figures))
"""

OURS, FLOOR = "v0-client", "floor"
CONTENDERS: Mapping[str, Mapping[str, str]] = {
    OURS: {
        "package": "v0_client",
        "imports": "import v0_client",
        "client": 'v0_client.V0Client("key", base_url=base_url)',
        "uses": 'first.v1.chats; note("first use of v1"); first.v2.chats; note("first use of v2")',
        "request": 'first.request("GET", "/any")',
    },
    FLOOR: {
        "package": "httpx",
        "imports": "import httpx, attrs, anyio",
        "client": "httpx.AsyncClient(base_url=base_url)",
        "uses": "",
        "request": 'first.get("/any")',
    },
    "anthropic": {
        "package": "anthropic",
        "imports": "import anthropic",
        "client": 'anthropic.AsyncAnthropic(api_key="key", base_url=base_url)',
        "uses": 'first.messages; note("first use")',
        "request": 'first.get("/any", cast_to=object)',
    },
    "openai": {
        "package": "openai",
        "imports": "import openai",
        "client": 'openai.AsyncOpenAI(api_key="key", base_url=base_url)',
        "uses": 'first.chat.completions; note("first use")',
        "request": 'first.get("/any", cast_to=object)',
    },
}
TIMES = ["import", "first client", "second client", "first use", "first use of v1", "first use of v2", "first request"]


def measure(quick: bool) -> Report:
    rounds = 4 if quick else ROUNDS
    # pip has compiled the peers, and a second import finds compiled bytecode too.
    compileall.compile_dir(PACKAGE, quiet=1)
    with serving({"*": [json_response({})]}) as base_url:
        runs = {name: partial(figures_of, "-c", PROBE.format(**parts), base_url) for name, parts in CONTENDERS.items()}
        best = take_turns(runs, rounds=rounds)
    rows = [[name, *(_milliseconds(figures.get(name)) for figures in best.values())] for name in TIMES]
    for name in ("memory", "memory in use"):
        label = {"memory": "resident after import, MiB", "memory in use": "resident in use, MiB"}[name]
        rows.append([label, *(f"{figures[name] / MIB:.1f}" for figures in best.values())])
    rows.append(["own modules in use", *(f"{figures['modules']:.0f}" for figures in best.values())])
    mine, floor = best[OURS], best[FLOOR]
    more = max(mine[name] - floor[name] for name in ("memory", "memory in use")) / MIB
    slowest = max(mine["first use of v1"], mine["first use of v2"]) * 1000
    bare = "httpx, attrs and anyio"
    return Report(
        title="Start-up",
        intro=f"Milliseconds of CPU in a fresh interpreter, best of {rounds}.",
        tables=[Table(heads=["", *best], rows=rows)],
        goals=[
            Goal(what="import", peer=bare, got=mine["import"] / floor["import"], limit=1.25, headline=True),
            Goal(what="second client", peer="-", got=mine["second client"] * 1000, limit=1, unit="ms"),
            Goal(what="first use of an API version", peer="-", got=slowest, limit=30, unit="ms"),
            Goal(what="own modules in use", peer="-", got=mine["modules"], limit=60, unit="modules"),
            Goal(what="resident memory above the floor", peer=bare, got=more, limit=5, unit="MiB"),
        ],
    )


def _milliseconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:.2f}"


if __name__ == "__main__":
    main(measure)
