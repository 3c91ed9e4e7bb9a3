"""Request bodies as bytes, and what is wrong with one that cannot be."""

from __future__ import annotations

import json
import math
from typing import Any, TypeGuard

from .._json import is_list, is_object
from ..errors import InvalidRequestError

__all__ = ["encode_body"]


def encode_body(body: Any, line: str) -> bytes | None:
    """A body as JSON in UTF-8; None for none. Raises InvalidRequestError with the field that no JSON can carry."""
    if body is None:
        return None
    try:
        return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except (ValueError, TypeError, RecursionError) as exc:
        reason = "nested too deep" if isinstance(exc, RecursionError) else type(exc).__name__
    at, why = _culprit(body)
    raise InvalidRequestError(f"{line}: {at or 'the body'} {why or f'is no JSON ({reason})'}", field=at)


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
            return path.partition(".")[0].partition("[")[0], "is nested too deep, or holds itself"
        elif is_object(value):
            todo += [(f"{path}.{key}" if path else key, item, depth + 1) for key, item in value.items()]
            todo += [(path, key, depth + 1) for key in value]
        elif is_list(value) or _is_tuple(value):
            todo += [(f"{path}[{i}]", item, depth + 1) for i, item in enumerate(value)]
        elif value is not None and not isinstance(value, int):
            return path, f"is a {type(value).__name__}, which is no JSON"
    return None, ""


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)
