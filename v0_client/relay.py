"""A running stream passed on: server-sent events for a service's own browser client."""

from __future__ import annotations

import json
from collections import deque
from typing import Any, ClassVar, Self

import anyio

from .errors import V0Error
from .json_values import is_object
from .running import Adopted
from .streaming import ChatStream, Resumed

__all__ = ["Relay"]


class Relay:
    """The events of a version 2 stream as bytes in event-stream format, for a streaming HTTP response.

        relay = Relay(client.v2.chats.stream(message=...))
        await relay.open()  # errors come here, before the response begins
        return StreamingResponse(relay, media_type=relay.media_type, headers=relay.headers)

    Events go out as they came. What the stream does to survive a cut stays hidden: a replay is held back until it is
    past what went out, and then told as one delta that replaces the parts. A failure goes out as an `error` event; a
    client that sees neither a closing event nor an error knows that it was cut off itself.

    Leaving early (the browser goes away and the server cancels or closes the response) closes the upstream connection.

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
        self._opened = False
        self._ended = False
        self._ready: deque[bytes] = deque()
        self._behind = False  # whether what went out is short of what the stream knows
        self._opened_with: str | None = None
        self._closing: Any = None
        self._told_usage = False

    async def open(self) -> Self:
        """Send the request. Raises V0Error as entering the stream does."""
        if not self._opened:
            self._opened = True
            await self.stream.__aenter__()
        return self

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        try:
            await self.open()
            while not self._ready:
                if self._ended:
                    raise StopAsyncIteration
                await self._next()
            return self._ready.popleft()
        except BaseException:  # the end, a failure to open, or the browser has left
            with anyio.CancelScope(shield=True):
                await self.aclose()
            raise

    async def aclose(self) -> None:
        """Close the upstream connection; the generation goes on at the server."""
        self._ended = True
        self._ready.clear()
        await self.stream.aclose()

    async def _next(self) -> None:
        """Take one step upstream and make of it what is to go out."""
        try:
            event = await self.stream._step()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - steps tell of replays
        except V0Error as error:
            told = {"object": "error", "id": self.stream.chat_id or "", "message": str(error)}
            self._send({**told, "code": getattr(error, "code", None) or type(error).__name__})
            self._ended = True
            return
        if event is None:
            self._send_end()
            return
        if isinstance(event, (Resumed, Adopted)):
            self._behind = True
        if self._behind:
            if not self.stream.is_replaying and not isinstance(event, Resumed):
                self._send_parts()
            return
        self._pass_on(self.stream.last_event)

    def _pass_on(self, raw: Any) -> None:
        kind = raw.get("object") if is_object(raw) else None
        if kind in ("chat", "message"):
            if self._opened_with is None:
                self._opened_with = kind
                self._send(raw)
            elif kind == self._opened_with:
                self._closing = raw  # goes out when the stream is known to be whole
        elif kind == "message.parts.chunk" and self._snapshots:
            self._send_parts()
        else:
            self._told_usage = self._told_usage or kind == "message.usage"
            self._send(raw)

    def _send_parts(self) -> None:
        self._behind = False
        delta = [self.stream.raw_parts]
        self._send({"object": "message.parts.chunk", "id": self.stream.message_id, "delta": delta})

    def _send_end(self) -> None:
        stream = self.stream
        if self._behind:
            self._send_parts()
        if not self._told_usage and stream.usage is not None:
            self._send({"object": "message.usage", "id": stream.message_id, "usage": stream.usage.to_dict()})
        chat = stream.chat
        if self._closing is not None:
            self._send(self._closing)
        elif chat is not None:
            self._send({**chat.to_dict(), "object": "chat"})
        self._ended = True

    def _send(self, event: Any) -> None:
        self._ready.append(b"data: " + json.dumps(event, separators=(",", ":")).encode() + b"\n\n")
