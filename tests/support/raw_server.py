"""An HTTP/1.1 server that sends exactly the bytes a test lists, and ends each connection as the test says.

    async with RawServer(in_turn([response(b"{}")], [head(200, {"content-length": "9"}), b"{", RESET])) as server:
        ...  # send requests to server.base_url
        await server.all_closed()
    assert [r.line for r in server.requests] == ["GET /v1/user", ...]

The server has its own thread and event loop. So it behaves the same for asyncio and trio, and a test that blocks its
own loop does not block the server.
"""

# ruff: noqa: S610 - `extra` here is anyio's, not Django's

from __future__ import annotations

import itertools
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from enum import Enum
from functools import partial
from http import HTTPStatus
from typing import Any, Self

import anyio
import anyio.to_thread
from anyio.abc import SocketAttribute, SocketStream, TaskStatus
from anyio.from_thread import BlockingPortal, start_blocking_portal
from attrs import field, frozen, mutable

# Keeps a failing test from hanging. No passing test waits this long.
_GUARD_SECONDS = 20.0
# Raised when the client has disconnected.
_DISCONNECTED = (anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError)


class Do(Enum):
    """Actions of a script other than sending bytes."""

    CLOSE = "close the connection (FIN)"
    RESET = "reset the connection (RST)"
    STALL = "send nothing until the client disconnects"


CLOSE, RESET, STALL = Do.CLOSE, Do.RESET, Do.STALL

Action = bytes | Do | threading.Event
"""Bytes are sent unchanged, in one packet. An event is waited for, so that the test decides when to continue."""

Handler = Callable[["Request"], Iterable[Action]]


@frozen
class Request:
    """A request as received.

    Attributes:
        connection: Index of its connection, from 0.
        nth: Index of the request on its connection, from 0.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int
    nth: int

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def line(self) -> str:
        return f"{self.method} {self.target}"

    def json(self) -> Any:
        return json.loads(self.body)


# ------------------------------------------------------------------ bytes of a response


def head(status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    """Return the status line and the headers; nothing is added."""
    phrase = HTTPStatus(status).phrase if status in list(HTTPStatus) else "Unknown"
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in (headers or {}).items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def response(
    body: bytes | str = b"",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    *,
    content_type: str = "application/json",
    content_length: int | None = None,
) -> bytes:
    """Return a complete response; `content_length` replaces the true length in the header."""
    content = body.encode() if isinstance(body, str) else body
    length = len(content) if content_length is None else content_length
    fixed = {"content-type": content_type, "content-length": str(length)}
    return head(status, fixed | dict(headers or {})) + content


def json_response(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    return response(json.dumps(value), status, headers)


def chunked_head(
    status: int = 200, headers: Mapping[str, str] | None = None, *, content_type: str = "text/event-stream"
) -> bytes:
    """Return the head of a response sent in chunks, as an event stream is."""
    return head(status, {"content-type": content_type, "transfer-encoding": "chunked"} | dict(headers or {}))


def chunk(data: bytes | str) -> bytes:
    content = data.encode() if isinstance(data, str) else data
    return b"%x\r\n%b\r\n" % (len(content), content)


LAST_CHUNK = b"0\r\n\r\n"


# ------------------------------------------------------------------ handlers


def always(*actions: Action) -> Handler:
    """Play the same script for every request."""
    return lambda _: actions


def in_turn(*scripts: Iterable[Action]) -> Handler:
    """Play one script per request, in order; an extra request fails the test."""
    left = iter(scripts)

    def handler(request: Request) -> Iterable[Action]:
        script = next(left, None)
        if script is None:
            raise AssertionError(f"unexpected request: {request.line}")
        return script

    return handler


# ------------------------------------------------------------------ the server


@mutable
class _Progress:
    """The state that the server's thread shares with the test, which can wait for changes."""

    requests: list[Request] = field(factory=list)
    peers: list[int] = field(factory=list)
    open_connections: int = 0
    failure: BaseException | None = None
    changed: threading.Condition = field(factory=threading.Condition)

    def wait(self, what: str, condition: Callable[[], bool]) -> None:
        with self.changed:
            if not self.changed.wait_for(condition, _GUARD_SECONDS):
                raise AssertionError(
                    f"timed out after {_GUARD_SECONDS:g} s waiting for {what}; {self.open_connections} open"
                )

    @contextmanager
    def change(self) -> Iterator[None]:
        with self.changed:
            yield
            self.changed.notify_all()


