"""The server: a thread with an event loop of its own, so that it serves whatever its user runs on."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Self

import anyio
import anyio.to_thread
import uvicorn
from anyio.abc import TaskStatus
from anyio.from_thread import BlockingPortal, start_blocking_portal

from .app import build_app
from .connections import Connections
from .recording import RecordedRequest
from .store import Revision, Store

DEFAULT_API_KEY = "v1:team_sandbox:vcp_sandbox"


class Sandbox:
    """A local v0 server on 127.0.0.1, running while its block is open (`async with` or `with`).

    The package's documentation lists the words by which a prompt makes it misbehave. `pace`, `async_seconds`,
    `retry_after` and `revision` may be changed while it runs.

    Args:
        port: the TCP port; 0 picks a free one.
        pace: seconds between two events of a stream. A synchronous call takes as long as its stream would.
        async_seconds: seconds after which an asynchronous generation is finished.
        revision: which revision of `POST /v2/chats/stream` to play. `documented` requires `type: "prompt"` and knows
            `skillIds`; `later` refuses both with 422 and knows `skills`; `both` accepts either.
        retry_after: seconds named in the `Retry-After` header of a 429.
        api_key: the key that requests must bring.

    Attributes:
        requests: what reached the server, in order of arrival.

    Raises:
        OSError: on entering, where the port cannot be had.
        RuntimeError: on entering a sandbox that is already running.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        pace: float = 0.0,
        async_seconds: float = 0.2,
        revision: Revision = "both",
        retry_after: int = 1,
        api_key: str = DEFAULT_API_KEY,
    ) -> None:
        self.pace = pace
        self.async_seconds = async_seconds
        self.revision: Revision = revision
        self.retry_after = retry_after
        self.api_key = api_key
        self.requests: list[RecordedRequest] = []
        self._port = port
        self._address: str | None = None
        self._running = contextlib.ExitStack()

    @property
    def base_url(self) -> str:
        """Where the server listens, without a version prefix.

        Raises:
            RuntimeError: while the sandbox is not running.
        """
        if self._address is None:
            raise RuntimeError("The sandbox has an address only while it runs: enter it with `async with` or `with`")
        return self._address

    def __enter__(self) -> Self:
        if self._address is not None:
            raise RuntimeError("The sandbox is already running")
        with contextlib.ExitStack() as stack:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", self._port)))
            # Connections inherit it; asyncio sets it itself only where a socket names its protocol, unlike this one.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            stack.callback(setattr, self, "_address", None)
            portal = stack.enter_context(start_blocking_portal("asyncio"))
            served, stop = portal.start_task(self._serve, listener)
            stack.callback(_stop, portal, stop, served)
            self._running = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    async def __aenter__(self) -> Self:
        return await anyio.to_thread.run_sync(self.__enter__)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self._running.close)

    async def _serve(self, listener: socket.socket, *, task_status: TaskStatus[anyio.Event]) -> None:
        """Run in the server's thread until the event that `task_status` is started with is set."""
        stop = anyio.Event()
        connections = Connections()
        async with anyio.create_task_group() as group:
            app = build_app(self, Store(self, group), connections, self.requests)
            config = uvicorn.Config(
                app,
                http="h11",  # of the implementations uvicorn may find, the one that `Connections` knows
                lifespan="off",
                ws="none",
                proxy_headers=False,  # a connection is found by its own address
                log_config=None,  # logging belongs to the host program
                log_level="warning",
                access_log=False,
                timeout_keep_alive=60,
            )
            server = _Server(config, lambda: task_status.started(stop))
            connections.belong_to(server)
            group.start_soon(server.serve, [listener])
            await stop.wait()
            await connections.close()
            group.cancel_scope.cancel()


class _Server(uvicorn.Server):
    """Says when it accepts connections."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_started()


def _stop(portal: BlockingPortal, stop: anyio.Event, served: Future[None]) -> None:
    portal.call(stop.set)
    served.result()
