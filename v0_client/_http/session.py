"""State shared by a client and its views: connections, the key, session tokens, places and pauses."""

from __future__ import annotations

import os
import random
from collections import OrderedDict
from collections.abc import Callable
from types import ModuleType
from typing import Never, TypeVar
from weakref import WeakKeyDictionary

import anyio
import anyio.to_thread

from ..config import HTTPClient, Options
from ..errors import V0Error
from .credentials import Credentials, Secret, refuse_copy
from .decoding import accept_encoding
from .environment import proxy_for, tls_context
from .library import connection_limit, enforces_timeouts, library_of, new_client, own_library
from .observer import Observer
from .request import PreparedRequest
from .retries import NoPlaceError

__all__ = ["LRU", "Session"]

K = TypeVar("K")
V = TypeVar("V")

_pools: WeakKeyDictionary[HTTPClient, anyio.Semaphore | None] = WeakKeyDictionary()

_JITTER = 0.25  # share of a pause by which those who waited for its end are spread


class LRU(OrderedDict[K, V]):
    """A dict that forgets the entry that was set the longest ago, once there are too many."""

    max_size = 1024

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > self.max_size:
            self.popitem(last=False)


class Session:
    """Everything that a client and its views share."""

    def __init__(
        self,
        base_url: str,
        credentials: Credentials,
        http_client: HTTPClient | None,
        max_concurrency: int | None,
        observer: Observer,
    ) -> None:
        self.credentials = credentials
        self._base_url = base_url
        self.observer = observer
        self.owns_http_client: bool = http_client is None
        self.library: ModuleType = library_of(http_client) or own_library
        self.enforces_timeouts: bool = http_client is None or enforces_timeouts(http_client, self.library)
        self._session_tokens: LRU[tuple[bytes, str], str] = LRU()
        self._paused_until = 0.0
        self._pause = 0.0  # seconds of the pause
        self._http = http_client
        self._max_concurrency = max_concurrency
        self._limiter: anyio.Semaphore | None = None
        self._loop: object = None
        self._pid = 0
        self._is_closed = False

    def __reduce_ex__(self, protocol: object) -> Never:
        refuse_copy("a client")

    def http(self) -> HTTPClient:
        """The HTTP client, created at the first request. Raises V0Error where it is closed or of another event loop."""
        if self._is_closed:
            raise V0Error("the client is closed: create a new V0Client, or keep this one open as long as it is used")
        self._check_same_loop()
        if self._http is not None and self._http.is_closed:
            raise V0Error("the http_client given to this client is closed: keep it open as long as this one is used")
        if self._http is None:
            self._http = self._new_client()
        return self._http

    async def load(self, more: Callable[[], object] | None = None) -> None:
        """Create our own HTTP client, without blocking the event loop: that loads much, and reads certificates.

        `more`: loads more, in the same thread.
        """
        if (self._http is None or more is not None) and not self._is_closed:
            self._check_same_loop()
            http = await anyio.to_thread.run_sync(self._load, more, abandon_on_cancel=True)
            if self._http is None:
                self._http = http

    def _load(self, more: Callable[[], object] | None) -> HTTPClient:
        if more is not None:
            accept_encoding()  # loads the decoders
            more()
        return self._http or self._new_client()

    def _new_client(self) -> HTTPClient:
        proxy = proxy_for(self._base_url)
        needs_tls = self._base_url.startswith("https:") or (proxy is not None and proxy.startswith("https:"))
        return new_client(tls_context() if needs_tls else None, proxy)

    def _check_same_loop(self) -> None:
        """Connections work in one process and one event loop. Raises V0Error in any other."""
        from anyio.lowlevel import current_token  # noqa: PLC0415 - before the first request nothing needs all it loads

        loop, pid = current_token(), os.getpid()
        if self._loop is None:
            self._loop, self._pid = loop, pid
        elif self._pid != pid:
            raise V0Error("the client was used before this process was forked: create a V0Client in each process")
        elif self._loop != loop:
            raise V0Error("the client was used in another event loop: create a V0Client in each one")

    async def admit(self, request: PreparedRequest, options: Options) -> Callable[[], None]:
        """Wait until a request may be sent: for the end of a pause, a place, and a connection of a limited pool.

        Returns:
            A function that releases the place and the connection.

        Raises:
            NoPlaceError: None became free within the pool timeout.
        """
        taken: list[anyio.Semaphore] = []

        def release() -> None:
            while taken:
                taken.pop().release()

        waits = not (request.ends_generation or options.for_stop)
        try:
            while waits:
                if self._paused_until:  # whoever waits for its end keeps no place from others
                    await self.wait_until_unpaused()
                if self._max_concurrency is not None:
                    taken.append(await self._place(request, options.timeouts.pool))
                waits = self._paused_until > anyio.current_time()
                if waits:  # a pause began meanwhile
                    release()
            if self._http is not None and (pool := self._limited_pool(self._http)) is not None:
                if not await _acquired(pool, options.timeouts.pool):
                    raise NoPlaceError(
                        f"{request.line}: no connection became free within the pool timeout (Timeouts.pool): "
                        "streams and requests use as many as the limits of http_client allow (max_connections); "
                        "raise that limit, or close a stream first",
                        chat_id=request.chat_id,
                    )
                taken.append(pool)
        except BaseException:
            release()
            raise
        return release

    async def _place(self, request: PreparedRequest, timeout: float | None) -> anyio.Semaphore:
        if self._limiter is None:
            # Not a CapacityLimiter: its tokens belong to tasks, and one task may read several streams.
            self._limiter = anyio.Semaphore(self._max_concurrency or 1)
        if await _acquired(self._limiter, timeout):
            return self._limiter
        raise NoPlaceError(
            f"{request.line}: no place became free within the pool timeout (Timeouts.pool): "
            f"{self._max_concurrency} requests and streams are open, as many as max_concurrency allows",
            chat_id=request.chat_id,
        )

    def _limited_pool(self, http: HTTPClient) -> anyio.Semaphore | None:
        """The free connections of a caller's client, which all clients here that use it count together.

        The pool of httpx loses one where a task is cancelled that waits for it; httpx2 does not.
        """
        if self.owns_http_client or self.library is not own_library:
            return None
        if http not in _pools:
            limit = connection_limit(http, self._base_url)
            _pools[http] = None if limit is None else anyio.Semaphore(limit)
        return _pools[http]

    def pause_for(self, seconds: float) -> None:
        """Pause all requests: the server asked one of them to wait, and means all."""
        until = anyio.current_time() + seconds
        if until > self._paused_until:
            self._paused_until, self._pause = until, seconds

    async def wait_until_unpaused(self) -> None:
        """Wait for the end of a pause, of one that is prolonged meanwhile too; not all waiters return at once."""
        while self._paused_until > anyio.current_time():  # noqa: ASYNC110 - a time is waited for, not an event
            await anyio.sleep_until(self._paused_until + random.uniform(0, _JITTER) * self._pause)  # noqa: S311 - spreads callers

    def session_token(self, key: Secret, origin: str) -> str | None:
        """The token that version 1 issued for this key at this address."""
        return self._session_tokens.get((key.digest, origin))

    def keep_session_token(self, key: Secret, origin: str, token: str) -> None:
        """Keep a token for later version 1 requests, if a header can carry it."""
        if len(token) <= 4096 and token.isascii() and token.isprintable():
            self._session_tokens[key.digest, origin] = token

    def forget_connections(self) -> None:
        """Begin again in a forked process, whose parent owns the connections: they are neither used nor closed."""
        if self.owns_http_client:
            self._http = self._limiter = self._loop = None

    async def aclose(self) -> None:
        """Close our own connections; a caller's client stays open. Raises V0Error in another event loop."""
        self._is_closed = True
        if self.owns_http_client and self._http is not None:
            self._check_same_loop()
            http, self._http = self._http, None
            # In a task of its own, which native cancellation of this one does not reach. It yields once per connection,
            # more often than `without_interruption` passes over.
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_close, http)


async def _close(http: HTTPClient) -> None:
    with anyio.CancelScope(shield=True):
        await http.aclose()


async def _acquired(semaphore: anyio.Semaphore, timeout: float | None) -> bool:
    """Wait for a place; returns False where there was none within the timeout."""
    try:
        semaphore.acquire_nowait()
    except anyio.WouldBlock:
        pass
    else:
        return True
    with anyio.move_on_after(timeout):
        await semaphore.acquire()
        return True
    return False
