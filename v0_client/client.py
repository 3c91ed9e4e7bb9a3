"""The client: configuration, lifetime, and the way to both versions of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx

from ._http.connection import PreparedRequest
from ._http.observer import Observer, set_up_logging
from ._http.session import Session
from ._http.transport import Transport
from ._streaming.event_stream import EventStream
from .config import (
    MIB,
    APIKey,
    Credentials,
    Options,
    Timeouts,
    base_headers,
    check_base_url,
    check_headers,
    check_timeouts,
)
from .errors import ConfigurationError, InvalidRequestError

if TYPE_CHECKING:
    from ._generated.client import Request
    from ._resources.v1 import V1
    from ._resources.v2 import V2
    from .downloads import Download
    from .observe import ObservedEvent
else:
    # Loaded when they are first used; at run time these hints say no more than "an object".
    Download = ObservedEvent = Request = V1 = V2 = object

__all__ = ["V0Client"]

E = TypeVar("E")
T = TypeVar("T")


class V0Client:
    """A client of the v0 Platform API.

    Use it as ``async with V0Client() as client: ...``, or call :meth:`aclose` when done. One client serves any number
    of tasks of one event loop.

    Args:
        api_key: The key, or a function that returns one and may be async; it is asked for every request. None reads
            V0_API_KEY, else VERCEL_OIDC_TOKEN, which rotates and is read again for every request.
        base_url: Address of the API without a version. None reads V0_BASE_URL, else https://api.v0.dev.
        timeouts: Time limits of one HTTP exchange.
        max_retries: How often a call is sent again where that is safe: a creating one only where it surely was not
            processed.
        max_concurrency: Calls and streams on the network at once; None for no limit.
        max_response_size: Largest answer in bytes, 256 MiB if not given; None for no limit.
        max_event_size: Largest server-sent event in bytes, 64 MiB if not given; None for no limit.
        default_headers: Headers for every request.
        user_agent: In place of this SDK's own.
        observer: Called with a small record of every attempt and stream (see ``v0_client.observe``), for metrics and
            traces. It must not wait; what it raises is logged and goes no further.
        http_client: An ``httpx.AsyncClient`` of yours, for proxies or tests; it is never closed here. Its
            authentication, redirects and timeouts are not used.

    Raises:
        ConfigurationError: A setting cannot be used; the text names it and the remedy.
    """

    def __init__(
        self,
        api_key: APIKey | None = None,
        *,
        base_url: str | None = None,
        timeouts: Timeouts = Timeouts(),  # noqa: B008 - frozen
        max_retries: int = 2,
        max_concurrency: int | None = None,
        max_response_size: int | None = 256 * MIB,
        max_event_size: int | None = 64 * MIB,
        default_headers: Mapping[str, str] | None = None,
        user_agent: str | None = None,
        observer: Callable[[ObservedEvent], object] | None = None,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        if max_concurrency is not None and (
            isinstance(max_concurrency, bool) or not isinstance(max_concurrency, int) or max_concurrency < 1
        ):
            raise ConfigurationError(
                f"max_concurrency must be a whole number above 0, or None; got {max_concurrency!r}"
            )
        if http_client is not None and not isinstance(http_client, httpx.AsyncClient):
            raise ConfigurationError(f"http_client must be an httpx.AsyncClient, got {type(http_client).__name__}")
        options = Options(
            base_url=check_base_url(base_url),
            timeouts=check_timeouts(timeouts),
            max_retries=max_retries,
            max_response_size=max_response_size,
            max_event_size=max_event_size,
            headers=base_headers(default_headers, user_agent),
        )
        set_up_logging()
        session = Session(Credentials(api_key), http_client, max_concurrency, Observer(observer))
        self._init(Transport(options, session), owns=True)

    def _init(self, transport: Transport, *, owns: bool) -> None:
        self._transport = transport
        self._owns = owns
        self._v1: V1 | None = None
        self._v2: V2 | None = None

    def __repr__(self) -> str:
        return f"V0Client(base_url={self._transport.options.base_url!r})"

    @property
    def v1(self) -> V1:
        """Version 1: chats that answer at once or later, and chats from existing code."""
        if self._v1 is None:
            from ._resources.v1 import V1  # noqa: PLC0415 - nothing generated is loaded before it is used

            self._v1 = V1(self._transport)
        return self._v1

    @property
    def v2(self) -> V2:
        """Version 2: chats that stream, and their messages."""
        if self._v2 is None:
            from ._resources.v2 import V2  # noqa: PLC0415 - nothing generated is loaded before it is used

            self._v2 = V2(self._transport)
        return self._v2

    def with_options(
        self,
        *,
        timeouts: Timeouts | None = None,
        max_retries: int | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> V0Client:
        """A cheap view on the same connections with other options; closing it closes nothing.

        Args:
            timeouts: Time limits in place of this client's.
            max_retries: In place of this client's.
            extra_headers: Headers to add, or to replace by name.
            extra_body: Members to add to the body of every request that has one: what this SDK does not know yet.

        Raises:
            ConfigurationError: A limit is out of range.
            InvalidRequestError: A header cannot be sent.
        """
        options = self._transport.options
        if timeouts is not None:
            options = options.replace(timeouts=check_timeouts(timeouts))
        if max_retries is not None:
            options = options.replace(max_retries=max_retries)
        if extra_headers is not None:
            checked = check_headers(extra_headers, "extra_headers", InvalidRequestError)
            options = options.replace(headers={**options.headers, **checked})
        if extra_body is not None:
            options = options.replace(extra_body={**options.extra_body, **extra_body})
        view = V0Client.__new__(type(self))
        view._init(Transport(options, self._transport.session), owns=False)  # noqa: SLF001 - one of us
        return view

    async def request(
        self, method: str, path: str, *, params: Mapping[str, str | int | bool] | None = None, json: Any = None
    ) -> Any:
        """Call any path of the API and get its answer as JSON: a way out for what this SDK does not know yet.

        Args:
            method: HTTP method. POST and PATCH are sent again only where they surely were not processed.
            path: Path from the root, such as ``/v1/user``.
            params: Query parameters.
            json: Body.

        Raises:
            V0Error: As for every operation.
        """
        dots = any(part in (".", "..") for part in path.split("/"))
        if not path.startswith("/") or not path.isprintable() or "?" in path or "#" in path or dots:
            raise InvalidRequestError(
                f"path must be like '/v1/user', without query or dots; got {path[:100]!r}", field="path"
            )
        verb = method.upper()
        if not verb.isascii() or not verb.isalpha():
            raise InvalidRequestError(f"method must be an HTTP method, got {method[:20]!r}", field="method")
        call = PreparedRequest(
            method=verb,
            path=path,
            params={k: str(v).lower() if isinstance(v, bool) else str(v) for k, v in (params or {}).items()},
            body=self._transport.with_extra(json),
            reads=verb in ("GET", "HEAD", "OPTIONS"),
        )
        return await self._transport.send(call, _unchanged)

    async def send_request(self, request: Request, parse: Callable[[Any], T], /) -> T:
        """Send an operation's request: what makes ``await api.create_chat(client, ...)`` work."""
        return await self._transport.send_request(request, parse)

    def open_stream(self, request: Request, parse: Callable[[Any], E], /) -> EventStream[E]:
        """Open an operation's plain event stream: what makes ``api.create_chat_stream(client, ...)`` work."""
        return EventStream(self._transport, self._transport.prepare(request), parse)

    def open_download(self, request: Request, /) -> Download:
        """Make an operation's download: what makes ``await api.download_files(client, ...)`` work."""
        from .downloads import Download  # noqa: PLC0415 - loaded when it is first used

        return Download(self._transport, self._transport.prepare(request))

    async def aclose(self) -> None:
        """Close the client's connections; running streams break off. A caller's ``http_client`` is left open."""
        if self._owns:
            await self._transport.session.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def _unchanged(value: Any) -> Any:
    """A decoder that leaves JSON as it is."""
    return value
