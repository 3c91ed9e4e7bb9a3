"""Responses with a turn, and their faults: disconnects, truncated and silent streams, JSON that never arrives."""

from __future__ import annotations

import math
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing

import anyio
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .json_api import JsonObject, JsonResponse, encode
from .turn import Turn
from .turn_runner import RunningTurn, TurnUpdate

DONE = "[DONE]"


async def turn_events(
    turn: RunningTurn,
    *,
    opening: Sequence[JsonObject],
    position: int,
    to_event: Callable[[TurnUpdate], JsonObject | None],
    closing: Callable[[], Iterable[JsonObject | str]],
) -> AsyncGenerator[JsonObject | str, None]:
    """The events of one stream of a turn, in order.

    Args:
        turn: the turn to follow.
        opening: the first events.
        position: the position in the turn to continue from.
        to_event: renders an update as an event; None where this stream does not show it.
        closing: creates the last events when the turn is finished. An error is the last event itself.
    """
    for event in opening:
        yield event
    async for update in turn.follow(position):
        if (shown := to_event(update)) is not None:
            yield shown
        if update.kind == "error":
            return
    for event_or_done in closing():
        yield event_or_done


class EventStreamResponse(Response):
    """Server-sent events, until the events end, the client disconnects, or a fault of the turn occurs.

    Args:
        events: the data of each event: JSON objects, or `DONE`.
        faults: the turn whose faults apply to this connection; None: no faults.
    """

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[JsonObject | str, None], faults: Turn | None = None) -> None:
        self._events = events
        self._faults = faults or Turn()
        self.status_code = 200
        self.init_headers({"Cache-Control": "no-cache", "X-Accel-Buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with anyio.create_task_group() as group:

            async def cancel_on_disconnect() -> None:
                await client_disconnected(receive)
                group.cancel_scope.cancel()

            group.start_soon(cancel_on_disconnect)
            limit, fault = _first_fault(self._faults)
            completed = await self._send_events(send, limit)
            if completed or fault == "eof":
                await send({"type": "http.response.body", "body": b""})
            elif fault == "disconnect":
                await _disconnect(scope, receive)
            else:
                await anyio.sleep_forever()
            group.cancel_scope.cancel()

    async def _send_events(self, send: Send, limit: float) -> bool:
        """Send events until they end (True) or as many as the limit were sent (False)."""
        sent = 0
        async with aclosing(self._events) as events:
            while sent < limit:
                try:
                    event = await anext(events)
                except StopAsyncIteration:
                    return True
                data = event.encode() if isinstance(event, str) else encode(event)
                await send({"type": "http.response.body", "body": b"data: " + data + b"\n\n", "more_body": True})
                sent += 1
        return False


class TurnJsonResponse(JsonResponse):
    """JSON that the first fault of the turn withholds, unless it is `eof_after`."""

    def __init__(self, content: object, faults: Turn, *, status_code: int = 200) -> None:
        super().__init__(content, status_code)
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        _, fault = _first_fault(self._faults)
        if fault == "disconnect":
            await _disconnect(scope, receive)
        elif fault == "stall":
            await client_disconnected(receive)
        else:
            await super().__call__(scope, receive, send)


def _first_fault(turn: Turn) -> tuple[float, str]:
    """The number of events before the first fault of a connection, and its kind; infinity and "" without faults."""
    faults = ((turn.disconnect_after, "disconnect"), (turn.eof_after, "eof"), (turn.stall_after, "stall"))
    return min(((limit, kind) for limit, kind in faults if limit is not None), default=(math.inf, ""))


async def client_disconnected(receive: Receive) -> None:
    """Wait until the client has disconnected."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _disconnect(scope: Scope, receive: Receive) -> None:
    """Close the connection in the middle of the response. What was sent before still arrives."""
    scope["extensions"]["disconnect"]()
    await client_disconnected(receive)
