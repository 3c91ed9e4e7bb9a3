from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("has_more", "hasMore"),
    ("next_cursor", "nextCursor"),
    ("next_url", "nextUrl"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class Pagination(Model):
    """The position of a version 1 page in its list.

    Attributes:
        has_more: Whether another page follows.
        next_cursor: Cursor of the next page.
        next_url: URL of the next page.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    has_more: bool | Unset = UNSET
    next_cursor: str | Unset = UNSET
    next_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "Pagination")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.has_more = UNSET if (v := get("hasMore")) is None else v
        self.next_cursor = UNSET if (v := get("nextCursor")) is None else v
        self.next_url = UNSET if (v := get("nextUrl")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is Pagination else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
