"""The sandbox's server: a thread with an event loop of its own, so that it serves clients on any event loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import partial
from typing import Any, Self, get_args

import anyio
import anyio.from_thread
import anyio.lowlevel
import uvicorn
from anyio.abc import TaskGroup
from anyio.lowlevel import EventLoopToken
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from .application import build_app
from .request_log import RecordedRequest, RequestLog
from .store import BillingType, Revision, Store
from .turn import ErrorResponse, Turn
from .turn_selection import Scripts
from .validation import Validator, count, integer, nullable, seconds, string, validate

DEFAULT_API_KEY = "v1:team_sandbox:vcp_sandbox"
SEEDED_START = datetime(2026, 1, 1, tzinfo=UTC)

_OPTIONS: dict[str, Validator] = {
    "pace": seconds,
    "async_seconds": nullable(seconds),
    "pending_reads": nullable(count),
    "revision": string(one_of=get_args(Revision)),
    "billing": string(one_of=get_args(BillingType)),
    "retry_after": count,
    "api_key": string(at_least=1),
    "seed": nullable(integer),
}


class Sandbox:
    """A local v0 server on 127.0.0.1 that runs while its block is open (`async with` or `with`).

    `script` sets the turns of the next prompts; directives in a prompt do too, and
    `python -m v0_client.sandbox --help` lists them. `pace`, `async_seconds`, `pending_reads`, `retry_after`,
    `revision` and `billing` may be changed while it runs. With the default pace only asynchronous generations take
    time; with `pending_reads`, or without `async_seconds`, they do not either.

    Args:
        port: the TCP port; 0 picks a free one.
        pace: seconds between two events of a stream. A synchronous request takes as long as its stream would.
        async_seconds: seconds until an asynchronous generation is finished; None: not before `finish` is called.
        pending_reads: N reads (GET of the chat or of anything in it) find an asynchronous generation unfinished, each
            with more content than the last, and the next one finds it finished, however fast they come; None:
            `async_seconds` decides.
        revision: the revision of `POST /v2/chats/stream`. `documented` requires `type: "prompt"` and accepts
            `skillIds`; `later` rejects both with 422 and accepts `skills`; `both` accepts either.
        billing: how the account is billed, which decides the shape of `GET /v1/user/billing`: `token` or `legacy`.
        retry_after: seconds in the `Retry-After` header of a 429.
        api_key: the API key that requests must send.
        seed: makes ids and times reproducible: the same sequence of requests gets the same responses, byte for byte
            (in v1, whose responses contain the server's address: at the same `port`). Other seeds yield other ids.
        starts_at: the time at which the sandbox starts; each time in a response is a millisecond after the one before.
            None: with a seed the first of January 2026, else the time of day.
        on_request: called with each request when its response has ended, in the server's thread. It may call `script`
            and `finish`.

    Attributes:
        requests: the requests that reached the server, in order of arrival.

    Raises:
        ValueError: an argument is invalid; the message names it.
        OSError: on entering, if the port is not available.
        RuntimeError: on entering a sandbox that is running already.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        pace: float = 0.0,
        async_seconds: float | None = 0.2,
        pending_reads: int | None = None,
        revision: Revision = "both",
        billing: BillingType = "token",
        retry_after: int = 1,
        api_key: str = DEFAULT_API_KEY,
        seed: int | None = None,
        starts_at: datetime | None = None,
        on_request: Callable[[RecordedRequest], object] | None = None,
    ) -> None:
        if starts_at is not None and starts_at.tzinfo is None:
            raise ValueError("Sandbox.starts_at: needs a time zone, such as datetime(2026, 1, 1, tzinfo=UTC)")
        self.pace = pace
        self.async_seconds = async_seconds
        self.pending_reads = pending_reads
        self.revision: Revision = revision
        self.billing: BillingType = billing
        self.retry_after = retry_after
        self.api_key = api_key
        self.seed = seed
        self.starts_at: datetime | None = SEEDED_START if starts_at is None and seed is not None else starts_at
        self.requests: RequestLog = RequestLog()
        validate(self, _OPTIONS)
        self._on_request = on_request
        self._scripts = Scripts()
        self._port = port
        self._server: _ServerThread | None = None

    def script(
        self, *turns: Turn | ErrorResponse, when: str | Callable[[str], bool] | None = None, repeat: bool = False
    ) -> None:
        """Script the turns of the next prompts; prompts that no script matches get the default content.

        A prompt is a message that creates a chat or is sent to one, or the free text of an answer to a task. Directives
        in a scripted prompt are ignored. Scripts with `when` go first; among those that match, the oldest with turns
        left.

        Args:
            *turns: one for each prompt, in order; an `ErrorResponse` is for one request.
            when: only for prompts that contain this text, or for which this returns true. Called in the server's
                thread. It may call `script`, for later prompts, and `finish`.
            repeat: start again after the last turn.

        Raises:
            ValueError: an argument is invalid; the message names it.
        """
        self._scripts.add(turns, when, repeat=repeat)

    def assert_all_called(self) -> None:
        """Assert that a request has used every scripted turn.

        Raises:
            AssertionError: names the unused turns.
        """
        if unused := self._scripts.unused():
            listed = "".join(f"\n  {each}" for each in unused)
            raise AssertionError(f"Scripted turns that no request used:{listed}")

    def finish(self, chat_id: str | None = None) -> None:
        """Finish running turns at once, including those that would never finish.

        Args:
            chat_id: the chat whose turns to finish; None: all chats.

        Raises:
            ValueError: no chat has this id.
            RuntimeError: the sandbox is not running.
        """
        if self._server is None:
            raise RuntimeError("The sandbox has turns only while it runs: enter it with `async with` or `with`")
        self._server.finish_turns(chat_id)

    @property
    def base_url(self) -> str:
        """The URL of the server, without a version prefix.

        Raises:
            RuntimeError: the sandbox is not running.
        """
        if self._server is None:
            raise RuntimeError("The sandbox has an address only while it runs: enter it with `async with` or `with`")
        return self._server.address

    def __enter__(self) -> Self:
        server = self._launch()
        try:
            server.started.result()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.request_stop()
            self._server.join()
            server, self._server = self._server, None
            server.stopped.result()

    async def __aenter__(self) -> Self:
        await anyio.lowlevel.checkpoint_if_cancelled()
        server = self._launch()
        try:
            await _wait_for(server.started)
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.request_stop()
            try:
                await _wait_for(self._server.stopped)
            finally:
                self._server.join()
                self._server = None

    def _launch(self) -> _ServerThread:
        if self._server is not None:
            raise RuntimeError("The sandbox is already running")
        self._server = _ServerThread(self._port, self._build, shows_date=self.starts_at is None)
        return self._server

    def _build(self, tasks: TaskGroup) -> tuple[Store, ASGIApp]:
        store = Store(self, self._scripts, tasks)
        return store, build_app(store, self.requests, self._on_request)


