"""Every fault for every operation, over real sockets: the outcome, and the requests the server received."""

from __future__ import annotations

import gzip
import io
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from attrs import mutable

from tests.support.clock import waits
from tests.support.raw_server import (
    CLOSE,
    LAST_CHUNK,
    RESET,
    STALL,
    Action,
    RawServer,
    Request,
    chunk,
    chunked_head,
    head,
    json_response,
    refusing_address,
    response,
)
from tests.support.stream_scripts import CHAT_ID, Script, chat, message, more_text, new_text, sse, streamed, usage
from v0_client import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    ChatStream,
    ConflictError,
    NotFoundError,
    PayloadTooLargeError,
    PaymentRequiredError,
    ResponseDecodeError,
    ServerError,
    StreamIncompleteError,
    Timeouts,
    UnprocessableEntityError,
    V0Client,
    V0Error,
    WaitTimeoutError,
    errors,
    models,
)
from v0_client._http import exchange

__all__ = ["waits"]

ANY = "..."  # as many requests as there was time for

# fault, operation, error (None: it succeeds), may_have_been_processed, chat_id, the requests
Cell = tuple[str, str, type[V0Error] | None, bool, str | None, str]
CELLS: list[Cell] = [
    ("connection refused", "create", APIConnectionError, False, None, ""),
    ("connection refused", "get", APIConnectionError, False, "chat_1", ""),
    ("connection refused", "wait", WaitTimeoutError, False, "chat_1", ANY),
    ("connection refused", "stream", APIConnectionError, False, None, ""),
    ("connection refused", "resume", APIConnectionError, False, "chat_1", ""),
    ("connection refused", "send", APIConnectionError, False, "chat_1", ""),
    ("connection refused", "send_stream", APIConnectionError, False, "chat_1", ""),
    ("connection refused", "resolve_stream", APIConnectionError, False, "chat_1", ""),
    ("connection refused", "download", APIConnectionError, False, "chat_1", ""),
    ("reset before any byte", "create", APIConnectionError, True, None, "create"),
    ("reset before any byte", "get", None, False, "chat_1", "get get"),
    ("reset before any byte", "wait", None, False, "chat_1", "get get"),
    ("reset before any byte", "stream", APIConnectionError, True, None, "stream"),
    ("reset before any byte", "resume", None, False, "chat_1", "resume resume read"),
    ("reset before any byte", "send", APIConnectionError, True, "chat_1", "send"),
    ("reset before any byte", "send_stream", APIConnectionError, True, "chat_1", "send_stream"),
    ("reset before any byte", "resolve_stream", APIConnectionError, True, "chat_1", "resolve_stream"),
    ("reset before any byte", "download", None, False, "chat_1", "download download"),
    ("closed without a response", "create", APIConnectionError, True, None, "create"),
    ("closed without a response", "get", None, False, "chat_1", "get get"),
    ("closed without a response", "wait", None, False, "chat_1", "get get"),
    ("closed without a response", "stream", APIConnectionError, True, None, "stream"),
    ("closed without a response", "resume", None, False, "chat_1", "resume resume read"),
    ("closed without a response", "send", APIConnectionError, True, "chat_1", "send"),
    ("closed without a response", "send_stream", APIConnectionError, True, "chat_1", "send_stream"),
    ("closed without a response", "resolve_stream", APIConnectionError, True, "chat_1", "resolve_stream"),
    ("closed without a response", "download", None, False, "chat_1", "download download"),
    ("not HTTP", "create", APIConnectionError, True, None, "create"),
    ("not HTTP", "get", None, False, "chat_1", "get get"),
    ("not HTTP", "wait", None, False, "chat_1", "get get"),
    ("not HTTP", "stream", APIConnectionError, True, None, "stream"),
    ("not HTTP", "resume", None, False, "chat_1", "resume resume read"),
    ("not HTTP", "send", APIConnectionError, True, "chat_1", "send"),
    ("not HTTP", "send_stream", APIConnectionError, True, "chat_1", "send_stream"),
    ("not HTTP", "resolve_stream", APIConnectionError, True, "chat_1", "resolve_stream"),
    ("not HTTP", "download", None, False, "chat_1", "download download"),
    ("silence before the response", "create", APITimeoutError, True, None, "create"),
    ("silence before the response", "get", APITimeoutError, False, "chat_1", "get get get"),
    ("silence before the response", "wait", WaitTimeoutError, False, "chat_1", ANY),
    ("silence before the response", "stream", APITimeoutError, True, None, "stream"),
    ("silence before the response", "resume", APITimeoutError, False, "chat_1", "resume resume resume"),
    ("silence before the response", "send", APITimeoutError, True, "chat_1", "send"),
    ("silence before the response", "send_stream", APITimeoutError, True, "chat_1", "send_stream"),
    ("silence before the response", "resolve_stream", APITimeoutError, True, "chat_1", "resolve_stream"),
    ("silence before the response", "download", APITimeoutError, False, "chat_1", "download download download"),
    ("stale pooled connection", "create", APIConnectionError, True, None, "create"),
    ("stale pooled connection", "get", None, False, "chat_1", "get get"),
    ("stale pooled connection", "wait", None, False, "chat_1", "get get"),
    ("stale pooled connection", "stream", APIConnectionError, True, None, "stream"),
    ("stale pooled connection", "resume", None, False, "chat_1", "resume resume read"),
    ("stale pooled connection", "send", APIConnectionError, True, "chat_1", "send"),
    ("stale pooled connection", "send_stream", APIConnectionError, True, "chat_1", "send_stream"),
    ("stale pooled connection", "resolve_stream", APIConnectionError, True, "chat_1", "resolve_stream"),
    ("stale pooled connection", "download", None, False, "chat_1", "download download"),
    ("401", "create", AuthenticationError, False, None, "create"),
    ("401", "get", AuthenticationError, False, "chat_1", "get"),
    ("401", "wait", AuthenticationError, False, "chat_1", "get"),
    ("401", "stream", AuthenticationError, False, None, "stream"),
    ("401", "resume", AuthenticationError, False, "chat_1", "resume"),
    ("401", "send", AuthenticationError, False, "chat_1", "send"),
    ("401", "send_stream", AuthenticationError, False, "chat_1", "send_stream"),
    ("401", "resolve_stream", AuthenticationError, False, "chat_1", "resolve_stream"),
    ("401", "download", AuthenticationError, False, "chat_1", "download"),
    ("402", "create", PaymentRequiredError, False, None, "create"),
    ("402", "get", PaymentRequiredError, False, "chat_1", "get"),
    ("402", "wait", PaymentRequiredError, False, "chat_1", "get"),
    ("402", "stream", PaymentRequiredError, False, None, "stream"),
    ("402", "resume", PaymentRequiredError, False, "chat_1", "resume"),
    ("402", "send", PaymentRequiredError, False, "chat_1", "send"),
    ("402", "send_stream", PaymentRequiredError, False, "chat_1", "send_stream"),
    ("402", "resolve_stream", PaymentRequiredError, False, "chat_1", "resolve_stream"),
    ("402", "download", PaymentRequiredError, False, "chat_1", "download"),
    ("404", "create", NotFoundError, False, None, "create"),
    ("404", "get", NotFoundError, False, "chat_1", "get"),
    ("404", "wait", None, False, "chat_1", "get get"),
    ("404", "stream", NotFoundError, False, None, "stream"),
    ("404", "resume", None, False, "chat_1", "resume read"),
    ("404", "send", NotFoundError, False, "chat_1", "send"),
    ("404", "send_stream", NotFoundError, False, "chat_1", "send_stream"),
    ("404", "resolve_stream", NotFoundError, False, "chat_1", "resolve_stream"),
    ("404", "download", NotFoundError, False, "chat_1", "download"),
    ("408", "create", APIStatusError, True, None, "create"),
    ("408", "get", None, False, "chat_1", "get get"),
    ("408", "wait", None, False, "chat_1", "get get"),
    ("408", "stream", APIStatusError, True, None, "stream"),
    ("408", "resume", None, False, "chat_1", "resume resume read"),
    ("408", "send", APIStatusError, True, "chat_1", "send"),
    ("408", "send_stream", APIStatusError, True, "chat_1", "send_stream"),
    ("408", "resolve_stream", APIStatusError, True, "chat_1", "resolve_stream"),
    ("408", "download", None, False, "chat_1", "download download"),
    ("409", "create", ConflictError, False, None, "create"),
    ("409", "get", ConflictError, False, "chat_1", "get"),
    ("409", "wait", ConflictError, False, "chat_1", "get"),
    ("409", "stream", ConflictError, False, None, "stream"),
    ("409", "resume", ConflictError, False, "chat_1", "resume"),
    ("409", "send", ConflictError, False, "chat_1", "send"),
    ("409", "send_stream", ConflictError, False, "chat_1", "send_stream"),
    ("409", "resolve_stream", ConflictError, False, "chat_1", "resolve_stream"),
    ("409", "download", ConflictError, False, "chat_1", "download"),
    ("413", "create", PayloadTooLargeError, False, None, "create"),
    ("413", "get", PayloadTooLargeError, False, "chat_1", "get"),
    ("413", "wait", PayloadTooLargeError, False, "chat_1", "get"),
    ("413", "stream", PayloadTooLargeError, False, None, "stream"),
    ("413", "resume", PayloadTooLargeError, False, "chat_1", "resume"),
    ("413", "send", PayloadTooLargeError, False, "chat_1", "send"),
    ("413", "send_stream", PayloadTooLargeError, False, "chat_1", "send_stream"),
    ("413", "resolve_stream", PayloadTooLargeError, False, "chat_1", "resolve_stream"),
    ("413", "download", PayloadTooLargeError, False, "chat_1", "download"),
    ("422", "create", UnprocessableEntityError, False, None, "create"),
    ("422", "get", UnprocessableEntityError, False, "chat_1", "get"),
    ("422", "wait", UnprocessableEntityError, False, "chat_1", "get"),
    ("422", "stream", None, False, "chat_1", "stream stream read"),
    ("422", "resume", UnprocessableEntityError, False, "chat_1", "resume"),
    ("422", "send", UnprocessableEntityError, False, "chat_1", "send"),
    ("422", "send_stream", UnprocessableEntityError, False, "chat_1", "send_stream"),
    ("422", "resolve_stream", UnprocessableEntityError, False, "chat_1", "resolve_stream"),
    ("422", "download", UnprocessableEntityError, False, "chat_1", "download"),
    ("429", "create", None, False, "chat_1", "create create"),
    ("429", "get", None, False, "chat_1", "get get"),
    ("429", "wait", None, False, "chat_1", "get get"),
    ("429", "stream", None, False, "chat_1", "stream stream read"),
    ("429", "resume", None, False, "chat_1", "resume resume read"),
    ("429", "send", None, False, "chat_1", "send send"),
    ("429", "send_stream", None, False, "chat_1", "send_stream send_stream"),
    ("429", "resolve_stream", None, False, "chat_1", "resolve_stream resolve_stream"),
    ("429", "download", None, False, "chat_1", "download download"),
    ("500", "create", ServerError, True, None, "create"),
    ("500", "get", None, False, "chat_1", "get get"),
    ("500", "wait", None, False, "chat_1", "get get"),
    ("500", "stream", ServerError, True, None, "stream"),
    ("500", "resume", None, False, "chat_1", "resume resume read"),
    ("500", "send", ServerError, True, "chat_1", "send"),
    ("500", "send_stream", ServerError, True, "chat_1", "send_stream"),
    ("500", "resolve_stream", ServerError, True, "chat_1", "resolve_stream"),
    ("500", "download", None, False, "chat_1", "download download"),
    ("503", "create", ServerError, True, None, "create"),
    ("503", "get", None, False, "chat_1", "get get"),
    ("503", "wait", None, False, "chat_1", "get get"),
    ("503", "stream", ServerError, True, None, "stream"),
    ("503", "resume", None, False, "chat_1", "resume resume read"),
    ("503", "send", ServerError, True, "chat_1", "send"),
    ("503", "send_stream", ServerError, True, "chat_1", "send_stream"),
    ("503", "resolve_stream", ServerError, True, "chat_1", "resolve_stream"),
    ("503", "download", None, False, "chat_1", "download download"),
    ("599", "create", ServerError, True, None, "create"),
    ("599", "get", None, False, "chat_1", "get get"),
    ("599", "wait", None, False, "chat_1", "get get"),
    ("599", "stream", ServerError, True, None, "stream"),
    ("599", "resume", None, False, "chat_1", "resume resume read"),
    ("599", "send", ServerError, True, "chat_1", "send"),
    ("599", "send_stream", ServerError, True, "chat_1", "send_stream"),
    ("599", "resolve_stream", ServerError, True, "chat_1", "resolve_stream"),
    ("599", "download", None, False, "chat_1", "download download"),
    ("429 with Retry-After", "create", None, False, "chat_1", "create create"),
    ("429 with Retry-After", "get", None, False, "chat_1", "get get"),
    ("429 with Retry-After", "wait", None, False, "chat_1", "get get"),
    ("429 with Retry-After", "stream", None, False, "chat_1", "stream stream read"),
    ("429 with Retry-After", "resume", None, False, "chat_1", "resume resume read"),
    ("429 with Retry-After", "send", None, False, "chat_1", "send send"),
    ("429 with Retry-After", "send_stream", None, False, "chat_1", "send_stream send_stream"),
    ("429 with Retry-After", "resolve_stream", None, False, "chat_1", "resolve_stream resolve_stream"),
    ("429 with Retry-After", "download", None, False, "chat_1", "download download"),
    ("503 with Retry-After", "create", None, False, "chat_1", "create create"),
    ("503 with Retry-After", "get", None, False, "chat_1", "get get"),
    ("503 with Retry-After", "wait", None, False, "chat_1", "get get"),
    ("503 with Retry-After", "stream", None, False, "chat_1", "stream stream read"),
    ("503 with Retry-After", "resume", None, False, "chat_1", "resume resume read"),
    ("503 with Retry-After", "send", None, False, "chat_1", "send send"),
    ("503 with Retry-After", "send_stream", None, False, "chat_1", "send_stream send_stream"),
    ("503 with Retry-After", "resolve_stream", None, False, "chat_1", "resolve_stream resolve_stream"),
    ("503 with Retry-After", "download", None, False, "chat_1", "download download"),
    ("redirect", "create", APIConnectionError, False, None, "create"),
    ("redirect", "get", APIConnectionError, False, "chat_1", "get"),
    ("redirect", "wait", APIConnectionError, False, "chat_1", "get"),
    ("redirect", "stream", APIConnectionError, False, None, "stream"),
    ("redirect", "resume", APIConnectionError, False, "chat_1", "resume"),
    ("redirect", "send", APIConnectionError, False, "chat_1", "send"),
    ("redirect", "send_stream", APIConnectionError, False, "chat_1", "send_stream"),
    ("redirect", "resolve_stream", APIConnectionError, False, "chat_1", "resolve_stream"),
    ("redirect", "download", APIConnectionError, False, "chat_1", "download"),
    ("HTML with 200", "create", ResponseDecodeError, True, None, "create"),
    ("HTML with 200", "get", ResponseDecodeError, False, "chat_1", "get"),
    ("HTML with 200", "wait", ResponseDecodeError, False, "chat_1", "get"),
    ("HTML with 200", "stream", ResponseDecodeError, True, None, "stream"),
    ("HTML with 200", "resume", ResponseDecodeError, False, "chat_1", "resume"),
    ("HTML with 200", "send", ResponseDecodeError, True, "chat_1", "send"),
    ("HTML with 200", "send_stream", ResponseDecodeError, True, "chat_1", "send_stream"),
    ("HTML with 200", "resolve_stream", ResponseDecodeError, True, "chat_1", "resolve_stream"),
    ("HTML with 200", "download", ResponseDecodeError, False, "chat_1", "download"),
    ("empty body with 200", "create", ResponseDecodeError, True, None, "create"),
    ("empty body with 200", "get", ResponseDecodeError, False, "chat_1", "get"),
    ("empty body with 200", "wait", ResponseDecodeError, False, "chat_1", "get"),
    ("empty body with 200", "stream", ResponseDecodeError, True, None, "stream"),
    ("empty body with 200", "resume", ResponseDecodeError, False, "chat_1", "resume"),
    ("empty body with 200", "send", ResponseDecodeError, True, "chat_1", "send"),
    ("empty body with 200", "send_stream", ResponseDecodeError, True, "chat_1", "send_stream"),
    ("empty body with 200", "resolve_stream", ResponseDecodeError, True, "chat_1", "resolve_stream"),
    ("empty body with 200", "download", ResponseDecodeError, False, "chat_1", "download"),
    ("reset after the head", "create", APIConnectionError, True, None, "create"),
    ("reset after the head", "get", None, False, "chat_1", "get get"),
    ("reset after the head", "wait", None, False, "chat_1", "get get"),
    ("reset after the head", "stream", StreamIncompleteError, True, None, "stream"),
    ("reset after the head", "resume", None, False, "chat_1", "resume read"),
    ("reset after the head", "send", APIConnectionError, True, "chat_1", "send"),
    ("reset after the head", "send_stream", StreamIncompleteError, True, "chat_1", "send_stream"),
    ("reset after the head", "resolve_stream", StreamIncompleteError, True, "chat_1", "resolve_stream"),
    ("reset after the head", "download", None, False, "chat_1", "download download"),
    ("disconnect inside the body", "create", APIConnectionError, True, None, "create"),
    ("disconnect inside the body", "get", None, False, "chat_1", "get get"),
    ("disconnect inside the body", "wait", None, False, "chat_1", "get get"),
    ("disconnect inside the body", "stream", None, False, "chat_1", "stream resume read"),
    ("disconnect inside the body", "resume", None, False, "chat_1", "resume read"),
    ("disconnect inside the body", "send", APIConnectionError, True, "chat_1", "send"),
    ("disconnect inside the body", "send_stream", None, False, "chat_1", "send_stream resume read"),
    ("disconnect inside the body", "resolve_stream", None, False, "chat_1", "resolve_stream resume read"),
    ("disconnect inside the body", "download", None, False, "chat_1", "download download"),
    ("disconnect inside a body of unknown length", "create", ResponseDecodeError, True, None, "create"),
    ("disconnect inside a body of unknown length", "get", ResponseDecodeError, False, "chat_1", "get"),
    ("disconnect inside a body of unknown length", "wait", ResponseDecodeError, False, "chat_1", "get"),
    ("disconnect inside a body of unknown length", "stream", None, False, "chat_1", "stream resume read"),
    ("disconnect inside a body of unknown length", "resume", None, False, "chat_1", "resume read"),
    ("disconnect inside a body of unknown length", "send", ResponseDecodeError, True, "chat_1", "send"),
    ("disconnect inside a body of unknown length", "send_stream", None, False, "chat_1", "send_stream resume read"),
    (
        "disconnect inside a body of unknown length",
        "resolve_stream",
        None,
        False,
        "chat_1",
        "resolve_stream resume read",
    ),
    ("disconnect inside a body of unknown length", "download", None, False, "chat_1", "download download"),
    ("silence inside the body", "create", APITimeoutError, True, None, "create"),
    ("silence inside the body", "get", APITimeoutError, False, "chat_1", "get get get"),
    ("silence inside the body", "wait", WaitTimeoutError, False, "chat_1", ANY),
    ("silence inside the body", "stream", None, False, "chat_1", "stream resume read"),
    ("silence inside the body", "resume", None, False, "chat_1", "resume read"),
    ("silence inside the body", "send", APITimeoutError, True, "chat_1", "send"),
    ("silence inside the body", "send_stream", None, False, "chat_1", "send_stream resume read"),
    ("silence inside the body", "resolve_stream", None, False, "chat_1", "resolve_stream resume read"),
    ("silence inside the body", "download", APITimeoutError, False, "chat_1", "download download download"),
    ("truncated JSON", "create", ResponseDecodeError, True, "chat_1", "create"),
    ("truncated JSON", "get", ResponseDecodeError, False, "chat_1", "get"),
    ("truncated JSON", "wait", ResponseDecodeError, False, "chat_1", "get"),
    ("truncated JSON", "stream", None, False, "chat_1", "stream read"),
    ("truncated JSON", "resume", None, False, "chat_1", "resume read"),
    ("truncated JSON", "send", ResponseDecodeError, True, "chat_1", "send"),
    ("truncated JSON", "send_stream", None, False, "chat_1", "send_stream read"),
    ("truncated JSON", "resolve_stream", None, False, "chat_1", "resolve_stream read"),
    ("truncated JSON", "download", ResponseDecodeError, False, "chat_1", "download"),
    ("wrong content type", "create", None, False, "chat_1", "create"),
    ("wrong content type", "get", None, False, "chat_1", "get"),
    ("wrong content type", "wait", None, False, "chat_1", "get"),
    ("wrong content type", "stream", ResponseDecodeError, True, "chat_1", "stream"),
    ("wrong content type", "resume", ResponseDecodeError, False, "chat_1", "resume"),
    ("wrong content type", "send", None, False, "chat_1", "send"),
    ("wrong content type", "send_stream", ResponseDecodeError, True, "chat_1", "send_stream"),
    ("wrong content type", "resolve_stream", ResponseDecodeError, True, "chat_1", "resolve_stream"),
    ("wrong content type", "download", None, False, "chat_1", "download"),
    ("stacked content encodings", "create", ResponseDecodeError, True, None, "create"),
    ("stacked content encodings", "get", ResponseDecodeError, False, "chat_1", "get"),
    ("stacked content encodings", "wait", ResponseDecodeError, False, "chat_1", "get"),
    ("stacked content encodings", "stream", StreamIncompleteError, True, None, "stream"),
    ("stacked content encodings", "resume", None, False, "chat_1", "resume read"),
    ("stacked content encodings", "send", ResponseDecodeError, True, "chat_1", "send"),
    ("stacked content encodings", "send_stream", StreamIncompleteError, True, "chat_1", "send_stream"),
    ("stacked content encodings", "resolve_stream", StreamIncompleteError, True, "chat_1", "resolve_stream"),
    ("stacked content encodings", "download", ResponseDecodeError, False, "chat_1", "download"),
    ("malformed content encoding", "create", ResponseDecodeError, True, None, "create"),
    ("malformed content encoding", "get", ResponseDecodeError, False, "chat_1", "get"),
    ("malformed content encoding", "wait", ResponseDecodeError, False, "chat_1", "get"),
    ("malformed content encoding", "stream", StreamIncompleteError, True, None, "stream"),
    ("malformed content encoding", "resume", None, False, "chat_1", "resume read"),
    ("malformed content encoding", "send", ResponseDecodeError, True, "chat_1", "send"),
    ("malformed content encoding", "send_stream", StreamIncompleteError, True, "chat_1", "send_stream"),
    ("malformed content encoding", "resolve_stream", StreamIncompleteError, True, "chat_1", "resolve_stream"),
    ("malformed content encoding", "download", ResponseDecodeError, False, "chat_1", "download"),
]


