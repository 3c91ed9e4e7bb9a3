"""Map HTTP responses to errors: which class a status has, what the body says, how long to wait."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from .._json import is_list, is_object
from ..errors import APIStatusError, class_for_status
from .request import PreparedRequest

__all__ = [
    "MAX_ERROR_BODY",
    "decode_json",
    "error_from_response",
    "ids_in",
    "ids_shown",
    "public_headers",
    "rejects_another_field",
    "retry_after",
]

MAX_ERROR_BODY = 256 * 1024  # bytes of an error's body that are read; the key is looked for in all of them
_MAX_BODY = 64 * 1024  # bytes of an error's body that are kept
_MAX_ID = 200  # characters of an id in incomplete JSON
_MAX_MESSAGE = 300  # characters of a server's message in an error's text
# Of broken JSON: a string with what ends it (the colon after a name too, nothing at the end of the text), or a bracket.
_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)("\s*+:|"|\\?\Z)|[{}\[\]]', re.DOTALL)
_ID_NAMES = ("chatId", "messageId", "assistantMessageId")
_RETURNS_CHAT = re.compile(r"/v[12]/chats(?:/[^/]+(?:/(?:fork|duplicate))?)?\Z")
_PRIVATE_HEADERS = frozenset({"set-cookie", "x-session-token"})


def decode_json(body: bytes) -> Any:
    """JSON in UTF-8 as values. Raises ValueError for anything else, JSON nested too deeply for Python included."""
    try:
        return json.loads(body.decode("utf-8-sig", "surrogatepass"))  # of bytes, json would guess the encoding
    except RecursionError:
        pass
    raise ValueError("the JSON is nested too deeply")


def public_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers without cookies and session tokens."""
    return {name: value for name, value in headers.items() if name not in _PRIVATE_HEADERS}


_REMEDIES = {
    401: "Check the API key (v0.app/settings/keys): it may be mistyped, expired or revoked.",
    402: "Add credits to the key's team in v0's settings.",
    403: "Use a key of the team that may do this.",
    404: "Check the id and the key's team; the two versions of the API do not see each other's chats.",
    413: "Send less at once.",
    429: "Send fewer requests, or retry later.",
}
"""What to do about a status whose message usually does not say so; tracebacks show it, as a note."""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait according to ``Retry-After``, a number or an HTTP date; None where it is neither."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return float(text[:20])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:  # as in the form of C's asctime: dates of HTTP are in UTC
        moment = moment.replace(tzinfo=UTC)
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
    is_read: bool,
    chat_id: str | None,
) -> APIStatusError:
    """The error for a response. `is_read`: the request cannot have changed or cost anything."""
    parsed = _parse_error_body(body)
    message, kind, code = _message_type_code(parsed)
    wait = retry_after(headers)
    if not message:
        content_type = headers.get("content-type", "no content type").partition(";")[0]
        message = f"the body is not an API error ({content_type}, {len(body)} bytes)" if body else "an empty body"
    # 408 and 5xx do not say how far the server got; 503 with Retry-After says that it did not begin.
    is_unclear = status_code == 408 or (status_code >= 500 and not (status_code == 503 and wait is not None))
    hint = f"; retry after {wait:g} s" if wait is not None else ""
    path = "/" + url.partition("://")[2].partition("/")[2]
    if not is_read:
        chat_id, _ = ids_in(parsed, path, chat_id, is_error=True)
    error = class_for_status(status_code)(
        f"{method} {path}: {status_code}, {_truncate(message)}{hint}",
        status_code=status_code,
        message=message,
        type=kind,
        code=code,
        body=parsed,
        headers=public_headers(headers),
        retry_after=wait,
        request_method=method,
        request_url=url,
        may_have_been_processed=is_unclear and not is_read,
        chat_id=chat_id,
    )
    if wait is None and status_code in _REMEDIES:
        error.add_note(_REMEDIES[status_code])
    return error


def rejects_another_field(error: APIStatusError, defaults: Iterable[str], body: Any) -> bool:
    """Whether a 422 is about a member of the body that the caller set, and not about the defaults added to it."""
    if any(_names(error, name) for name in defaults):
        return False
    return is_object(body) and any(_names(error, name) for name in body)


def _names(error: APIStatusError, field: str) -> bool:
    issues = error.body.get("issues") if is_object(error.body) else None
    if is_list(issues) and issues:
        places = [
            place
            for issue in issues
            if is_object(issue)
            for key in ("path", "keys")
            if is_list(issue.get(key))
            for place in issue[key]
        ]
        return field in places
    return re.search(rf"(?<![\w-]){re.escape(field)}(?![\w-])", error.message) is not None


