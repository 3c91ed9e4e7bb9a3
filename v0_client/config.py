"""Client configuration: time limits, and the options of a client and its views."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, TypeAlias

from attrs import evolve, field, frozen

from ._checks import check_number, integer, number
from .errors import ConfigurationError

__all__ = ["APIKey", "HTTPClient", "Timeouts"]

MIB = 1024 * 1024

APIKey: TypeAlias = str | Callable[[], str | Awaitable[str]]
"""A key, or a function that returns one and may be async; it is called for every request."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# What the client sets itself and a caller cannot mean to change.
_RESERVED_HEADERS = frozenset(
    {"accept", "authorization", "content-length", "content-type", "host", "transfer-encoding", "x-session-token"}
)


class HTTPClient(Protocol):
    """An ``AsyncClient`` of httpx or httpx2."""

    @property
    def is_closed(self) -> bool: ...

    def build_request(
        self, method: str, url: str, *, content: bytes | None, params: Any, headers: Any, timeout: Any
    ) -> Any: ...

    async def send(self, request: Any, *, stream: bool, auth: None, follow_redirects: bool) -> Any: ...

    async def aclose(self) -> None: ...


@frozen
class Timeouts:
    """Time limits of one HTTP exchange, in seconds; None lifts a limit.

    Attributes:
        connect: For opening a connection.
        pool: For a free connection of the pool, and for a place within ``max_concurrency``.
        write: For sending a chunk of the request.
        read: For the response to begin, and between two chunks of a JSON response. A turn may take ten minutes.
        idle: Between two chunks of a stream, comments included.
        progress: Between two events of a stream; comments do not count.

    Raises:
        ConfigurationError: A limit is not a number greater than 0.
    """

    connect: float | None = field(default=10.0, validator=number(above=0, none="no limit"))
    pool: float | None = field(default=30.0, validator=number(above=0, none="no limit"))
    write: float | None = field(default=60.0, validator=number(above=0, none="no limit"))
    read: float | None = field(default=900.0, validator=number(above=0, none="no limit"))
    idle: float | None = field(default=90.0, validator=number(above=0, none="no limit"))
    progress: float | None = field(default=None, validator=number(above=0, none="no limit"))


@frozen(kw_only=True)
class Options:
    """What applies to every request of a client; a view of the client has its own.

    `for_stop`: whether a stop needs what is read, so that the requests wait neither for a place nor for a pause.
    """

    base_url: str
    timeouts: Timeouts = field(factory=Timeouts)
    max_retries: int = field(default=2, validator=integer(minimum=0))
    max_response_size: int | None = field(default=256 * MIB, validator=integer(minimum=1, none="no limit"))
    max_event_size: int | None = field(default=64 * MIB, validator=integer(minimum=1, none="no limit"))
    max_download_size: int | None = field(default=None, validator=integer(minimum=1, none="no limit"))
    headers: Mapping[str, str] = field(factory=dict[str, str])
    extra_query: Mapping[str, str] = field(factory=dict[str, str])
    extra_body: Mapping[str, Any] = field(factory=dict[str, Any])
    for_stop: bool = False

    def replace(self, **changes: Any) -> Options:
        return evolve(self, **changes)


def as_timeouts(value: object) -> Timeouts:
    """The timeouts that a caller passed; a number is the read timeout. Raises ConfigurationError."""
    if isinstance(value, Timeouts):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        check_number(value, "timeouts", ConfigurationError, above=0)
        return Timeouts(read=value)
    raise ConfigurationError(
        f"timeouts must be a number of seconds, or a Timeouts such as Timeouts(read=60); got {type(value).__name__}"
    )


def query_values(
    params: Mapping[str, str | float | bool], name: str, error: Callable[[str], Exception]
) -> dict[str, str]:
    """Query parameters as text; raises `error` for what a query cannot carry."""
    if not isinstance(params, Mapping):
        raise error(f"{name} must be a mapping of names to values, got {type(params).__name__}")
    texts: dict[str, str] = {}
    for key, value in params.items():
        if not isinstance(key, str) or not isinstance(value, (str, int, float)):
            raise error(
                f"{name} must map names to strings, numbers or booleans; got {type(value).__name__} for {key!r}"
            )
        texts[key] = str(value).lower() if isinstance(value, bool) else str(value)
    return texts


def check_headers(headers: Mapping[str, str], name: str, error: Callable[[str], Exception]) -> dict[str, str]:
    """Headers by lower-case name; raises `error` for one that breaks its line or that the client sets itself."""
    if not isinstance(headers, Mapping):
        raise error(f"{name} must be a mapping of names to values, got {type(headers).__name__}")
    checked: dict[str, str] = {}
    for key, value in headers.items():
        if not isinstance(key, str) or not _HEADER_NAME.fullmatch(key):
            raise error(f"{name} has an invalid header name: {str(key)[:60]!r}")
        if key.lower() in _RESERVED_HEADERS:
            raise error(f"{name} must not set {key}: the client sets it itself; pass the key as api_key")
        if not isinstance(value, str) or not all(" " <= c <= "~" or c == "\t" for c in value):
            raise error(f"the value of {key} in {name} must be visible ASCII on one line")
        checked[key.lower()] = value.strip()
    return checked


def __dir__() -> list[str]:
    return __all__
