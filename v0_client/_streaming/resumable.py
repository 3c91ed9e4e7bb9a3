"""What the streams of both versions share: one pass over a generation that ends only when it is complete."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import Enum, auto
from types import TracebackType
from typing import Any, ClassVar, Generic, Never, Self, TypeAlias, TypeVar, cast

import anyio
from attrs import evolve, frozen

from .. import models
from .._http.request import EVENTS, PreparedRequest
from .._http.response import OpenResponse
from .._http.retries import NoPlaceError
from .._http.transport import Transport
from .._json import loads
from ..errors import (
    APIConnectionError,
    APITimeoutError,
    DeltaError,
    EventTooLargeError,
    NotFoundError,
    ResponseDecodeError,
    StreamDecodeError,
    StreamError,
    StreamIdleTimeoutError,
    StreamIncompleteError,
    V0Error,
)
from ..results import StreamResult
from ..state import stream_error
from .event_stream import EventReader, SingleUseStream
from .recorder import StreamRecorder

__all__ = ["AnyStep", "Disconnect", "Phase", "ResumableStream", "Resumed", "Step", "has_no_stream"]

E = TypeVar("E")
T = TypeVar("T")
F = TypeVar("F", StreamError, StreamDecodeError)


@frozen
class Resumed:
    """Yielded when an interrupted stream was resumed.

    The events that follow replay the message from its start: whoever applies deltas by hand begins again from ``[]``.

    Attributes:
        attempt: Number of this resume in a row, from 1 up.
        reason: Why the connection before ended.
    """

    attempt: int
    reason: str


class Step(Enum):
    """What one step of a stream brought."""

    EVENT = auto()
    """An event; it is in ``last_event``."""
    CHANGED = auto()
    """A change of the state without an event: a message that was read."""
    ENDED = auto()
    """Nothing: the generation is complete."""


AnyStep: TypeAlias = Step | Resumed


class Phase(Enum):
    """Where a stream is between its request and the end of the generation."""

    CONNECTED = auto()
    """Reading the connection that started the generation."""
    RESUMED = auto()
    """Reading a connection that joined it."""
    POLLING = auto()
    """There is no connection to resume, so that the result is read by itself."""
    DONE = auto()
    FAILED = auto()


@frozen
class Disconnect:
    """How a connection was lost.

    Attributes:
        reason: What happened, as errors and records say it.
        timed_out: Whether the connection went silent.
        by_reader: Whether the reader ended it.
        broken: An event of that connection that could not be applied.
    """

    reason: str
    timed_out: bool = False
    by_reader: bool = False
    broken: StreamDecodeError | None = None

    @classmethod
    def by(cls, error: V0Error) -> Self:
        broken = error if isinstance(error, EventTooLargeError) else None
        timed_out = isinstance(error, APITimeoutError) and not isinstance(error, NoPlaceError)
        return cls(str(error), timed_out=timed_out, broken=broken)


_NO_CLOSING_EVENT = Disconnect("the stream ended without its closing event")
# The HTTP library closes the response.
_READ_CANCELLED = Disconnect("a read was cancelled, which closes its connection", by_reader=True)


class Connection(EventReader):
    """The events of one connection of a generation. Each connection is judged alone.

    Attributes:
        broken: An event that could not be applied, where there was one.
        closing: The step to return once the connection is closed; set by its closing event.
        end: How the connection is lost where its body ends.
    """

    __slots__ = ("broken", "closing", "end")

    def __init__(self, response: OpenResponse, max_event_size: int | None, progress: float | None) -> None:
        super().__init__(response, max_event_size, progress)
        self.broken: StreamDecodeError | None = None
        self.closing: Step | None = None
        self.end: Disconnect = _NO_CLOSING_EVENT


class ResumableStream(SingleUseStream, Generic[E]):
    """A stream that ends only when the generation is complete.

    A subclass applies events in :meth:`_handle_event`, decides in :meth:`_on_closing_event` what a closing event means,
    and continues in :meth:`_on_disconnect` after a connection was lost. It sets the phase to ``DONE`` once the
    generation is complete.
    """

    _ends_at_done: ClassVar[bool] = False  # whether ``[DONE]`` is a closing event

    def __init__(self, transport: Transport, request: PreparedRequest, parse: Callable[[Any], E]) -> None:
        super().__init__()
        self._transport = transport
        self._request = evolve(request, accept=EVENTS)
        self._parse = parse
        self._phase = Phase.RESUMED if request.reads else Phase.CONNECTED
        self._connection: Connection | None = None  # the current one, or the last one, closed
        self._lost = Disconnect("")  # how the last connection was lost
        self._waits: list[anyio.CancelScope] = []  # what is waited for without a connection that `aclose` could close
        self._failure: Exception | None = None
        self._recorder = StreamRecorder(transport.session.observer, request.operation)
        self.last_event: Any = None
        """The last event as plain JSON; None before the first."""

    # ------------------------------------------------------------------ use

    async def __aenter__(self) -> Self:
        self._enter()
        self._recorder.entered()
        try:
            await self._unless_closed(self._connect())
        except BaseException:
            self._close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connection. The generation continues at the server.

        A task that is entering or reading the stream gets a V0Error at once, also while it waits for a resume.
        """
        try:
            if self._is_open:
                failed = type(self._failure).__name__ if self._failure is not None else "closed"
                self._recorder.ended(self.chat_id, "completed" if self._phase is Phase.DONE else failed)
        finally:
            self._close()
            for wait in self._waits:
                wait.cancel()
            await self._disconnect()

    def __aiter__(self) -> Self:
        return self

    @property
    def chat_id(self) -> str | None:
        """The chat's id, once it is known."""
        return self._request.chat_id

    def may_show_key(self, text: str) -> bool:
        """Whether the text of a JSON value may hold the stream's key, or one of the client's last ones."""
        connection = self._connection
        is_shown = connection is not None and connection.may_show_key(text)
        return is_shown or self._transport.session.credentials.may_be_in(text)

    def redact(self, value: Any) -> Any:
        """A JSON value without those keys, for the package's own use: for all that is passed on."""
        redacted = value if self._connection is None else self._connection.redact(value)
        return self._transport.session.credentials.redact(redacted)

    # ------------------------------------------------------------------ for subclasses

    @property
    def _is_paid(self) -> bool:
        """Whether entering starts a generation."""
        return not self._request.reads

    def _handle_event(self, event: dict[str, Any]) -> bool:
        """Apply an event to the state. Returns whether it is the closing event of the connection.

        Raises:
            DeltaError: It cannot be applied.
            StreamError: The server reported an error.
        """
        raise NotImplementedError

    def _on_closing_event(self, broken: StreamDecodeError | None) -> None:
        """Decide what the closing event means; the connection is closed next."""
        raise NotImplementedError

    async def _on_nothing_to_join(self, gone: NotFoundError | ResponseDecodeError) -> None:
        """There is no running generation to resume: find out whether there is a finished one."""
        raise NotImplementedError

    async def _on_disconnect(self) -> AnyStep:
        """Continue after a connection was lost; returns with the next step."""
        raise NotImplementedError

    def _partial_result(self) -> StreamResult | None:
        """Everything that has arrived, for an error."""
        return None

    def _resume_hint(self) -> str:
        """How to get at the rest, for the text of an error."""
        raise NotImplementedError

    # ------------------------------------------------------------------ reading

    def advance_now(self) -> Step | None:
        """Take the next step where its event is decoded already; None where :meth:`advance` has to take it."""
        connection = self._connection
        if self._use != "open" or connection is None or not connection.events:
            return None
        return self._take_event(connection)

    def next_now(self) -> E | None:
        """The next event where it is decoded already; None where more has to be read."""
        return self._parsed_event() if self.advance_now() is not None else None

    async def advance(self) -> AnyStep:
        """Take the next step: read on, and resume where the connection is lost."""
        if self._failure is not None:
            await self._disconnect()
            raise self._failure
        self._start_reading()
        try:
            while self._phase is not Phase.DONE:
                connection = self._connection
                if connection is None or not connection.is_open:
                    return await self._recover()
                if connection.events and (step := self._take_event(connection)) is not None:
                    return step
                if self._failure is not None:
                    raise self._failure
                if connection.closing is not None:
                    self._on_closing_event(connection.broken)
                    await connection.aclose()
                    return connection.closing
                try:
                    lost = None if connection.feed(await connection.receive()) else connection.end
                except (APIConnectionError, ResponseDecodeError, EventTooLargeError) as error:
                    lost = Disconnect.by(error)
                except anyio.get_cancelled_exc_class():
                    connection.end = _READ_CANCELLED
                    raise
                if self._use == "closed":
                    self._check_open()
                if lost is not None:
                    self._lost = evolve(lost, broken=lost.broken or connection.broken)
                    await connection.aclose()
        except Exception as error:
            self._fail(error)
            await self._disconnect()
            raise
        finally:
            self._stop_reading()
        return Step.ENDED

    def _take_event(self, connection: Connection) -> Step | None:
        """Apply the next decoded event; None where there is none, or :meth:`advance` has to act on it."""
        events = connection.events
        while events:
            data = events.pop().data
            if data == "[DONE]":
                if not self._ends_at_done:
                    continue
                self._close_after(connection, Step.CHANGED)
                return None
            try:
                raw = loads(data)
            except (ValueError, RecursionError) as exc:
                connection.broken = StreamDecodeError(f"an event is not JSON ({type(exc).__name__})")
                continue
            self.last_event = raw
            recorder = self._recorder
            recorder.events += 1
            is_closing = False
            try:
                is_closing = raw.__class__ is dict and self._handle_event(raw)  # `is_object` costs a call
            except DeltaError as error:
                connection.broken = error  # the state is as it was; in the end, reading makes up for the event
            except StreamError:
                self._fail(self._reported_error(raw, connection))
                return None
            if recorder.events == 1:
                recorder.started(self.chat_id)
            if not is_closing:
                return Step.EVENT
            self._close_after(connection, Step.EVENT)
        return None

    def _close_after(self, connection: Connection, step: Step) -> None:
        """Let :meth:`advance` close the connection before it returns a step; later events do not count."""
        connection.closing = step
        connection.events.clear()

    def _reported_error(self, raw: Any, connection: Connection) -> StreamError:
        try:
            self.last_event = connection.redact(raw)
        except RecursionError:  # nested so deep that its text cannot be had without risk
            self.last_event = {"object": "error"}
        return self._with_context(stream_error(self.last_event))

    def _parsed_event(self) -> E:
        """The last event, typed."""
        try:
            return self._parse(self.last_event)
        except ValueError:
            # A known event with malformed fields; the state has taken what it could.
            return cast("E", models.UnknownEvent(self.last_event))

    # ------------------------------------------------------------------ connections

    async def _connect(self) -> None:
        try:
            response = await self._transport.open(self._request)
        except (NotFoundError, ResponseDecodeError) as error:
            if self._phase is not Phase.RESUMED or not has_no_stream(error):
                raise
            gone = error
        else:
            await self._attach(response)
            return
        self._lost = Disconnect.by(gone)
        await self._on_nothing_to_join(gone)

    async def _attach(self, response: OpenResponse) -> None:
        """Read a response from now on."""
        if not self._is_open:
            await response.aclose()
            self._check_open()
        options = self._transport.options
        self._connection = Connection(response, options.max_event_size, options.timeouts.progress)

    async def _disconnect(self) -> None:
        if self._connection is not None:
            await self._connection.aclose()

    async def _recover(self) -> AnyStep:
        """Continue without a connection. Whatever that fails with, what has arrived is not lost.

        Raises:
            StreamIncompleteError: The generation cannot be followed to its end.
            StreamDecodeError: An event could not be applied, and reading did not make up for it.
        """
        try:
            return await self._unless_closed(self._on_disconnect())
        except (StreamIncompleteError, StreamDecodeError):
            raise
        except Exception as error:  # noqa: BLE001 - also what the caller's own code raises, such as an `api_key` callable
            self._lost = Disconnect(self._redacted(f"{type(error).__name__}: {error}"))
        self._check_open()
        self._raise_incomplete("the stream was interrupted and cannot be resumed")

    async def _unless_closed(self, awaited: Awaitable[T]) -> T:
        """Await what ends at once where another task closes the stream. Raises V0Error then."""
        with anyio.CancelScope() as wait:
            self._waits.append(wait)
            try:
                return await awaited
            finally:
                self._waits.remove(wait)
        raise self._closed_meanwhile()

    def _redacted(self, text: str) -> str:
        return str(self.redact(text))

    def _check_open(self) -> None:
        """Raises V0Error where another task has closed the stream while it was being read."""
        if self._use == "closed":
            raise self._closed_meanwhile()

    def _closed_meanwhile(self) -> V0Error:
        return V0Error(
            "the stream was closed while it was being read",
            chat_id=self.chat_id,
            may_have_been_processed=self._is_paid,
        )

    # ------------------------------------------------------------------ failures

    def _fail(self, error: Exception) -> None:
        self._failure = error
        self._phase = Phase.FAILED

    def _raise_incomplete(self, text: str) -> Never:
        reason = f": {self._lost.reason}" if self._lost.reason else ""
        raise (StreamIdleTimeoutError if self._lost.timed_out else StreamIncompleteError)(
            f"{text}{reason}{self._resume_hint()}",
            result=self._partial_result(),
            chat_id=self.chat_id,
            may_have_been_processed=self._is_paid,
        )

    def _with_context(self, error: F, more: str = "") -> F:
        """An error of the sans-I/O parts, completed by everything a stream knows."""
        error.result, error.chat_id = self._partial_result(), self.chat_id
        error.may_have_been_processed = self._is_paid
        error.args = (f"{error}{more}{self._resume_hint()}",)
        return error


def has_no_stream(error: V0Error) -> bool:
    """Whether the response to a resume says that nothing is left to resume: 404 or 204."""
    if isinstance(error, ResponseDecodeError):
        return error.status_code == 204
    return isinstance(error, NotFoundError)
