"""JSON on the wire, and the one exception that refuses a request."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, TypeAlias, TypeGuard

from starlette.responses import Response

JsonObject: TypeAlias = dict[str, Any]


class RejectError(Exception):
    """The request is refused; each API version renders it in its own error shape.

    Args:
        status: the HTTP status.
        message: says what is wrong, for a person.
        code: a machine-readable reason; only v1 has a place for it.
        headers: further response headers.
        issues: one by one what is wrong; only v2 has a place for it.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
        issues: Sequence[JsonObject] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.headers = headers
        self.issues = issues


def encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def decode_object(raw: bytes) -> JsonObject:
    """Read a request body, which must be a JSON object.

    What the sandbox could not send back (NaN, half a surrogate pair) is refused at the door.

    Raises:
        RejectError: 422.
    """
    try:
        value = json.loads(raw, parse_constant=_no_constant)
        encode(value)
    except (ValueError, RecursionError):
        raise RejectError(422, "The request body is not valid JSON") from None
    if not is_object(value):
        raise RejectError(422, "The request body must be a JSON object")
    return value


def is_object(value: object) -> TypeGuard[JsonObject]:
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, (list, tuple))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class Json(Response):
    media_type = "application/json"

    def render(self, content: object) -> bytes:
        return encode(content)
