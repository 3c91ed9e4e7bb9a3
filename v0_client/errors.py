"""Every error this package raises, as one tree under :class:`V0Error`.

Catch :class:`V0Error` for everything, :class:`APIStatusError` for what the server refused, or a leaf for one case.
Errors pickle and deep-copy with all their fields, and no field leads to the API key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._generated.models import ChatDetail, Message
    from .results import StreamResult
else:
    # This module stands below all others; at run time its hints say no more than "an object".
    ChatDetail = Message = StreamResult = object

__all__ = [
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "DeltaError",
    "EventTooLargeError",
    "GenerationFailedError",
    "InvalidRequestError",
    "NotFoundError",
    "PayloadTooLargeError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "RateLimitError",
    "ResponseDecodeError",
    "ServerError",
    "StreamDecodeError",
    "StreamError",
    "StreamIdleTimeoutError",
    "StreamIncompleteError",
    "UnprocessableEntityError",
    "V0Error",
    "WaitTimeoutError",
]


def _rebuild(cls: type[V0Error], args: tuple[Any, ...], fields: dict[str, Any]) -> V0Error:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(fields)
    return error


class V0Error(Exception):
    """Base of every error this package raises.

    Attributes:
        may_have_been_processed: True when the server may have done (and billed) the work although the call failed.
            Look for the chat before sending the request again.
        chat_id: The chat this is about, where one is known.
    """

    def __init__(self, text: str = "", /, *, may_have_been_processed: bool = False, chat_id: str | None = None) -> None:
        super().__init__(text)
        self.may_have_been_processed = may_have_been_processed
        self.chat_id = chat_id

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""

    def __reduce__(self) -> tuple[Any, ...]:
        # The default would call __init__ with the text alone and lose every keyword field.
        return _rebuild, (type(self), self.args, self.__dict__)


class ConfigurationError(V0Error):
    """A client cannot be built from these settings; the text names the setting and the remedy."""


class InvalidRequestError(V0Error, ValueError):
    """An argument was refused before anything was sent.

    Attributes:
        field: The argument or wire field at fault, such as ``message`` or ``metadata.team``; None where it is no one
            field.
    """

    def __init__(self, text: str = "", /, *, field: str | None = None, chat_id: str | None = None) -> None:
        super().__init__(text, chat_id=chat_id)
        self.field = field


class APIConnectionError(V0Error):
    """No whole answer arrived: no connection, a reset, a body cut short, or a redirect (which is not followed)."""


class APITimeoutError(APIConnectionError, TimeoutError):
    """One of the client's :class:`~v0_client.Timeouts` ran out; the text names which."""


class APIStatusError(V0Error):
    """The server answered with an error status.

    Attributes:
        status_code: HTTP status.
        message: The server's own words, or a short description of an unreadable body.
        type: v1's machine-readable kind, such as ``not_found_error``.
        code: The finer code some answers carry, such as ``chat_not_found``.
        body: The answer, parsed where it was JSON, else its text; cut after 64 KiB.
        headers: The answer's headers in lower case, without cookies and session tokens.
        retry_after: Seconds the server asks to wait, from ``Retry-After``.
        request_method: Method of the refused request.
        request_url: Its address, without the query.
    """

    def __init__(
        self,
        text: str = "",
        /,
        *,
        status_code: int,
        message: str = "",
        type: str | None = None,
        code: str | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        retry_after: float | None = None,
        request_method: str = "",
        request_url: str = "",
        may_have_been_processed: bool = False,
        chat_id: str | None = None,
    ) -> None:
        super().__init__(text, may_have_been_processed=may_have_been_processed, chat_id=chat_id)
        self.status_code = status_code
        self.message = message
        self.type = type
        self.code = code
        self.body = body
        self.headers: dict[str, str] = dict(headers or {})
        self.retry_after = retry_after
        self.request_method = request_method
        self.request_url = request_url


class BadRequestError(APIStatusError):
    """400: the server could not read the request."""


class AuthenticationError(APIStatusError):
    """401: the key is missing, wrong or expired. Keys are made at v0.app/settings/keys."""


class PaymentRequiredError(APIStatusError):
    """402: the account has no credits left."""


class PermissionDeniedError(APIStatusError):
    """403: the key may not do this, or a daily limit is reached."""


class NotFoundError(APIStatusError):
    """404: no such chat or message, or this key cannot see it."""


