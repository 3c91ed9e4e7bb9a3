"""The cost of one stream event, from the socket to a typed event and an updated state.

    python benchmarks/event_path.py [--quick]

Each client streams its own vendor's format from a loopback server in another process, with texts of the same length.
The floor is the minimum for any client on httpx: reading the raw bytes, plus `json.loads` of each event. Connections
and TLS contexts are created before the clock starts.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import anyio
import httpx
import httpx2
from anthropic import AsyncAnthropic
from httpx_aiohttp import AiohttpTransport
from openai import AsyncOpenAI
from report import Goal, Report, Table, main
from samples import Json, in_groups, in_stream, message_events, sse
from timing import CPU, Figures, take_turns, timed
from wire import json_response, serving, stream_response

from v0_client import V0Client

EVENTS = 10_000
ROUNDS = 5
PARTS = 20
GROUPS = (1, 100)
OURS, RAW, LOADS, FLOOR = "v0-client", "httpx, raw bytes", "json.loads alone", "floor: both of these"
AIOHTTP, HTTPX2 = "v0-client on the aiohttp transport", "v0-client on httpx2"
BOTH = "httpx and json.loads"
QUESTION: Any = [{"role": "user", "content": "A page"}]

# ------------------------------------------------------------------ what is streamed


def openai_events(texts: list[str]) -> list[bytes]:
    def event(text: str) -> Json:
        choice = {"index": 0, "delta": {"content": text}, "logprobs": None, "finish_reason": None}
        fixed = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1768469400, "model": "gpt-4o"}
        return {**fixed, "system_fingerprint": "fp_1", "choices": [choice]}

    return [*(sse(event(text)) for text in texts), b"data: [DONE]\n\n"]


def anthropic_events(texts: list[str]) -> list[bytes]:
    def event(text: str) -> Json:
        return {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}

    return [b"event: content_block_delta\n" + sse(event(text)) for text in texts]


# ------------------------------------------------------------------ clients: CPU seconds from the request to the end


async def ours(base_url: str, expected: int, http: httpx.AsyncClient | httpx2.AsyncClient | None = None) -> float:
    async with V0Client("key", base_url=base_url, http_client=http) as client:
        await client.request("GET", "/warm-up")
        started, count = time.process_time(), 0
        async with client.v2.chats.stream(message="A page") as stream:
            async for _ in stream:
                count += 1
        spent = time.process_time() - started
    assert count == expected
    assert len(stream.raw_parts) == PARTS
    return spent


async def openai(base_url: str, expected: int) -> float:
    async with AsyncOpenAI(api_key="key", base_url=f"{base_url}/openai") as client:
        await client.get("/warm-up", cast_to=object)
        started, count = time.process_time(), 0
        async for _ in await client.chat.completions.create(model="gpt-4o", messages=QUESTION, stream=True):
            count += 1
        spent = time.process_time() - started
    assert count == expected
    return spent


async def on_aiohttp(base_url: str, expected: int) -> float:
    async with httpx.AsyncClient(transport=AiohttpTransport()) as http:
        return await ours(base_url, expected, http)


async def on_httpx2(base_url: str, expected: int) -> float:
    async with httpx2.AsyncClient() as http:
        return await ours(base_url, expected, http)


async def anthropic(base_url: str, expected: int) -> float:
    async with AsyncAnthropic(api_key="key", base_url=f"{base_url}/anthropic") as client:
        await client.get("/warm-up", cast_to=object)
        started, count = time.process_time(), 0
        async for _ in await client.messages.create(model="claude", max_tokens=9, messages=QUESTION, stream=True):
            count += 1
        spent = time.process_time() - started
    assert count == expected
    return spent


async def raw_bytes(base_url: str, expected: int) -> float:
    async with httpx.AsyncClient() as client:
        await client.get(f"{base_url}/warm-up")
        started, size = time.process_time(), 0
        async with client.stream("POST", f"{base_url}/v2/chats/stream") as response:
            async for chunk in response.aiter_raw():
                size += len(chunk)
        spent = time.process_time() - started
    assert size > expected
    return spent


CLIENTS: dict[str, Callable[[str, int], Coroutine[Any, Any, float]]] = {
    OURS: ours,
    AIOHTTP: on_aiohttp,
    HTTPX2: on_httpx2,
    "anthropic": anthropic,
    "openai": openai,
    RAW: raw_bytes,
}


def loads_alone(events: list[bytes]) -> None:
    for event in events:
        json.loads(event[6:-2])


def contender(client: Callable[[str, int], Coroutine[Any, Any, float]], base_url: str, count: int) -> Figures:
    return {CPU: anyio.run(client, base_url, count)}


def measure(quick: bool) -> Report:
    count, rounds = (600, 3) if quick else (EVENTS, ROUNDS)
    own = in_stream(message_events(count - 2, PARTS))
    texts = [f"the words of {number}, " for number in range(count)]
    bodies = {
        "/v2/chats/stream": list(map(sse, own)),
        "/openai/chat/completions": openai_events(texts),
        "/anthropic/v1/messages": anthropic_events(texts),
    }
    spent: dict[int, dict[str, float]] = {}
    for group in GROUPS:
        responses = {path: [stream_response(in_groups(events, group))] for path, events in bodies.items()}
        responses["*/warm-up"] = [json_response({})]
        with serving(responses) as base_url:
            runs = {name: partial(contender, client, base_url, count) for name, client in CLIENTS.items()}
            best = take_turns({**runs, LOADS: timed(partial(loads_alone, bodies["/v2/chats/stream"]))}, rounds=rounds)
        spent[group] = {name: figures[CPU] for name, figures in best.items()}
        spent[group][FLOOR] = spent[group][RAW] + spent[group][LOADS]
    micros = {group: {name: seconds * 1e6 / count for name, seconds in by.items()} for group, by in spent.items()}
    rows = [[name, *(f"{micros[group][name]:.1f}" for group in GROUPS)] for name in micros[1]]
    return Report(
        title="From the socket to a typed event and state",
        intro=f"Microseconds of CPU per event of the client's process, best of {rounds} streams of {count:,} events.",
        tables=[Table(heads=["", *(f"{group} event{'s' * (group > 1)} a chunk" for group in GROUPS)], rows=rows)],
        goals=goals(micros[1], micros[100]),
    )


def goals(single: dict[str, float], packed: dict[str, float]) -> list[Goal]:
    what = "socket to typed event and state, {} a chunk"
    ours_only = single[OURS] - single[RAW]
    found = [
        Goal(
            what=what.format(1),
            peer=BOTH,
            got=single[OURS] / single[FLOOR],
            limit=1.4,
            why=f"httpx takes {single[RAW]:.1f} us for a chunk; {ours_only:.1f} us are the SDK's: parsing, the delta, "
            "the state, the typed event",
        ),
        Goal(
            what=what.format(100),
            peer=LOADS,
            got=packed[OURS] / packed[LOADS],
            limit=2.0,
            why="some 40 calls apply the delta, keep the state and make the typed event",
        ),
        Goal(
            what="socket to typed event and state on the aiohttp transport, 1 a chunk",
            peer="httpx, raw bytes",
            got=single[AIOHTTP] / single[RAW],
            limit=0.9,
            headline=True,
        ),
    ]
    for peer, limit in (("anthropic", 2.5), ("openai", 9)):
        for group, figures in ((1, single), (100, packed)):
            left = figures[peer] / limit - figures[RAW]
            why = (
                f"httpx itself takes {figures[RAW]:.1f} us a chunk, which would leave {left:.1f} us for everything else"
            )
            got = figures[peer] / figures[OURS]
            found.append(
                Goal(
                    what=what.format(group),
                    peer=f"{peer}'s stream",
                    got=got,
                    limit=limit,
                    at_least=True,
                    why=why,
                    headline=True,
                )
            )
    return found


if __name__ == "__main__":
    main(measure)
