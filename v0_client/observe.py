"""What a client reports of its requests and streams: small records for a hook and the log, without bodies and keys."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import ClassVar

from attrs import field, frozen

__all__ = [
    "ObservedEvent",
    "RequestFailed",
    "RequestFinished",
    "RequestRetried",
    "RequestStarted",
    "StreamEnded",
    "StreamResumed",
    "StreamStarted",
]


@frozen(kw_only=True)
class ObservedEvent:
    """Base of all records.

    Attributes:
        operation: The operation's name, such as ``create_chat``; empty for ``client.request``.
    """

    level: ClassVar[int] = logging.DEBUG

    operation: str


@frozen(kw_only=True)
class _RequestEvent(ObservedEvent):
    """A record of one attempt to send a request.

    Attributes:
        method: HTTP method.
        path: Path without the query.
        attempt: 1 for the first.
    """

    method: str
    path: str
    attempt: int


@frozen(kw_only=True)
class RequestStarted(_RequestEvent):
    """An attempt begins."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}: attempt {self.attempt}"


@frozen(kw_only=True)
class RequestFinished(_RequestEvent):
    """A response arrived: completely, or its head where it is a stream.

    Attributes:
        status_code: HTTP status.
        seconds: From the attempt's start to the response.
        headers: The response's headers by lower-case name, without cookies and session tokens.
    """

    level = logging.INFO

    status_code: int
    seconds: float
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)

    @property
    def request_id(self) -> str | None:
        """The id the server gave the request (header ``x-vercel-id``); None without one."""
        return self.headers.get("x-vercel-id")

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.status_code} after {self.seconds:.3f} s (attempt {self.attempt})"


@frozen(kw_only=True)
class RequestFailed(_RequestEvent):
    """No complete response arrived.

    Attributes:
        error: Name of the error's class.
        seconds: From the attempt's start to its failure.
    """

    level = logging.INFO

    error: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.error} after {self.seconds:.3f} s (attempt {self.attempt})"


@frozen(kw_only=True)
class RequestRetried(_RequestEvent):
    """A request will be retried.

    Attributes:
        attempt: The attempt that failed.
        error: Name of the error's class.
        wait: Seconds until the next attempt.
    """

    level = logging.INFO

    error: str
    wait: float

    def __str__(self) -> str:
        return f"{self.method} {self.path}: retry in {self.wait:.1f} s after {self.error} (attempt {self.attempt})"


@frozen(kw_only=True)
class _StreamEvent(ObservedEvent):
    """A record of one stream.

    Attributes:
        chat_id: The chat, where it is known.
    """

    chat_id: str | None


@frozen(kw_only=True)
class StreamStarted(_StreamEvent):
    """The first event of a stream arrived.

    Attributes:
        seconds: From entering the stream to that event.
    """

    seconds: float

    def __str__(self) -> str:
        return f"{self.operation}: first event after {self.seconds:.3f} s (chat {self.chat_id!r})"


@frozen(kw_only=True)
class StreamResumed(_StreamEvent):
    """An interrupted stream was resumed.

    Attributes:
        attempt: Which resume in a row this was.
        reason: Why the connection before it ended.
    """

    level = logging.INFO

    attempt: int
    reason: str

    def __str__(self) -> str:
        return f"{self.operation}: resume {self.attempt} (chat {self.chat_id!r}), after: {self.reason}"


@frozen(kw_only=True)
class StreamEnded(_StreamEvent):
    """A stream ended: completed, failed or closed early.

    Attributes:
        outcome: ``completed``, ``closed``, or the name of the error's class.
        events: Events read, replayed ones included.
        seconds: From entering the stream.
    """

    level = logging.INFO

    outcome: str
    events: int
    seconds: float

    def __str__(self) -> str:
        what = f"{self.outcome} after {self.events} events and {self.seconds:.3f} s"
        return f"{self.operation}: {what} (chat {self.chat_id!r})"


def __dir__() -> list[str]:
    return __all__