def ids_in(body: Any, path: str, chat_id: str | None, *, is_error: bool = False) -> tuple[str | None, str | None]:
    """The ids of the chat and of the message that paid work is about, whatever else is wrong with its response.

    Args:
        body: JSON values, or a text that may be incomplete JSON.
        path: The path of the request.
        chat_id: The chat that the request names; where it returns a chat, as a copy does, the body's own comes first.
        is_error: Whether the status is an error's, so that the body is not what the request asked for.
    """
    members = _shown_members(body) if isinstance(body, str) else _without_envelope(body)
    if not is_object(members):
        return chat_id, None
    chats = [members.get("chatId"), _id_of(members.get("chat"))]
    messages = [members.get("messageId"), members.get("assistantMessageId"), _id_of(members.get("message"))]
    returns_chat = _RETURNS_CHAT.search(path) is not None
    if returns_chat and not is_error:
        chats.append(members.get("id"))
    if chat_id is None or returns_chat:
        chat_id = next((each for each in chats if isinstance(each, str) and each not in ("", chat_id)), chat_id)
    return chat_id, next((each for each in messages if isinstance(each, str) and each), None)


def ids_shown(body: Any, request: PreparedRequest) -> tuple[str | None, str]:
    """The chat that a request is about once its response shows that, and the new ids as an error names them."""
    if request.reads:
        return request.chat_id, ""
    chat_id, message_id = ids_in(body, request.path, request.chat_id)
    new = {"chat": chat_id if chat_id != request.chat_id else None, "message": message_id}
    return chat_id, ", ".join(f"{name} {value!r}" for name, value in new.items() if value)


def _without_envelope(body: Any) -> Any:
    if is_list(body) and len(body) == 1:
        body = body[0]
    return body["data"] if is_object(body) and is_object(body.get("data")) else body


def _id_of(value: Any) -> Any:
    return value.get("id") if is_object(value) else None


def _shown_members(text: str) -> dict[str, Any]:
    """The ids that incomplete JSON shows, also behind a prefix; the first of a name counts.

    What is read are names and strings as JSON has them, so that no user's text is taken for one.
    """
    members: dict[str, Any] = {}
    is_markup = text.lstrip().startswith("<")
    path: list[str] = []  # the names of the objects and lists around
    name = ""
    for token in _TOKEN.finditer(text):
        string, end = token.groups()
        if end is not None and end.endswith(":"):
            name = string
            continue
        if token[0] in ("{", "["):
            path.append(name)
        elif end is None:
            del path[-1:]
        elif end == '"' and 0 < len(string) <= _MAX_ID and "\\" not in string:
            if name in _ID_NAMES:
                members.setdefault(name, string)
            elif name == "id" and path and path[-1] in ("chat", "message"):
                members.setdefault(path[-1], {"id": string})
            elif name == "id" and 0 < len(path) < 4 and not (is_markup or set(path) - {"", "data"}):
                members.setdefault("id", string)
        name = ""
    return members


def _parse_error_body(body: bytes) -> Any:
    if len(body) <= _MAX_BODY:
        try:
            return decode_json(body)
        except ValueError:
            pass
    return body[:_MAX_BODY].decode("utf-8", "replace")


def _message_type_code(body: Any) -> tuple[str, str | None, str | None]:
    """Message, type and code from a v1 body ``{"error": {...}}`` or a v2 body ``{"message": ...}``."""
    if not is_object(body):
        return "", None, None
    detail = body.get("error")
    source = detail if is_object(detail) else body
    message = source.get("message") or source.get("userMessage") or (detail if isinstance(detail, str) else "")
    # Anything but a scalar is not a message, and may be nested too deeply to be shown.
    text = str(message) if isinstance(message, (str, int, float)) else ""
    issues = body.get("issues")
    if isinstance(issues, list) and issues:
        with suppress(RecursionError):
            text = f"{text} ({json.dumps(issues, ensure_ascii=False)[:_MAX_MESSAGE]})"
    return text, _text_or_none(source.get("type")), _text_or_none(source.get("code"))


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _truncate(text: str) -> str:
    line = " ".join(text[: 2 * _MAX_MESSAGE].split())
    line = line.encode("utf-8", "replace").decode()  # half of a surrogate pair could not be printed
    return line if len(line) <= _MAX_MESSAGE else f"{line[:_MAX_MESSAGE]}..."
