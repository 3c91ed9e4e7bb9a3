"""Map what the HTTP library raises to errors of this package that carry no header."""

from __future__ import annotations

from ..errors import (
    APIConnectionError,
    APITimeoutError,
    ConfigurationError,
    InvalidRequestError,
    ResponseDecodeError,
    V0Error,
)
from .credentials import Secret
from .library import HTTP2_REFUSAL, HTTP2RefusedError, exception_name
from .request import PreparedRequest

__all__ = ["MAYBE_PROCESSED_HINT", "map_httpx_error"]

MAYBE_PROCESSED_HINT = "; the server may have done the work, so look for the chat before you retry"

_NOT_SENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol", "ProxyError"})
# What only a hook raises: of the library, but from raise_for_status(), or for a body that the hook did not read.
_OF_HOOKS = frozenset({"HTTPStatusError", "ResponseNotRead"})
_TIMEOUTS = {"ConnectTimeout": "connect", "PoolTimeout": "pool", "WriteTimeout": "write", "ReadTimeout": "read"}


def map_httpx_error(
    exc: Exception, request: PreparedRequest, key: Secret, *, is_own_client: bool, has_response: bool = False
) -> V0Error | None:
    """The error for an exception of the HTTP library; None for one of the caller's own code, to be raised as it is.

    Args:
        exc: What was raised.
        request: The request that was sent.
        key: Masked where the exception's text repeats it.
        is_own_client: Whether the HTTP client is this package's, so that no code of the caller's was involved.
        has_response: Whether the response had begun.
    """
    if isinstance(exc, HTTP2RefusedError):
        return ConfigurationError(HTTP2_REFUSAL)
    name = exception_name(exc)
    if (name is None and not is_own_client) or name in _OF_HOOKS:
        return None
    quotes_header = name == "LocalProtocolError" or isinstance(exc, UnicodeError)
    if quotes_header and not has_response:
        return InvalidRequestError(
            f"{request.line}: the HTTP library rejected the request ({type(exc).__name__})", chat_id=request.chat_id
        )
    maybe = not request.reads and (has_response or name not in _NOT_SENT or not _failed_to_connect(exc))
    # A stream that is interrupted is resumed, so there is nothing to look for yet.
    is_stream = has_response and request.is_streamed
    hint = MAYBE_PROCESSED_HINT if maybe and not is_stream else ""
    if name == "DecodingError":
        text = f"{request.line}: the content encoding of the response is malformed{hint}"
        return ResponseDecodeError(text, may_have_been_processed=maybe, chat_id=request.chat_id)
    if name in _TIMEOUTS or name == "TimeoutException":
        limit = _TIMEOUTS.get(name, "")
        limit = "idle" if limit == "read" and is_stream else limit
        what = f"the {limit} timeout expired (Timeouts.{limit})" if limit else "the request timed out"
        return APITimeoutError(f"{request.line}: {what}{hint}", may_have_been_processed=maybe, chat_id=request.chat_id)
    text = "" if quotes_header else " ".join(key.redact_text(str(exc)).split())[:300]
    cause = f"{type(exc).__name__}: {text}" if text else type(exc).__name__
    what = "the response was interrupted" if has_response else "no response"
    return APIConnectionError(
        f"{request.line}: {what} ({cause}){_remedy(cause)}{hint}",
        may_have_been_processed=maybe,
        chat_id=request.chat_id,
    )


def _remedy(cause: str) -> str:
    """What to do about a connection that could not be made; empty for one that was lost."""
    if "CERTIFICATE_VERIFY_FAILED" in cause:
        return "; where a proxy or server has an authority of its own, set SSL_CERT_FILE to its certificate"
    if cause.startswith("ProxyError"):
        return "; check the proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY"
    return "; check the network, base_url and the proxy variables" if cause.startswith("ConnectError") else ""


def _failed_to_connect(exc: Exception) -> bool:
    """Whether an exception that says so really means that nothing was sent.

    The aiohttp transport raises ConnectTimeout for every lost connection, those that had taken the request included.
    """
    cause = exc.__cause__
    if cause is None or type(cause).__module__.partition(".")[0] != "aiohttp":
        return True
    names = {cls.__name__ for cls in type(cause).__mro__}
    return bool(names & {"ClientConnectorError", "ConnectionTimeoutError"})