class ConflictError(APIStatusError):
    """409: the chat has moved on, or another task is pending."""


class PayloadTooLargeError(APIStatusError):
    """413: the request body is larger than the server takes."""


class UnprocessableEntityError(APIStatusError):
    """422: a field of the request is not what the server accepts; the message says which."""


class RateLimitError(APIStatusError):
    """429: too many requests; ``retry_after`` says how long to wait where the server told."""


class ServerError(APIStatusError):
    """Any status from 500 up."""


_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    402: PaymentRequiredError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    413: PayloadTooLargeError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def class_for_status(status_code: int) -> type[APIStatusError]:
    """The class that stands for an HTTP status; ``APIStatusError`` itself for one without a class of its own."""
    return ServerError if status_code >= 500 else _BY_STATUS.get(status_code, APIStatusError)


class ResponseDecodeError(V0Error):
    """A success status with a body that is not what the API document says, or one over the size cap.

    Attributes:
        status_code: HTTP status of the answer.
        body: The answer, parsed where it parsed, else its text or None.
    """

    def __init__(
        self,
        text: str = "",
        /,
        *,
        status_code: int | None = None,
        body: Any = None,
        may_have_been_processed: bool = False,
        chat_id: str | None = None,
    ) -> None:
        super().__init__(text, may_have_been_processed=may_have_been_processed, chat_id=chat_id)
        self.status_code = status_code
        self.body = body


class _StreamFailureError(V0Error):
    """What the errors of a running stream share: everything that had arrived until then."""

    def __init__(
        self,
        text: str = "",
        /,
        *,
        result: StreamResult | None = None,
        may_have_been_processed: bool = False,
        chat_id: str | None = None,
    ) -> None:
        super().__init__(text, may_have_been_processed=may_have_been_processed, chat_id=chat_id)
        self.result = result


class StreamDecodeError(_StreamFailureError):
    """An event could not be understood, and the generation could not be read in another way either.

    Attributes:
        result: Everything that had arrived, or None outside a stream.
    """


class DeltaError(StreamDecodeError):
    """A delta that cannot be applied; the value it was meant for is unchanged."""


class EventTooLargeError(StreamDecodeError):
    """One server-sent event exceeds the size cap (``max_event_size``)."""


class StreamError(_StreamFailureError):
    """The server reported a failure inside the stream, by an ``error`` event.

    Attributes:
        code: The event's machine-readable code, where it has one.
        id: The message or chat the event names.
        result: Everything that had arrived, or None outside a stream.
    """

    def __init__(
        self,
        text: str = "",
        /,
        *,
        code: str | None = None,
        id: str | None = None,
        result: StreamResult | None = None,
        may_have_been_processed: bool = False,
        chat_id: str | None = None,
    ) -> None:
        super().__init__(text, result=result, may_have_been_processed=may_have_been_processed, chat_id=chat_id)
        self.code = code
        self.id = id


class StreamIncompleteError(_StreamFailureError):
    """The stream ended before its closing event: what arrived is not the whole answer.

    Attributes:
        result: Everything that had arrived.
    """


class StreamIdleTimeoutError(StreamIncompleteError, TimeoutError):
    """The stream went silent for longer than ``Timeouts.idle`` (or ``Timeouts.progress``)."""


class GenerationFailedError(V0Error):
    """The generation finished, and finished as failed.

    Attributes:
        chat: The v1 chat as last read, or None.
        message: The v2 message as last read, or None.
    """

    def __init__(
        self,
        text: str = "",
        /,
        *,
        chat: ChatDetail | None = None,
        message: Message | None = None,
        chat_id: str | None = None,
        may_have_been_processed: bool = False,
    ) -> None:
        super().__init__(text, may_have_been_processed=may_have_been_processed, chat_id=chat_id)
        self.chat = chat
        self.message = message


class WaitTimeoutError(V0Error, TimeoutError):
    """The generation was not finished within ``timeout=``.

    Attributes:
        last: The chat or message as last read, or None.
    """

    def __init__(
        self,
        text: str = "",
        /,
        *,
        last: ChatDetail | Message | None = None,
        chat_id: str | None = None,
        may_have_been_processed: bool = False,
    ) -> None:
        super().__init__(text, may_have_been_processed=may_have_been_processed, chat_id=chat_id)
        self.last = last
