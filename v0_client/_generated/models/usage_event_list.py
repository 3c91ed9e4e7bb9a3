from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, decode_list, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("object", "object"),
    ("range", "range"),
    ("scope", "scope"),
    ("data", "data"),
    ("pagination", "pagination"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class UsageEventList(Model):
    """One page of usage events.

    Attributes:
        object: Always `list`.
        range: The time covered.
        scope: Whose usage it is.
        data: The page; it may be empty while more follow.
        pagination: Whether more follow.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    object: Literal["list"] = "list"
    range: models.UsageRange | Unset = UNSET
    scope: models.UsageScope | Unset = UNSET
    data: list[models.UsageEvent] | Unset = UNSET
    pagination: models.UsagePagination | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "UsageEventList")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.object = "list" if (v := get("object")) is None else v
        self.range = UNSET if (v := get("range")) is None else models.UsageRange.from_dict(v)
        self.scope = UNSET if (v := get("scope")) is None else models.UsageScope.from_dict(v)
        self.data = (
            UNSET if (v := get("data")) is None else decode_list(v, "UsageEventList.data", models.UsageEvent.from_dict)
        )
        self.pagination = UNSET if (v := get("pagination")) is None else models.UsagePagination.from_dict(v)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is UsageEventList else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
