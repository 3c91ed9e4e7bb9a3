from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from ..types import Check, Model, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("id", "id"),
    ("value", "value"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ChangedEnvironmentVariable(Model):
    """A new value for an environment variable.

    Attributes:
        id: The variable's id.
        value: Its new value.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"id": {"type": "string", "nonempty": True}, "value": {"type": "string"}},
        "required": ["id", "value"],
    }

    id: str
    value: str = field(repr=False)
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ChangedEnvironmentVariable")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("ChangedEnvironmentVariable", "id") if (v := get("id")) is None else v
        self.value = missing("ChangedEnvironmentVariable", "value") if (v := get("value")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ChangedEnvironmentVariable else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class ChangedEnvironmentVariableDict(TypedDict, total=False):
    """:class:`ChangedEnvironmentVariable` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    id: Required[str]
    value: Required[str]
