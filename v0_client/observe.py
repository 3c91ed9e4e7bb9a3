"""What a client tells a hook about its calls: small records for metrics and traces, without bodies and keys."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Observation", "RequestFailed", "RequestFinished", "RequestRetried", "RequestStarted", "StreamEnded", "StreamResumed", "StreamStarted"]


@frozen(kw_only=True)
class RequestStarted:
    """An attempt goes out.

    Attributes:
        operation: The operation's name, such as ``create_chat``; empty for ``client.request``.
        method: HTTP method.
        path: Path without the query.
        attempt: 1 for the first.
    """

    operation: str
    method: str
    path: str
    attempt: int


@frozen(kw_only=True)
class RequestFinished:
    """An attempt was answered, up to the head where the answer is a stream.

    Attributes:
        operation: The operation's name; empty for ``client.request``.
        method: HTTP method.
        path: Path without the query.
        attempt: 1 for the first.
        status_code: HTTP status.
        seconds: From the attempt's start to its answer.
    """

    operation: str
    method: str
    path: str
    attempt: int
    status_code: int
    seconds: float


@frozen(kw_only=True)
class RequestFailed:
    """An attempt got no whole answer.

    Attributes:
        operation: The operation's name; empty for ``client.request``.
        method: HTTP method.
        path: Path without the query.
        attempt: 1 for the first.
        error: Name of the error's class.
        seconds: From the attempt's start to its failure.
    """

    operation: str
    method: str
    path: str
    attempt: int
    error: str
    seconds: float


@frozen(kw_only=True)
class RequestRetried:
    """An attempt will be made again.

    Attributes:
        operation: The operation's name; empty for ``client.request``.
        method: HTTP method.
        path: Path without the query.
        attempt: The attempt that failed.
        error: Name of the error's class.
        wait: Seconds until the next one.
    """

    operation: str
    method: str
    path: str
    attempt: int
    error: str
    wait: float


@frozen(kw_only=True)
class StreamStarted:
    """A stream told its first event.

    Attributes:
        operation: The operation's name.
        chat_id: The chat, where it is known.
        seconds: From entering the stream to that event.
    """

    operation: str
    chat_id: str | None
    seconds: float


@frozen(kw_only=True)
class StreamResumed:
    """A stream that broke off was joined again.

    Attributes:
        operation: The operation's name.
        chat_id: The chat.
        attempt: Which resume in a row this was.
        reason: What had ended the connection before.
    """

    operation: str
    chat_id: str | None
    attempt: int
    reason: str


@frozen(kw_only=True)
class StreamEnded:
    """A stream is over: whole, failed or left.

    Attributes:
        operation: The operation's name.
        chat_id: The chat, where it is known.
        outcome: ``whole``, ``left``, or the name of the error's class.
        events: Events read, replays included.
        seconds: From entering the stream.
    """

    operation: str
    chat_id: str | None
    outcome: str
    events: int
    seconds: float


Observation = (
    RequestStarted | RequestFinished | RequestFailed | RequestRetried | StreamStarted | StreamResumed | StreamEnded
)
