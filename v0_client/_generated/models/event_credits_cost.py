from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("input", "input"),
    ("output", "output"),
    ("cache_read", "cacheRead"),
    ("cache_write", "cacheWrite"),
    ("total", "total"),
    ("charged", "charged"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class EventCreditsCost(Model):
    """Credits of a usage event.

    Attributes:
        input: For tokens in.
        output: For tokens out.
        cache_read: For tokens read from the cache.
        cache_write: For tokens written to the cache.
        total: In all.
        charged: What was charged in the end.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    input: float | Unset = UNSET
    output: float | Unset = UNSET
    cache_read: float | Unset = UNSET
    cache_write: float | Unset = UNSET
    total: float | Unset = UNSET
    charged: float | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "EventCreditsCost")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.input = UNSET if (v := get("input")) is None else v
        self.output = UNSET if (v := get("output")) is None else v
        self.cache_read = UNSET if (v := get("cacheRead")) is None else v
        self.cache_write = UNSET if (v := get("cacheWrite")) is None else v
        self.total = UNSET if (v := get("total")) is None else v
        self.charged = UNSET if (v := get("charged")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is EventCreditsCost else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
