from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import UNSET, Unset, encode_model, extras, getter, mapping

_FIELDS = (
    ("type_", "type"),
    ("headers", "headers"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class HeadersMcpAuthDetail:
    """Headers of any name, as version 2 returns them.

    Attributes:
        type_: Always `custom-headers`.
        headers: The headers.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    type_: Literal["custom-headers"] = "custom-headers"
    headers: dict[str, str] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "HeadersMcpAuthDetail")
        return cls(
            type_="custom-headers" if (v := get("type")) is None else v,
            headers=UNSET if (v := get("headers")) is None else mapping(v, "HeadersMcpAuthDetail.headers"),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)
