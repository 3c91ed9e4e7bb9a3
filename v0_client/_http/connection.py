"""A call on the wire: what goes out, the answer as it comes in, and what a fault of the HTTP library means."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import anyio
import httpx
from attrs import field, frozen

from ..errors import APIConnectionError, APITimeoutError, InvalidRequestError, ResponseDecodeError, V0Error

__all__ = ["ARCHIVE", "EVENTS", "MAYBE_PROCESSED_HINT", "Fault", "OpenResponse", "PreparedRequest", "WholeBody"]

EVENTS = "text/event-stream"
ARCHIVE = "application/zip, application/gzip, application/octet-stream"

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)
_TIMEOUT_NAMES = {
    httpx.ConnectTimeout: "connect",
    httpx.PoolTimeout: "pool",
    httpx.WriteTimeout: "write",
    httpx.ReadTimeout: "read",
}
MAYBE_PROCESSED_HINT = "; the server may have done the work, so look for the chat before sending it again"
_SAME_EACH_TIME = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})


@frozen(kw_only=True)
class PreparedRequest:
    """A request ready for the wire.

    Attributes:
        method: HTTP method.
        path: Path from the root, quoted.
        params: Query parameters.
        body: JSON values; None for no body.
        assumed: Body members to add unless the caller set them or the server refuses them.
        operation: The operation's name; empty for none.
        reads: Whether nothing is changed or paid for.
        accept: The kind of answer wanted.
        chat_id: The chat it is about, where that is known.
    """

    method: str
    path: str
    params: Mapping[str, str]
    body: Any = None
    assumed: Mapping[str, Any] = field(factory=dict[str, Any])
    operation: str = ""
    reads: bool = False
    accept: str = "application/json"
    chat_id: str | None = None

    @property
    def line(self) -> str:
        """The call as errors name it."""
        return f"{self.method} {self.path}"

    @property
    def is_streamed(self) -> bool:
        """Whether the answer is read piece by piece, so that what counts is silence, not how long it takes."""
        return self.accept in (EVENTS, ARCHIVE)

    @property
    def is_repeatable(self) -> bool:
        """Whether making the call twice comes to the same as making it once."""
        return self.reads or self.method in _SAME_EACH_TIME


class WholeBody(httpx.AsyncByteStream):
    """A request body in one piece; httpx's own is a generator, which a cancelled call leaves suspended."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _Once(self._content)


class _Once(AsyncIterator[bytes]):
    def __init__(self, content: bytes) -> None:
        self._left = [content]

    async def __anext__(self) -> bytes:
        if not self._left:
            raise StopAsyncIteration
        return self._left.pop()


class OpenResponse:
    """An answer whose head has come and whose body is still on the way. Close it, whatever happens."""

    def __init__(
        self, response: httpx.Response, call: PreparedRequest, release: Callable[[], None], fault: Fault
    ) -> None:
        self.status_code: int = response.status_code
        self.headers: Mapping[str, str] = dict(response.headers)
        self.call = call
        self._response = response
        # Held apart from the decoder above it: where decoding fails, this is what is left to unwind.
        self._raw: AsyncIterator[bytes] = response.aiter_raw()
        vars(response)["aiter_raw"] = lambda: self._raw  # what aiter_bytes reads
        plain = "content-encoding" not in response.headers and not response.is_stream_consumed
        self._body: AsyncIterator[bytes] = self._raw if plain else response.aiter_bytes()
        self._release = release
        self._fault = fault
        self._open = True

    async def next_chunk(self) -> bytes | None:
        """The next piece of the body, None at its end. Raises APIConnectionError."""
        try:
            return await anext(self._body)
        except StopAsyncIteration:
            return None
        except Exception as exc:  # noqa: BLE001 - whatever a body can fail with is one kind of fault to the caller
            error = self._fault(exc, self.call, answered=True)
        if isinstance(error, ResponseDecodeError):
            error.status_code = self.status_code
        raise error

    async def read(self, cap: int | None) -> bytes:
        """The whole body. Raises ResponseDecodeError where it exceeds `cap` bytes."""
        pieces: list[bytes] = []
        size = 0
        while (piece := await self.next_chunk()) is not None:
            size += len(piece)
            if cap is not None and size > cap:
                raise ResponseDecodeError(
                    f"{self.call.line}: the answer exceeds {cap} bytes (max_response_size)",
                    status_code=self.status_code,
                    may_have_been_processed=not self.call.reads,
                    chat_id=self.call.chat_id,
                )
            pieces.append(piece)
        return b"".join(pieces)

    def redact(self, text: bytes) -> bytes:
        """What a server said, fit for an error: a server may echo the request's headers."""
        return text.replace(self._fault.key.encode(), b"...")

    async def aclose(self) -> None:
        """Give the connection back, or close it where the body was not read to its end."""
        if not self._open:
            return
        self._open = False
        try:
            # An unread body is a chain of suspended generators. Cancelling a read unwinds them from the inside; without
            # it the garbage collector would, and trio warns of that.
            with anyio.CancelScope(shield=True) as scope:
                scope.cancel()
                for pieces in (self._body, self._raw):
                    for _ in range(10_000):
                        try:
                            await anext(pieces)
                        except Exception:  # noqa: BLE001 - the body's end, or a fault of one that nobody wants any more
                            break
            with anyio.CancelScope(shield=True):
                await self._response.aclose()
        finally:
            self._release()


class Fault:
    """Turns what the HTTP library raises into an error of ours that carries no header."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self, exc: Exception, call: PreparedRequest, *, answered: bool = False) -> V0Error:
        perhaps = not call.reads and (answered or not isinstance(exc, _NOT_SENT))
        # A stream that breaks off is brought to its end by other means, so that nothing is to be looked for yet.
        streams = answered and call.is_streamed
        hint = MAYBE_PROCESSED_HINT if perhaps and not streams else ""
        if isinstance(exc, (httpx.LocalProtocolError, UnicodeError)):
            # Its text quotes the header at fault.
            return InvalidRequestError(f"{call.line}: the HTTP library refused the request ({type(exc).__name__})")
        if isinstance(exc, httpx.DecodingError):
            text = f"{call.line}: the answer's content encoding is broken{hint}"
            return ResponseDecodeError(text, may_have_been_processed=perhaps, chat_id=call.chat_id)
        text = " ".join(str(exc).replace(self.key, "...").split())[:300]
        said = f"{type(exc).__name__}: {text}" if text else type(exc).__name__
        kind = next((name for cls, name in _TIMEOUT_NAMES.items() if isinstance(exc, cls)), None)
        if kind is not None:
            kind = "idle" if kind == "read" and streams else kind
            return APITimeoutError(
                f"{call.line}: the {kind} timeout ran out (Timeouts.{kind}){hint}",
                may_have_been_processed=perhaps,
                chat_id=call.chat_id,
            )
        what = "the answer broke off" if answered else "no answer"
        return APIConnectionError(
            f"{call.line}: {what} ({said}){hint}", may_have_been_processed=perhaps, chat_id=call.chat_id
        )
