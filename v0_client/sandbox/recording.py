"""The log of requests, for assertions in tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(slots=True)
class RecordedRequest:
    """One request that reached the sandbox.

    Attributes:
        method: the HTTP method.
        path: the path, percent-decoded.
        query: the query string as sent, without the question mark.
        headers: the request headers, names in lower case.
        body: the body as JSON; None where it was empty or is no JSON.
        status: the status answered; None until the answer begins, and where the connection ended without one.
    """

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: Any
    status: int | None = None


class RecordRequests:
    """Appends every request to `log` before it is handled, and its status before the answer leaves."""

    def __init__(self, app: ASGIApp, log: list[RecordedRequest]) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received: list[Message] = []
        more = True
        while more:
            message = await receive()
            received.append(message)
            more = message.get("more_body", False)
        body = b"".join(message.get("body", b"") for message in received)
        record = RecordedRequest(
            scope["method"],
            scope["path"],
            scope["query_string"].decode("latin-1"),
            {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
            _json_or_none(body),
        )
        self._log.append(record)

        async def replay() -> Message:
            return received.pop(0) if received else await receive()

        async def note_status(message: Message) -> None:
            if message["type"] == "http.response.start":
                record.status = message["status"]
            await send(message)

        await self._app(scope, replay, note_status)


def _json_or_none(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
