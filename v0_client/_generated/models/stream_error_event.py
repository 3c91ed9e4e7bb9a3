from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import (
    UNSET,
    Unset,
    encode_model,
    get_method,
    show_model,
    unknown_fields,
)

_FIELDS = (
    ("object", "object"),
    ("id", "id"),
    ("message", "message"),
    ("code", "code"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class StreamErrorEvent:
    """The stream failed after it had begun. The SDK raises it as StreamError.

    Attributes:
        object: Always `error`.
        id: The message or chat concerned.
        message: What went wrong.
        code: A machine-readable code.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    object: Literal["error"] = "error"
    id: str | Unset = UNSET
    message: str | Unset = UNSET
    code: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "StreamErrorEvent")
        return cls(
            object="error" if (v := get("object")) is None else v,
            id=UNSET if (v := get("id")) is None else v,
            message=UNSET if (v := get("message")) is None else v,
            code=UNSET if (v := get("code")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, without absent fields."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
