from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from ..types import Check, Model, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (("type", "type"),)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class MessageAction(Model):
    """The button in v0 whose press a message stands for.

    Attributes:
        type: Always `fix-with-v0`.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"type": {"const": "fix-with-v0"}},
        "required": ["type"],
    }

    type: Literal["fix-with-v0"] = "fix-with-v0"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "MessageAction")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "fix-with-v0" if (v := get("type")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is MessageAction else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class MessageActionDict(TypedDict, total=False):
    """:class:`MessageAction` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    type: Required[Literal["fix-with-v0"]]
