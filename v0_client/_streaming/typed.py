"""Typed values from the raw JSON of a stream; what does not decode is left out or kept raw, never raised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from .. import models
from ..delta import MISSING, apply_delta

__all__ = ["decode_or_none", "typed_parts"]

T = TypeVar("T")


def decode_or_none(value: dict[str, Any] | None, decode: Callable[[dict[str, Any]], T]) -> T | None:
    """The decoded value; None where there is none, or it does not decode."""
    if value is None:
        return None
    try:
        return decode(value)
    except ValueError:
        return None


def typed_parts(raw_parts: list[Any]) -> list[models.MessagePart]:
    """The parts of a message, decoded from a copy, so that later deltas do not change them."""
    from .._generated.unions import parse_message_part  # noqa: PLC0415 - nothing generated is loaded before it is used

    parts: list[models.MessagePart] = []
    for part in apply_delta(MISSING, [raw_parts]):
        try:
            parts.append(parse_message_part(part))
        except ValueError:  # a known type of part with malformed fields: better raw than lost
            parts.append(models.UnknownPart(part))
    return parts
