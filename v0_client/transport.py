"""One HTTP exchange: the key goes on, faults and statuses become errors, the body comes off in bounded pieces."""

from __future__ import annotations

import json
import math
import os
import random
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
import anyio.lowlevel
import httpx
from attrs import evolve, field, frozen

from .answers import decode_json, status_error
from .config import Credentials, Options
from .errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    InvalidRequestError,
    ResponseDecodeError,
    UnprocessableEntityError,
    V0Error,
)
from .json_values import is_list, is_object

if TYPE_CHECKING:
    from ._generated.client import Request
else:
    Request = object  # the generated package is not loaded before it is used

T = TypeVar("T")
R = TypeVar("R")

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)
_TIMEOUT_NAMES = {
    httpx.ConnectTimeout: "connect",
    httpx.PoolTimeout: "pool",
    httpx.WriteTimeout: "write",
    httpx.ReadTimeout: "read",
}
_ERROR_BODY = 1024 * 1024
_LONGEST_WAIT = 60.0
_REMEMBERED = 1024

# Which origins take, and which refuse, the members a client sends of its own accord. A fact of the server, so it is
# kept for the process.
_accepted: OrderedDict[tuple[str, str], bool] = OrderedDict()


@cache
def _tls_context() -> ssl.SSLContext:
    # Reading the certificates takes longer than anything else a client does, so it happens once a process.
    return httpx.create_ssl_context()


def _remember(memory: OrderedDict[Any, R], key: Any, value: R) -> None:
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > _REMEMBERED:
        memory.popitem(last=False)


class Pool:
    """What a client and its views share: connections, the key, session tokens, the limit on calls at once."""

    def __init__(
        self, credentials: Credentials, http_client: httpx.AsyncClient | None, max_concurrency: int | None
    ) -> None:
        self.credentials = credentials
        self.session_tokens: OrderedDict[tuple[bytes, str], str] = OrderedDict()
        self._http = http_client
        self._owned = http_client is None
        self._max_concurrency = max_concurrency
        self._limiter: anyio.Semaphore | None = None
        self._loop: object = None
        self._pid = 0
        self._closed = False

    def http(self) -> httpx.AsyncClient:
        """The HTTP client, made at the first call. Raises V0Error after closing, forking or in another event loop."""
        if self._closed:
            raise V0Error("the client is closed: make a new V0Client, or keep this one open as long as it is used")
        self._stay()
        if self._http is not None and self._http.is_closed:
            raise V0Error("the http_client given to this client is closed: keep it open as long as this one is used")
        if self._http is None:
            self._http = httpx.AsyncClient(
                verify=_tls_context(),
                limits=httpx.Limits(max_connections=None, max_keepalive_connections=100),
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            )
        return self._http

    def _stay(self) -> None:
        """Connections work in one process and one event loop. Raises V0Error in any other."""
        loop, pid = anyio.lowlevel.current_token(), os.getpid()
        if self._loop is None:
            self._loop, self._pid = loop, pid
        elif self._pid != pid:
            raise V0Error("the client was used before this process was forked: make a V0Client in each process")
        elif self._loop != loop:
            raise V0Error("the client was used in another event loop: make a V0Client in each one")

    async def acquire(self) -> None:
        """Wait for a place among the calls allowed at once."""
        if self._max_concurrency is not None:
            if self._limiter is None:
                self._limiter = anyio.Semaphore(self._max_concurrency)
            await self._limiter.acquire()

    def release(self) -> None:
        if self._limiter is not None:
            self._limiter.release()

    async def aclose(self) -> None:
        """Close connections of our own; a caller's client is left alone. Raises V0Error in another event loop."""
        self._closed = True
        if self._owned and self._http is not None:
            self._stay()
            http, self._http = self._http, None
            with anyio.CancelScope(shield=True):
                await http.aclose()


@frozen(kw_only=True)
class Call:
    """A request ready for the wire."""

    method: str
    path: str
    params: Mapping[str, str]
    body: Any = None
    assumed: Mapping[str, Any] = field(factory=dict[str, Any])
    operation: str = ""
    reads: bool = False
    accept: str = "application/json"
    chat_id: str | None = None

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"