class _ServerThread:
    """A thread with an event loop that serves the sandbox until `request_stop`.

    Args:
        port: the TCP port; 0 picks a free one.
        build: creates the store and the application, in the thread.
        shows_date: whether responses have a `Date` header.

    Attributes:
        address: the URL of the server.
        started: completes when the server accepts connections; raises what prevented it.
        stopped: completes when the thread has released everything; raises what ended a server that had started.

    Raises:
        OSError: the port is not available.
    """

    def __init__(self, port: int, build: Callable[[TaskGroup], tuple[Store, ASGIApp]], *, shows_date: bool) -> None:
        self._listener = socket.create_server(("127.0.0.1", port))
        # Connections inherit it; asyncio sets it itself only where a socket names its protocol, unlike this one.
        self._listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.address: str = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.started: Future[tuple[EventLoopToken, Callable[[], object], Store]] = Future()
        self.stopped: Future[None] = Future()
        self._build = build
        self._shows_date = shows_date
        self._thread = threading.Thread(target=self._run, name="v0-sandbox")
        self._thread.start()

    def finish_turns(self, chat_id: str | None) -> None:
        token, _, store = self.started.result()
        if threading.current_thread() is self._thread:  # a callback: waiting for its own loop would never end
            store.finish(chat_id)
        else:
            anyio.from_thread.run_sync(store.finish, chat_id, token=token)

    def request_stop(self) -> None:
        """Let the thread end. Blocks only while it is starting, whatever a callback does in it."""
        if self.started.exception() is None:
            _, stop, _ = self.started.result()
            with contextlib.suppress(RuntimeError):  # the loop has ended already
                stop()

    def join(self) -> None:
        """Wait until the thread has ended; does not block once `stopped` is complete."""
        self._thread.join()

    def _run(self) -> None:
        try:
            with self._listener:
                anyio.run(self._serve)
        except BaseException as error:  # noqa: BLE001 - raised in the thread of the sandbox's user
            if self.started.done():
                self.stopped.set_exception(error)
            else:
                self.started.set_exception(error)
                self.stopped.set_result(None)
        else:
            self.stopped.set_result(None)

    async def _serve(self) -> None:
        stop = anyio.Event()
        async with anyio.create_task_group() as tasks:
            store, app = self._build(tasks)
            connections = LiveConnections(app)
            config = uvicorn.Config(
                connections,
                http="h11",  # of the implementations that uvicorn may find, the one that `LiveConnections` knows
                lifespan="off",
                ws="none",
                proxy_headers=False,  # a connection is found by its own address
                log_config=None,  # logging belongs to the host program
                log_level="warning",
                access_log=False,
                date_header=self._shows_date,
                timeout_keep_alive=60,
            )
            # Unlike `anyio.from_thread.run_sync`, it does not wait for the loop.
            request_stop = partial(asyncio.get_running_loop().call_soon_threadsafe, stop.set)
            handle = anyio.lowlevel.current_token(), request_stop, store
            server = _Server(config, lambda: self.started.set_result(handle))
            connections.attach(server)
            tasks.start_soon(server.serve, [self._listener])
            await stop.wait()
            await connections.close()
            tasks.cancel_scope.cancel()


