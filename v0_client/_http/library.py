"""Everything that comes from the HTTP library: clients, requests, and what its exceptions are.

httpx and httpx2 have the same classes under the same names. Which of them a caller's client belongs to shows in the
module of its class, so neither is imported for the other.
"""

from __future__ import annotations

import socket
import ssl
import sys
from collections.abc import AsyncIterator, Mapping
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib import import_module
from types import ModuleType
from typing import Any

import httpx
from httpx import URL, InvalidURL

from ..config import HTTPClient, Timeouts

__all__ = [
    "HTTP2_REFUSAL",
    "URL",
    "HTTP2RefusedError",
    "InvalidURL",
    "build_request",
    "check_proxy",
    "connection_limit",
    "enforces_timeouts",
    "exception_name",
    "library_of",
    "new_client",
    "new_tls_context",
    "own_library",
    "set_read_timeout",
    "slices",
    "speaks_http2",
]

own_library: ModuleType = httpx  # of the clients created here

_LIBRARIES = ("httpx", "httpx2")
# What they are built on; an exception of these that slips through is theirs all the same.
_FOUNDATIONS = ("httpcore", "httpcore2", "h11", "h2", "anyio", "aiohttp", "ssl")

HTTP2_REFUSAL = (
    "http_client uses HTTP/2, where the HTTP library neither resets a stream that is left nor notices one that goes "
    "silent beside a busy one: create it without http2=True"
)

_SLICE = 64 * 1024  # bytes of a request body for which `Timeouts.write` applies
_KEEPALIVE = [
    (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
    (socket.IPPROTO_TCP, "TCP_KEEPIDLE", 60),  # seconds of silence before the first probe: NATs forget within minutes
    (socket.IPPROTO_TCP, "TCP_KEEPALIVE", 60),  # the same on macOS
    (socket.IPPROTO_TCP, "TCP_KEEPINTVL", 15),
    (socket.IPPROTO_TCP, "TCP_KEEPCNT", 4),
]


def new_tls_context() -> ssl.SSLContext:
    """A context with the certificate authorities that the environment names, else those of certifi."""
    return httpx.create_ssl_context()


def check_proxy(url: str) -> None:
    """Raise ValueError or InvalidURL for a proxy that cannot be used, ImportError where a package is missing."""
    proxy = httpx.Proxy(url)
    if not proxy.url.host:
        raise ValueError("no host")
    if proxy.url.scheme.startswith("socks"):
        import_module("socksio")


def new_client(tls: ssl.SSLContext | None, proxy: str | None) -> HTTPClient:
    """A client of our own: without a limit on connections, without cookies, with TCP keepalive."""
    transport = httpx.AsyncHTTPTransport(
        # Where no TLS is used, a context that trusts nobody takes no time.
        verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if tls is None else tls,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=100),
        proxy=proxy,
        socket_options=[
            (level, getattr(socket, name), value) for level, name, value in _KEEPALIVE if hasattr(socket, name)
        ],
    )
    return httpx.AsyncClient(transport=transport, cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])))


def library_of(client: object) -> ModuleType | None:
    """The library, httpx or httpx2, that a client is an AsyncClient of; None for anything else."""
    for cls in type(client).__mro__:
        module = cls.__module__.partition(".")[0]
        if module in _LIBRARIES and cls.__name__ == "AsyncClient":
            return sys.modules[module]
    return None


def enforces_timeouts(client: object, library: ModuleType) -> bool:
    """Whether the transports of a client are the library's own, which keep to the timeouts of each request."""
    transports = _transports(client)
    return bool(transports) and all(type(each) is library.AsyncHTTPTransport for each in transports)


def speaks_http2(client: object) -> bool:
    """Whether a client shows that it was made with ``http2=True``."""
    return any(getattr(getattr(each, "_pool", None), "_http2", False) is True for each in _transports(client))


def _transports(client: object) -> list[object]:
    """The transports of a client; none where it keeps them elsewhere than today's versions do."""
    mounts: Mapping[str, object] = getattr(client, "_mounts", {})
    return [each for each in (getattr(client, "_transport", None), *mounts.values()) if each is not None]


def connection_limit(client: object, url: str) -> int | None:
    """How many connections a client of httpx may open for an address; None where it does not show that."""
    find = getattr(client, "_transport_for_url", None)
    pool = getattr(find(URL(url)) if find is not None else None, "_pool", None)
    limit: object = getattr(pool, "_max_connections", None)
    return limit if isinstance(limit, int) and 0 < limit < sys.maxsize else None


class HTTP2RefusedError(Exception):
    """Raised before a request is sent over HTTP/2."""


async def _refuse_http2(event: str, _info: object) -> None:
    if event in ("http2.send_connection_init.started", "http2.send_request_headers.started"):
        raise HTTP2RefusedError


def build_request(
    http: HTTPClient,
    library: ModuleType,
    method: str,
    url: str,
    *,
    params: Mapping[str, str],
    headers: Mapping[str, str],
    content: bytes | None,
    timeouts: Timeouts,
    may_wrap: bool,
) -> Any:
    """A request of the client's library, merged with the client's headers, params and cookies.

    `may_wrap`: the client's transport may hide one that speaks HTTP/2.
    """
    request = http.build_request(
        method,
        url,
        params=params or None,
        headers=headers,
        content=content,
        timeout=library.Timeout(connect=timeouts.connect, pool=timeouts.pool, write=timeouts.write, read=timeouts.read),
    )
    if content:
        request.stream = _body_class(library.AsyncByteStream)(content)
    if may_wrap:
        request.extensions["trace"] = _refuse_http2
    return request


def slices(content: bytes | None) -> int:
    """How many slices a request body goes out in."""
    return -(-len(content or b"") // _SLICE)


def set_read_timeout(request: Any, response: Any, seconds: float | None) -> bool:
    """Change how long the transport waits for each further chunk of a response whose head has arrived.

    Returns whether a transport other than the library's own received the limit and applies it.
    """
    request.extensions["timeout"]["read"] = seconds  # the library's own looks that up when the body is first read
    transported: Any = getattr(response.stream, "_stream", None)
    connection = getattr(getattr(transported, "_aiohttp_response", None), "connection", None)
    if connection is None:
        return False
    connection.protocol.read_timeout = seconds  # aiohttp keeps the limit that came with the request
    connection.protocol.start_timeout()
    return True


def exception_name(exc: BaseException) -> str | None:
    """The name of the HTTP library's class that an exception has; empty for one of its foundations, None for others."""
    modules = [(cls.__module__.partition(".")[0], cls.__name__) for cls in type(exc).__mro__]
    for module, name in modules:
        if module in _LIBRARIES:
            return name
    return "" if any(module in _FOUNDATIONS for module, _ in modules) else None


@cache
def _body_class(base: type[Any]) -> type[Any]:
    """The request body as a stream of the library's own class, which it insists on."""
    return type("SlicedBody", (_SlicedBody, base), {})


class _SlicedBody:
    """A request body in slices; the library's own goes out at once, and is a generator that a cancelled request leaves
    suspended.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _Slices(self._content)

    async def aclose(self) -> None:
        pass


class _Slices(AsyncIterator[bytes]):
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._start = 0

    async def __anext__(self) -> bytes:
        start, self._start = self._start, self._start + _SLICE
        if start >= len(self._content):
            raise StopAsyncIteration
        return self._content[start : self._start]
