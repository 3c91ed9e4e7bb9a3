"""How operations are used: as methods of a resource, for their answer as plain JSON, or for what they would send."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar, cast

from .._http.request import PreparedRequest
from .._http.transport import Transport
from .._json import is_object
from .._lazy import deferred

T = TypeVar("T")


class Resource:
    """A group of operations of one client: each is a generated function taken as a method."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def __repr__(self) -> str:
        return f"<{type(self).__module__.rpartition('.')[2]}.{type(self).__name__}>"

    async def send_request(self, request: deferred.Request, parse: Callable[[Any], T], /) -> T:
        """Send an operation's request; the operations of this class do it for you."""
        return await self._transport.send_request(request, parse)

    def open_download(self, request: deferred.Request, /) -> deferred.Download:
        """Make an operation's download; the operations of this class do it for you."""
        return deferred.Download(self._transport, self._transport.prepare(request))


async def fetch_json(operation: Callable[..., Any], transport: Transport, *arguments: Any) -> dict[str, Any]:
    """An operation's answer as a JSON object, not decoded."""
    return cast("dict[str, Any]", await operation(_AsJSON(transport), *arguments))


def build_request(
    operation: Callable[..., Any], transport: Transport, *arguments: Any, **params: Any
) -> PreparedRequest:
    """What an operation would send, checked; nothing is sent."""
    catcher = _AsCall(transport)
    outcome = operation(catcher, *arguments, **params)
    if hasattr(outcome, "send"):  # a coroutine: its request is made before it first waits
        with suppress(StopIteration):
            outcome.send(None)
    if catcher.call is None:
        raise AssertionError("the operation made no request")
    return catcher.call


class _AsJSON:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def send_request(self, request: deferred.Request, parse: Callable[[Any], Any], /) -> Any:  # noqa: ARG002
        return await self._transport.send_request(request, _object)


class _AsCall:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.call: PreparedRequest | None = None

    async def send_request(self, request: deferred.Request, parse: Callable[[Any], Any], /) -> None:  # noqa: ARG002
        self.call = self._transport.prepare(request)

    def open_stream(self, request: deferred.Request, parse: Callable[[Any], Any], /) -> None:  # noqa: ARG002
        self.call = self._transport.prepare(request)


def _object(value: Any) -> dict[str, Any]:
    if is_object(value):
        return value
    raise ValueError(f"an object was expected, got {type(value).__name__}")
