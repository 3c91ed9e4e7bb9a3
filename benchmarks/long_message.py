"""8,000 changes of one message of 400 parts, streamed by this SDK and by the vendor's TypeScript client.

    python benchmarks/long_message.py [--quick]

Both read the same bytes from a loopback server through their public API (`client.v2.chats.stream` and `createStream`,
which uses `/api/v2`). Each run is a new process that reports its own CPU time and peak memory. Every change replaces a
text by a longer one, because the vendor's client ignores the API's append form inside objects.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import anyio
from processes import MIB, output_of, peak
from report import Goal, Report, Table, main
from samples import in_stream, message_events, sse
from timing import CPU, Figures, take_turns
from wire import serving, stream_response

from v0_client import V0Client

EVENTS, PARTS = 8_000, 400
ROUNDS = 3
MEMORY = "memory"
OURS, VENDOR = "v0-client", "vendor's client"
FOLDER = Path(__file__).resolve().parent


async def stream(base_url: str) -> dict[str, Any]:
    async with V0Client("key", base_url=base_url) as client:
        started, events = time.process_time(), 0
        async with client.v2.chats.stream(message="A page") as running:
            async for _ in running:
                events += 1
        spent = time.process_time() - started
    return {
        "cpu": spent,
        "memory": peak(),
        "events": events,
        "digest": hashlib.sha256("".join(part["text"] for part in running.raw_parts).encode()).hexdigest(),
    }


def in_a_process(command: Sequence[str], expected: dict[str, Any]) -> Figures:
    output = output_of(command)
    assert {name: output[name] for name in expected} == expected, f"{output} instead of {expected}"
    return {CPU: output["cpu"], MEMORY: output["memory"]}


def missing() -> str:
    """The reason why the vendor's client cannot run; empty if it can."""
    if shutil.which("node") is None:
        return "node is not installed"
    if not (FOLDER / "node_modules" / "v0").is_dir():
        return "the vendor's client is not installed (make bench installs it with npm)"
    return ""


def vendor_version() -> str:
    package: dict[str, Any] = json.loads((FOLDER / "node_modules" / "v0" / "package.json").read_text(encoding="utf-8"))
    return str(package["version"])


def measure(quick: bool) -> Report:
    sizes = (1_000, 2_000) if quick else (1_000, 2_000, 4_000, EVENTS)
    best: dict[int, dict[str, dict[str, float]]] = {}
    why_not = missing()
    for size in sizes:
        events = in_stream(message_events(size - 2, PARTS * size // EVENTS, appends=False))
        body = [stream_response(map(sse, events))]
        with serving({"/v2/chats/stream": body, "/api/v2/chats/stream": body}) as base_url:
            commands = {OURS: [sys.executable, __file__, "--stream", base_url]}
            if not why_not:
                commands[VENDOR] = ["node", str(FOLDER / "vendor_client.mjs"), base_url]
            expected = {"events": size, "digest": digest_of(events)}
            runs = {name: partial(in_a_process, command, expected) for name, command in commands.items()}
            best[size] = take_turns(runs, rounds=1 if quick else ROUNDS)
    rows = [
        [
            name,
            *(f"{best[size][name][CPU] * 1e6 / size:.0f}" for size in sizes),
            f"{best[sizes[-1]][name][CPU]:.2f}",
            f"{best[sizes[-1]][name][MEMORY] / MIB:.0f}",
        ]
        for name in best[sizes[-1]]
    ]
    heads = ["us of CPU per event, a stream of", *(f"{size:,}" for size in sizes), "last, s", "last, peak MiB"]
    last = best[sizes[-1]]
    goals: list[Goal] = []
    if not why_not:
        longest = f"{sizes[-1]:,} events"
        goals += [
            Goal(
                what=f"a long message, CPU, {longest}",
                peer=VENDOR,
                got=last[VENDOR][CPU] / last[OURS][CPU],
                limit=4,
                at_least=True,
                headline=True,
            ),
            Goal(
                what=f"a long message, peak memory, {longest}",
                peer=VENDOR,
                got=last[OURS][MEMORY] / last[VENDOR][MEMORY],
                limit=0.18,
                headline=True,
            ),
        ]
    return Report(
        title="A long message",
        intro=f"Streams that build up to {PARTS} parts, measured per process; best of {1 if quick else ROUNDS}."
        + (f" The vendor's client was left out: {why_not}." if why_not else ""),
        tables=[Table(heads=heads, rows=rows)],
        goals=goals,
    )


def digest_of(events: list[dict[str, Any]]) -> str:
    """The digest of the final text, computed without the SDK."""
    texts: list[str] = []
    for event in events:
        match event.get("delta"):
            case {"_t": "a", **changes}:
                for index, change in changes.items():
                    match change:
                        case [part]:
                            texts.append(part["text"])
                        case {"text": [_, longer]}:
                            texts[int(str(index))] = longer
    return hashlib.sha256("".join(texts).encode()).hexdigest()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stream"]:
        print(json.dumps(anyio.run(stream, sys.argv[2])))
    else:
        main(measure)
