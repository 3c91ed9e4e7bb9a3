"""Pass a running stream on: server-sent events for a service's own browser client."""

from __future__ import annotations

import json
import logging
import math
from collections import deque
from collections.abc import AsyncGenerator, Iterable
from contextlib import suppress
from typing import Any, ClassVar, Literal, Self

import anyio.lowlevel

from ._json import is_list, is_object
from ._relay.protocols import Events, Frame, Protocol, Updates
from ._streaming.chat_stream import ChatStream
from ._streaming.resumable import Step
from .errors import DeltaError, InvalidRequestError, StreamError, V0Error
from .state import V2State

__all__ = ["Relay"]

_log = logging.getLogger(__name__)
# In a burst nothing is waited for. So other tasks have their turn once in this many events, and a server notices then
# that its client has left. A turn at each event would cost every stream another round of the event loop.
_STEPS_IN_A_ROW = 16
_PROTOCOLS: dict[str, type[Events | Updates]] = {"v0": Events, "v0-react": Updates}


class Relay:
    """The events of a version 2 stream as bytes in event-stream format, for a streaming HTTP response.

        relay = Relay(client.v2.chats.stream(message=...))
        await relay.open()  # raises before the response begins
        return StreamingResponse(relay, media_type=relay.media_type, headers=relay.headers)

    Events are passed on as received, with five exceptions. A replay after an interruption is held back until it is
    further than what was passed on, and then sent as one delta that replaces the parts. The closing event is sent once
    the generation is known to be complete. A failure of any kind is sent as an `error` event. NaN and Infinity, which
    are not JSON, become null. The API key is masked where an event repeats it. So a client that receives neither a
    closing event nor an error knows that its own connection was lost, and a client that applies what it receives ends
    with the state of the stream.

    The next event is read only once the one before was taken, so that a slow client slows the upstream connection down
    and at most the events of one chunk are held in memory.

    Leaving early closes the upstream connection, whether the response is cancelled, closed or simply dropped; the
    generation continues at the server. (Trio warns when it collects a dropped one: there, leave a loop of your own
    inside ``async with aclosing(aiter(relay)) as chunks``.)

    Args:
        stream: A stream that is not entered yet.
        snapshots: Replace every delta by one that carries all parts, for clients that cannot apply deltas.
        protocol: ``"v0"`` sends the events of the API. ``"v0-react"`` sends what the vendor's browser clients read
            (``readV0Stream`` of the npm package ``v0``, and so the hooks of ``@v0-sdk/react``): `update` events that
            carry all parts each, then `done` or `error`.

    Raises:
        InvalidRequestError: The protocol is unknown, or the stream is of another kind.
    """

    media_type = "text/event-stream"
    headers: ClassVar[dict[str, str]] = {"cache-control": "no-store", "x-accel-buffering": "no"}
    """Headers that keep proxies from holding events back."""

    def __init__(
        self, stream: ChatStream[Any], *, snapshots: bool = False, protocol: Literal["v0", "v0-react"] = "v0"
    ) -> None:
        if protocol not in _PROTOCOLS:
            raise InvalidRequestError(f"protocol must be 'v0' or 'v0-react', got {protocol!r}", field="protocol")
        if not isinstance(stream, ChatStream):
            raise InvalidRequestError(
                f"stream must be a ChatStream, got {type(stream).__name__}: a stream of SyncV0Client is passed on by "
                "SyncRelay, and one of version 1 by none",
                field="stream",
            )
        self.stream = stream
        self._progress = stream.progress
        self._snapshots = snapshots and protocol == "v0"  # an update carries all parts anyway
        self._protocol: Protocol = _PROTOCOLS[protocol](stream.progress)
        self._opened: AsyncGenerator[None, None] | None = None
        self._client = V2State()  # the state of a client that has applied everything sent so far
        self._is_behind = False  # whether events are held back until the client can catch up with the stream
        self._frames: deque[bytes] = deque()
        self._ended = False

    async def open(self) -> Self:
        """Send the request. Raises V0Error as entering the stream does."""
        if self._opened is None:
            opened = _opened(self.stream)
            await anext(opened)
            self._opened = opened
        return self

    async def __aiter__(self) -> AsyncGenerator[bytes, None]:
        # A generator, since a framework may abandon a response between two chunks without notice to its iterator: the
        # event loop then closes what was dropped.
        steps = 0
        try:
            while not self._ended:
                steps += 1
                if steps % _STEPS_IN_A_ROW == 0:
                    await anyio.lowlevel.checkpoint()
                await self._advance()
                while self._frames:
                    yield self._frames.popleft()
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """Close the upstream connection. A task that is opening the relay gets a V0Error at once."""
        self._ended = True
        self._frames.clear()
        if self._opened is not None:
            await self._opened.aclose()
        else:
            await self.stream.aclose()

    async def _advance(self) -> None:
        """Take one step of the stream and send what follows from it."""
        stream = self.stream
        try:
            await self.open()
            step = stream.advance_now() or await stream.advance()
            if step is Step.EVENT and not self._is_behind:
                self._pass_on(stream.last_event)
            elif step is Step.ENDED:
                self._ended = True
                self._catch_up()
                self._send_closing()
                self._write(self._protocol.done())
            else:
                self._is_behind = True
                if step is Step.EVENT and not stream.is_replaying:
                    self._catch_up()
        except Exception as error:  # noqa: BLE001 - whatever fails, the client learns of it before the response ends
            self._ended = True
            self._send_failure(error)

    def _pass_on(self, event: Any) -> None:
        if not is_object(event):
            return
        kind, client = event.get("object"), self._client
        if kind == "message.parts.chunk" and self._snapshots:
            self._send(self._all_parts())
        elif kind == "chat" and (client.chat_event_count or client.has_content):
            pass  # may be the closing event
        elif kind == "message" and event.get("finishReason") is not None:
            pass
        else:
            # What the stream could not apply either is made up for by the message, which it reads in the end.
            with suppress(DeltaError, RecursionError):
                self._send(event)

    def _catch_up(self) -> None:
        """Send what the stream knows and the client does not."""
        self._is_behind = False
        progress, client = self._progress, self._client
        events: list[dict[str, Any]] = []
        if progress.title is not None and progress.title != client.title:
            events.append({"object": "chat.title", "id": self.stream.chat_id, "delta": progress.title})
        if progress.raw_parts != client.raw_parts:
            events.append(self._all_parts())
        if progress.usage is not None and progress.usage != client.usage:
            events.append({"object": "message.usage", "id": progress.message_id, "usage": progress.usage})
        self._send(*events)

    def _all_parts(self) -> dict[str, Any]:
        """An event that replaces the parts."""
        progress = self._progress
        return {"object": "message.parts.chunk", "id": progress.message_id, "delta": [progress.raw_parts]}

    def _send_closing(self) -> None:
        progress, client = self._progress, self._client
        opened_by_message = client.message is not None and not client.chat_event_count
        if progress.message is not None and (opened_by_message or progress.chat is None):
            self._send({**progress.message, "object": "message"})
        elif progress.chat is not None:
            self._send({**progress.chat, "object": "chat"})

    def _send_failure(self, error: Exception) -> None:
        with suppress(Exception):  # it may be this that has failed; the error itself must reach the client
            self._catch_up()
        if not isinstance(error, V0Error):
            _log.error("the relay of chat %s failed", self.stream.chat_id, exc_info=error)
        elif isinstance(error, StreamError):
            with suppress(RecursionError):  # the event is nested too deep to be written
                self._write(self._protocol.error(self.stream.last_event))
                return
        self._write(self._protocol.error(_error_event(error, self.stream.chat_id)))

    def _send(self, *events: dict[str, Any]) -> None:
        for event in events:
            self._client.apply(event)
        for event in events:
            self._write(self._protocol.event(event, self._client))

    def _write(self, frames: Iterable[Frame]) -> None:
        for name, data in frames:
            prefix = "" if name is None else f"event: {name}\n"
            self._frames.append(f"{prefix}data: {self._json(data)}\n\n".encode())

    def _json(self, value: Any) -> str:
        """A value as JSON that every parser accepts, without the key, which a server may repeat in any of its texts."""
        text = _dumps(value)
        return _dumps(self.stream.redact(value)) if self.stream.may_show_key(text) else text


async def _opened(stream: ChatStream[Any]) -> AsyncGenerator[None, None]:
    """Hold a stream open until the event loop closes it, where a relay is dropped that nobody has iterated."""
    async with stream:
        yield


def _error_event(error: Exception, chat_id: str | None) -> dict[str, Any]:
    name = type(error).__name__
    if not isinstance(error, V0Error):  # the text of a foreign error is for the log: it may say anything
        return {"object": "error", "id": chat_id or "", "message": f"the stream failed ({name})", "code": name}
    code = getattr(error, "code", None) or name
    return {"object": "error", "id": error.chat_id or chat_id or "", "message": str(error), "code": code}


def _dumps(value: Any) -> str:
    try:
        return json.dumps(value, separators=(",", ":"), allow_nan=False)
    except ValueError:
        return json.dumps(_without_nan(value), separators=(",", ":"), allow_nan=False)


def _without_nan(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if is_object(value):
        return {key: _without_nan(member) for key, member in value.items()}
    return [_without_nan(item) for item in value] if is_list(value) else value


def __dir__() -> list[str]:
    return __all__
