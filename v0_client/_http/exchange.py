"""One request until its response is read: sent, retried where that is safe, closed when left."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any

import anyio

from ..config import HTTPClient, Options, Timeouts
from ..errors import (
    APIConnectionError,
    APIStatusError,
    InvalidRequestError,
    ResponseDecodeError,
    UnprocessableEntityError,
    V0Error,
)
from .body import within
from .cancellation import without_interruption
from .credentials import Secret
from .decoding import accept_encoding
from .error_responses import MAX_ERROR_BODY, error_from_response, rejects_another_field
from .exceptions import map_httpx_error
from .library import InvalidURL, build_request, set_read_timeout, slices
from .observer import Attempt
from .request import ARCHIVE, EVENTS, PreparedRequest
from .response import OpenResponse, open_response
from .retries import RedirectError, retry_delay
from .session import LRU, Session

__all__ = ["Exchange"]

# Whether an origin accepts the optional defaults of an operation. A fact of the server, so it is kept per process.
_accepts_defaults: LRU[tuple[str, str], bool] = LRU()


class Exchange:
    """A context manager that returns the open response of a request, and retries until there is one.

        exchange = Exchange(request, options, session)
        while True:
            async with exchange as response:
                return await response.read(max_size)

    Leaving the block closes the response. Where reading it failed and a retry is safe, the block is left without an
    error, to be entered again: hence the loop.
    """

    def __init__(self, request: PreparedRequest, options: Options, session: Session) -> None:
        self.max_retries: int = options.max_retries
        self._request = request
        self._options = options
        self._session = session
        self._failed_attempts = 0
        self._observed: Attempt | None = None
        self._response: OpenResponse | None = None
        self._origin = (options.base_url, request.operation)
        self._defaults = request.missing_defaults()
        self._rejection: tuple[str, str] | None = None  # message and text of the error for a request with its defaults
        if self._defaults and _accepts_defaults.get(self._origin) is False:
            self._defaults = {}
        self._content = request.encode(**self._defaults)

    async def __aenter__(self) -> OpenResponse:
        self._response = await self.open()
        return self._response

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        response, self._response = self._response, None
        if response is None:
            return False
        try:
            await response.aclose()
        finally:
            if self._observed is not None:
                if error is None:
                    self._observed.finished(response.status_code, response.redacted_headers())
                else:
                    self._observed.failed(error)
        failure = response.failure
        return failure is not None and failure is error and await self._wait_for_retry(failure)

    async def open(self) -> OpenResponse:
        """Send the request, and again where that is safe, until there is a response, which the caller closes."""
        send = self._send_observed if self._session.observer.enabled else self._send
        while True:
            try:
                response = await send()
            except (APIConnectionError, APIStatusError) as error:
                if not self._drop_defaults(error) and not await self._wait_for_retry(error):
                    raise
            else:
                if self._defaults:
                    _accepts_defaults[self._origin] = self._rejection is None
                return response

    # ------------------------------------------------------------------ one attempt

    async def _send_observed(self) -> OpenResponse:
        self._observed = Attempt(self._session.observer, self._request, self._failed_attempts + 1)
        try:
            response = await self._send()
        except BaseException as error:
            self._observed.failed(error)
            raise
        if self._request.accept == EVENTS:
            try:
                self._observed.finished(response.status_code, response.redacted_headers())
            except BaseException:  # of the observer, such as KeyboardInterrupt
                await response.aclose()
                raise
        return response

    async def _send(self) -> OpenResponse:
        """Send the request once. Raises APIStatusError for a response that is not a success."""
        session, options, request = self._session, self._options, self._request
        await session.load()
        session.http()  # where it cannot be used, that is raised before anything is waited for
        key = await session.credentials.key()
        release = await session.admit(request, options)
        try:
            response = await self._connect(key, release)
        except BaseException:
            release()
            raise
        token = response.headers.get("x-session-token")
        if token and request.path.startswith("/v1/"):
            session.keep_session_token(key, options.base_url, token)
        if response.status_code < 300:
            return response
        try:
            error = await self._error_from(response)
        finally:
            await response.aclose()
        raise error

    async def _connect(self, key: Secret, release: Callable[[], None]) -> OpenResponse:
        """Send the request with the HTTP library, up to the head of the response: the one place where that happens."""
        http = self._session.http()
        request = self._build(http, key)
        owned, watched = self._session.owns_http_client, not self._session.enforces_timeouts
        timeouts = self._options.timeouts
        try:
            sending = without_interruption(http.send(request, stream=True, auth=None, follow_redirects=False), _close)
            response = await (within(_until_head(timeouts, self._content), sending) if watched else sending)
        except Exception as exc:
            del request  # so that no frame of the error holds the key
            error = map_httpx_error(exc, self._request, key, is_own_client=owned)
            if error is None:
                raise
        else:
            silence = timeouts.idle if self._request.is_streamed else timeouts.read
            watched = not set_read_timeout(request, response, silence) and watched
            return open_response(
                response,
                self._request,
                key,
                release,
                silence=silence if watched else None,
                is_own_client=owned,
            )
        raise error

    def _build(self, http: HTTPClient, key: Secret) -> Any:
        """The request as the HTTP library sends it; the key comes last, so that no error meets it."""
        request, options = self._request, self._options
        headers = {"accept-encoding": accept_encoding(), **options.headers, "accept": request.accept}
        if self._content is not None:
            headers["content-type"] = "application/json"
        if request.accept == EVENTS:
            headers["cache-control"] = "no-store"
        elif request.accept == ARCHIVE:
            headers["accept-encoding"] = "identity"  # a tarball is gzipped: it must not be unpacked on the way
        if request.path.startswith("/v1/"):
            token = self._session.session_token(key, options.base_url)
            if token is not None:
                headers["x-session-token"] = token
        try:
            built = build_request(
                http,
                self._session.library,
                request.method,
                options.base_url + request.path,
                params=request.params,
                headers=headers,
                content=self._content,
                timeouts=options.timeouts,
                may_wrap=not self._session.enforces_timeouts,
            )
        except (InvalidURL, ValueError, TypeError):
            built = None
        if built is None:
            raise InvalidRequestError(f"{request.line}: invalid URL", chat_id=request.chat_id)
        key.authorize(built.headers)
        return built

    async def _error_from(self, response: OpenResponse) -> V0Error:
        request, status_code = self._request, response.status_code
        if status_code < 400:
            return RedirectError(
                f"{request.line}: {status_code}, a redirect, which is not followed: check base_url",
                chat_id=request.chat_id,
            )
        body = b""
        try:
            while len(body) < MAX_ERROR_BODY and (chunk := await response.next_chunk()) is not None:
                body += chunk
        except (APIConnectionError, ResponseDecodeError):
            pass  # the status says enough; the body was only to explain it
        return error_from_response(
            status_code,
            response.redacted_headers(),
            response.redact(body),
            method=request.method,
            url=self._options.base_url + request.path,
            is_read=request.reads,
            chat_id=request.chat_id,
        )

    # ------------------------------------------------------------------ what follows an attempt

    async def _wait_for_retry(self, error: V0Error) -> bool:
        """Wait until the request may be retried; returns False at once where it must not be."""
        delay = retry_delay(error, self._failed_attempts, idempotent=self._request.is_idempotent)
        if delay is None:
            return False
        if isinstance(error, APIStatusError) and error.retry_after:
            self._session.pause_for(error.retry_after)
        if self._failed_attempts >= self.max_retries:
            return False
        self._failed_attempts += 1
        if self._observed is not None:
            self._observed.retried(error, delay)
        await anyio.sleep(delay)
        return True

    # ------------------------------------------------------------------ members that a server may reject

    def _drop_defaults(self, error: V0Error) -> bool:
        """Whether to send the request once more without its optional defaults: a rejected request created nothing."""
        if not isinstance(error, UnprocessableEntityError) or not self._defaults:
            return False
        if self._rejection is not None:
            _add_rejection(error, *self._rejection, names=", ".join(self._defaults))
            return False
        if _accepts_defaults.get(self._origin) or rejects_another_field(error, self._defaults, self._request.body):
            return False
        self._rejection = error.message, str(error)
        self._content = self._request.encode()
        return True


def _until_head(timeouts: Timeouts, content: bytes | None) -> float | None:
    """The most that a response may take to begin, in seconds; None for no limit."""
    limits = [timeouts.pool, timeouts.connect, timeouts.read] + [timeouts.write] * slices(content)
    return None if None in limits else sum(filter(None, limits))


async def _close(response: Any) -> None:
    await response.aclose()


def _add_rejection(error: UnprocessableEntityError, message: str, text: str, *, names: str) -> None:
    """Add what the server said of the request with its optional defaults, unless it says the same without them."""
    if message != error.message:
        error.message = f"{error.message} (without {names}); {message} (with {names})"
        error.args = (f"{error} (without {names}); {text} (with {names})",)