class LiveConnections:
    """Middleware: lets a response disconnect its client, and the sandbox end every request and connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._server: uvicorn.Server | None = None
        self._requests: set[anyio.CancelScope] = set()

    def attach(self, server: uvicorn.Server) -> None:
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("extensions", {})["disconnect"] = partial(self._disconnect, scope["client"])
        with anyio.CancelScope() as request:
            self._requests.add(request)
            try:
                await self._app(scope, receive, send)
            finally:
                self._requests.discard(request)

    async def close(self) -> None:
        """Stop listening, abort every connection, cancel every request."""
        assert self._server is not None
        for listener in self._server.servers:
            listener.close()
        for connection in self._open():
            connection.transport.abort()
        # The server must see the lost connections first: it logs an error for a request that ends before.
        await anyio.lowlevel.checkpoint()
        for request in list(self._requests):
            request.cancel()
        while self._requests:
            await anyio.lowlevel.checkpoint()

    def _disconnect(self, client: tuple[str, int]) -> None:
        for connection in self._open():
            if connection.client == client:
                connection.transport.close()

    def _open(self) -> list[H11Protocol]:
        assert self._server is not None
        return [each for each in self._server.server_state.connections if isinstance(each, H11Protocol)]


class _Server(uvicorn.Server):
    """Calls `on_started` when it accepts connections."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_started()


async def _wait_for(future: Future[Any]) -> None:
    """Wait until a future of another thread completes, however often the task is cancelled meanwhile.

    Only then is a cancellation raised, and else what the future raises.
    """
    token, own_thread = anyio.lowlevel.current_token(), threading.get_ident()
    completed = anyio.Event()

    def notify(_: object) -> None:
        if threading.get_ident() == own_thread:  # the future was complete already
            completed.set()
        else:
            anyio.from_thread.run_sync(completed.set, token=token)

    future.add_done_callback(notify)
    cancellation: BaseException | None = None
    with anyio.CancelScope(shield=True):
        while not completed.is_set():
            try:
                await completed.wait()
            except anyio.get_cancelled_exc_class() as error:  # by `task.cancel()`, which no scope shields from
                cancellation = error
    if cancellation is not None:
        raise cancellation from future.exception()
    future.result()
