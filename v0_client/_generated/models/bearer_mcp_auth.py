from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from ..types import Check, encode_model, extras, getter, required

_FIELDS = (
    ("type_", "type"),
    ("token", "token"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class BearerMcpAuth:
    """A bearer token.

    Attributes:
        type_: Always `bearer`.
        token: The token.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"type": {"const": "bearer"}, "token": {"minLength": 1, "maxLength": 1000, "type": "string"}},
        "required": ["token", "type"],
    }

    type_: Literal["bearer"] = "bearer"
    token: str
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "BearerMcpAuth")
        return cls(
            type_="bearer" if (v := get("type")) is None else v,
            token=required(get, "token", "BearerMcpAuth"),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class BearerMcpAuthDict(TypedDict, total=False):
    """:class:`BearerMcpAuth` as a plain dict, by wire names."""

    type: Required[Literal["bearer"]]
    token: Required[str]
