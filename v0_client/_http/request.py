"""A request ready for the wire."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, TypeGuard

from attrs import field, frozen

from .._json import is_list, is_object
from ..errors import InvalidRequestError

__all__ = ["ARCHIVE", "EVENTS", "PreparedRequest"]

EVENTS = "text/event-stream"
ARCHIVE = "application/zip, application/gzip, application/octet-stream"

_STOP = re.compile(r"/v[12]/chats/[^/]+/messages/[^/]+/stop")
_IDEMPOTENT_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})


@frozen(kw_only=True)
class PreparedRequest:
    """A request ready for the wire, but for the client's headers and the key.

    Attributes:
        method: HTTP method.
        path: Path from the root, quoted.
        params: Query parameters.
        body: JSON values; None for no body.
        optional_defaults: Body members to add unless the caller set them or the server rejects them.
        operation: The operation's name; empty for none.
        reads: Whether nothing is changed or paid for.
        accept: The media type of the response.
        chat_id: The chat the request is about, where that is known.
    """

    method: str
    path: str
    params: Mapping[str, str]
    body: Any = None
    optional_defaults: Mapping[str, Any] = field(factory=dict[str, Any])
    operation: str = ""
    reads: bool = False
    accept: str = "application/json"
    chat_id: str | None = None

    @property
    def line(self) -> str:
        """The request as errors name it."""
        return f"{self.method} {self.path}"

    @property
    def is_streamed(self) -> bool:
        """Whether the response is read in chunks, so that silence is limited and not how long it takes."""
        return self.accept in (EVENTS, ARCHIVE)

    @property
    def ends_generation(self) -> bool:
        """Whether the request stops a generation: then it waits neither for a place nor for a pause."""
        return self.method == "POST" and _STOP.fullmatch(self.path) is not None

    @property
    def is_idempotent(self) -> bool:
        """Whether sending the request twice has the same effect as sending it once."""
        return self.reads or self.method in _IDEMPOTENT_METHODS

    def missing_defaults(self) -> dict[str, Any]:
        """The optional defaults that the caller did not set."""
        if not self.optional_defaults or not is_object(self.body):
            return {}
        return {name: value for name, value in self.optional_defaults.items() if name not in self.body}

    def encode(self, **more: Any) -> bytes | None:
        """The body with `more` members as JSON in UTF-8; None for no body.

        Raises:
            InvalidRequestError: The body holds what JSON cannot carry; ``field`` is where.
        """
        body = {**self.body, **more} if more else self.body
        if body is None:
            return None
        try:
            return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        except (ValueError, TypeError, RecursionError) as exc:
            reason = "nested too deeply" if isinstance(exc, RecursionError) else type(exc).__name__
        at, problem = _find_unencodable(body)
        problem = problem or f"is not valid JSON ({reason})"
        raise InvalidRequestError(f"{self.line}: {at or 'the body'} {problem}", field=at, chat_id=self.chat_id)


def _find_unencodable(body: Any) -> tuple[str | None, str]:
    """Where in a body the value is that JSON or UTF-8 cannot carry, and what is wrong with it."""
    todo: list[tuple[str, Any, int]] = [("", body, 0)]
    while todo:
        path, value, depth = todo.pop()
        if isinstance(value, str):
            if any("\ud800" <= c <= "\udfff" for c in value):
                return path, "contains half of a surrogate pair, which is not text: decode it properly first"
        elif isinstance(value, float):
            if not math.isfinite(value):
                return path, "is not a finite number, and JSON has no other"
        elif depth > 200:
            return path.partition(".")[0].partition("[")[0], "is nested too deeply, or contains itself"
        elif is_object(value):
            todo += [(f"{path}.{key}" if path else key, item, depth + 1) for key, item in value.items()]
            todo += [(path, key, depth + 1) for key in value]
        elif is_list(value) or _is_tuple(value):
            todo += [(f"{path}[{i}]", item, depth + 1) for i, item in enumerate(value)]
        elif value is not None and not isinstance(value, int):
            return path, f"is not valid JSON: a value of type {type(value).__name__}"
    return None, ""


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)
