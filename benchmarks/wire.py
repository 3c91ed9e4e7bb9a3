"""A loopback HTTP server that answers with prepared bytes, in a process of its own, so that figures are the client's.

    with serving({"/v1/chats/*": [json_answer(pending), json_answer(done)]}) as base_url: ...

A pattern has one answer or several, given in turn to the requests of one path; the last one stays.
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

Answers = Mapping[str, Sequence[bytes]]


def json_answer(value: Any) -> bytes:
    body = json.dumps(value).encode()
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)


def stream_answer(pieces: Iterable[bytes]) -> bytes:
    """An event stream; each piece is an HTTP chunk, and so reaches every client in one piece of its own."""
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@contextmanager
def serving(answers: Answers) -> Iterator[str]:
    """Its address, as long as the block is open."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=_serve, args=(answers, theirs), daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        server.terminate()
        server.join()


def _serve(answers: Answers, parent: Connection) -> None:
    asked: Counter[str] = Counter()

    def answer(path: str) -> bytes:
        given = next(given for pattern, given in answers.items() if fnmatchcase(path, pattern))
        asked[path] += 1
        return given[min(asked[path], len(given)) - 1]

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):  # the client has left
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"(?i)\r\ncontent-length: *([0-9]+)", head)
                if length:
                    await reader.readexactly(int(length[1]))
                elif b"chunked" in head:
                    await reader.readuntil(b"0\r\n\r\n")
                writer.write(answer(head.split(b" ", 2)[1].decode()))
                await writer.drain()
        writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(connection, "127.0.0.1", 0, backlog=2048)
        parent.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())
