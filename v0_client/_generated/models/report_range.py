from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("start", "start"),
    ("end", "end"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ReportRange(Model):
    """The time that a report covers.

    Attributes:
        start: Its start, ISO 8601; null for none.
        end: Its end, ISO 8601; null for none.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    start: str | None | Unset = UNSET
    end: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ReportRange")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.start = get("start", UNSET)
        self.end = get("end", UNSET)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ReportRange else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
