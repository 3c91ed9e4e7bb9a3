from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import Check, Model, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("type", "type"),
    ("scope", "scope"),
    ("skill_name", "skillName"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class MemorySkill(Model):
    """A skill kept in the user's or the team's memory, design systems included.

    Attributes:
        type: Always `memory`.
        scope: Whose memory a skill lives in. One of `user`, `team`, or a newer value.
        skill_name: Name of the skill.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"const": "memory"},
            "scope": {"type": "string"},
            "skillName": {"type": "string", "nonempty": True},
        },
        "names": {"skill_name": "skillName"},
        "required": ["type", "scope", "skillName"],
    }

    type: Literal["memory"] = "memory"
    scope: models.MemoryScope
    skill_name: str
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "MemorySkill")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "memory" if (v := get("type")) is None else v
        self.scope = missing("MemorySkill", "scope") if (v := get("scope")) is None else v
        self.skill_name = missing("MemorySkill", "skillName") if (v := get("skillName")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is MemorySkill else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class MemorySkillDict(TypedDict, total=False):
    """:class:`MemorySkill` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    type: Required[Literal["memory"]]
    scope: Required[models.MemoryScope]
    skillName: Required[str]
