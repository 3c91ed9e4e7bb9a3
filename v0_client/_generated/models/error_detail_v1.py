from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import UNSET, Unset, encode_model, extras, getter

_FIELDS = (
    ("message", "message"),
    ("type_", "type"),
    ("code", "code"),
    ("user_message", "userMessage"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ErrorDetailV1:
    """What went wrong, as version 1 tells it.

    Attributes:
        message: For the developer.
        type_: Kind, such as not_found_error.
        code: Finer code, such as chat_not_found.
        user_message: For the end user.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    message: str | Unset = UNSET
    type_: str | Unset = UNSET
    code: str | Unset = UNSET
    user_message: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "ErrorDetailV1")
        return cls(
            message=UNSET if (v := get("message")) is None else v,
            type_=UNSET if (v := get("type")) is None else v,
            code=UNSET if (v := get("code")) is None else v,
            user_message=UNSET if (v := get("userMessage")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)
