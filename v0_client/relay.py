"""A running stream passed on: server-sent events for a service's own browser client."""

# pyright: reportPrivateUsage=false
# ruff: noqa: SLF001
# A relay reads the stream's steps and its JSON as told: events alone do not say when a replay has caught up.

from __future__ import annotations

import json
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any, ClassVar, Self

import anyio.lowlevel

from ._json import is_object
from ._streaming.chat_stream import ChatStream, Resumed
from ._streaming.resumable import NoEvent
from .errors import DeltaError, StreamError, V0Error
from .state import V2State

__all__ = ["Relay"]


class Relay:
    """The events of a version 2 stream as bytes in event-stream format, for a streaming HTTP response.

        relay = Relay(client.v2.chats.stream(message=...))
        await relay.open()  # errors come here, before the response begins
        return StreamingResponse(relay, media_type=relay.media_type, headers=relay.headers)

    Events go out as they came, but for three things. A replay after a cut is held back until it is past what went out,
    and then told as one delta that replaces the parts. The closing event goes out once the stream is known to be whole.
    A failure goes out as an `error` event. So a client that sees neither a closing event nor an error knows that it was
    cut off itself, and one that applies what it gets ends with what the stream came to.

    Leaving early closes the upstream connection, whether the response is cancelled, closed or simply dropped; the
    generation goes on at the server. (Trio warns of what is dropped: there, leave a loop of your own inside
    ``async with aclosing(aiter(relay)) as pieces``.)

    Args:
        stream: A stream that is not entered yet.
        snapshots: Replace every delta by one that carries the whole parts, for clients that cannot apply deltas.
    """

    media_type = "text/event-stream"
    headers: ClassVar[dict[str, str]] = {"cache-control": "no-store", "x-accel-buffering": "no"}
    """What keeps proxies from holding events back."""

    def __init__(self, stream: ChatStream[Any], *, snapshots: bool = False) -> None:
        self.stream = stream
        self._snapshots = snapshots
        self._opened: AsyncGenerator[None, None] | None = None
        self._client = V2State()  # what a client has that applied what went out
        self._behind = False  # whether events are held back until the client can be brought up to the stream
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
        # A generator, since a framework may end a response between two pieces, without a word to whom it iterates: the
        # event loop then closes what was dropped.
        try:
            while not self._ended:
                await anyio.lowlevel.checkpoint()  # within a burst of events the server must notice who has left, too
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
        """Take one step upstream and make of it what is to go out."""
        stream = self.stream
        try:
            await self.open()
            event = await stream._step()
        except V0Error as error:
            self._ended = True
            self._catch_up()
            self._write(stream.last_event if isinstance(error, StreamError) else _error_event(error))
            return
        if event is None:
            self._ended = True
            self._catch_up()
            self._send_closing()
            return
        if isinstance(event, (Resumed, NoEvent)):
            self._behind = True
        if not self._behind:
            self._pass_on(stream.last_event)
        elif not stream.is_replaying:
            self._catch_up()

    def _pass_on(self, raw: Any) -> None:
        if not is_object(raw):
            return
        kind, client = raw.get("object"), self._client
        if kind == "message.parts.chunk" and self._snapshots:
            self._send_parts()
        elif kind == "chat" and (client.chats or client.moved):
            pass  # may be the closing event
        elif kind == "message" and raw.get("finishReason") is not None:
            pass
        else:
            with suppress(DeltaError):  # the stream could not apply it either, and settles by reading the message
                self._send(raw)

    def _catch_up(self) -> None:
        """Tell what the stream knows and the client does not."""
        self._behind = False
        stream, client = self.stream, self._client
        if stream.title is not None and stream.title != client.title:
            self._send({"object": "chat.title", "id": stream.chat_id, "delta": stream.title})
        if stream.raw_parts != client.raw_parts:
            self._send_parts()
        usage = stream._furthest.usage or stream._state.usage
        if usage is not None and usage != client.usage:
            self._send({"object": "message.usage", "id": stream.message_id, "usage": usage})

    def _send_parts(self) -> None:
        delta = [self.stream.raw_parts]
        self._send({"object": "message.parts.chunk", "id": self.stream.message_id, "delta": delta})

    def _send_closing(self) -> None:
        stream, client = self.stream, self._client
        chat, message = stream._state.chat or stream._furthest.chat, stream._furthest.message
        opened_by_message = client.message is not None and not client.chats
        if message is not None and message.get("finishReason") is not None and (opened_by_message or chat is None):
            self._send({**message, "object": "message"})
        elif chat is not None:
            self._send({**chat, "object": "chat"})

    def _send(self, event: dict[str, Any]) -> None:
        self._client.apply(event)
        self._write(event)

    def _write(self, event: Any) -> None:
        self._ready.append(b"data: " + json.dumps(event, separators=(",", ":")).encode() + b"\n\n")


async def _opened(stream: ChatStream[Any]) -> AsyncGenerator[None, None]:
    """Holds a stream open, until the event loop closes it where a relay is dropped that nobody has iterated."""
    async with stream:
        yield


def _error_event(error: V0Error) -> dict[str, Any]:
    code = getattr(error, "code", None) or type(error).__name__
    return {"object": "error", "id": error.chat_id or "", "message": str(error), "code": code}
