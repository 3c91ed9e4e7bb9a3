"""What an HTTP answer means: which error a status is, what the body says, how long to wait."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

from .._json import is_object
from ..errors import APIStatusError, class_for_status

_SHOWN = 300  # characters of a server's words in an error's text
_KEPT = 64 * 1024  # bytes of an error's body that are kept
_PRIVATE_HEADERS = frozenset({"set-cookie", "x-session-token"})


def decode_json(body: bytes) -> Any:
    """JSON text as values. Raises ValueError for anything else, nesting too deep for Python included."""
    try:
        return json.loads(body)
    except RecursionError:
        pass
    raise ValueError("the JSON is nested too deep")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that ``Retry-After`` asks to wait, from a number or an HTTP date; None where it says neither."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return float(text[:20])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    try:
        return max(0.0, moment.timestamp() - time.time())
    except (OverflowError, ValueError, OSError):
        return None


def error_from_response(
    status_code: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    method: str,
    url: str,
    writes: bool,
    chat_id: str | None,
) -> APIStatusError:
    """The error that stands for an answer. `writes`: the request may have changed or cost something."""
    parsed = _parsed(body)
    message, kind, code = _server_words(parsed)
    wait = retry_after(headers)
    if not message:
        content_type = headers.get("content-type", "no content type").partition(";")[0]
        message = f"an answer that is no API error ({content_type}, {len(body)} bytes)" if body else "an empty answer"
    # 408 and 5xx say nothing of how far the server got; 503 with a date to come back says it did not begin.
    unclear = status_code == 408 or (status_code >= 500 and not (status_code == 503 and wait is not None))
    hint = f"; wait {wait:g} s" if wait is not None else ""
    path = url.partition("://")[2].partition("/")[2]
    return class_for_status(status_code)(
        f"{method} /{path}: {status_code}, {_shortened(message)}{hint}",
        status_code=status_code,
        message=message,
        type=kind,
        code=code,
        body=parsed,
        headers={name: value for name, value in headers.items() if name not in _PRIVATE_HEADERS},
        retry_after=wait,
        request_method=method,
        request_url=url,
        may_have_been_processed=writes and unclear,
        chat_id=chat_id,
    )


def _parsed(body: bytes) -> Any:
    if len(body) <= _KEPT:
        try:
            return decode_json(body)
        except ValueError:
            pass
    return body[:_KEPT].decode("utf-8", "replace")


def _server_words(body: Any) -> tuple[str, str | None, str | None]:
    """Message, type and code from a v1 body ``{"error": {...}}`` or a v2 body ``{"message": ...}``."""
    if not is_object(body):
        return "", None, None
    detail = body.get("error")
    source = detail if is_object(detail) else body
    message = source.get("message") or source.get("userMessage") or (detail if isinstance(detail, str) else "")
    # What is no scalar says nothing in words, and may be nested too deep to be shown.
    words = str(message) if isinstance(message, (str, int, float)) else ""
    issues = body.get("issues")
    if isinstance(issues, list) and issues:
        with suppress(RecursionError):
            words = f"{words} ({json.dumps(issues, ensure_ascii=False)[:_SHOWN]})"
    return words, _text_or_none(source.get("type")), _text_or_none(source.get("code"))


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _shortened(text: str) -> str:
    line = " ".join(text[: 2 * _SHOWN].split())
    line = line.encode("utf-8", "replace").decode()  # half a surrogate pair could not be printed
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}..."
