from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from ..types import Check, Model, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("type", "type"),
    ("token", "token"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class BearerMcpAuth(Model):
    """A bearer token.

    Attributes:
        type: Always `bearer`.
        token: The token. At most 1000 characters.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"type": {"const": "bearer"}, "token": {"type": "string", "nonempty": True}},
        "required": ["type", "token"],
    }

    type: Literal["bearer"] = "bearer"
    token: str = field(repr=False)
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "BearerMcpAuth")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "bearer" if (v := get("type")) is None else v
        self.token = missing("BearerMcpAuth", "token") if (v := get("token")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is BearerMcpAuth else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class BearerMcpAuthDict(TypedDict, total=False):
    """:class:`BearerMcpAuth` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    type: Required[Literal["bearer"]]
    token: Required[str]