# ------------------------------------------------------------------ what the server does

HALF, REST = new_text(0, "Hel"), [more_text(0, "lo"), usage()]
STREAM_OF = {
    "chat": [chat(title="New"), HALF, *REST, chat(title="Hello")],
    "message": [message(finish=None, object="message"), HALF, *REST, message("Hello", object="message")],
}
ARCHIVE = b"PK\x05\x06" + bytes(18)
MADE = {"id": CHAT_ID, "latestVersion": {"id": "v", "status": "completed"}}
NO = {"message": "no"}


def refused(status: int, **headers: str) -> Script:
    return [json_response(NO, status, headers)]


def incomplete(end: Action) -> dict[str, Script]:
    """A response that ends or stalls inside its body."""
    return {
        "json": [response('{"id"', content_length=99), end],
        "archive": [response(ARCHIVE, content_length=99), end],
        **{kind: streamed(*events[:2], end=end) for kind, events in STREAM_OF.items()},
    }


# The server's script for a fault, by the kind of response; "any" stands for every other kind.
FAULTS: dict[str, dict[str, Script]] = {
    "connection refused": {"any": []},
    "reset before any byte": {"any": [RESET]},
    "closed without a response": {"any": [CLOSE]},
    "not HTTP": {"any": [b"SSH-2.0-OpenSSH_9.6\r\n\r\n", CLOSE]},
    "silence before the response": {"any": [head()[:15], STALL]},
    "stale pooled connection": {"any": [RESET]},
    **{str(status): {"any": refused(status)} for status in (401, 402, 404, 408, 409, 413, 422, 429, 500, 503, 599)},
    "429 with Retry-After": {"any": refused(429, **{"retry-after": "7"})},
    "503 with Retry-After": {"any": refused(503, **{"retry-after": "7"})},
    "redirect": {"any": [response(b"", 307, {"location": "/elsewhere"})]},
    "HTML with 200": {"any": [response("<html>Sign in</html>", content_type="text/html")]},
    "empty body with 200": {"any": [response(b"")]},
    "reset after the head": {"any": [chunked_head(), RESET], "json": [head(200, {"content-length": "9"}), RESET]},
    "disconnect inside the body": incomplete(CLOSE),
    "disconnect inside a body of unknown length": {
        kind: [head(200, {"content-type": content_type, "connection": "close"}), body, CLOSE]
        for kind, content_type, body in (
            ("json", "application/json", b'{"id"'),
            ("archive", "application/zip", ARCHIVE[:10]),
            *((kind, "text/event-stream", sse(*events[:2])) for kind, events in STREAM_OF.items()),
        )
    },
    "silence inside the body": incomplete(STALL),
    "truncated JSON": {
        "any": [response('{"id": "chat_1", "na')],
        **{kind: streamed(*s[:2], 'data: {"object": "mess\n\n', s[-1]) for kind, s in STREAM_OF.items()},
    },
    "wrong content type": {
        "json": [response(json.dumps(MADE), content_type="text/plain")],
        "archive": [response(ARCHIVE, content_type="text/plain")],
        **{
            kind: [chunked_head(content_type="application/json") + chunk(sse(*events)), LAST_CHUNK]
            for kind, events in STREAM_OF.items()
        },
    },
}
for name, encoding, encode in (
    ("stacked content encodings", "gzip, gzip", lambda body: gzip.compress(gzip.compress(body))),
    ("malformed content encoding", "gzip", lambda body: body),
):
    FAULTS[name] = {
        kind: [response(encode(body), headers={"content-encoding": encoding}, content_type=content_type)]
        for kind, content_type, body in (
            ("json", "application/json", json.dumps(MADE).encode()),
            ("archive", "application/zip", ARCHIVE),
            *((kind, "text/event-stream", sse(*events)) for kind, events in STREAM_OF.items()),
        )
    }
