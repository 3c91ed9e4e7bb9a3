"""What a client tells of its calls: small records to a hook and to the log, without bodies and keys."""

from __future__ import annotations

import logging
from typing import ClassVar

from attrs import frozen

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
    """Something that happened; the base of all records.

    Attributes:
        operation: The operation's name, such as ``create_chat``; empty for ``client.request``.
    """

    level: ClassVar[int] = logging.DEBUG

    operation: str


@frozen(kw_only=True)
class _OfRequest(ObservedEvent):
    """A record of one attempt.

    Attributes:
        method: HTTP method.
        path: Path without the query.
        attempt: 1 for the first.
    """

    method: str
    path: str
    attempt: int


@frozen(kw_only=True)
class RequestStarted(_OfRequest):
    """An attempt goes out."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}: attempt {self.attempt}"


@frozen(kw_only=True)
class RequestFinished(_OfRequest):
    """An attempt was answered, up to the head where the answer is a stream.

    Attributes:
        status_code: HTTP status.
        seconds: From the attempt's start to its answer.
    """

    level = logging.INFO

    status_code: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.status_code} after {self.seconds:.3f} s (attempt {self.attempt})"


@frozen(kw_only=True)
class RequestFailed(_OfRequest):
    """An attempt got no whole answer.

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
class RequestRetried(_OfRequest):
    """An attempt is to be made again.

    Attributes:
        error: Name of the error's class.
        wait: Seconds until the next attempt.
    """

    level = logging.INFO

    error: str
    wait: float

    def __str__(self) -> str:
        return f"{self.method} {self.path}: again in {self.wait:.1f} s, after {self.error} (attempt {self.attempt})"


@frozen(kw_only=True)
class _OfStream(ObservedEvent):
    """A record of one stream.

    Attributes:
        chat_id: The chat, where it is known.
    """

    chat_id: str | None


@frozen(kw_only=True)
class StreamStarted(_OfStream):
    """A stream told its first event.

    Attributes:
        seconds: From entering the stream to that event.
    """

    seconds: float

    def __str__(self) -> str:
        return f"{self.operation}: first event after {self.seconds:.3f} s (chat {self.chat_id!r})"


@frozen(kw_only=True)
class StreamResumed(_OfStream):
    """A stream that broke off was joined again.

    Attributes:
        attempt: Which resume in a row this was.
        reason: What had ended the connection before.
    """

    level = logging.INFO

    attempt: int
    reason: str

    def __str__(self) -> str:
        return f"{self.operation}: resume {self.attempt} (chat {self.chat_id!r}), after: {self.reason}"


@frozen(kw_only=True)
class StreamEnded(_OfStream):
    """A stream is over: whole, failed or left.

    Attributes:
        outcome: ``whole``, ``left``, or the name of the error's class.
        events: Events read, replays included.
        seconds: From entering the stream.
    """

    level = logging.INFO

    outcome: str
    events: int
    seconds: float

    def __str__(self) -> str:
        what = f"{self.outcome} after {self.events} events and {self.seconds:.3f} s"
        return f"{self.operation}: {what} (chat {self.chat_id!r})"
