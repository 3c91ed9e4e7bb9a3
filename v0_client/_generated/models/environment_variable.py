from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("id", "id"),
    ("object", "object"),
    ("key", "key"),
    ("value", "value"),
    ("decrypted", "decrypted"),
    ("created_at", "createdAt"),
    ("updated_at", "updatedAt"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class EnvironmentVariable(Model):
    """An environment variable of a project.

    Attributes:
        id: The variable's id.
        object: Always `environment_variable`.
        key: Its name.
        value: Its value: clear text where `decrypted`, else encrypted.
        decrypted: Whether `value` is clear text.
        created_at: When it was created, as an epoch time.
        updated_at: When it last changed, as an epoch time.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str
    object: Literal["environment_variable"] = "environment_variable"
    key: str | Unset = UNSET
    value: str | Unset = field(default=UNSET, repr=False)
    decrypted: bool | Unset = UNSET
    created_at: float | Unset = UNSET
    updated_at: float | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "EnvironmentVariable")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("EnvironmentVariable", "id") if (v := get("id")) is None else v
        self.object = "environment_variable" if (v := get("object")) is None else v
        self.key = UNSET if (v := get("key")) is None else v
        self.value = UNSET if (v := get("value")) is None else v
        self.decrypted = UNSET if (v := get("decrypted")) is None else v
        self.created_at = UNSET if (v := get("createdAt")) is None else v
        self.updated_at = UNSET if (v := get("updatedAt")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is EnvironmentVariable else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