# Faults that last, so that no good response has to arrive in time; after any other fault the server is healthy.
LASTING = {"connection refused", "silence before the response", "silence inside the body"}
# The kind of response of each operation.
OPERATIONS = {
    "create": "json",
    "get": "json",
    "wait": "json",
    "stream": "chat",
    "resume": "chat",
    "send": "json",
    "send_stream": "message",
    "resolve_stream": "message",
    "download": "archive",
}
STREAMS = {operation for operation, kind in OPERATIONS.items() if kind in STREAM_OF}
_LAST_STEPS = {
    "/v2/chats/stream": "stream",
    "/messages/stream": "send_stream",
    "/resolve/stream": "resolve_stream",
    "/resume": "resume",
    "/v1/chats": "create",
    "/messages": "send",
    "/download": "download",
}


def lasts(fault: str, operation: str) -> bool:
    """Whether the fault repeats. After silence inside its body a stream continues, under other timeouts."""
    return fault in LASTING and not (fault == "silence inside the body" and operation in STREAMS)


def operation_of(request: Request) -> str:
    """The operation that a request belongs to."""
    if request.method == "POST" or request.path.endswith("/download"):
        return next(name for end, name in _LAST_STEPS.items() if request.path.endswith(end))
    return "get" if request.path.startswith("/v1/") else "read"


