"""Answers that may misbehave: event streams, and JSON that never comes."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing

import anyio
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .connections import Connections, gone
from .running import RunningTurn, Step
from .turns import Turn
from .wire import Json, JsonObject, encode

DONE = "[DONE]"


async def events(
    turn: RunningTurn,
    *,
    before: Sequence[JsonObject],
    position: int,
    show: Callable[[Step], JsonObject | None],
    closing: Callable[[], Iterable[JsonObject | str]],
) -> AsyncGenerator[JsonObject | str, None]:
    """What one stream of a turn tells, in order.

    Args:
        turn: the turn to follow.
        before: events to begin with.
        position: the step of the turn to go on from.
        show: dresses a step as an event; None where this stream does not tell it.
        closing: the events at the end, made when the turn is over. An error is the end itself.
    """
    for snapshot in before:
        yield snapshot
    async for step in turn.follow(position):
        if (event := show(step)) is not None:
            yield event
        if step.kind == "error":
            return
    for last in closing():
        yield last


class EventStream(Response):
    """Server-sent events, until the events end, the client leaves, or what was asked for comes due.

    Args:
        events: the data of each event: JSON objects, or `DONE`.
        connections: where the answer's own connection is found.
        said: how this connection fares; omitted: well.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        events: AsyncGenerator[JsonObject | str, None],
        connections: Connections,
        said: Turn | None = None,
    ) -> None:
        self._events = events
        self._connections = connections
        self._said = said or Turn()
        self.status_code = 200
        self.init_headers({"Cache-Control": "no-cache", "X-Accel-Buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with anyio.create_task_group() as group:

            async def leave_with_client() -> None:
                await gone(receive)
                group.cancel_scope.cancel()

            group.start_soon(leave_with_client)
            ended = await self._send_events(send)
            if self._said.cut is not None and not ended:
                await self._connections.hang_up(scope, receive)
            elif self._said.stall is not None and not ended:
                await anyio.sleep_forever()
            else:
                await send({"type": "http.response.body", "body": b""})
            group.cancel_scope.cancel()

    async def _send_events(self, send: Send) -> bool:
        """Send events until they end (True) or the limit that was asked for is reached (False)."""
        limits = (self._said.cut, self._said.end, self._said.stall)
        limit = min((limit for limit in limits if limit is not None), default=None)
        sent = 0
        async with aclosing(self._events) as events:
            while limit is None or sent < limit:
                try:
                    event = await anext(events)
                except StopAsyncIteration:
                    return True
                data = event.encode() if isinstance(event, str) else encode(event)
                await send({"type": "http.response.body", "body": b"data: " + data + b"\n\n", "more_body": True})
                sent += 1
        return False


class WithheldJson(Json):
    """JSON that is broken off or kept back where that is asked for."""

    def __init__(self, content: object, connections: Connections, said: Turn, *, status_code: int = 200) -> None:
        super().__init__(content, status_code)
        self._connections = connections
        self._said = said

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._said.cut is not None:
            await self._connections.hang_up(scope, receive)
        elif self._said.stall is not None:
            await gone(receive)
        else:
            await super().__call__(scope, receive, send)
