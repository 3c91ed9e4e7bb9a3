"""The frame of every stream that is followed to its end: one pass over one or more connections.

A step is an event, or whatever a subclass yields beside events, or NO_EVENT where the state changed without one; None
is the end.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from enum import Enum, auto
from types import TracebackType
from typing import Any, ClassVar, Generic, Literal, Never, Self, TypeVar, cast

import anyio
from attrs import evolve, field, frozen, mutable

from .. import models
from .._http.request import EVENTS, PreparedRequest
from .._http.response import OpenResponse
from .._http.transport import Transport
from .._json import loads
from ..errors import (
    APIConnectionError,
    APITimeoutError,
    EventTooLargeError,
    NotFoundError,
    ResponseDecodeError,
    StreamDecodeError,
    StreamIdleTimeoutError,
    StreamIncompleteError,
    V0Error,
)
from ..results import Resumed
from .event_stream import EventReader, SingleUseStream

__all__ = ["NO_EVENT", "Disconnect", "NoEvent", "Phase", "ResumableStream", "decoded", "is_no_stream"]

E = TypeVar("E")
T = TypeVar("T")


class NoEvent:
    """A step that changed the state without an event."""


NO_EVENT = NoEvent()


class Phase(Enum):
    """Where a stream is on its way."""

    CONNECTED = auto()  # on the connection that it was entered with
    RESUMED = auto()  # on a connection that joined the generation again
    POLLING = auto()  # there is no stream to join: the message itself is read
    DONE = auto()  # the response is complete
    FAILED = auto()


@frozen
class Disconnect:
    """How a connection was lost, or what on it could not be used.

    Attributes:
        reason: What ended it; empty while it is open.
        is_silent: Whether that was a timeout.
        error: An event that could not be decoded or applied.
    """

    reason: str = ""
    is_silent: bool = False
    error: StreamDecodeError | None = None


@mutable
class _Record:
    """What observers learn of a stream as a whole."""

    entered_at: float = field(factory=time.monotonic)
    progressed_at: float = field(factory=time.monotonic)
    events: int = 0
    last_event: Any = None


class ResumableStream(SingleUseStream, Generic[E]):
    """A stream that ends only when its response is complete.

    A subclass implements :meth:`_apply`, what an event changes, :meth:`_on_closing_event`, and :meth:`_on_disconnect`,
    what follows when a connection yields no more; it sets the phase to DONE once the response is complete.
    """

    _has_done_marker: ClassVar[bool] = False  # whether ``[DONE]`` closes a connection

    def __init__(self, transport: Transport, request: PreparedRequest, parse: Callable[[Any], E]) -> None:
        super().__init__()
        self._transport = transport
        self._request = evolve(request, accept=EVENTS)
        self._parse = parse
        self._phase = Phase.CONNECTED
        self._reader: EventReader | None = None
        self._disconnect = Disconnect()
        self._recovery: anyio.CancelScope | None = None  # around what happens between two connections
        self._failure: V0Error | None = None
        self._record = _Record()

    # ------------------------------------------------------------------ use

    async def __aenter__(self) -> Self:
        self._enter()
        self._record = _Record()
        try:
            await self._begin()
        except BaseException:
            self._close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connection. The generation continues at the server."""
        if self._is_open:
            self._emit_end()
        self._close()
        if self._recovery is not None:
            self._recovery.cancel()
        await self._close_reader()

    def __aiter__(self) -> Self:
        return self

    # ------------------------------------------------------------------ for subclasses

    @property
    def chat_id(self) -> str | None:
        """The chat's id, once it is known."""
        return self._request.chat_id

    @property
    def last_event(self) -> Any:
        """The last event as plain JSON; None before the first."""
        return self._record.last_event

    @property
    def _is_paid(self) -> bool:
        """Whether entering the stream starts a generation."""
        return not self._request.reads

    async def _begin(self) -> None:
        await self._connect(await self._transport.open(self._request))

    def _apply(self, raw: Any) -> bool:
        """Apply an event; returns whether it closes the connection."""
        raise NotImplementedError

    async def _on_closing_event(self) -> None:
        """Finish, or find out how to continue."""
        raise NotImplementedError

    async def _on_disconnect(self) -> Resumed | NoEvent | None:
        """Continue after a connection that ended before its closing event; None where reading continues."""
        raise NotImplementedError

    # ------------------------------------------------------------------ reading

    async def _step(  # noqa: C901, PLR0912 - one loop: every coroutine more costs as much as decoding an event
        self, *, may_be_closed: bool = False
    ) -> E | Resumed | NoEvent | None:
        if self._failure is not None:
            raise self._failure
        if self._phase is Phase.DONE and (may_be_closed or self._is_open):
            return None
        self._start_reading()
        try:
            while self._phase is not Phase.DONE:
                reader = self._reader
                if reader is None:
                    if (step := await self._recover()) is not None:
                        return step
                elif reader.events:
                    event = reader.events.popleft()
                    if event.data == "[DONE]":
                        if self._has_done_marker:
                            await self._on_closing_event()
                    elif (raw := self._loads(event.data)) is not NO_EVENT:
                        if self._apply(raw):
                            await self._on_closing_event()
                        return self._typed(raw)
                else:
                    try:
                        reader.feed(b"")  # raises for an event that was too large, behind others of its chunk
                        chunk = await reader.next_chunk()
                        reader.feed(chunk)
                    except (APIConnectionError, ResponseDecodeError, EventTooLargeError) as error:
                        await self._lose(error)
                    else:
                        if chunk is None and not reader.events:
                            await self._lose(None)
        except V0Error as error:
            self._failure, self._phase = error, Phase.FAILED
            await self._close_reader()
            raise
        finally:
            self._stop_reading()
        return None

    def _loads(self, data: str) -> Any:
        """An event as JSON; NO_EVENT for one that is not."""
        try:
            raw = loads(data)
        except (ValueError, RecursionError) as exc:
            self._disconnect = Disconnect(error=StreamDecodeError(f"an event is not JSON ({type(exc).__name__})"))
            return NO_EVENT
        record = self._record
        record.last_event = raw
        record.events += 1
        return raw

    async def _lose(self, error: V0Error | None) -> None:
        """The connection yields no more."""
        undecoded = self._disconnect.error
        if isinstance(error, EventTooLargeError):
            undecoded = error
        reason = "the stream ended without its closing event" if error is None else str(error)
        self._disconnect = Disconnect(reason, is_silent=isinstance(error, APITimeoutError), error=undecoded)
        self._check_open()
        await self._close_reader()

    async def _recover(self) -> Resumed | NoEvent | None:
        """Continue without a connection; closing the stream from another task ends this at once."""
        self._check_open()
        with anyio.CancelScope() as scope:
            self._recovery = scope
            try:
                return await self._on_disconnect()
            finally:
                self._recovery = None
        self._check_open()
        return None

    def _redacted(self, raw: dict[str, Any]) -> dict[str, Any]:
        """An `error` event without the API key, which a server may echo."""
        if self._reader is not None:
            raw = loads(self._reader.redact(json.dumps(raw)))
            self._record.last_event = raw
        return raw

    def _typed(self, raw: Any) -> E:
        if self._record.events == 1:
            self._emit("StreamStarted", seconds=time.monotonic() - self._record.entered_at)
        try:
            return self._parse(raw)
        except ValueError:
            # A known event that does not decode; the state has applied what it could.
            return cast("E", models.UnknownEvent(raw))

    async def _connect(self, response: OpenResponse) -> None:
        if not self._is_open:
            await response.aclose()
            self._check_open()
        options = self._transport.options
        self._reader = EventReader(response, options.max_event_size, options.timeouts.progress)
        self._disconnect = Disconnect()

    def _check_open(self) -> None:
        if not self._is_open:
            raise V0Error("the stream was closed while it was being read")

    async def _close_reader(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            await reader.aclose()

    # ------------------------------------------------------------------ observers and errors

    def _emit(self, record: Literal["StreamStarted", "StreamResumed", "StreamEnded"], **fields: Any) -> None:
        observer = self._transport.session.observer
        if observer.enabled:
            from .. import observe  # noqa: PLC0415 - loaded where somebody observes

            observer.emit(getattr(observe, record)(operation=self._request.operation, chat_id=self.chat_id, **fields))

    def _emit_end(self) -> None:
        if self._failure is not None:
            outcome = type(self._failure).__name__
        else:
            outcome = "completed" if self._phase is Phase.DONE else "closed"
        seconds = time.monotonic() - self._record.entered_at
        self._emit("StreamEnded", outcome=outcome, events=self._record.events, seconds=seconds)

    def _may_wait(self, seconds: float) -> bool:
        """Whether `timeouts.read` since the last progress allows waiting that long."""
        limit = self._transport.options.timeouts.read
        return limit is None or time.monotonic() + seconds - self._record.progressed_at <= limit

    def _incomplete(self, text: str, hint: str, **fields: Any) -> Never:
        kind = StreamIdleTimeoutError if self._disconnect.is_silent else StreamIncompleteError
        reason = f": {self._disconnect.reason}" if self._disconnect.reason else ""
        raise kind(f"{text}{reason}{hint}", **fields)


def decoded(raw: dict[str, Any] | None, decode: Callable[[dict[str, Any]], T]) -> T | None:
    """A value as a model; None where there is none, or it does not decode."""
    if raw is None:
        return None
    try:
        return decode(raw)
    except ValueError:
        return None


def is_no_stream(error: V0Error) -> bool:
    """Whether a response to resume says that there is nothing to join: 404 or 204."""
    if isinstance(error, ResponseDecodeError):
        return error.status_code == 204
    return isinstance(error, NotFoundError)
