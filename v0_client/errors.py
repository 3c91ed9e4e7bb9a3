"""Every error this package raises, as one tree under :class:`V0Error`.

Catch :class:`V0Error` for everything, :class:`APIStatusError` for requests that the server refused, or a leaf for one
case. Errors pickle and deep-copy with all their fields, and no field ever holds the API key; a chat, message or result
in one is as the server sent it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import models
from ._lazy import deferred

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
        may_have_been_processed: True when the server may have done (and billed) the work although the request failed.
            Look for the chat before sending the request again.
        chat_id: The chat the error is about, where one is known; of a copy that was made, the new chat.
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
        field: The argument or wire field at fault, such as ``message`` or ``metadata.team``; None where it is not a
            single field.
    """

    def __init__(self, text: str = "", /, *, field: str | None = None, chat_id: str | None = None) -> None:
        super().__init__(text, chat_id=chat_id)
        self.field = field


class APIConnectionError(V0Error):
    """No complete response: no connection, a reset, an interrupted body, or a redirect (which is not followed)."""


class APITimeoutError(APIConnectionError, TimeoutError):
    """One of the client's :class:`~v0_client.Timeouts` expired; the text names which."""


class APIStatusError(V0Error):
    """The server responded with an error status.

    Attributes:
        status_code: HTTP status.
        message: The server's message, or a short description of a body that has none.
        type: The error type of version 1, such as ``not_found_error``.
        code: The more specific code of some responses, such as ``chat_not_found``.
        body: The response body, parsed where it is JSON, else its text; truncated after 64 KiB.
        headers: The response's headers by lower-case name, without cookies and session tokens.
        retry_after: Seconds the server asks to wait, from ``Retry-After``.
        request_method: Method of the request.
        request_url: URL of the request, without the query.
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

    @property
    def request_id(self) -> str | None:
        """The id the server gave the request (header ``x-vercel-id``), for reports to the vendor; None without one."""
        return self.headers.get("x-vercel-id")


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
    """409: the chat has changed meanwhile, or another task is pending."""


class PayloadTooLargeError(APIStatusError):
    """413: the request body is larger than the server accepts."""


class UnprocessableEntityError(APIStatusError):
    """422: the server does not accept a field of the request; the message says which."""


class RateLimitError(APIStatusError):
    """429: too many requests; ``retry_after`` is how long to wait, where the server says so."""


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
    """The error class of an HTTP status; ``APIStatusError`` itself for one without a class of its own."""
    return ServerError if status_code >= 500 else _BY_STATUS.get(status_code, APIStatusError)


class ResponseDecodeError(V0Error):
    """A success status with a body that does not match the API document, or that exceeds the size cap.

    Attributes:
        status_code: HTTP status of the response.
        body: The response body, parsed where it is JSON, else its text or None.
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
    """Base of the errors of a running stream, which carry everything received until then."""

    def __init__(
        self,
        text: str = "",
        /,
        *,
        result: deferred.StreamResult | None = None,
        may_have_been_processed: bool = False,
        chat_id: str | None = None,
    ) -> None:
        super().__init__(text, may_have_been_processed=may_have_been_processed, chat_id=chat_id)
        self.result = result


class StreamDecodeError(_StreamFailureError):
    """An event could not be decoded, and the generation could not be read in another way either.

    Attributes:
        result: Everything received so far, or None outside a stream.
    """


class DeltaError(StreamDecodeError):
    """A delta cannot be applied; the value it was meant for is unchanged."""


class EventTooLargeError(StreamDecodeError):
    """One server-sent event exceeds the size cap (``max_event_size``)."""


class StreamError(_StreamFailureError):
    """The server reported a failure inside the stream, by an ``error`` event.

    Attributes:
        code: The event's machine-readable code, where it has one.
        id: The message or chat the event names.
        result: Everything received so far, or None outside a stream.
    """

    def __init__(
        self,
        text: str = "",
        /,
        *,
        code: str | None = None,
        id: str | None = None,
        result: deferred.StreamResult | None = None,
        may_have_been_processed: bool = False,
        chat_id: str | None = None,
    ) -> None:
        super().__init__(text, result=result, may_have_been_processed=may_have_been_processed, chat_id=chat_id)
        self.code = code
        self.id = id


class StreamIncompleteError(_StreamFailureError):
    """The stream ended before its closing event, so the response is incomplete.

    Attributes:
        result: Everything received so far.
    """


class StreamIdleTimeoutError(StreamIncompleteError, TimeoutError):
    """The stream was silent for longer than ``Timeouts.idle`` (or ``Timeouts.progress``)."""


class GenerationFailedError(V0Error):
    """The generation finished with a failure.

    Attributes:
        chat: The version 1 chat as last received, or None.
        message: The version 2 message as last received, or None.
    """

    def __init__(
        self,
        text: str = "",
        /,
        *,
        chat: models.ChatDetail | None = None,
        message: models.Message | None = None,
        chat_id: str | None = None,
        may_have_been_processed: bool = False,
    ) -> None:
        super().__init__(text, may_have_been_processed=may_have_been_processed, chat_id=chat_id)
        self.chat = chat
        self.message = message


class WaitTimeoutError(V0Error, TimeoutError):
    """The generation did not finish within ``timeout=``.

    Attributes:
        last: The chat or message as last received, or None.
    """

    def __init__(
        self,
        text: str = "",
        /,
        *,
        last: models.ChatDetail | models.Message | None = None,
        chat_id: str | None = None,
        may_have_been_processed: bool = False,
    ) -> None:
        super().__init__(text, may_have_been_processed=may_have_been_processed, chat_id=chat_id)
        self.last = last


def __dir__() -> list[str]:
    return __all__
