"""What every running stream does: it is entered once, has one reader at a time, and remembers how it failed."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, Never, Self, TypeVar, cast

from attrs import evolve

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
from ..observe import ObservedEvent, StreamEnded, StreamStarted
from ..sse import ServerSentEvent
from .event_stream import EventReader, SingleUseStream

__all__ = ["NO_EVENT", "NoEvent", "ResumableStream", "decoded", "is_no_stream"]

E = TypeVar("E")
T = TypeVar("T")


class NoEvent:
    """A step that changed the state without an event."""


NO_EVENT = NoEvent()


class ResumableStream(SingleUseStream, Generic[E]):
    """The frame of a stream that ends only when its answer is whole.

    A subclass says in :meth:`_take_event` what an event does and in :meth:`_connection_over` what follows when a
    connection gives no more; it sets ``_done`` once the answer is whole.
    """

    def __init__(self, transport: Transport, call: PreparedRequest, parse: Callable[[Any], E]) -> None:
        super().__init__()
        self._transport = transport
        self._call = evolve(call, accept=EVENTS)
        self._parse = parse
        self._reader: EventReader | None = None
        self._reason = ""  # why the last connection gave no more
        self._silent = False  # whether that was silence
        self._broken: StreamDecodeError | None = None  # an event of this connection that could not be applied
        self._progressed = time.monotonic()
        self._done = False
        self._failure: V0Error | None = None
        self._events = 0
        self._entered_at = 0.0
        self.last_event: Any = None
        """The last event as plain JSON; None before the first."""

    # ------------------------------------------------------------------ use

    async def __aenter__(self) -> Self:
        self._enter()
        self._entered_at = self._progressed = time.monotonic()
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
        """Close the connection. The generation goes on at the server."""
        if self._is_open:
            self._tell_end()
        self._close()
        await self._hang_up()

    def __aiter__(self) -> Self:
        return self

    # ------------------------------------------------------------------ for subclasses

    @property
    def chat_id(self) -> str | None:
        """The chat's id, once it is known."""
        return self._call.chat_id

    async def _begin(self) -> None:
        await self._open(await self._transport.open(self._call))

    async def _take_event(self, raw: Any) -> None:
        """Bring the state up to an event; where it ends the stream, see to that."""
        raise NotImplementedError

    async def _connection_over(self) -> Any:
        """Go on after a connection that ended short of its closing event; gives what the step came to, or None."""
        raise NotImplementedError

    async def _take_done(self) -> None:
        """`[DONE]` has come, which is no event of version 2."""

    # ------------------------------------------------------------------ reading

    async def _step(self, *, may_be_closed: bool = False) -> Any:
        """One step on: an event, :data:`NO_EVENT`, whatever a subclass adds, or None at the end."""
        if self._failure is not None:
            raise self._failure
        if self._done and (may_be_closed or self._is_open):
            return None
        self._start_reading()
        try:
            return await self._advance()
        except V0Error as error:
            self._failure = error
            await self._hang_up()
            raise
        finally:
            self._reading = False

    async def _advance(self) -> Any:
        while not self._done:
            reader = self._reader
            event = None if reader is None else reader.ready() or await self._read_event(reader)
            if event is None:
                self._check_open()
                await self._hang_up()
                if (came := await self._connection_over()) is not None:
                    return came
                continue
            if event.data == "[DONE]":
                await self._take_done()
                continue
            try:
                raw = loads(event.data)
            except (ValueError, RecursionError) as exc:
                self._broken = StreamDecodeError(f"an event is no JSON ({type(exc).__name__})")
                continue
            self.last_event = raw
            self._events += 1
            await self._take_event(raw)
            if self._events == 1:
                self._tell(StreamStarted, seconds=time.monotonic() - self._entered_at)
            return self._typed(raw)
        return None

    async def _read_event(self, reader: EventReader) -> ServerSentEvent | None:
        """The next event of a connection, None where it gives no more."""
        try:
            event = await reader.next()
        except (APIConnectionError, ResponseDecodeError) as error:
            self._reason, self._silent = str(error), isinstance(error, APITimeoutError)
        except EventTooLargeError as error:
            self._reason, self._silent = str(error), False
            self._broken = error
        else:
            if event is None:
                self._reason, self._silent = "the stream ended without its closing event", False
            return event
        return None

    def _typed(self, raw: Any) -> E:
        try:
            return self._parse(raw)
        except ValueError:
            # A known event of a shape that does not decode; the state has taken what it could.
            return cast("E", models.UnknownEvent(raw))

    async def _open(self, connection: OpenResponse) -> None:
        if not self._is_open:
            await connection.aclose()
            self._check_open()
        options = self._transport.options
        self._reader = EventReader(connection, options.max_event_size, options.timeouts.progress)

    def _check_open(self) -> None:
        # Another task may close a stream while this one waits: then there is nothing to go on for.
        if not self._is_open:
            raise V0Error("the stream was closed while it was being read")

    async def _hang_up(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            await reader.aclose()

    def _tell(self, record: Callable[..., ObservedEvent], **fields: Any) -> None:
        observer = self._transport.session.observer
        if observer.enabled:
            observer.emit(record(operation=self._call.operation, chat_id=self.chat_id, **fields))

    def _tell_end(self) -> None:
        ended = "whole" if self._done else "left" if self._failure is None else type(self._failure).__name__
        seconds = time.monotonic() - self._entered_at
        self._tell(StreamEnded, outcome=ended, events=self._events, seconds=seconds)

    def _within_reach(self, wait: float) -> bool:
        """Whether `timeouts.read` since the last progress still holds after waiting that long."""
        limit = self._transport.options.timeouts.read
        return limit is None or time.monotonic() + wait - self._progressed <= limit

    def _give_up(self, text: str, pick_up: str, **fields: Any) -> Never:
        kind = StreamIdleTimeoutError if self._silent else StreamIncompleteError
        reason = f": {self._reason}" if self._reason else ""
        raise kind(f"{text}{reason}{pick_up}", **fields)


def decoded(told: dict[str, Any] | None, decode: Callable[[dict[str, Any]], T]) -> T | None:
    """What a stream told, typed; None where it told nothing, or something that does not decode."""
    if told is None:
        return None
    try:
        return decode(told)
    except ValueError:
        return None


def is_no_stream(error: V0Error) -> bool:
    """Whether an answer to resume says that there is nothing to join: 404 or 204."""
    if isinstance(error, ResponseDecodeError):
        return error.status_code == 204
    return isinstance(error, NotFoundError)