def healthy(request: Request) -> Script:
    operation = operation_of(request)
    if operation in STREAMS:
        return streamed(*STREAM_OF[OPERATIONS[operation]])
    match operation:
        case "read":
            newest = request.path.endswith("/messages")
            return [json_response({"messages": [message("Hello")]} if newest else message("Hello"))]
        case "download":
            return [response(ARCHIVE, content_type="application/zip")]
    return [json_response(MADE)]


@mutable
class Server:
    """Applies a fault to the first request, or to every one of its operation where it lasts; healthy otherwise."""

    fault: str
    hit: str | None = None

    def __call__(self, request: Request) -> Script:
        operation = operation_of(request)
        if request.path == "/v1/before":
            return [json_response({})]
        if self.hit is not None and not (operation == self.hit and lasts(self.fault, operation)):
            return healthy(request)
        self.hit = operation
        scripts = FAULTS[self.fault]
        return scripts.get(OPERATIONS[operation], scripts.get("any", ()))


# ------------------------------------------------------------------ what the client does


async def perform(client: V0Client, operation: str, *, timeout: float | None) -> str | None:
    """Run an operation to its end and return the id of its chat."""
    match operation:
        case "create":
            return (await client.v1.chats.create(message="hi")).id
        case "get":
            return (await client.v1.chats.get(CHAT_ID)).id
        case "wait":
            return (await client.v1.chats.wait(CHAT_ID, timeout=timeout)).id
        case "send":
            await client.v2.messages.send(CHAT_ID, message="hi")
            return CHAT_ID
        case "download":
            file = io.BytesIO()
            assert await client.v2.chats.download(CHAT_ID, file) == len(ARCHIVE)
            assert file.getvalue() == ARCHIVE
            return CHAT_ID
    task = models.PlanExitResponseTask(status="approved", content="Go.")
    made: ChatStream[Any] = {
        "stream": lambda: client.v2.chats.stream(message="hi"),
        "resume": lambda: client.v2.chats.resume(CHAT_ID),
        "send_stream": lambda: client.v2.messages.send_stream(CHAT_ID, message="hi"),
        "resolve_stream": lambda: client.v2.messages.resolve_stream(CHAT_ID, task=task),
    }[operation]()
    async with made as stream:
        result = await stream.final()
        assert result.text == "Hello" and result.finish_reason == "stop"
        return stream.chat_id


