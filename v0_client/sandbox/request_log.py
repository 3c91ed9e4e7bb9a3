"""The log of requests, for assertions in tests."""

from __future__ import annotations

import difflib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MAX_BODY_SHOWN = 120
"""Characters of a body in the repr of a record."""


@dataclass(slots=True, repr=False)
class RecordedRequest:
    """One request that reached the sandbox.

    Attributes:
        method: the HTTP method.
        path: the path, percent-decoded.
        query: the query string as sent, without the question mark.
        headers: the request headers, with lower-case names.
        body: the body as JSON; None if it was empty or is not JSON.
        status: the response status; None until the response begins, and if the connection closed without one.
        operation: the operation's name, such as `create_chat_stream`; None if no operation matches the request.
        seconds: the time from the request to the end of its response; None until then.
    """

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: Any
    status: int | None = None
    operation: str | None = None
    seconds: float | None = None

    def __repr__(self) -> str:
        """One line, without the headers: they contain the API key."""
        target = f"{self.path}?{self.query}" if self.query else self.path
        body = "" if self.body is None else json.dumps(self.body, ensure_ascii=False)
        body = body if len(body) <= _MAX_BODY_SHOWN else body[:_MAX_BODY_SHOWN] + "…"
        return f"<{' '.join(filter(None, (self.method, target, body)))} -> {self.status or 'no response'}>"


class RequestLog(list[RecordedRequest]):
    """The requests that reached the sandbox, in order of arrival: a list with filters. `clear()` empties it."""

    operations: frozenset[str] = frozenset()
    """The names of all operations; empty until the sandbox runs."""

    def filter(self, operation: str | None = None, *, method: str | None = None, path: str | None = None) -> RequestLog:
        """The requests that match, in order.

        Args:
            operation: the operation's name, such as `create_chat_stream`.
            method: the HTTP method.
            path: the path, where `*` matches any text.

        Raises:
            ValueError: no operation has this name: a misspelled one would pass for one that was not requested.
        """
        if operation is not None and self.operations and operation not in self.operations:
            similar = difflib.get_close_matches(operation, self.operations) or sorted(self.operations)
            raise ValueError(f"operation: {operation!r} does not exist; did you mean {', '.join(similar)}?")
        return self._derive(
            request
            for request in self
            if operation in (None, request.operation)
            and method in (None, request.method)
            and (path is None or fnmatchcase(request.path, path))
        )

    @property
    def last(self) -> RecordedRequest:
        """The newest request.

        Raises:
            LookupError: the log is empty.
        """
        if not self:
            raise LookupError("No such request has reached the sandbox")
        return self[-1]

    @property
    def last_body(self) -> Any:
        """The body of the newest request, as JSON.

        Raises:
            LookupError: the log is empty.
        """
        return self.last.body

    def _derive(self, requests: Iterable[RecordedRequest]) -> RequestLog:
        log = RequestLog(requests)
        log.operations = self.operations
        return log


class RecordRequests:
    """Middleware: appends every request to `log` before it is handled, and sets its status before the response is sent.

    Args:
        app: the wrapped application.
        log: the log.
        operation_of: returns the name of the operation that a request's scope matches.
        on_request: called with each record when its response has ended.
    """

    def __init__(
        self,
        app: ASGIApp,
        log: RequestLog,
        operation_of: Callable[[Scope], str | None],
        on_request: Callable[[RecordedRequest], object] | None,
    ) -> None:
        self._app = app
        self._log = log
        self._operation_of = operation_of
        self._on_request = on_request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
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
            operation=self._operation_of(scope),
        )
        self._log.append(record)

        async def replay() -> Message:
            return received.pop(0) if received else await receive()

        async def send_and_record(message: Message) -> None:
            if message["type"] == "http.response.start":
                record.status = message["status"]
            await send(message)

        try:
            await self._app(scope, replay, send_and_record)
        finally:
            record.seconds = time.perf_counter() - started
            if self._on_request is not None:
                self._on_request(record)


def _json_or_none(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
