from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from ..types import Check, encode_model, extras, getter, required

_FIELDS = (
    ("type_", "type"),
    ("id", "id"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class RemoteSkill:
    """A skill from skills.sh.

    Attributes:
        type_: Always `remote`.
        id: Its id on skills.sh.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"type": {"const": "remote"}, "id": {"minLength": 1, "type": "string"}},
        "required": ["id", "type"],
    }

    type_: Literal["remote"] = "remote"
    id: str
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "RemoteSkill")
        return cls(
            type_="remote" if (v := get("type")) is None else v,
            id=required(get, "id", "RemoteSkill"),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class RemoteSkillDict(TypedDict, total=False):
    """:class:`RemoteSkill` as a plain dict, by wire names."""

    type: Required[Literal["remote"]]
    id: Required[str]
