"""Server-sent events of one connection, and a plain stream of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from enum import Enum, auto
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import anyio
from attrs import evolve

from .._http.request import EVENTS, PreparedRequest
from .._http.response import OpenResponse
from .._http.transport import Transport
from .._json import is_object, loads
from ..errors import APITimeoutError, StreamDecodeError, V0Error
from ..sse import EventStreamDecoder, ServerSentEvent

__all__ = ["EventReader", "EventStream", "SingleUseStream"]

E = TypeVar("E")


class EventReader:
    """Decodes the body of one response: read a chunk, feed it, take the events that it completed.

    Attributes:
        events: Events received and not yet taken.
        next_chunk: Reads the next chunk of the body; None at its end. Raises APIConnectionError.
    """

    def __init__(self, response: OpenResponse, max_event_size: int | None, progress: float | None) -> None:
        self.events: deque[ServerSentEvent] = deque()
        self.next_chunk: Callable[[], Awaitable[bytes | None]] = response.next_chunk
        self._response = response
        self._decoder = EventStreamDecoder(max_event_size=max_event_size)
        if progress is not None:
            self._progress = progress
            self._waited = 0.0  # seconds since the last event; the time that the consumer takes does not count
            self.next_chunk = self._next_chunk_within_progress

    def feed(self, chunk: bytes | None) -> None:
        """Decode a chunk; None for the end of the body.

        Raises:
            EventTooLargeError: An event exceeds the cap; those before it are in `events`.
        """
        self.events.extend(self._decoder.feed(chunk or b""))

    async def next(self) -> ServerSentEvent | None:
        """The next event; None at the end of the body.

        Raises:
            APIConnectionError: The connection was lost, or timed out.
            EventTooLargeError: An event exceeds the cap; those before it were returned.
        """
        while not self.events:
            self.feed(b"")  # raises for an event that was too large, behind others of its chunk
            chunk = await self.next_chunk()
            self.feed(chunk)
            if chunk is None and not self.events:
                return None
        return self.events.popleft()

    async def _next_chunk_within_progress(self) -> bytes | None:
        if self.events:
            self._waited = 0.0
        began = anyio.current_time()
        with anyio.move_on_after(max(0.0, self._progress - self._waited)):
            chunk = await self._response.next_chunk()
            self._waited += anyio.current_time() - began
            return chunk
        raise APITimeoutError(
            f"{self._response.request.line}: no event within the progress timeout (Timeouts.progress)",
            chat_id=self._response.request.chat_id,
        )

    def redact(self, text: str) -> str:
        """Text of the server without the API key."""
        return self._response.redact(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    async def aclose(self) -> None:
        await self._response.aclose()


class _Use(Enum):
    NEW = auto()
    OPEN = auto()
    READING = auto()
    CLOSED = auto()


class SingleUseStream:
    """A stream is entered once, with `async with`, and has one reader at a time."""

    def __init__(self) -> None:
        self._use = _Use.NEW

    @property
    def _is_open(self) -> bool:
        return self._use in (_Use.OPEN, _Use.READING)

    def _enter(self) -> None:
        if self._use is not _Use.NEW:
            raise V0Error("a stream is entered once: make a new one to start again")
        self._use = _Use.OPEN

    def _close(self) -> None:
        self._use = _Use.CLOSED

    def _start_reading(self) -> None:
        if self._use is _Use.READING:
            raise V0Error("the stream is being read elsewhere: a stream has one reader at a time")
        if self._use is not _Use.OPEN:
            hint = "enter it first, with `async with ... as stream`" if self._use is _Use.NEW else "it is closed"
            raise V0Error(f"the stream cannot be read: {hint}")
        self._use = _Use.READING

    def _stop_reading(self) -> None:
        if self._use is _Use.READING:
            self._use = _Use.OPEN


class EventStream(SingleUseStream, Generic[E]):
    """The plain events of a streaming operation: no state, no resume.

    Used as ``async with api.create_chat_stream(client, message=...) as events: async for event in events: ...``. The
    end of the body ends the stream, so the caller judges whether it was complete.
    """

    def __init__(self, transport: Transport, request: PreparedRequest, parse: Callable[[Any], E]) -> None:
        super().__init__()
        self._transport = transport
        self._request = evolve(request, accept=EVENTS)
        self._parse = parse
        self._reader: EventReader | None = None

    async def __aenter__(self) -> Self:
        self._enter()
        options = self._transport.options
        response = await self._transport.open(self._request)
        self._reader = EventReader(response, options.max_event_size, options.timeouts.progress)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        if self._reader is not None:
            await self._reader.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> E:
        """The next event.

        Raises:
            StreamError: It is an `error` event.
            StreamDecodeError: It is not what the API documents.
        """
        self._start_reading()
        try:
            event = await self._reader.next() if self._reader is not None else None
        finally:
            self._stop_reading()
        if event is None or event.data == "[DONE]":
            raise StopAsyncIteration
        try:
            value = loads(event.data)
            if is_object(value) and value.get("object") == "error":
                from ..state import stream_error  # noqa: PLC0415 - loaded when a stream fails

                raise stream_error(value)
            return self._parse(value)
        except (ValueError, TypeError, RecursionError) as exc:
            reason = f"{type(exc).__name__}"
        raise StreamDecodeError(f"{self._request.line}: an event could not be read ({reason})")
