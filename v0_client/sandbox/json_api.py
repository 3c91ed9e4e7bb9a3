"""JSON over HTTP: decoding request bodies, encoding responses, rejecting requests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, TypeAlias, TypeGuard

from starlette.responses import Response

JsonObject: TypeAlias = dict[str, Any]


class RejectError(Exception):
    """The request is rejected; each API version renders it in its own error format.

    Args:
        status: the HTTP status.
        message: what is wrong, for a person.
        code: a machine-readable reason; only v1 sends it.
        headers: additional response headers.
        issues: the single problems; only v2 sends them.
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


def not_found(kind: str) -> RejectError:
    """The 404 for an entity of a kind, such as `chat`."""
    code = kind.lower().replace(" ", "_")
    return RejectError(404, f"{kind[0].upper()}{kind[1:]} not found", code=f"{code}_not_found")


class JsonResponse(Response):
    media_type = "application/json"

    def render(self, content: object) -> bytes:
        return encode(content)


def encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def decode_object(raw: bytes) -> JsonObject:
    """Decode a request body, which must be a JSON object.

    A value that the sandbox could not send back (NaN, a lone surrogate) is invalid.

    Raises:
        RejectError: 422.
    """
    try:
        value = json.loads(raw, parse_constant=_reject_constant)
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


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(name)