class Connection:
    """An answer whose head has come and whose body is still on the way. Close it, whatever happens."""

    def __init__(self, response: httpx.Response, call: Call, release: Callable[[], None], fault: _Fault) -> None:
        self.status_code = response.status_code
        self.headers: Mapping[str, str] = dict(response.headers)
        self.call = call
        self._response = response
        # Held apart from the decoder above it: where decoding fails, this is what is left to unwind.
        self._raw: AsyncIterator[bytes] = response.aiter_raw()
        vars(response)["aiter_raw"] = lambda: self._raw  # what aiter_bytes reads
        self._body: AsyncIterator[bytes] = response.aiter_bytes()
        self._release = release
        self._fault = fault
        self._open = True

    async def chunk(self) -> bytes | None:
        """The next piece of the body, None at its end. Raises APIConnectionError."""
        try:
            return await anext(self._body)
        except StopAsyncIteration:
            return None
        except Exception as exc:  # noqa: BLE001 - whatever a body can fail with is one kind of fault to the caller
            error = self._fault(exc, self.call, answered=True)
        if isinstance(error, ResponseDecodeError):
            error.status_code = self.status_code
        raise error

    async def read(self, cap: int | None) -> bytes:
        """The whole body. Raises ResponseDecodeError where it exceeds `cap` bytes."""
        pieces: list[bytes] = []
        size = 0
        while (piece := await self.chunk()) is not None:
            size += len(piece)
            if cap is not None and size > cap:
                raise ResponseDecodeError(
                    f"{self.call.line}: the answer exceeds {cap} bytes (max_response_size)",
                    status_code=self.status_code,
                    may_have_been_processed=not self.call.reads,
                    chat_id=self.call.chat_id,
                )
            pieces.append(piece)
        return b"".join(pieces)

    def without_key(self, text: bytes) -> bytes:
        """What a server said, fit for an error: a server may echo the request's headers."""
        return text.replace(self._fault.key.encode(), b"...")

    async def aclose(self) -> None:
        """Give the connection back, or close it where the body was not read to its end."""
        if not self._open:
            return
        self._open = False
        try:
            # An unread body is a chain of suspended generators. Cancelling a read unwinds them from the inside; without
            # it the garbage collector would, and trio warns of that.
            with anyio.CancelScope(shield=True) as scope:
                scope.cancel()
                for pieces in (self._body, self._raw):
                    for _ in range(10_000):
                        try:
                            await anext(pieces)
                        except Exception:  # noqa: BLE001 - the body's end, or a fault of one that nobody wants any more
                            break
            with anyio.CancelScope(shield=True):
                await self._response.aclose()
        finally:
            self._release()


