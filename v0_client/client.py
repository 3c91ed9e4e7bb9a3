"""The client: configuration, lifetime, and the entry to both versions of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import TracebackType
from typing import Any, Never, Self, TypeVar

from ._checks import check_integer
from ._http.base_url import check_base_url
from ._http.credentials import Credentials, refuse_copy
from ._http.environment import check_environment
from ._http.library import HTTP2_REFUSAL, library_of, speaks_http2
from ._http.observer import Observer, set_up_logging
from ._http.request import PreparedRequest
from ._http.session import Session
from ._http.transport import Transport
from ._lazy import deferred
from ._version import __version__
from .config import MIB, APIKey, HTTPClient, Options, Timeouts, as_timeouts, check_headers, query_values
from .errors import ConfigurationError, InvalidRequestError

__all__ = ["V0Client"]

E = TypeVar("E")
T = TypeVar("T")


class V0Client:
    """A client of the v0 Platform API.

    Use it as ``async with V0Client() as client: ...``, or call :meth:`aclose` when done. Entering it loads, in a
    thread, what the first request needs, so that this does not block the event loop. One client serves any number of
    tasks of one event loop. It cannot be pickled or copied.

    Args:
        api_key: The key, or a function that returns one and may be async; it is called for every request. None reads
            V0_API_KEY, else VERCEL_OIDC_TOKEN, which rotates and is read again for every request.
        base_url: Address of the API without a version. None reads V0_BASE_URL, else https://api.v0.dev.
        timeouts: Time limits of one HTTP exchange; a number is the read timeout in seconds.
        max_retries: How often a request is retried where that is safe: a creating one only where it surely was not
            processed.
        max_concurrency: Requests and streams open at once; None for no limit. One more waits for its place, at most
            ``timeouts.pool``.
        max_response_size: Largest response in bytes after decompression, 256 MiB by default; None for no limit.
        max_event_size: Largest server-sent event in bytes, 64 MiB by default; None for no limit.
        max_download_size: Largest download in bytes; no limit by default. One that is awaited, not saved, is limited by
            ``max_response_size`` too.
        default_headers: Headers of every request.
        user_agent: Replaces the SDK's own.
        observer: Called with a small record of every attempt and stream (see ``v0_client.observe``), for metrics and
            traces. It must not block; what it raises is logged and goes no further.
        http_client: An ``AsyncClient`` of httpx or httpx2, for proxies, other transports or tests; it is never closed
            here. Its authentication, redirects and timeouts are not used; HTTP/2 is refused.

    Raises:
        ConfigurationError: A setting or a variable of the environment cannot be used; the text names it and the remedy.
    """

    def __init__(
        self,
        api_key: APIKey | None = None,
        *,
        base_url: str | None = None,
        timeouts: Timeouts | float = Timeouts(),  # noqa: B008 - frozen
        max_retries: int = 2,
        max_concurrency: int | None = None,
        max_response_size: int | None = 256 * MIB,
        max_event_size: int | None = 64 * MIB,
        max_download_size: int | None = None,
        default_headers: Mapping[str, str] | None = None,
        user_agent: str | None = None,
        observer: Callable[[deferred.ObservedEvent], object] | None = None,
        http_client: HTTPClient | None = None,
    ) -> None:
        credentials = Credentials(api_key)
        del api_key  # so that an error raised below does not show it in its frames
        credentials.check()
        check_integer(max_concurrency, "max_concurrency", ConfigurationError, minimum=1, none="no limit")
        if http_client is not None and library_of(http_client) is None:
            raise ConfigurationError(
                f"http_client must be an AsyncClient of httpx or httpx2, got {type(http_client).__name__}"
            )
        if speaks_http2(http_client):
            raise ConfigurationError(HTTP2_REFUSAL)
        agent = user_agent if user_agent is not None else f"v0-client-python/{__version__}"
        options = Options(
            base_url=check_base_url(base_url),
            timeouts=as_timeouts(timeouts),
            max_retries=max_retries,
            max_response_size=max_response_size,
            max_event_size=max_event_size,
            max_download_size=max_download_size,
            headers={
                **check_headers({"user-agent": agent}, "user_agent", ConfigurationError),
                **check_headers(
                    {} if default_headers is None else default_headers, "default_headers", ConfigurationError
                ),
            },
        )
        set_up_logging()
        if http_client is None:
            check_environment(options.base_url)
        session = Session(options.base_url, credentials, http_client, max_concurrency, Observer(observer))
        self._init(Transport(options, session), owns=True)

    def _init(self, transport: Transport, *, owns: bool) -> None:
        self._transport = transport
        self._owns = owns
        self._v1: deferred.V1 | None = None
        self._v2: deferred.V2 | None = None

    def __repr__(self) -> str:
        transport: Transport | None = getattr(self, "_transport", None)  # None while it is not built
        return f"V0Client(base_url={transport.options.base_url!r})" if transport is not None else "V0Client(...)"

    def __reduce_ex__(self, protocol: object) -> Never:
        refuse_copy("a client")

    @property
    def v1(self) -> deferred.V1:
        """Version 1: chats created from prompts or existing code, projects, deployments."""
        if self._v1 is None:
            self._v1 = deferred.V1(self._transport)
        return self._v1

    @property
    def v2(self) -> deferred.V2:
        """Version 2: chats that stream, and their messages."""
        if self._v2 is None:
            self._v2 = deferred.V2(self._transport)
        return self._v2

    def with_options(
        self,
        *,
        timeouts: Timeouts | float | None = None,
        max_retries: int | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, str | float | bool] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> V0Client:
        """A cheap view on the same connections with other options; closing it closes nothing.

        The extras send what this SDK does not know yet. They add to those of the client the view is made from.

        Args:
            timeouts: Time limits in place of this client's; a number is the read timeout in seconds.
            max_retries: In place of this client's.
            extra_headers: Headers to add, or to replace by name.
            extra_query: Query parameters to add to every request, or to replace by name.
            extra_body: Members to add to the body of every request that has one, or to replace by name.

        Raises:
            ConfigurationError: A limit is out of range.
            InvalidRequestError: A header, query parameter or member cannot be sent.
        """
        options = self._transport.options
        if timeouts is not None:
            options = options.replace(timeouts=as_timeouts(timeouts))
        if max_retries is not None:
            options = options.replace(max_retries=max_retries)
        if extra_headers is not None:
            headers = check_headers(extra_headers, "extra_headers", InvalidRequestError)
            options = options.replace(headers={**options.headers, **headers})
        if extra_query is not None:
            query = query_values(extra_query, "extra_query", partial(InvalidRequestError, field="extra_query"))
            options = options.replace(extra_query={**options.extra_query, **query})
        if extra_body is not None:
            if not isinstance(extra_body, Mapping) or not all(isinstance(name, str) for name in extra_body):
                raise InvalidRequestError("extra_body must be a mapping of member names to values", field="extra_body")
            options = options.replace(extra_body={**options.extra_body, **extra_body})
        view = V0Client.__new__(type(self))
        view._init(Transport(options, self._transport.session), owns=False)  # noqa: SLF001 - the same class
        return view

    async def request(
        self, method: str, path: str, *, params: Mapping[str, str | float | bool] | None = None, json: Any = None
    ) -> Any:
        """Send a request to any path of the API and return the decoded JSON: for what this SDK does not know yet.

        Args:
            method: HTTP method. POST and PATCH are retried only where they surely were not processed.
            path: Path from the root, such as ``/v1/user``.
            params: Query parameters.
            json: Body.

        Returns:
            The decoded JSON of the response; None for an empty body.

        Raises:
            V0Error: As for every operation.
        """
        for name, text in (("method", method), ("path", path)):
            if not isinstance(text, str):
                raise InvalidRequestError(f"{name} must be a string, got {type(text).__name__}", field=name)
        dots = any(part in (".", "..") for part in path.split("/"))
        if not path.startswith("/") or not path.isprintable() or "?" in path or "#" in path or dots:
            raise InvalidRequestError(
                f"path must be like '/v1/user', without query or dots; got {path[:100]!r}", field="path"
            )
        verb = method.upper()
        if not verb.isascii() or not verb.isalpha():
            raise InvalidRequestError(f"method must be an HTTP method, got {method[:20]!r}", field="method")
        query = query_values({} if params is None else params, "params", partial(InvalidRequestError, field="params"))
        request = PreparedRequest(
            method=verb,
            path=path,
            params=self._transport.with_extra_query(query),
            body=self._transport.with_extra_body(json),
            reads=verb in ("GET", "HEAD", "OPTIONS"),
        )
        return await self._transport.send(request, lambda value: value)

    async def send_request(self, request: deferred.Request, parse: Callable[[Any], T], /) -> T:
        """Send an operation's request: what makes ``await api.create_chat(client, ...)`` work."""
        return await self._transport.send_request(request, parse)

    def open_stream(self, request: deferred.Request, parse: Callable[[Any], E], /) -> deferred.EventStream[E]:
        """Open an operation's plain event stream: what makes ``api.create_chat_stream(client, ...)`` work."""
        return deferred.EventStream(self._transport, self._transport.prepare(request), parse)

    def open_download(self, request: deferred.Request, /) -> deferred.Download:
        """Prepare an operation's download: what makes ``await api.download_files(client, ...)`` work."""
        return deferred.Download(self._transport, self._transport.prepare(request))

    async def aclose(self) -> None:
        """Close the client's connections, which interrupts running streams. A caller's ``http_client`` stays open."""
        if self._owns:
            await self._transport.session.aclose()

    async def __aenter__(self) -> Self:
        if self._owns:
            await self._transport.session.load(self._load_operations)
        return self

    def _load_operations(self) -> None:
        _ = self.v1.chats, self.v2.chats, self.v2.messages, deferred.ChatStream, deferred.ChatStreamV1

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def __dir__() -> list[str]:
    return __all__
