"""What a client and its views share: connections, the key, session tokens, the limits on calls at once."""

from __future__ import annotations

import os
import ssl
from collections import OrderedDict
from functools import cache
from hashlib import sha256
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, TypeVar

import anyio
import httpx

from ..config import Credentials
from ..errors import V0Error
from .observer import Observer

__all__ = ["Session", "remember"]

T = TypeVar("T")

_REMEMBERED = 1024


@cache
def _tls_context() -> ssl.SSLContext:
    # Reading the certificates takes longer than anything else a client does, so it happens once a process.
    return httpx.create_ssl_context()


def remember(memory: OrderedDict[Any, T], key: Any, value: T) -> None:
    """Keep a fact, and forget the oldest of too many."""
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > _REMEMBERED:
        memory.popitem(last=False)


class Session:
    """Everything of a client that is no option."""

    def __init__(
        self,
        credentials: Credentials,
        http_client: httpx.AsyncClient | None,
        max_concurrency: int | None,
        observer: Observer,
    ) -> None:
        self.credentials = credentials
        self.observer = observer
        self._session_tokens: OrderedDict[tuple[bytes, str], str] = OrderedDict()
        self._paused_until = 0.0
        self._http = http_client
        self._owned = http_client is None
        self._max_concurrency = max_concurrency
        self._limiter: anyio.Semaphore | None = None
        self._loop: object = None
        self._pid = 0
        self._closed = False

    def http(self) -> httpx.AsyncClient:
        """The HTTP client, made at the first call. Raises V0Error after closing, forking or in another event loop."""
        if self._closed:
            raise V0Error("the client is closed: make a new V0Client, or keep this one open as long as it is used")
        self._stay()
        if self._http is not None and self._http.is_closed:
            raise V0Error("the http_client given to this client is closed: keep it open as long as this one is used")
        if self._http is None:
            self._http = httpx.AsyncClient(
                verify=_tls_context(),
                limits=httpx.Limits(max_connections=None, max_keepalive_connections=100),
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            )
        return self._http

    def _stay(self) -> None:
        """Connections work in one process and one event loop. Raises V0Error in any other."""
        from anyio.lowlevel import current_token  # noqa: PLC0415 - before the first call nothing needs all it loads

        loop, pid = current_token(), os.getpid()
        if self._loop is None:
            self._loop, self._pid = loop, pid
        elif self._pid != pid:
            raise V0Error("the client was used before this process was forked: make a V0Client in each process")
        elif self._loop != loop:
            raise V0Error("the client was used in another event loop: make a V0Client in each one")

    async def acquire(self) -> None:
        """Wait for a place among the calls allowed at once; first come, first served."""
        if self._max_concurrency is not None:
            if self._limiter is None:
                # No CapacityLimiter: its tokens belong to tasks, and one task may run several streams.
                self._limiter = anyio.Semaphore(self._max_concurrency)
            await self._limiter.acquire()

    def release(self) -> None:
        """Give the place back."""
        if self._limiter is not None:
            self._limiter.release()

    def pause(self, seconds: float) -> None:
        """Hold every call back: the server asked one of them to wait, and means all."""
        self._paused_until = max(self._paused_until, anyio.current_time() + seconds)

    async def pause_over(self) -> None:
        """Wait until no pause is on, one that was prolonged meanwhile included."""
        while self._paused_until > anyio.current_time():  # noqa: ASYNC110 - a time is waited for, not an event
            await anyio.sleep_until(self._paused_until)

    def session_token(self, key: str, origin: str) -> str | None:
        """The token version 1 gave to this key at this address."""
        return self._session_tokens.get((sha256(key.encode()).digest(), origin))

    def keep_session_token(self, key: str, origin: str, token: str) -> None:
        """Keep a token for later version 1 calls, if it is one that a header can carry."""
        if 0 < len(token) <= 4096 and token.isascii() and token.isprintable():
            remember(self._session_tokens, (sha256(key.encode()).digest(), origin), token)

    async def aclose(self) -> None:
        """Close connections of our own; a caller's client is left alone. Raises V0Error in another event loop."""
        self._closed = True
        if self._owned and self._http is not None:
            self._stay()
            http, self._http = self._http, None
            with anyio.CancelScope(shield=True):
                await http.aclose()
