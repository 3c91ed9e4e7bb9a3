"""What a client is told once: address, key, time limits, headers. Checked here, frozen afterwards."""

from __future__ import annotations

import inspect
import os
import re
import warnings
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import ip_address
from typing import Any

import httpx
from attrs import Attribute, evolve, field, frozen

from ._version import __version__
from .errors import ConfigurationError, InvalidRequestError

DEFAULT_BASE_URL = "https://api.v0.dev"
MIB = 1024 * 1024

APIKey = str | Callable[[], str | Awaitable[str]]
"""A key, or a function that gives one and may be async; it is asked for every request."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# What the transport sets itself and a caller cannot mean to change.
_OWN_HEADERS = frozenset(
    {"accept", "authorization", "content-length", "content-type", "host", "transfer-encoding", "x-session-token"}
)


def _positive_or_none(_: Any, attribute: Attribute[Any], value: Any) -> None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0):
        raise ConfigurationError(f"{attribute.name} must be a number above 0, or None for no limit; got {value!r}")


def _count(_: Any, attribute: Attribute[Any], value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ConfigurationError(f"{attribute.name} must be a whole number from 0 up; got {value!r}")


def _size_or_none(_: Any, attribute: Attribute[Any], value: Any) -> None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
        raise ConfigurationError(
            f"{attribute.name} must be a whole number above 0, or None for no limit; got {value!r}"
        )


@frozen
class Timeouts:
    """Time limits of one HTTP exchange, in seconds; None lifts one.

    Attributes:
        connect: Until the connection stands.
        pool: Until a connection of the pool is free.
        write: Until a piece of the request is taken.
        read: Until an answer begins, and between two pieces of a JSON answer. A turn may take ten minutes.
        idle: Between two pieces of a stream, comments included.
        progress: Between two events of a stream, comments not counted.

    Raises:
        ConfigurationError: A limit is no number above 0.
    """

    connect: float | None = field(default=10.0, validator=_positive_or_none)
    pool: float | None = field(default=30.0, validator=_positive_or_none)
    write: float | None = field(default=60.0, validator=_positive_or_none)
    read: float | None = field(default=900.0, validator=_positive_or_none)
    idle: float | None = field(default=90.0, validator=_positive_or_none)
    progress: float | None = field(default=None, validator=_positive_or_none)


@frozen(kw_only=True)
class Options:
    """Everything a call goes by. A client holds one; `with_options` makes another."""

    base_url: str
    timeouts: Timeouts = field(factory=Timeouts)
    max_retries: int = field(default=2, validator=_count)
    max_response_size: int | None = field(default=256 * MIB, validator=_size_or_none)
    max_event_size: int | None = field(default=64 * MIB, validator=_size_or_none)
    headers: Mapping[str, str] = field(factory=dict[str, str])
    extra_body: Mapping[str, Any] = field(factory=dict[str, Any])
    counts_toward_limit: bool = (
        True  # whether calls count among those at once; one that ends another must not wait for it
    )

    def replace(self, **changes: Any) -> Options:
        return evolve(self, **changes)


def check_timeouts(value: object) -> Timeouts:
    if not isinstance(value, Timeouts):
        raise ConfigurationError(f"timeouts must be a Timeouts, such as Timeouts(read=60); got {type(value).__name__}")
    return value


def check_base_url(value: str | None) -> str:
    """The address requests go to, without a slash at the end. Raises ConfigurationError with the remedy."""
    text = value if value is not None else os.environ.get("V0_BASE_URL") or DEFAULT_BASE_URL
    if not isinstance(text, str):
        raise ConfigurationError(f"base_url must be a string, got {type(text).__name__}")
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, ValueError):
        url = None
    # Outside the except block: the parser's error quotes the address, which may hold a password.
    if url is None or url.scheme not in ("http", "https") or not url.host:
        raise ConfigurationError(f"base_url must be an http or https address such as {DEFAULT_BASE_URL!r}")
    if url.userinfo or "?" in text or "#" in text:
        raise ConfigurationError(
            "base_url must not hold a user name, password, query or fragment; give the key as api_key"
        )
    if url.scheme == "http" and not _is_loopback(url.host):
        warnings.warn(
            f"base_url {url.scheme}://{url.host} is not https: the API key travels in clear text", stacklevel=3
        )
    path = url.raw_path.rstrip(b"/")  # as it is on the wire: what is quoted stays quoted
    if path.endswith((b"/v1", b"/v2")):
        remedy = str(url.copy_with(raw_path=path[:-3] or b"/")).rstrip("/")
        raise ConfigurationError(
            f"base_url must not end in {path[-3:].decode()}, which every path carries already: use {remedy!r}"
        )
    return str(url.copy_with(raw_path=path or b"/")).rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def check_headers(headers: Mapping[str, str] | None, what: str, error: type[Exception]) -> dict[str, str]:
    """Headers by lower-case name; raises `error` for what would break out of its line or replace one of ours."""
    if headers is not None and not isinstance(headers, Mapping):
        raise error(f"{what} must be a mapping of names to values, got {type(headers).__name__}")
    checked: dict[str, str] = {}
    for name, value in (headers or {}).items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise error(f"{what} has a name that is no header name: {str(name)[:60]!r}")
        if name.lower() in _OWN_HEADERS:
            raise error(f"{what} must not set {name}: the client does; the key goes into api_key")
        if not isinstance(value, str) or not all(" " <= c <= "~" or c == "\t" for c in value):
            raise error(f"the value of {name} in {what} must be visible ASCII on one line")
        checked[name.lower()] = value.strip()
    return checked


def base_headers(default_headers: Mapping[str, str] | None, user_agent: str | None) -> dict[str, str]:
    """The headers of every request."""
    agent = {"user-agent": user_agent if user_agent is not None else f"v0-client-python/{__version__}"}
    return {
        **check_headers(agent, "user_agent", ConfigurationError),
        **check_headers(default_headers, "default_headers", ConfigurationError),
    }


class Credentials:
    """Gives the key when asked, and shows it nowhere."""

    __slots__ = ("_source",)

    def __init__(self, api_key: APIKey | None) -> None:
        self._source: APIKey
        if callable(api_key):
            self._source = api_key
        elif api_key is not None:
            self._source = _checked_key(api_key, "api_key", ConfigurationError)
        elif (key := os.environ.get("V0_API_KEY")) is not None and key.strip():
            self._source = _checked_key(key, "V0_API_KEY", ConfigurationError)
        elif os.environ.get("VERCEL_OIDC_TOKEN", "").strip():
            # The token rotates, so it is read again for every request.
            self._source = lambda: os.environ.get("VERCEL_OIDC_TOKEN", "")
        else:
            raise ConfigurationError(
                "no API key: pass api_key=, or set V0_API_KEY (keys are made at v0.app/settings/keys) "
                "or VERCEL_OIDC_TOKEN"
            )

    def __repr__(self) -> str:
        return "Credentials(...)"

    async def key(self) -> str:
        """The key for one request. Raises InvalidRequestError where a callable gives no usable one."""
        if isinstance(self._source, str):
            return self._source
        given = self._source()
        key = await given if inspect.isawaitable(given) else given
        return _checked_key(key, "the key that api_key() gave", InvalidRequestError)


def _checked_key(key: object, what: str, error: type[ConfigurationError | InvalidRequestError]) -> str:
    text = key.strip() if isinstance(key, str) else ""
    if not isinstance(key, str):
        raise error(f"{what} must be a string, or a function that returns one; got {type(key).__name__}")
    if not text:
        raise error(f"{what} is empty: keys are made at v0.app/settings/keys")
    if not all("!" <= c <= "~" for c in text):
        raise error(f"{what} holds a character that no key has (a space, a line end or one outside ASCII)")
    return text
