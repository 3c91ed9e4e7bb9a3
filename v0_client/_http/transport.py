"""Send requests by one set of options: prepared, exchanged with the server, and returned as values or as errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from .._json import is_object
from .._lazy import deferred
from ..config import Options
from ..errors import InvalidRequestError, ResponseDecodeError
from .error_responses import MAX_ERROR_BODY, decode_json, ids_shown
from .exchange import Exchange
from .request import EVENTS, PreparedRequest
from .response import OpenResponse
from .session import Session

__all__ = ["Transport"]

T = TypeVar("T")


class Transport:
    """Sends requests by one set of options over a shared session."""

    def __init__(self, options: Options, session: Session) -> None:
        self.options = options
        self.session = session

    def exchange(self, request: PreparedRequest) -> Exchange:
        """A request and its retries, as a context manager that returns the open response."""
        return Exchange(request, self.options, self.session)

    # ------------------------------------------------------------------ before the network

    def prepare(self, request: deferred.Request) -> PreparedRequest:
        """Check a request and build it, with the client's extra query and body. Raises InvalidRequestError."""
        chat_id = request.path_values.get("chat_id")
        chat_id = chat_id if isinstance(chat_id, str) else None
        try:
            return PreparedRequest(
                method=request.method,
                path=request.path(),
                params=self.with_extra_query(request.params()),
                body=self.with_extra_body(request.content()),
                optional_defaults=request.optional_defaults,
                operation=request.operation,
                reads=request.is_safe,
                chat_id=chat_id,
            )
        except (ValueError, TypeError, AttributeError, RecursionError) as exc:
            text, field = f"{request.name}: {exc}", getattr(exc, "field", None)
        raise InvalidRequestError(text, field=field, chat_id=chat_id)

    def with_extra_query(self, params: dict[str, str]) -> dict[str, str]:
        """Query parameters with those of `extra_query`."""
        extra = self.options.extra_query
        return {**params, **extra} if extra else params

    def with_extra_body(self, body: Any) -> Any:
        """A body with the members of `extra_body`, where it is an object."""
        extra = self.options.extra_body
        return {**body, **extra} if extra and is_object(body) else body

    # ------------------------------------------------------------------ on the network

    async def send_request(self, request: deferred.Request, parse: Callable[[Any], T], /) -> T:
        """Send an operation's request and decode its response. Raises V0Error."""
        prepared = self.prepare(request)
        if is_object(prepared.body) and prepared.body.get("responseMode") == "experimental_stream":
            raise InvalidRequestError(
                "response_mode 'experimental_stream' responds with events: use stream(...), send_stream(...) or "
                "resolve_stream(...) of client.v1.chats",
                field="response_mode",
            )
        return await self.send(prepared, parse)

    async def send(self, request: PreparedRequest, parse: Callable[[Any], T]) -> T:
        """Send a request and decode its response. Raises V0Error."""
        return self.decode(*await self.read(request), parse)  # no local variable: a frame of an error would show it

    def decode(self, response: OpenResponse, body: bytes, parse: Callable[[Any], T]) -> T:
        """Decode the body of a response. Raises ResponseDecodeError."""
        try:
            return parse(decode_json(body) if body else None)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as exc:
            problem = " ".join(response.redact(str(exc).encode("utf-8", "replace")).decode().split())[:300]
        error = _decode_error(response, body, problem)
        del body  # the server may repeat the key there, and a frame of the error would show it
        raise error

    async def read(self, request: PreparedRequest) -> tuple[OpenResponse, bytes]:
        """Send a request and read the body of its response, at most ``max_response_size`` bytes. Raises V0Error."""
        exchange = self.exchange(request)
        while True:
            async with exchange as response:
                return response, await response.read(self.options.max_response_size)

    async def open(self, request: PreparedRequest) -> OpenResponse:
        """Send a request whose response is an event stream; returns it once its head has arrived.

        Raises:
            ResponseDecodeError: The response is a success but not an event stream; its status is in ``status_code``.
        """
        response = await self.exchange(request).open()
        if _media_type(response.headers) == EVENTS:
            return response
        found = _media_type(response.redacted_headers()) or "no content type"
        error = ResponseDecodeError(
            f"{request.line}: expected an event stream, got {found} ({response.status_code})",
            status_code=response.status_code,
            may_have_been_processed=not request.reads,
            chat_id=request.chat_id,
        )
        try:
            if "json" in found and not request.reads:
                await response.add_ids_of_body(error, self.options.timeouts.read)
        finally:
            await response.aclose()
        raise error


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _decode_error(response: OpenResponse, body: bytes, problem: str) -> ResponseDecodeError:
    """The error for a body that does not match the API document, with the ids it shows: the work may be paid for."""
    request, shown = response.request, response.redact(body)
    data: Any = shown[:MAX_ERROR_BODY].decode("utf-8", "replace")
    with suppress(ValueError):
        data = decode_json(shown)
    chat_id, ids = ids_shown(data, request)
    status = f"{response.status_code}, {ids}" if ids else f"{response.status_code}"
    return ResponseDecodeError(
        f"{request.line}: the response ({status}) does not match the API document: {problem}",
        status_code=response.status_code,
        body=data,
        may_have_been_processed=not request.reads,
        chat_id=chat_id,
    )
