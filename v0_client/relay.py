"""A stream passed on: server-sent events for a service's own browser client."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any, ClassVar, Self

import anyio.lowlevel

from ._json import is_list, is_object
from ._streaming.chat_stream import ChatStream, next_step, progress_of
from ._streaming.replay import is_finished
from ._streaming.resumable import NoEvent
from .errors import DeltaError, StreamError, V0Error
from .results import Resumed
from .state import V2State

__all__ = ["Relay"]


class Relay:
    """The events of a version 2 stream as bytes in event-stream format, for a streaming HTTP response.

        relay = Relay(client.v2.chats.stream(message=...))
        await relay.open()  # errors are raised here, before the response begins
        return StreamingResponse(relay, media_type=relay.media_type, headers=relay.headers)

    Events are sent as they were received, with three exceptions. A replay after an interruption is held back until it
    is past what was sent, and then sent as one delta that replaces the parts. The closing event is sent once the stream
    is known to be complete. Whatever fails is sent as an `error` event. So a client that receives neither a closing
    event nor an error knows that its own connection was interrupted, and one that applies all events ends with the
    stream's final state. Every event is valid JSON; NaN and infinities, which JSON does not have, become null.

    One step of the stream is read at a time, when the response asks for more: a slow client slows the stream down
    instead of filling memory.

    Leaving early closes the upstream connection, whether the response is cancelled, closed or dropped; the generation
    continues at the server. (Trio warns of a dropped generator: there, leave a loop of your own inside
    ``async with aclosing(aiter(relay)) as chunks``.)

    Args:
        stream: A stream that is not entered yet.
        snapshots: Replace every delta by one that carries all parts, for clients that cannot apply deltas.
    """

    media_type = "text/event-stream"
    headers: ClassVar[dict[str, str]] = {"cache-control": "no-store", "x-accel-buffering": "no"}
    """Headers that keep proxies from buffering events."""

    def __init__(self, stream: ChatStream[Any], *, snapshots: bool = False) -> None:
        self.stream = stream
        self._snapshots = snapshots
        self._opened: AsyncGenerator[None, None] | None = None
        self._client = V2State()  # the state of a client that applied what was sent
        self._is_behind = False  # whether events are held back until a replay has caught up
        self._ready: deque[bytes] = deque()
        self._ended = False

    async def open(self) -> Self:
        """Send the request. Raises V0Error as entering the stream does."""
        if self._opened is None:
            opened = _opened(self.stream)
            await anext(opened)
            self._opened = opened
        return self

    async def __aiter__(self) -> AsyncGenerator[bytes, None]:
        # A generator, since a framework may end a response between two chunks without notice to what it iterates: the
        # event loop then closes what was dropped.
        try:
            while not self._ended:
                await anyio.lowlevel.checkpoint()  # within a burst of events the server must notice a disconnect too
                await self._next()
                while self._ready:
                    yield self._ready.popleft()
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """Close the upstream connection."""
        self._ended = True
        self._ready.clear()
        if self._opened is not None:
            await self._opened.aclose()

    async def _next(self) -> None:
        """Read one step upstream and queue what it means for the client."""
        stream = self.stream
        try:
            await self.open()
            step = await next_step(stream)
        except Exception as error:  # noqa: BLE001 - the client must learn of every failure
            self._ended = True
            self._catch_up()
            self._write(stream.last_event if isinstance(error, StreamError) else _error_event(error, stream.chat_id))
            return
        if step is None:
            self._ended = True
            self._catch_up()
            self._send_closing()
            return
        if isinstance(step, (Resumed, NoEvent)):
            self._is_behind = True
        if not self._is_behind:
            self._pass_on(stream.last_event)
        elif not stream.is_replaying:
            self._catch_up()

    def _pass_on(self, raw: Any) -> None:
        if not is_object(raw):
            return
        kind, client = raw.get("object"), self._client
        if kind == "message.parts.chunk" and self._snapshots:
            self._send_parts()
        elif kind == "chat" and (client.chat_event_count or client.has_content):
            pass  # may be the closing event
        elif kind == "message" and is_finished(raw):
            pass
        else:
            with suppress(DeltaError):  # the stream could not apply it either, and reads the message at its end
                self._send(raw)

    def _catch_up(self) -> None:
        """Send what the stream has and the client has not."""
        self._is_behind = False
        progress, client = progress_of(self.stream), self._client
        if progress.title is not None and progress.title != client.title:
            self._send({"object": "chat.title", "id": self.stream.chat_id, "delta": progress.title})
        if progress.raw_parts != client.raw_parts:
            self._send_parts()
        if progress.usage is not None and progress.usage != client.usage:
            self._send({"object": "message.usage", "id": progress.message_id, "usage": progress.usage})

    def _send_parts(self) -> None:
        progress = progress_of(self.stream)
        delta = [progress.raw_parts]
        self._send({"object": "message.parts.chunk", "id": progress.message_id, "delta": delta})

    def _send_closing(self) -> None:
        progress, client = progress_of(self.stream), self._client
        message = progress.streamed_message
        opened_by_message = client.message is not None and not client.chat_event_count
        if message is not None and is_finished(message) and (opened_by_message or progress.chat is None):
            self._send({**message, "object": "message"})
        elif progress.chat is not None:
            self._send({**progress.chat, "object": "chat"})

    def _send(self, event: dict[str, Any]) -> None:
        self._client.apply(event)
        self._write(event)

    def _write(self, event: Any) -> None:
        self._ready.append(b"data: " + _encoded(event) + b"\n\n")


async def _opened(stream: ChatStream[Any]) -> AsyncGenerator[None, None]:
    """Holds a stream open, until the event loop closes it where a relay is dropped that nobody has iterated."""
    async with stream:
        yield


def _error_event(error: Exception, chat_id: str | None) -> dict[str, Any]:
    if isinstance(error, V0Error):
        code = getattr(error, "code", None) or type(error).__name__
        return {"object": "error", "id": error.chat_id or "", "message": str(error), "code": code}
    # An error of the service's own code: its text is not meant for the browser.
    return {"object": "error", "id": chat_id or "", "message": "the stream failed", "code": type(error).__name__}


def _encoded(event: Any) -> bytes:
    try:
        return json.dumps(event, separators=(",", ":"), allow_nan=False).encode()
    except ValueError:
        return json.dumps(_finite(event), separators=(",", ":")).encode()


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if is_object(value):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if is_list(value) else value
