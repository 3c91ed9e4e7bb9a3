"""Sends calls: encoded, with the key, again where that is safe, and back as values or as errors of ours."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
import httpx
from attrs import evolve

from .._json import is_object
from ..config import Options
from ..errors import (
    APIConnectionError,
    APIStatusError,
    InvalidRequestError,
    ResponseDecodeError,
    UnprocessableEntityError,
    V0Error,
)
from .connection import ARCHIVE, EVENTS, Fault, OpenResponse, PreparedRequest, WholeBody
from .encoding import encode_body
from .error_responses import decode_json, error_from_response
from .retries import MAX_RETRY_AFTER, RedirectError, retry_delay
from .session import Session, remember

if TYPE_CHECKING:
    from .._generated.client import Request
else:
    Request = object  # the generated package is not loaded before it is used

__all__ = ["Transport"]

T = TypeVar("T")
R = TypeVar("R")

_ERROR_BODY = 1024 * 1024

# Which origins take, and which refuse, the members a client sends of its own accord. A fact of the server, so it is
# kept for the process.
_accepted: OrderedDict[tuple[str, str], bool] = OrderedDict()


class Transport:
    """Sends calls by one set of options over a shared pool."""

    def __init__(self, options: Options, session: Session) -> None:
        self.options = options
        self.session = session

    def bypassing_limit(self) -> Transport:
        """The same, past the limit on calls at once: what ends a call must not wait for a place that call holds."""
        return Transport(self.options.replace(counts_toward_limit=False), self.session)

    # ------------------------------------------------------------------ calls

    async def send_request(self, request: Request, parse: Callable[[Any], T], /) -> T:
        """Send an operation's request and read its answer. Raises V0Error classes only."""
        call = self.prepare(request)
        if is_object(call.body) and call.body.get("responseMode") == "experimental_stream":
            raise InvalidRequestError(
                "response_mode 'experimental_stream' answers with events: use stream(...), send_stream(...) or "
                "resolve_stream(...) of client.v1.chats",
                field="response_mode",
            )
        return await self.send(call, parse)

    async def send(self, call: PreparedRequest, parse: Callable[[Any], T]) -> T:
        async def whole(connection: OpenResponse) -> tuple[OpenResponse, bytes]:
            return connection, await connection.read(self.options.max_response_size)

        connection, body = await self._unless_refused(call, lambda c: self.exchange(c, whole))
        try:
            return parse(decode_json(body) if body else None)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as exc:
            reason = " ".join(connection.redact(str(exc).encode("utf-8", "replace")).decode().split())[:300]
        shown = connection.redact(body)
        data: Any = shown[:_ERROR_BODY].decode("utf-8", "replace")
        with suppress(ValueError):
            data = decode_json(shown)
        raise ResponseDecodeError(
            f"{call.line}: the answer ({connection.status_code}) is not what the API documents: {reason}",
            status_code=connection.status_code,
            body=data,
            may_have_been_processed=not call.reads,
            chat_id=call.chat_id,
        )

    async def open(self, call: PreparedRequest) -> OpenResponse:
        """Send a request whose answer is an event stream; gives it once its head has come.

        Raises:
            ResponseDecodeError: The answer is a success but no event stream; its status is in ``status_code``.
        """

        async def keep(connection: OpenResponse) -> OpenResponse:
            kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind == EVENTS:
                return connection
            status_code = connection.status_code
            await connection.aclose()
            raise ResponseDecodeError(
                f"{call.line}: expected an event stream, got {kind or 'no content type'} ({status_code})",
                status_code=status_code,
                may_have_been_processed=not call.reads,
                chat_id=call.chat_id,
            )

        return await self._unless_refused(call, lambda c: self.exchange(c, keep, keeps=True))

    # ------------------------------------------------------------------ before the network

    def prepare(self, request: Request) -> PreparedRequest:
        """Encode and check a request. Raises InvalidRequestError with the field at fault."""
        chat_id = request.path_values.get("chat_id")
        chat_id = chat_id if isinstance(chat_id, str) else None
        try:
            body = request.content()
            return PreparedRequest(
                method=request.method,
                path=request.path(),
                params=request.params(),
                body=self.with_extra(body),
                assumed=request.optional_defaults,
                operation=request.operation,
                reads=request.is_safe,
                chat_id=chat_id,
            )
        except (ValueError, TypeError, AttributeError, RecursionError) as exc:
            text, at = f"{request.name}: {exc}", getattr(exc, "field", None)
        raise InvalidRequestError(text, field=at, chat_id=chat_id)

    def with_extra(self, body: Any) -> Any:
        """The body with the members of `extra_body`, where it is one that has members."""
        return {**body, **self.options.extra_body} if is_object(body) else body

    # ------------------------------------------------------------------ on the network

    async def _unless_refused(self, call: PreparedRequest, send: Callable[[PreparedRequest], Awaitable[R]]) -> R:
        """Send with the members the caller did not set but some revisions of the server require.

        A server that refuses them (422) has created nothing, so the call goes out once more without.
        """
        added = {k: v for k, v in call.assumed.items() if is_object(call.body) and k not in call.body}
        memory = (self.options.base_url, call.operation)
        if not added or _accepted.get(memory) is False:
            return await send(call)
        try:
            result = await send(evolve(call, body={**call.body, **added}))
        except UnprocessableEntityError as error:
            if _accepted.get(memory):
                raise
            first = error
        else:
            remember(_accepted, memory, value=True)
            return result
        try:
            result = await send(call)
        except UnprocessableEntityError as error:
            names = ", ".join(added)
            error.message = f"{error.message} (without {names}); {first.message} (with {names})"
            error.args = (f"{error} (without {names}); {first} (with {names})",)
            raise
        remember(_accepted, memory, value=False)
        return result

    async def exchange(
        self, call: PreparedRequest, use: Callable[[OpenResponse], Awaitable[R]], *, keeps: bool = False
    ) -> R:
        """Send, again where that is safe, and hand the connection to `use`; closed afterwards unless it `keeps` it."""
        content = encode_body(call.body, call.line)
        attempt = 0
        while True:
            try:
                return await self._attempt(call, content, attempt, use, keeps=keeps)
            except (APIConnectionError, APIStatusError) as error:
                wait = retry_delay(error, attempt, repeatable=call.is_repeatable)
                if isinstance(error, APIStatusError) and error.retry_after and error.retry_after <= MAX_RETRY_AFTER:
                    self.session.pause(error.retry_after)
                if wait is None or attempt >= self.options.max_retries:
                    raise
                failed = type(error).__name__
            attempt += 1
            if self.session.observer.enabled:
                from ..observe import RequestRetried  # noqa: PLC0415 - loaded where somebody watches

                self.session.observer.emit(RequestRetried(**_about(call, attempt), error=failed, wait=wait))
            await anyio.sleep(wait)

    async def _attempt(
        self,
        call: PreparedRequest,
        content: bytes | None,
        attempt: int,
        use: Callable[[OpenResponse], Awaitable[R]],
        *,
        keeps: bool,
    ) -> R:
        """One attempt, told to whoever watches."""
        observer = self.session.observer
        if not observer.enabled:
            return await self._use(call, content, use, keeps=keeps)
        from ..observe import RequestFailed, RequestFinished, RequestStarted  # noqa: PLC0415 - as above

        about = _about(call, attempt + 1)
        observer.emit(RequestStarted(**about))
        began = time.monotonic()
        status_code = 0

        async def noted(connection: OpenResponse) -> R:
            nonlocal status_code
            status_code = connection.status_code
            return await use(connection)

        try:
            result = await self._use(call, content, noted, keeps=keeps)
        except APIStatusError as error:
            status_code = error.status_code
            raise
        except BaseException as error:
            status_code = 0
            seconds = time.monotonic() - began
            observer.emit(RequestFailed(**about, error=type(error).__name__, seconds=seconds))
            raise
        else:
            return result
        finally:
            if status_code:
                seconds = time.monotonic() - began
                observer.emit(RequestFinished(**about, status_code=status_code, seconds=seconds))

    async def _use(
        self, call: PreparedRequest, content: bytes | None, use: Callable[[OpenResponse], Awaitable[R]], *, keeps: bool
    ) -> R:
        connection = await self._connect(call, content)
        kept = False
        try:
            result = await use(connection)
            kept = keeps
        finally:
            if not kept:
                await connection.aclose()
        return result

    async def _connect(self, call: PreparedRequest, content: bytes | None) -> OpenResponse:
        """One attempt, up to the head of a success. Raises APIStatusError for any other status."""
        self.session.http()  # where it cannot be used, that is said before anything is waited for
        key = await self.session.credentials.key()
        fault = Fault(key)
        limited = self.options.counts_toward_limit
        if limited:
            await self.session.acquire()
        release = self.session.release if limited else _nothing
        connection: OpenResponse | None = None
        error: V0Error | None = None
        try:
            await self.session.pause_over()
            http = self.session.http()
            request = self._http_request(http, call, content, key)
            try:
                response = await http.send(request, stream=True, auth=None, follow_redirects=False)
                connection = OpenResponse(response, call, release, fault)
            except Exception as exc:  # noqa: BLE001 - nothing of the HTTP library reaches the caller
                error = fault(exc, call)
        finally:
            if connection is None:
                release()
        if connection is None or error is not None:
            raise error if error is not None else AssertionError
        if call.path.startswith("/v1/"):
            token = connection.headers.get("x-session-token", "")
            self.session.keep_session_token(key, self.options.base_url, token)
        if connection.status_code < 300:
            if call.is_streamed:
                # httpcore looks this up when the body is first read: from here on silence is what counts.
                request.extensions["timeout"]["read"] = self.options.timeouts.idle
            return connection
        try:
            raise await self._refusal(connection)
        finally:
            await connection.aclose()

    def _http_request(
        self, http: httpx.AsyncClient, call: PreparedRequest, content: bytes | None, key: str
    ) -> httpx.Request:
        headers = {**self.options.headers, "accept": call.accept, "authorization": f"Bearer {key}"}
        if content is not None:
            headers["content-type"] = "application/json"
        if call.accept == EVENTS:
            headers["cache-control"] = "no-store"
        elif call.accept == ARCHIVE:
            headers["accept-encoding"] = "identity"  # a tarball is gzipped: it must not be unpacked on the way
        token = self.session.session_token(key, self.options.base_url) if call.path.startswith("/v1/") else None
        if token is not None:
            headers["x-session-token"] = token
        limits = self.options.timeouts
        timeout = httpx.Timeout(connect=limits.connect, pool=limits.pool, write=limits.write, read=limits.read)
        try:
            request = http.build_request(
                call.method,
                self.options.base_url + call.path,
                params=call.params or None,
                headers=headers,
                content=content,
                timeout=timeout,
            )
            if content is not None:
                request.stream = WholeBody(content)
            return request
        except (httpx.InvalidURL, ValueError, TypeError):
            pass
        raise InvalidRequestError(f"{call.line}: this is no address that can be asked")

    async def _refusal(self, connection: OpenResponse) -> V0Error:
        call, status_code = connection.call, connection.status_code
        if status_code < 400:
            return RedirectError(
                f"{call.line}: {status_code}, a redirect, which is not followed: check base_url", chat_id=call.chat_id
            )
        body = b""
        try:
            while len(body) < _ERROR_BODY and (piece := await connection.next_chunk()) is not None:
                body += piece
        except (APIConnectionError, ResponseDecodeError):
            pass  # the status says enough; the body was only to explain it
        headers = {k: connection.redact(v.encode()).decode() for k, v in connection.headers.items()}
        return error_from_response(
            status_code,
            headers,
            connection.redact(body),
            method=call.method,
            url=self.options.base_url + call.path,
            writes=not call.reads,
            chat_id=call.chat_id,
        )


def _about(call: PreparedRequest, attempt: int) -> dict[str, Any]:
    return {"operation": call.operation, "method": call.method, "path": call.path, "attempt": attempt}


def _nothing() -> None:
    """Stands for giving back a place that was not taken."""
