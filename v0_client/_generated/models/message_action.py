from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from ..types import Check, encode_model, extras, getter

_FIELDS = (("type_", "type"),)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class MessageAction:
    """A message that stands for a press of a button in v0.

    Attributes:
        type_: Always `fix-with-v0`.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"type": {"const": "fix-with-v0"}},
        "required": ["type"],
    }

    type_: Literal["fix-with-v0"] = "fix-with-v0"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "MessageAction")
        return cls(
            type_="fix-with-v0" if (v := get("type")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class MessageActionDict(TypedDict, total=False):
    """:class:`MessageAction` as a plain dict, by wire names."""

    type: Required[Literal["fix-with-v0"]]
