from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("id", "id"),
    ("object", "object"),
    ("deleted", "deleted"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class DeletedEnvVar(Model):
    """An environment variable that was deleted.

    Attributes:
        id: The variable.
        object: Always `environment_variable`.
        deleted: True.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str | Unset = UNSET
    object: Literal["environment_variable"] = "environment_variable"
    deleted: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "DeletedEnvVar")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = UNSET if (v := get("id")) is None else v
        self.object = "environment_variable" if (v := get("object")) is None else v
        self.deleted = UNSET if (v := get("deleted")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is DeletedEnvVar else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
