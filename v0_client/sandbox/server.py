"""The server: a thread with an event loop of its own, so that it serves whatever its user runs on."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Self, get_args

import anyio
import anyio.to_thread
import uvicorn
from anyio.abc import TaskStatus
from anyio.from_thread import BlockingPortal, start_blocking_portal

from .app import build_app
from .checks import Check, count, integer, must_fit, nullable, seconds, string
from .connections import Connections
from .recording import RecordedRequest, RequestLog
from .scripts import Scripts
from .store import Revision, Store
from .turns import Refusal, Turn

DEFAULT_API_KEY = "v1:team_sandbox:vcp_sandbox"
SEEDED_START = datetime(2026, 1, 1, tzinfo=UTC)


_OPTIONS: dict[str, Check] = {
    "pace": seconds,
    "async_seconds": nullable(seconds),
    "async_polls": nullable(count),
    "revision": string(one_of=get_args(Revision)),
    "retry_after": count,
    "api_key": string(at_least=1),
    "seed": nullable(integer),
}


class Sandbox:
    """A local v0 server on 127.0.0.1, running while its block is open (`async with` or `with`).

    `script` says what comes next; words in a prompt do too, and `python -m v0_client.sandbox --help` lists them.
    `pace`, `async_seconds`, `async_polls`, `retry_after` and `revision` may be changed while it runs. With the default
    pace nothing but asynchronous generations waits for time to pass, and with `async_polls` or without `async_seconds`
    they do not either.

    Args:
        port: the TCP port; 0 picks a free one.
        pace: seconds between two events of a stream. A synchronous call takes as long as its stream would.
        async_seconds: seconds after which an asynchronous generation is finished; None: not before `finish` is called.
        async_polls: an asynchronous generation is found unfinished by so many reads (GET of its chat or of anything in
            it), each further on than the last, and finished by the next, however fast they come; None: by
            `async_seconds`.
        revision: which revision of `POST /v2/chats/stream` to play. `documented` requires `type: "prompt"` and knows
            `skillIds`; `later` refuses both with 422 and knows `skills`; `both` accepts either.
        retry_after: seconds named in the `Retry-After` header of a 429.
        api_key: the key that requests must bring.
        seed: makes ids and times reproducible: the same requests, one after the other, have the same answers to the
            byte (in v1, where they name the server's address: at the same `port`). Other seeds give other ids.
        starts_at: the time it is when the sandbox starts; each time it tells is a millisecond after the last. None:
            with a seed the first of January 2026, else the time of day.
        on_request: called with each request when its answer has ended, in the server's thread.

    Attributes:
        requests: what reached the server, in order of arrival.

    Raises:
        ValueError: naming the argument that makes no sense.
        OSError: on entering, where the port cannot be had.
        RuntimeError: on entering a sandbox that is already running.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        pace: float = 0.0,
        async_seconds: float | None = 0.2,
        async_polls: int | None = None,
        revision: Revision = "both",
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
        self.async_polls = async_polls
        self.revision: Revision = revision
        self.retry_after = retry_after
        self.api_key = api_key
        self.seed = seed
        self.starts_at: datetime | None = SEEDED_START if starts_at is None and seed is not None else starts_at
        self.requests: RequestLog = RequestLog()
        must_fit(self, _OPTIONS)
        self._on_request = on_request
        self._scripts = Scripts()
        self._port = port
        self._address: str | None = None
        self._finish: Callable[[str | None], None] | None = None
        self._running = contextlib.ExitStack()

    def script(
        self, *turns: Turn | Refusal, when: str | Callable[[str], bool] | None = None, repeat: bool = False
    ) -> None:
        """Say what the next prompts lead to; prompts about which nothing is said lead to the built-in story.

        A prompt is what creates a chat, is sent to one, or answers a task (then: its free text). One that is answered
        by a script has no magic words. Scripts with `when` go first; among those that fit, the oldest that is not
        played out.

        Args:
            *turns: one for each prompt, in order; a `Refusal` is for one request.
            when: only for prompts that hold this text, or of which this is true. Called in the server's thread.
            repeat: begin again after the last.

        Raises:
            ValueError: naming what makes no sense.
        """
        self._scripts.add(turns, when, repeat=repeat)

    def assert_all_played(self) -> None:
        """Assert that every turn that was scripted has begun.

        Raises:
            AssertionError: naming those that have not.
        """
        if unplayed := self._scripts.unplayed():
            listed = "".join(f"\n  {each}" for each in unplayed)
            raise AssertionError(f"Scripted, but not played:{listed}")

    def finish(self, chat_id: str | None = None) -> None:
        """Finish what is being generated, at once and whatever it waits for.

        Args:
            chat_id: the chat; omitted: all.

        Raises:
            ValueError: there is no such chat.
            RuntimeError: the sandbox is not running.
        """
        if self._finish is None:
            raise RuntimeError("The sandbox generates only while it runs: enter it with `async with` or `with`")
        self._finish(chat_id)

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
            served, (store, stop) = portal.start_task(self._serve, listener)
            stack.callback(_stop, portal, stop, served)
            self._finish = partial(portal.call, store.finish)
            stack.callback(setattr, self, "_finish", None)
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

    async def _serve(self, listener: socket.socket, *, task_status: TaskStatus[tuple[Store, anyio.Event]]) -> None:
        """Run in the server's thread until the event that `task_status` is started with is set."""
        stop = anyio.Event()
        connections = Connections()
        async with anyio.create_task_group() as group:
            store = Store(self, self._scripts, group)
            app = build_app(self, store, connections, self.requests, self._on_request)
            config = uvicorn.Config(
                app,
                http="h11",  # of the implementations uvicorn may find, the one that `Connections` knows
                lifespan="off",
                ws="none",
                proxy_headers=False,  # a connection is found by its own address
                log_config=None,  # logging belongs to the host program
                log_level="warning",
                access_log=False,
                date_header=self.starts_at is None,  # it tells the time of day
                timeout_keep_alive=60,
            )
            server = _Server(config, lambda: task_status.started((store, stop)))
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
