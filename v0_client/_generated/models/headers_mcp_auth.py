from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import checks
from ..types import Check, Model, copy_dict, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("type", "type"),
    ("headers", "headers"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class HeadersMcpAuth(Model):
    """Headers of any name.

    Attributes:
        type: Always `custom-headers`.
        headers: The headers. Keys of at most 100 characters; values of at most 500 characters.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"type": {"const": "custom-headers"}, "headers": checks.MCP_HEADERS},
        "required": ["type", "headers"],
    }

    type: Literal["custom-headers"] = "custom-headers"
    headers: Mapping[str, str] = field(repr=False)
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "HeadersMcpAuth")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "custom-headers" if (v := get("type")) is None else v
        self.headers = (
            missing("HeadersMcpAuth", "headers")
            if (v := get("headers")) is None
            else copy_dict(v, "HeadersMcpAuth.headers")
        )
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is HeadersMcpAuth else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class HeadersMcpAuthDict(TypedDict, total=False):
    """:class:`HeadersMcpAuth` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    type: Required[Literal["custom-headers"]]
    headers: Required[Mapping[str, str]]