class RawServer:
    """Serves `handler` on a free loopback port while its block is open.

    If a handler raises, its connection is reset and the block raises the same error.
    """

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._progress = _Progress()
        self._port = 0
        self._thread: AbstractContextManager[BlockingPortal]
        self._serving: Future[None]

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def requests(self) -> list[Request]:
        """Every request received with its body, in order."""
        return list(self._progress.requests)

    @property
    def connections(self) -> int:
        """The number of connections that carried a request so far."""
        return len({request.connection for request in self.requests})

    @property
    def open_connections(self) -> int:
        return self._progress.open_connections

    async def received(self, count: int = 1) -> None:
        """Wait until `count` requests have been received."""
        await _in_thread(partial(self.wait_received, count))

    async def all_closed(self) -> None:
        """Wait until every connection is closed; fail the test if one stays open."""
        await _in_thread(self.wait_closed)

    def wait_received(self, count: int = 1) -> None:
        """Like `received`, in a synchronous test."""
        self._progress.wait(f"{count} requests", lambda: len(self._progress.requests) >= count)

    def wait_closed(self) -> None:
        """Like `all_closed`, in a synchronous test."""
        # Connections are accepted in order: once this one is, every earlier one has been accepted too.
        with socket.create_connection(("127.0.0.1", self._port)) as probe:
            port = probe.getsockname()[1]
            self._progress.wait("a connection to be accepted", lambda: port in self._progress.peers)
        self._progress.wait("all connections to be closed", lambda: self._progress.open_connections == 0)

    async def __aenter__(self) -> Self:
        return await anyio.to_thread.run_sync(self.__enter__)

    async def __aexit__(self, *raised: object) -> None:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self.__exit__, *raised)

    def __enter__(self) -> Self:
        # Trio closes a socket immediately; asyncio would send FIN first, and the reset would come too late.
        self._thread = start_blocking_portal("trio")
        portal = self._thread.__enter__()
        self._serving, self._port = portal.start_task(self._serve)
        return self

    def __exit__(self, *raised: object) -> None:
        self._serving.cancel()
        self._thread.__exit__(None, None, None)
        if self._progress.failure is not None:
            raise self._progress.failure

    async def _serve(self, *, task_status: TaskStatus[int]) -> None:
        async with await anyio.create_tcp_listener(local_host="127.0.0.1") as listener:
            task_status.started(listener.extra(SocketAttribute.local_port))
            await listener.serve(self._connection)

    async def _connection(self, stream: SocketStream) -> None:
        progress = self._progress
        stream.extra(SocketAttribute.raw_socket).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with progress.change():
            number = len(progress.peers)
            progress.peers.append(stream.extra(SocketAttribute.remote_port))
            progress.open_connections += 1
        try:
            async with stream:
                try:
                    reader = _Reader(stream, number)
                    while True:
                        request = await reader.request()
                        with progress.change():
                            progress.requests.append(request)
                        await _play(self._handler(request), stream)
                except _DISCONNECTED:
                    pass
                except Exception as failure:  # noqa: BLE001 - raised in the thread of the test
                    progress.failure = progress.failure or failure
                    _reset_on_close(stream)
        finally:
            with progress.change():
                progress.open_connections -= 1


class _Reader:
    """Reads the requests of one connection; raises one of `_DISCONNECTED` when the client disconnects."""

    def __init__(self, stream: SocketStream, connection: int) -> None:
        self._stream = stream
        self._connection = connection
        self._nth = itertools.count()
        self._data = b""

    async def request(self) -> Request:
        while b"\r\n\r\n" not in self._data:
            self._data += await self._stream.receive()
        start, _, self._data = self._data.partition(b"\r\n\r\n")
        line, *fields = start.decode("latin-1").split("\r\n")
        method, target, _ = line.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (f.partition(":") for f in fields)}
        length = int(headers.get("content-length", "0"))
        while len(self._data) < length:
            self._data += await self._stream.receive()
        body, self._data = self._data[:length], self._data[length:]
        return Request(method, target, headers, body, self._connection, next(self._nth))


async def _play(script: Iterable[Action], stream: SocketStream) -> None:
    for action in script:
        match action:
            case bytes():
                await stream.send(action)
            case threading.Event():
                await _in_thread(action.wait)
            case Do.STALL:
                while True:
                    await stream.receive()
            case Do.CLOSE | Do.RESET:
                if action is RESET:
                    _reset_on_close(stream)
                await stream.aclose()
                raise anyio.ClosedResourceError


def _reset_on_close(stream: SocketStream) -> None:
    stream.extra(SocketAttribute.raw_socket).setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def _in_thread(function: Callable[[], object]) -> None:
    await anyio.to_thread.run_sync(function, abandon_on_cancel=True)


@contextmanager
def refusing_address() -> Iterator[str]:
    """Yield a base_url that refuses connections: its port is bound, so that no other process can listen on it."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