class _Fault:
    """Turns what the HTTP library raises into an error of ours that carries no header."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self, exc: Exception, call: Call, *, answered: bool = False) -> V0Error:
        perhaps = not call.reads and (answered or not isinstance(exc, _NOT_SENT))
        hint = "; the server may have done the work, so look for the chat before sending it again" if perhaps else ""
        if isinstance(exc, (httpx.LocalProtocolError, UnicodeError)):
            # Its text quotes the header at fault.
            return InvalidRequestError(f"{call.line}: the HTTP library refused the request ({type(exc).__name__})")
        if isinstance(exc, httpx.DecodingError):
            text = f"{call.line}: the answer's content encoding is broken{hint}"
            return ResponseDecodeError(text, may_have_been_processed=perhaps, chat_id=call.chat_id)
        text = " ".join(str(exc).replace(self.key, "...").split())[:300]
        said = f"{type(exc).__name__}: {text}" if text else type(exc).__name__
        kind = next((name for cls, name in _TIMEOUT_NAMES.items() if isinstance(exc, cls)), None)
        if kind is not None:
            kind = "idle" if kind == "read" and answered and call.accept == "text/event-stream" else kind
            return APITimeoutError(
                f"{call.line}: the {kind} timeout ran out (Timeouts.{kind}){hint}",
                may_have_been_processed=perhaps,
                chat_id=call.chat_id,
            )
        what = "the answer broke off" if answered else "no answer"
        return APIConnectionError(
            f"{call.line}: {what} ({said}){hint}", may_have_been_processed=perhaps, chat_id=call.chat_id
        )


class _RedirectError(APIConnectionError):
    """A redirect; sending the call again would only meet it again."""


class Transport:
    """Sends calls by one set of options over a shared pool."""

    def __init__(self, options: Options, pool: Pool) -> None:
        self.options = options
        self.pool = pool

    # ------------------------------------------------------------------ calls

    async def send_request(self, request: Request, parse: Callable[[Any], T], /) -> T:
        """Send an operation's request and read its answer. Raises V0Error classes only."""
        call = self.prepare(request)
        if is_object(call.body) and call.body.get("responseMode") == "experimental_stream":
            raise InvalidRequestError(
                "response_mode 'experimental_stream' answers with events: use client.v1.chats.stream(...)",
                field="response_mode",
            )
        return await self.send(call, parse)

    async def send(self, call: Call, parse: Callable[[Any], T]) -> T:
        async def whole(connection: Connection) -> tuple[Connection, bytes]:
            return connection, await connection.read(self.options.max_response_size)

        connection, body = await self._unless_refused(call, lambda c: self._exchange(c, whole))
        try:
            return parse(None if connection.status_code == 204 else decode_json(body))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as exc:
            reason = " ".join(connection.without_key(str(exc).encode("utf-8", "replace")).decode().split())[:300]
        shown = connection.without_key(body)
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

    async def open(self, call: Call) -> Connection:
        """Send a request whose answer is an event stream; gives it once its head has come.

        Raises:
            ResponseDecodeError: The answer is a success but no event stream; its status is in ``status_code``.
        """

        async def keep(connection: Connection) -> Connection:
            kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind == "text/event-stream":
                return connection
            status_code = connection.status_code
            await connection.aclose()
            raise ResponseDecodeError(
                f"{call.line}: expected an event stream, got {kind or 'no content type'} ({status_code})",
                status_code=status_code,
                may_have_been_processed=not call.reads,
                chat_id=call.chat_id,
            )

        return await self._unless_refused(call, lambda c: self._exchange(c, keep, keeps=True))

    # ------------------------------------------------------------------ before the network

    def prepare(self, request: Request) -> Call:
        """Encode and check a request. Raises InvalidRequestError with the field at fault."""
        chat_id = request.path_values.get("chat_id")
        chat_id = chat_id if isinstance(chat_id, str) else None
        try:
            body = request.content()
            return Call(
                method=request.method,
                path=request.path(),
                params=request.params(),
                body=self.with_extra(body),
                assumed=request.assumed,
                operation=request.operation,
                reads=request.reads,
                chat_id=chat_id,
            )
        except (ValueError, TypeError, AttributeError, RecursionError) as exc:
            text, at = f"{request.operation}: {exc}", getattr(exc, "field", None)
        raise InvalidRequestError(text, field=at, chat_id=chat_id)

    def with_extra(self, body: Any) -> Any:
        """The body with the members of `extra_body`, where it is one that has members."""
        return {**body, **self.options.extra_body} if is_object(body) else body

    def _content(self, call: Call) -> bytes | None:
        if call.body is None:
            return None
        try:
            return json.dumps(call.body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        except (ValueError, TypeError, RecursionError) as exc:
            reason = "nested too deep" if isinstance(exc, RecursionError) else type(exc).__name__
        at, why = _culprit(call.body)
        raise InvalidRequestError(f"{call.line}: {at or 'the body'} {why or f'is no JSON ({reason})'}", field=at)

    # ------------------------------------------------------------------ on the network

    async def _unless_refused(self, call: Call, send: Callable[[Call], Awaitable[R]]) -> R:
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
            _remember(_accepted, memory, value=True)
            return result
        try:
            result = await send(call)
        except UnprocessableEntityError as error:
            names = ", ".join(added)
            error.message = f"{error.message} (without {names}); {first.message} (with {names})"
            error.args = (f"{error} (without {names}); {first} (with {names})",)
            raise
        _remember(_accepted, memory, value=False)
        return result

    async def _exchange(self, call: Call, use: Callable[[Connection], Awaitable[R]], *, keeps: bool = False) -> R:
        """Send, again where that is safe, and hand the connection to `use`; closed afterwards unless it `keeps` it."""
        content = self._content(call)
        for attempt in range(self.options.max_retries + 1):
            last = attempt == self.options.max_retries
            try:
                connection = await self._connect(call, content)
                done = False
                try:
                    result = await use(connection)
                    done = keeps
                finally:
                    if not done:
                        await connection.aclose()
                return result
            except (APIConnectionError, APIStatusError) as error:
                wait = _wait_before_retry(call, error, attempt)
                if last or wait is None:
                    raise
            await anyio.sleep(wait)
        raise AssertionError  # the last attempt returns or raises

    async def _connect(self, call: Call, content: bytes | None) -> Connection:
        """One attempt, up to the head of a success. Raises APIStatusError for any other status."""
        self.pool.http()  # where it cannot be used, that is said before anything is waited for
        key = await self.pool.credentials.key()
        fault = _Fault(key)
        await self.pool.acquire()
        connection: Connection | None = None
        error: V0Error | None = None
        try:
            http = self.pool.http()
            request = self._http_request(http, call, content, key)
            try:
                response = await http.send(request, stream=True, auth=None, follow_redirects=False)
                connection = Connection(response, call, self.pool.release, fault)
            except Exception as exc:  # noqa: BLE001 - nothing of the HTTP library reaches the caller
                error = fault(exc, call)
        finally:
            if connection is None:
                self.pool.release()
        if connection is None or error is not None:
            raise error if error is not None else AssertionError
        self._keep_session_token(connection, key)
        if connection.status_code < 300:
            if call.accept == "text/event-stream":
                # httpcore looks this up when the body is first read: from here on silence is what counts.
                request.extensions["timeout"]["read"] = self.options.timeouts.idle
            return connection
        try:
            raise await self._refusal(connection)
        finally:
            await connection.aclose()

    def _http_request(self, http: httpx.AsyncClient, call: Call, content: bytes | None, key: str) -> httpx.Request:
        headers = {**self.options.headers, "accept": call.accept, "authorization": f"Bearer {key}"}
        if content is not None:
            headers["content-type"] = "application/json"
        if call.accept == "text/event-stream":
            headers["cache-control"] = "no-store"
        if call.path.startswith("/v1/") and (token := self.pool.session_tokens.get(self._token_key(key))):
            headers["x-session-token"] = token
        limits = self.options.timeouts
        timeout = httpx.Timeout(connect=limits.connect, pool=limits.pool, write=limits.write, read=limits.read)
        try:
            return http.build_request(
                call.method,
                self.options.base_url + call.path,
                params=call.params or None,
                headers=headers,
                content=content,
                timeout=timeout,
            )
        except (httpx.InvalidURL, ValueError, TypeError):
            pass
        raise InvalidRequestError(f"{call.line}: this is no address that can be asked")

    async def _refusal(self, connection: Connection) -> V0Error:
        call, status_code = connection.call, connection.status_code
        if status_code < 400:
            return _RedirectError(
                f"{call.line}: {status_code}, a redirect, which is not followed: check base_url", chat_id=call.chat_id
            )
        body = b""
        try:
            while len(body) < _ERROR_BODY and (piece := await connection.chunk()) is not None:
                body += piece
        except (APIConnectionError, ResponseDecodeError):
            pass  # the status says enough; the body was only to explain it
        headers = {k: connection.without_key(v.encode()).decode() for k, v in connection.headers.items()}
        return status_error(
            status_code,
            headers,
            connection.without_key(body),
            method=call.method,
            url=self.options.base_url + call.path,
            writes=not call.reads,
            chat_id=call.chat_id,
        )

    def _token_key(self, key: str) -> tuple[bytes, str]:
        return sha256(key.encode()).digest(), self.options.base_url

    def _keep_session_token(self, connection: Connection, key: str) -> None:
        token = connection.headers.get("x-session-token", "")
        if (
            connection.call.path.startswith("/v1/")
            and 0 < len(token) <= 4096
            and token.isascii()
            and token.isprintable()
        ):
            _remember(self.pool.session_tokens, self._token_key(key), token)


def _wait_before_retry(call: Call, error: V0Error, attempt: int) -> float | None:
    """Seconds until the call may be sent again; None where it must not be."""
    if call.method not in ("GET", "HEAD") or isinstance(error, _RedirectError):
        return None
    backoff: float = min(0.5 * 2.0**attempt, 8.0) * random.uniform(0.75, 1.0)  # noqa: S311 - spreads callers, guards nothing
    if not isinstance(error, APIStatusError):
        return backoff
    if error.status_code not in (408, 429) and error.status_code < 500:
        return None
    if error.retry_after is None:
        return backoff
    return None if error.retry_after > _LONGEST_WAIT else error.retry_after


def _culprit(body: Any) -> tuple[str | None, str]:
    """Where in a body the value stands that JSON or UTF-8 cannot carry, and what is wrong with it."""
    todo: list[tuple[str, Any, int]] = [("", body, 0)]
    while todo:
        path, value, depth = todo.pop()
        if isinstance(value, str):
            if any("\ud800" <= c <= "\udfff" for c in value):
                return path, "holds half a surrogate pair, which is no text: decode it properly first"
        elif isinstance(value, float):
            if not math.isfinite(value):
                return path, "is not a finite number, and JSON has no other"
        elif depth > 200:
            return path, "is nested too deep, or holds itself"
        elif is_object(value):
            todo += [(f"{path}.{key}" if path else key, item, depth + 1) for key, item in value.items()]
            todo += [(path, key, depth + 1) for key in value]
        elif is_list(value):
            todo += [(f"{path}[{i}]", item, depth + 1) for i, item in enumerate(value)]
        elif value is not None and not isinstance(value, int):
            return path, f"is a {type(value).__name__}, which is no JSON"
    return None, ""