def timeouts_for(fault: str, operation: str) -> Timeouts:
    """Short where the server goes silent; elsewhere so long that a slow machine makes no difference."""
    if "silence" not in fault:
        return Timeouts()
    if OPERATIONS[operation] == "json" or fault == "silence before the response":
        return Timeouts(read=0.05)
    return Timeouts(idle=0.05)


async def outcome_of(fault: str, operation: str) -> tuple[type[V0Error] | None, bool, str | None, str]:
    """The outcome of an operation: its error, may_have_been_processed, its chat's id and the requests."""
    server = Server(fault)
    with ExitStack() as closed:
        async with RawServer(server) as running:
            refusing = fault == "connection refused"
            base_url = closed.enter_context(refusing_address()) if refusing else running.base_url
            client = V0Client("key", base_url=base_url, timeouts=timeouts_for(fault, operation))
            async with client:
                if fault == "stale pooled connection":
                    await client.request("GET", "/v1/before")
                error: V0Error | None = None
                chat_id: str | None = None
                try:
                    # A lasting fault is polled through until the timeout; no other wait may end that way.
                    chat_id = await perform(client, operation, timeout=0.2 if lasts(fault, operation) else None)
                except V0Error as raised:
                    error, chat_id = raised, raised.chat_id
                inside = client._transport.session.http()._transport
                connections = inside._pool.connections  # type: ignore[attr-defined]  # httpx keeps its pool private
                assert all(connection.is_idle() for connection in connections)
            await running.all_closed()
            operations = [operation_of(request) for request in running.requests if request.path != "/v1/before"]
    kind = next((cls for cls in type(error).__mro__ if cls.__name__ in errors.__all__), None)
    may_be_processed = error is not None and error.may_have_been_processed
    return kind, may_be_processed, chat_id, ANY if kind is WaitTimeoutError else " ".join(operations)


