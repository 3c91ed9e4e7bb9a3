from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("message", "message"),
    ("type", "type"),
    ("code", "code"),
    ("user_message", "userMessage"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ErrorDetailV1(Model):
    """Details of a version 1 error.

    Attributes:
        message: For the developer.
        type: Kind, such as not_found_error.
        code: Finer code, such as chat_not_found.
        user_message: For the end user.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    message: str | Unset = UNSET
    type: str | Unset = UNSET
    code: str | Unset = UNSET
    user_message: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ErrorDetailV1")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.message = UNSET if (v := get("message")) is None else v
        self.type = UNSET if (v := get("type")) is None else v
        self.code = UNSET if (v := get("code")) is None else v
        self.user_message = UNSET if (v := get("userMessage")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ErrorDetailV1 else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
