"""A response whose body is still on its way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import anyio
import anyio.lowlevel

from ..errors import APIConnectionError, ResponseDecodeError, V0Error
from .body import body_of
from .cancellation import without_interruption
from .credentials import Secret
from .decoding import ContentDecoder, decoder_for
from .error_responses import ids_shown
from .exceptions import MAYBE_PROCESSED_HINT, map_httpx_error
from .request import PreparedRequest

__all__ = ["OpenResponse", "open_response"]

_BEGINNING = 64 * 1024  # bytes of a body that cannot be read in which ids are looked for
_DECODED_CHUNK = 32 * 1024  # bytes decoded at a time: few enough for whoever handles them not to block for long


class OpenResponse:
    """A response whose head has arrived and whose body is read in chunks. Close it in any case.

    Attributes:
        status_code: HTTP status.
        headers: The headers by lower-case name.
        request: What was sent.
        failure: The error with which reading the body failed.
    """

    def __init__(
        self,
        response: Any,
        body: AsyncIterator[bytes],
        request: PreparedRequest,
        key: Secret,
        release: Callable[[], None],
        *,
        is_own_client: bool,
    ) -> None:
        self.status_code: int = response.status_code
        self.headers: Mapping[str, str] = dict(response.headers)
        self.request = request
        self.failure: V0Error | None = None
        self._response = response
        self._key = key
        self._release = release
        self._is_own_client = is_own_client
        self._is_open = True
        self._is_complete = False
        self._body = body

    def next_chunk(self) -> Awaitable[bytes | None]:
        """Await the next chunk of the body; None at its end. Raises APIConnectionError, or ResponseDecodeError."""
        return without_interruption(anext(self._body), replace=self._replacement, reads=True)

    def _replacement(self, exc: BaseException) -> BaseException | None:
        """What reading the body raises instead of the HTTP library's exception; None at its end."""
        if isinstance(exc, StopAsyncIteration):
            self._is_complete = True
            return None
        if not isinstance(exc, Exception):
            return exc
        error = map_httpx_error(exc, self.request, self._key, is_own_client=self._is_own_client, has_response=True)
        if error is None:
            return exc
        if isinstance(error, ResponseDecodeError):
            error.status_code = self.status_code
        self.failure = error
        return error

    async def read(self, max_size: int | None) -> bytes:
        """The complete body. Raises ResponseDecodeError where it exceeds `max_size` bytes."""
        chunks: list[bytes] = []
        size = 0
        try:
            while (chunk := await self.next_chunk()) is not None:
                chunks.append(chunk)
                size += len(chunk)
                if max_size is not None and size > max_size:
                    raise self.too_large(max_size, "max_response_size")
            return b"".join(chunks)
        except V0Error as error:
            self._add_ids(error, b"".join(chunks))
            raise
        finally:  # the server may repeat the key there, and a frame of the error would show it
            chunk = None
            chunks.clear()

    async def add_ids_of_body(self, error: V0Error, timeout: float | None) -> None:
        """Add the ids that the beginning of the body shows to an error, as far as it comes within the timeout."""
        body = b""
        with suppress(V0Error), anyio.move_on_after(timeout):  # the error says enough without them
            while len(body) < _BEGINNING and (chunk := await self.next_chunk()) is not None:
                body += chunk
        self._add_ids(error, body)

    def _add_ids(self, error: V0Error, body: bytes) -> None:
        """Add the ids that an incomplete body shows to an error: the work may be paid for."""
        error.chat_id, ids = ids_shown(self.redact(body[:_BEGINNING]).decode("utf-8", "replace"), self.request)
        if ids:
            error.args = (f"{error} ({ids})",)

    @property
    def declared_size(self) -> int | None:
        """The size of the decoded body in bytes; None where the server does not declare it."""
        text = self.headers.get("content-length", "")
        is_number = text.isascii() and text.isdigit() and len(text) < 20
        return int(text) if is_number and not self.headers.get("content-encoding") else None

    def too_large(self, max_size: int, setting: str) -> ResponseDecodeError:
        """The error for a body that exceeds a cap."""
        return self._decode_error(f"the response exceeds {max_size} bytes ({setting})")

    def interrupted(self, problem: str) -> APIConnectionError:
        """The error for a body that ended too early, though the connection shows no fault."""
        self.failure = APIConnectionError(
            f"{self.request.line}: the response was interrupted ({problem})", chat_id=self.request.chat_id
        )
        return self.failure

    def may_show_key(self, text: str) -> bool:
        """Whether the text of a JSON value may hold the key of the request."""
        return self._key.may_be_in(text)

    def redact(self, text: bytes) -> bytes:
        """What the server sent without the key, which it may echo."""
        return self._key.redact(text)

    def redacted_headers(self) -> dict[str, str]:
        """The headers without the key."""
        return {name: self._key.redact_text(value) for name, value in self.headers.items()}

    async def aclose(self) -> None:
        """Return the connection to the pool, or close it where the body was not read to its end."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            await without_interruption(self._close())
        finally:
            self._release()

    async def _close(self) -> None:
        try:
            if not self._is_complete:
                await self._unwind()
        finally:
            with anyio.CancelScope(shield=True):
                await self._response.aclose()

    async def _unwind(self) -> None:
        # An unread body is a chain of suspended generators. Cancelling a read unwinds them from the inside; without it
        # the garbage collector would, and trio warns of that.
        with anyio.CancelScope(shield=True) as scope:
            scope.cancel()
            for _ in range(10_000):
                try:
                    await anext(self._body)
                except Exception:  # noqa: BLE001 - the body's end, or a failure of one that is not wanted any more
                    break

    def _decode_error(self, problem: str) -> ResponseDecodeError:
        return ResponseDecodeError(
            f"{self.request.line}: {problem}",
            status_code=self.status_code,
            may_have_been_processed=not self.request.reads,
            chat_id=self.request.chat_id,
        )


class _EncodedResponse(OpenResponse):
    """A response with a content encoding, decoded in steps of bounded size."""

    _decoder: ContentDecoder | None = None
    _has_more = False  # whether there may be more to decode, without a wait for the network

    def next_chunk(self) -> Awaitable[bytes | None]:
        return self._next_decoded()

    async def _next_decoded(self) -> bytes | None:
        chunk: bytes | None = b""
        try:
            while True:
                if self._has_more:
                    await anyio.lowlevel.checkpoint()
                decoded = self._decode(chunk)
                if decoded or chunk is None:
                    return decoded or None
                chunk = b"" if self._has_more else await super().next_chunk()
        finally:
            del chunk  # where the encoding is not what the header says, it may be a text with the key

    def _decode(self, chunk: bytes | None) -> bytes:
        """What can be decoded at once with another chunk, with None as the last. Raises ResponseDecodeError."""
        try:
            if self._decoder is None:
                self._decoder = decoder_for(self.headers["content-encoding"])
            if chunk is None:
                self._decoder.finish()
                return b""
            if chunk:
                self._decoder.feed(chunk)
            decoded = self._decoder.read(_DECODED_CHUNK)
            self._has_more = self._decoder.has_pending or len(decoded) >= _DECODED_CHUNK // 2
            return decoded
        except ValueError as exc:
            problem = self._key.redact_text(str(exc))
        del chunk
        hint = "" if self.request.reads or self.request.is_streamed else MAYBE_PROCESSED_HINT
        raise self._decode_error(f"the content encoding cannot be decoded ({problem}){hint}")


def open_response(
    response: Any,
    request: PreparedRequest,
    key: Secret,
    release: Callable[[], None],
    *,
    silence: float | None,
    is_own_client: bool,
) -> OpenResponse:
    """Wrap a response of the HTTP library.

    `silence`: seconds between two chunks of its body, where the transport does not limit them itself.
    """
    encoding = response.headers.get("content-encoding", "").strip().lower()
    is_encoded = encoding not in ("", "identity") and not response.is_stream_consumed
    kind = _EncodedResponse if is_encoded else OpenResponse
    return kind(response, body_of(response, silence), request, key, release, is_own_client=is_own_client)
