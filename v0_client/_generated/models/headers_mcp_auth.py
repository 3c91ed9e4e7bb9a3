from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from ..types import Check, encode_model, extras, getter, mapping, required

_FIELDS = (
    ("type_", "type"),
    ("headers", "headers"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class HeadersMcpAuth:
    """Headers of any name.

    Attributes:
        type_: Always `custom-headers`.
        headers: The headers.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"const": "custom-headers"},
            "headers": {
                "type": "object",
                "keys": {"maxLength": 100, "type": "string"},
                "values": {"maxLength": 500, "type": "string"},
            },
        },
        "required": ["headers", "type"],
    }

    type_: Literal["custom-headers"] = "custom-headers"
    headers: Mapping[str, str]
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "HeadersMcpAuth")
        return cls(
            type_="custom-headers" if (v := get("type")) is None else v,
            headers=mapping(required(get, "headers", "HeadersMcpAuth"), "HeadersMcpAuth.headers"),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class HeadersMcpAuthDict(TypedDict, total=False):
    """:class:`HeadersMcpAuth` as a plain dict, by wire names."""

    type: Required[Literal["custom-headers"]]
    headers: Required[Mapping[str, str]]
