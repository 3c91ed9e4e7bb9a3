"""Server-sent events off one connection, and a plain stream of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import anyio
from attrs import evolve

from .._http.request import EVENTS, PreparedRequest
from .._http.response import OpenResponse
from .._http.transport import Transport
from .._json import loads
from ..errors import APITimeoutError, StreamDecodeError, V0Error
from ..sse import EventStreamDecoder, ServerSentEvent

__all__ = ["EventReader", "EventStream", "SingleUseStream"]

E = TypeVar("E")


class EventReader:
    """Server-sent events of one connection."""

    def __init__(self, connection: OpenResponse, max_event_size: int | None, progress: float | None) -> None:
        self._connection = connection
        self._decoder = EventStreamDecoder(max_event_size=max_event_size)
        self._events: deque[ServerSentEvent] = deque()
        self._progress = progress
        self._waited = 0.0  # seconds since the last event, those the reader took for itself not counted
        self._ended = False

    def ready(self) -> ServerSentEvent | None:
        """An event that has come already, taken without waiting; None where there is none."""
        return self._events.popleft() if self._events else None

    async def next(self) -> ServerSentEvent | None:
        """The next event; None at the end of the body.

        Raises:
            APIConnectionError: The connection broke or fell silent.
            EventTooLargeError: An event exceeds the cap; the events before it have been given.
        """
        while not self._events:
            # An event that was found too large behind others is told when the decoder is asked again.
            self._decoder.feed(b"")
            if self._ended:
                return None
            chunk = await (self._connection.next_chunk() if self._progress is None else self._chunk(self._progress))
            self._events.extend(self._decoder.feed(b"" if chunk is None else chunk))
            self._ended = chunk is None
            if self._events:
                self._waited = 0.0
        return self._events.popleft()

    async def _chunk(self, progress: float) -> bytes | None:
        began = anyio.current_time()
        with anyio.move_on_after(max(0.0, progress - self._waited)):
            chunk = await self._connection.next_chunk()
            self._waited += anyio.current_time() - began
            return chunk
        raise APITimeoutError(
            f"{self._connection.request.line}: no event within the progress timeout (Timeouts.progress)",
            chat_id=self._connection.request.chat_id,
        )

    async def aclose(self) -> None:
        await self._connection.aclose()


class SingleUseStream:
    """What streams share: they are used in an `async with` block, once, and have one reader at a time."""

    def __init__(self) -> None:
        self._use = "new"
        self._reading = False

    @property
    def _is_open(self) -> bool:
        return self._use == "open"

    def _enter(self) -> None:
        if self._use != "new":
            raise V0Error("a stream is entered once: make a new one to start again")
        self._use = "open"

    def _close(self) -> None:
        self._use = "closed"

    def _start_reading(self) -> None:
        if self._use != "open":
            hint = "enter it first, with `async with ... as stream`" if self._use == "new" else "it is closed"
            raise V0Error(f"the stream cannot be read: {hint}")
        if self._reading:
            raise V0Error("the stream is being read elsewhere: a stream has one reader at a time")
        self._reading = True


class EventStream(SingleUseStream, Generic[E]):
    """The plain events of a streaming operation: no state, no resume.

    Used as ``async with api.create_chat_stream(client, message=...) as events: async for event in events: ...``. What
    ends the body ends the stream, so whether it was whole is the caller's to generation_status.
    """

    def __init__(self, transport: Transport, call: PreparedRequest, parse: Callable[[Any], E]) -> None:
        super().__init__()
        self._transport = transport
        self._call = evolve(call, accept=EVENTS)
        self._parse = parse
        self._reader: EventReader | None = None

    async def __aenter__(self) -> Self:
        self._enter()
        options = self._transport.options
        connection = await self._transport.open(self._call)
        self._reader = EventReader(connection, options.max_event_size, options.timeouts.progress)
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
        """The next event. Raises StreamDecodeError for one that is not what the API documents."""
        self._start_reading()
        try:
            event = await self._reader.next() if self._reader is not None else None
        finally:
            self._reading = False
        if event is None or event.data == "[DONE]":
            raise StopAsyncIteration
        try:
            return self._parse(loads(event.data))
        except (ValueError, TypeError, RecursionError) as exc:
            reason = f"{type(exc).__name__}"
        raise StreamDecodeError(f"{self._call.line}: an event could not be read ({reason})")
