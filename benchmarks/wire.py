"""A loopback HTTP server that returns prepared bytes, in a separate process, so that only the client is measured.

    with serving({"/v1/chats/*": [json_response(pending), json_response(done)]}) as base_url: ...

A pattern has one or more responses. The requests of one path get them in turn; the last one repeats.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from multiprocessing.connection import Connection
from typing import Any

Responses = Mapping[str, Sequence[bytes]]


def json_response(value: Any) -> bytes:
    body = json.dumps(value).encode()
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)


def stream_response(chunks: Iterable[bytes]) -> bytes:
    """An event stream; each chunk is an HTTP chunk, so every client receives it separately."""
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"


@contextmanager
def serving(responses: Responses) -> Iterator[str]:
    """Serve the responses while the block is open; yields the address."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=_serve, args=(responses, theirs), daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        server.terminate()
        server.join()


def _serve(responses: Responses, parent: Connection) -> None:
    requests: Counter[str] = Counter()

    def response_to(path: str) -> bytes:
        prepared = next(prepared for pattern, prepared in responses.items() if fnmatchcase(path, pattern))
        requests[path] += 1
        return prepared[min(requests[path], len(prepared)) - 1]

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):  # the client disconnected
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"(?i)\r\ncontent-length: *([0-9]+)", head)
                if length:
                    await reader.readexactly(int(length[1]))
                elif b"chunked" in head:
                    await reader.readuntil(b"0\r\n\r\n")
                writer.write(response_to(head.split(b" ", 2)[1].decode()))
                await writer.drain()
        writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(connection, "127.0.0.1", 0, backlog=2048)
        parent.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())
