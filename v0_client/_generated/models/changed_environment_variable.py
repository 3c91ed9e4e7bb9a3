from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from ..types import Check, encode_model, extras, getter, required

_FIELDS = (
    ("id", "id"),
    ("value", "value"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ChangedEnvironmentVariable:
    """A new value for an environment variable.

    Attributes:
        id: The variable's id.
        value: Its new value.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"id": {"minLength": 1, "type": "string"}, "value": {"type": "string"}},
        "required": ["id", "value"],
    }

    id: str
    value: str
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "ChangedEnvironmentVariable")
        return cls(
            id=required(get, "id", "ChangedEnvironmentVariable"),
            value=required(get, "value", "ChangedEnvironmentVariable"),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class ChangedEnvironmentVariableDict(TypedDict, total=False):
    """:class:`ChangedEnvironmentVariable` as a plain dict, by wire names."""

    id: Required[str]
    value: Required[str]