@pytest.fixture(autouse=True)
def _forget_what_servers_accept() -> None:
    exchange._accepts_defaults.clear()


@pytest.mark.transports
@pytest.mark.anyio
@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize("cell", CELLS, ids=[f"{cell[0]}-{cell[1]}" for cell in CELLS])
async def test_fault_and_operation(cell: Cell) -> None:
    fault, operation, *expected = cell
    assert await outcome_of(fault, operation) == tuple(expected)


def test_the_matrix_is_complete() -> None:
    assert [cell[:2] for cell in CELLS] == [(fault, operation) for fault in FAULTS for operation in OPERATIONS]


# ------------------------------------------------------------------ the documentation


# The columns of the table of the documentation, and the operations each stands for, by the names it uses.
COLUMNS = {
    "create, send": {"create": "create", "send": "send"},
    "read (get, wait, download)": {"get": "get", "wait": "wait", "download": "download"},
    "stream (create, send, resolve)": {"stream": "create", "send_stream": "send", "resolve_stream": "resolve"},
    "resume": {"resume": "resume"},
}


def in_words(fault: str, operation: str) -> str:
    """A cell in the words of the documentation."""
    error, may_be_processed, operations = next((c[2], c[3], c[5].split()) for c in CELLS if c[:2] == (fault, operation))
    times = operations.count("get" if operation == "wait" else operation)
    if error is WaitTimeoutError:
        return "retried until the timeout"
    if error is not None:
        retried = "" if times == 1 else "retried, then "
        return f"{retried}`{error.__name__}`{', may have been processed' if may_be_processed else ''}"
    if times > 1:
        return "retried without `type`" if fault == "422" else "retried"
    if "resume" in operations and operation in STREAMS - {"resume"}:
        return "resumed"
    return "the message is read instead" if "read" in operations else "no effect"


def column(fault: str, operations: dict[str, str]) -> str:
    """The outcome for a group of operations; named one by one where they differ."""
    outcomes: dict[str, list[str]] = {}
    for operation, name in operations.items():
        outcomes.setdefault(in_words(fault, operation), []).append(name)
    if len(outcomes) == 1:
        return next(iter(outcomes))
    return "; ".join(f"{', '.join(names)}: {words}" for words, names in outcomes.items())


def documented_table() -> str:
    rows: dict[tuple[str, ...], list[str]] = {}
    for fault in FAULTS:
        rows.setdefault(tuple(column(fault, operations) for operations in COLUMNS.values()), []).append(fault)
    lines = [f"| fault | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    return "\n".join([*lines, *(f"| {', '.join(faults)} | {' | '.join(row)} |" for row, faults in rows.items())])


def test_the_documentation_shows_the_matrix() -> None:
    text = Path(__file__).parents[2].joinpath("docs", "reliability.md").read_text(encoding="utf-8")
    section = text.partition("## Fault by fault")[2]
    table = "\n".join(line for line in section.splitlines() if line.startswith("|"))
    assert table == documented_table()
