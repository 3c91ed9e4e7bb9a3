"""Measure a relay process: memory of an open stream, time and bytes of an event, in each form of a relay.

    python tests/stress/relays.py [--streams 1000] [--events 200]

The service runs in a child process; the server it reads from and the browsers run in this one. Every browser must have
received its stream to the end.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import child
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from v0_client import Relay, V0Client

FORMS: dict[str, Any] = {"deltas": {}, "snapshots": {"snapshots": True}, "v0-react": {"protocol": "v0-react"}}
OPENING = b"""data: {"object":"chat","id":"chat_1"}

data: {"object":"message.parts.chunk","id":"msg_1","delta":{"_t":"a","0":[{"type":"text","text":""}]}}

"""
TEXT = b"fifty characters of text, one after another, done."
CHUNK = b'data: {"object":"message.parts.chunk","id":"msg_1","delta":[[0,"text","' + TEXT + b'"],9,9]}\n\n'
CLOSING = b'data: {"object":"chat","id":"chat_1"}\n\n'


# ------------------------------------------------------------------ the service, in the child process


def serve() -> None:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[dict[str, V0Client]]:
        async with V0Client() as client:
            yield {"client": client}

    async def watch(request: Request) -> StreamingResponse:
        stream = request.state.client.v2.chats.stream(message="A bakery")
        relay = await Relay(stream, **FORMS[request.path_params["form"]]).open()
        return StreamingResponse(relay, media_type=relay.media_type)

    app = Starlette(routes=[Route("/{form}", watch)], lifespan=lifespan)
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        print(listener.getsockname()[1], flush=True)
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


# ------------------------------------------------------------------ the server and the browsers


class Upstream:
    """Opens every stream at once, and continues them when all are open."""

    def __init__(self, events: int) -> None:
        self.events = events
        self.missing = 0
        self.all_open = asyncio.Event()
        self.resume = asyncio.Event()

    def expect(self, count: int) -> None:
        """Hold streams back until that many are open."""
        self.missing = count
        self.all_open.clear()
        self.resume.clear()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n" + OPENING)
        self.missing -= 1
        if not self.missing:
            self.all_open.set()
        await self.resume.wait()
        for _ in range(self.events):
            writer.write(CHUNK)
            await writer.drain()
            await asyncio.sleep(0)
        writer.write(CLOSING)
        writer.close()


async def browse(port: int, form: str) -> int:
    """Read a response to its end; returns its size."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /{form} HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n\r\n".encode())
    received, end = 0, b""
    while chunk := await reader.read(1 << 18):
        received += len(chunk)
        end = (end + chunk)[-2_000_000:]
    writer.close()
    assert b'"object":"chat"' in end[-1_000_000:], f"a stream of {form} ended early"
    return received


def started_service(address: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "V0_API_KEY": "key", "V0_BASE_URL": address}
    command = [sys.executable, __file__, "--serve"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)  # noqa: S603 - our own script


async def measure(count: int, events: int, form: str) -> None:
    upstream = Upstream(events)
    server = await asyncio.start_server(upstream.handle, "127.0.0.1", 0, backlog=4096)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    with started_service(address) as service:
        try:
            assert service.stdout is not None
            port = int(service.stdout.readline())
            upstream.resume.set()
            await browse(port, form)  # what is loaded once does not count
            upstream.expect(count)
            memory = resident(service.pid)
            browsers = [asyncio.ensure_future(browse(port, form)) for _ in range(count)]
            await upstream.all_open.wait()
            memory, busy, began = resident(service.pid) - memory, cpu(service.pid), time.perf_counter()
            upstream.resume.set()
            sizes = await asyncio.gather(*browsers)
            busy, took = cpu(service.pid) - busy, time.perf_counter() - began
        finally:
            service.terminate()
    server.close()
    print(
        f"{form:10} {count} streams of {events} events: {memory / count / 1024:.0f} KiB each while open, "
        f"{busy / count / events * 1e6:.0f} us of CPU and {sum(sizes) / count / events:.0f} bytes per event, "
        f"all read in {took:.1f} s"
    )


def resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def cpu(pid: int) -> float:
    """Seconds of CPU time."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def run(streams: int, events: int) -> None:
    for form in FORMS:
        await measure(streams, events, form)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    limits = child.raise_file_limit(4 * chosen.streams + 100)
    if chosen.serve:
        serve()
    else:
        print(limits)
        asyncio.run(run(chosen.streams, chosen.events))


if __name__ == "__main__":
    main()
