"""A relay in front of 1,000 browsers, against a proxy that passes the same bytes on unread, and the vendor's client.

    python benchmarks/relaying.py [--quick]

Three processes on real sockets: an upstream server that paces its events and writes the time into each, the service,
and the browsers, which read the time again. The service is uvicorn on uvloop in one process; for the vendor's client it
is node's own server. The proxy is bare httpx: it neither parses nor keeps anything, nor resumes. However many browsers
there are, all streams together have as many events a second. The figures begin once all of them are open and end before
the first of them does.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import long_message
import uvicorn
from processes import raise_file_limit, resident
from report import Goal, Report, Table, main
from samples import chat_event, parts_event, sse, text_part, v2_message
from wire import json_response

from v0_client import V0Client
from v0_client.relay import Relay

EVENTS, WINDOW = 30, 6  # of one stream: in all, and while it is measured
RATE = 1_000  # events a second, of all streams together
OPENING = 50  # browsers that open a stream at once
OURS, BARE, VENDOR = "v0-client's Relay", "bare httpx, bytes passed on", "vendor's client in node"
FOLDER = Path(__file__).resolve().parent
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
MARK = b"sent at "


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def announce(server: asyncio.Server) -> None:
    print(server.sockets[0].getsockname()[1], flush=True)


# ------------------------------------------------------------------ the upstream server


async def upstream(interval: float) -> None:
    async def stream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if b"content-length: " in head.lower():
                    await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
                if head.startswith(b"GET "):  # the message, once its stream is complete
                    writer.write(json_response(v2_message(1)))
                    continue
                writer.write(HEAD + chunk(sse(chat_event())))
                writer.write(chunk(sse(parts_event({"_t": "a", "0": [text_part("Begun. ")]}))))
                await asyncio.sleep(random.uniform(0, interval))  # noqa: S311 - spreads the streams
                for number in range(1, EVENTS + 1):  # a part each, since the vendor's client ignores appends
                    part = text_part(f"{MARK.decode()}{time.monotonic():.6f} ")
                    writer.write(chunk(sse(parts_event({"_t": "a", str(number): [part]}))))
                    await writer.drain()
                    await asyncio.sleep(interval)
                writer.write(chunk(sse(chat_event())) + b"0\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(stream, "127.0.0.1", 0, backlog=8192)
    announce(server)
    await server.serve_forever()


# ------------------------------------------------------------------ the service


def serve(name: str, base_url: str) -> None:
    client = V0Client("key", base_url=base_url)
    unlimited = httpx.Limits(max_connections=None, max_keepalive_connections=100)  # as in this SDK
    plain = httpx.AsyncClient(limits=unlimited, timeout=60)

    async def passed_on() -> AsyncIterator[bytes]:
        async with plain.stream("POST", f"{base_url}/v2/chats/stream", json={"message": "A page"}) as response:
            async for data in response.aiter_raw():
                yield data

    async def app(scope: Any, _: Callable[..., Any], send: Callable[..., Any]) -> None:
        if scope["type"] != "http":
            return
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        if scope["path"] == "/figures":
            body = json.dumps({"cpu": time.process_time(), "memory": resident(collect=False)}).encode()
            await send({"type": "http.response.body", "body": body})
            return
        chunks = Relay(client.v2.chats.stream(message="A page")) if name == OURS else passed_on()
        async for data in chunks:
            await send({"type": "http.response.body", "body": data, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    config = uvicorn.Config(app, port=0, loop="uvloop", lifespan="off", log_level="error", backlog=8192)
    server = uvicorn.Server(config)

    async def run() -> None:
        serving = asyncio.ensure_future(server.serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        announce(server.servers[0])
        await serving

    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(run())


# ------------------------------------------------------------------ the browsers


async def open_stream(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /stream HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n\r\n")
    await reader.readuntil(b"Begun. ")
    return reader, writer


async def read_stream(reader: asyncio.StreamReader, latencies: list[float]) -> None:
    with suppress(asyncio.IncompleteReadError):
        while True:
            await reader.readuntil(MARK)
            sent = float(await reader.readuntil(b" "))
            latencies.append(time.monotonic() - sent)


async def browse(port: int, count: int, interval: float) -> dict[str, float]:
    async with httpx.AsyncClient(timeout=60) as control:

        async def figures() -> dict[str, float]:
            got: dict[str, float] = (await control.get(f"http://127.0.0.1:{port}/figures")).json()
            return got

        _, first = await open_stream(port)  # loads and creates what the service needs once
        first.close()
        empty = await figures()
        latencies: list[float] = []
        writers: list[asyncio.StreamWriter] = []
        async with asyncio.TaskGroup() as reading:
            while len(writers) < count:
                opened = await asyncio.gather(*(open_stream(port) for _ in range(min(OPENING, count - len(writers)))))
                for reader, writer in opened:
                    reading.create_task(read_stream(reader, latencies))
                    writers.append(writer)
            latencies.clear()  # those before were measured while connections were opened
            before = await figures()
            await asyncio.sleep(interval * WINDOW)
            after, measured = await figures(), sorted(latencies)
            for writer in writers:
                writer.close()
    return {
        "cpu": (after["cpu"] - before["cpu"]) * 1e6 / len(measured),
        "memory": (after["memory"] - empty["memory"]) / count / 1024,
        "median": measured[len(measured) // 2] * 1e3,
        "p99": measured[len(measured) * 99 // 100] * 1e3,
    }


@contextmanager
def program(*arguments: str) -> Any:
    """Run a program; yields the port that it prints."""
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()  # uvicorn would wait for its streams


def measured(name: str, count: int) -> dict[str, float]:
    own, interval = (sys.executable, __file__), count / RATE
    with program(*own, "--upstream", str(interval)) as above:
        upstream = f"http://127.0.0.1:{above}"
        node = ("node", str(FOLDER / "vendor_relay.mjs"), upstream)
        with program(*(node if name == VENDOR else (*own, "--serve", name, upstream))) as port:
            return asyncio.run(browse(port, count, interval))


def measure(quick: bool) -> Report:
    raise_file_limit()
    counts = (200,) if quick else (1_000, 2_000, 5_000)
    names = (OURS, BARE) if long_message.missing() else (OURS, BARE, VENDOR)
    found = {(count, name): measured(name, count) for count in counts for name in names}
    rows = [
        [f"{count:,}", name, f"{f['cpu']:.0f}", f"{f['memory']:.0f}", f"{f['median']:.1f}", f"{f['p99']:.1f}"]
        for (count, name), f in found.items()
    ]
    ours, bare = found[counts[0], OURS], found[counts[0], BARE]
    return Report(
        title="A relay in front of many browsers",
        intro=f"{RATE:,} events a second, of all streams together; latency is from the upstream server's write to the "
        "browser's read. One run each.",
        tables=[
            Table(
                heads=["browsers", "", "CPU per event, us", "memory per browser, KiB", "median, ms", "p99, ms"],
                rows=rows,
            )
        ],
        goals=[
            Goal(
                what=f"a relay in front of {counts[0]:,} browsers, CPU per event",
                peer=BARE,
                got=ours["cpu"] / bare["cpu"],
                limit=1.5,
                why="it parses and applies each event, writes it anew, and can resume",
                headline=True,
            ),
            Goal(
                what=f"a relay in front of {counts[0]:,} browsers, latency added at the 99th percentile",
                peer="-",
                got=ours["p99"] - bare["p99"],
                limit=50,
                unit="ms",
            ),
        ],
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--upstream"]:
        raise_file_limit()
        asyncio.run(upstream(float(sys.argv[2])))
    elif sys.argv[1:2] == ["--serve"]:
        raise_file_limit()
        serve(*sys.argv[2:4])
    else:
        main(measure)
