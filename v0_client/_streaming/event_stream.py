"""Server-sent events of one response, and a plain stream of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Generic, Literal, Self, TypeVar

import anyio
from attrs import evolve

from .._http.request import EVENTS, PreparedRequest
from .._http.response import OpenResponse
from .._http.transport import Transport
from .._json import is_list, is_object, loads
from ..errors import APITimeoutError, EventTooLargeError, StreamDecodeError, V0Error
from ..sse import EventStreamDecoder, ServerSentEvent
from ..state import stream_error

__all__ = ["EventReader", "EventStream", "SingleUseStream"]

E = TypeVar("E")


_REFUSED = {
    "new": "the stream cannot be read: enter it first, with `async with ... as stream`",
    "reading": "the stream is being read elsewhere: a stream has one reader at a time",
    "closed": "the stream cannot be read: it is closed",
}


class EventReader:
    """Decodes the server-sent events of one response.

    The owner iterates the body itself, so that no coroutine stands between it and the network:
    ``reader.feed(await reader.receive())``.

    Attributes:
        events: Decoded events that nobody has taken yet, the next one last.
        is_open: Whether more may come.
    """

    __slots__ = ("_decoder", "_progress", "_response", "_silent_for", "events", "is_open")

    def __init__(self, response: OpenResponse, max_event_size: int | None, progress: float | None) -> None:
        self.events: list[ServerSentEvent] = []
        self.is_open = True
        self._response = response
        self._decoder = EventStreamDecoder(max_event_size=max_event_size)
        self._progress = progress
        self._silent_for = 0.0  # seconds of waiting since the last event; time the reader takes does not count

    def receive(self) -> Awaitable[bytes | None]:
        """Wait for the next chunk of the body; None at its end.

        Raises:
            EventTooLargeError: At once: an event exceeds the cap, and those before it have been taken.
            APIConnectionError: When awaited: the connection was lost or went silent.
        """
        if self._decoder.is_over_cap:
            self._decoder.feed(b"")
        return self._response.next_chunk() if self._progress is None else self._receive_within(self._progress)

    def feed(self, chunk: bytes | None) -> bool:
        """Decode a chunk into ``events``. Returns False at the end of the body.

        Raises:
            EventTooLargeError: An event exceeds the cap.
        """
        try:
            decoded = self._decoder.feed(chunk or b"")
        except EventTooLargeError as error:
            del chunk  # the server may repeat the key there, and a frame of the error would show it
            raise error.with_traceback(None) from None
        if decoded:
            decoded.reverse()
            decoded += self.events
            self.events = decoded
            self._silent_for = 0.0
        self.is_open = chunk is not None
        return self.is_open

    async def _receive_within(self, progress: float) -> bytes | None:
        began = anyio.current_time()
        with anyio.move_on_after(max(0.0, progress - self._silent_for)):
            chunk = await self._response.next_chunk()
            self._silent_for += anyio.current_time() - began
            return chunk
        request = self._response.request
        raise APITimeoutError(
            f"{request.line}: no event within the progress timeout (Timeouts.progress)", chat_id=request.chat_id
        )

    def may_show_key(self, text: str) -> bool:
        """Whether the text of a JSON value may hold the API key of this response's request."""
        return self._response.may_show_key(text)

    def redact(self, value: Any) -> Any:
        """A JSON value without the API key, which a server may repeat in its texts."""
        if isinstance(value, str):
            return self._response.redact(value.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
        if is_object(value):
            return {self.redact(key): self.redact(member) for key, member in value.items()}
        return [self.redact(item) for item in value] if is_list(value) else value

    async def aclose(self) -> None:
        """Close the response; events that were not taken are dropped."""
        self.is_open = False
        self.events.clear()
        await self._response.aclose()


class SingleUseStream:
    """A stream is used in one `async with` block, and has one reader at a time."""

    def __init__(self) -> None:
        self._use: Literal["new", "open", "reading", "closed"] = "new"

    @property
    def _is_open(self) -> bool:
        return self._use in ("open", "reading")

    def _enter(self) -> None:
        if self._use != "new":
            raise V0Error("a stream can be entered once: create a new one to start again")
        self._use = "open"

    def _close(self) -> None:
        self._use = "closed"

    def _start_reading(self) -> None:
        if self._use != "open":
            raise V0Error(_REFUSED[self._use])
        self._use = "reading"

    def _stop_reading(self) -> None:
        if self._use == "reading":
            self._use = "open"


class EventStream(SingleUseStream, Generic[E]):
    """The plain events of a streaming operation, without state and resume.

    Used as ``async with api.create_chat_stream(client, message=...) as events: async for event in events: ...``. The
    stream ends with the body of the response; whether it was complete is for the caller to judge.
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
            StreamError: The server reported an error.
            StreamDecodeError: The event is not what the API documents.
        """
        self._start_reading()
        try:
            reader = self._reader
            if reader is None:
                raise StopAsyncIteration
            while not reader.events:
                if not (reader.is_open and reader.feed(await reader.receive())):
                    await reader.aclose()  # the connection serves whatever is sent inside the block
                    raise StopAsyncIteration
        finally:
            self._stop_reading()
        event = reader.events.pop()
        if event.data == "[DONE]":
            raise StopAsyncIteration
        raw: Any = None
        try:
            raw = loads(event.data)
            if is_object(raw) and raw.get("object") == "error":
                failure: V0Error = stream_error(reader.redact(raw))
            else:
                return self._parse(raw)
        except (ValueError, TypeError, RecursionError) as exc:
            failure = StreamDecodeError(f"{self._request.line}: an event could not be read ({type(exc).__name__})")
        del event, raw  # the server may repeat the key there, and a frame of the error would show it
        raise failure
