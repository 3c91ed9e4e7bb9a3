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
    ("credits", "credits"),
    ("daily", "daily"),
    ("data_as_of", "dataAsOf"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class UsageSummary(Model):
    """Credits used, by day.

    Attributes:
        object: Always `usage_summary`.
        range: The time covered.
        scope: Whose usage it is.
        credits: Credits used in that time.
        daily: The same by day, oldest first.
        data_as_of: How recent the figures are, ISO 8601.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    object: Literal["usage_summary"] = "usage_summary"
    range: models.UsageRange | Unset = UNSET
    scope: models.UsageScope | Unset = UNSET
    credits: models.UsageCredits | Unset = UNSET
    daily: list[models.DailyUsage] | Unset = UNSET
    data_as_of: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "UsageSummary")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.object = "usage_summary" if (v := get("object")) is None else v
        self.range = UNSET if (v := get("range")) is None else models.UsageRange.from_dict(v)
        self.scope = UNSET if (v := get("scope")) is None else models.UsageScope.from_dict(v)
        self.credits = UNSET if (v := get("credits")) is None else models.UsageCredits.from_dict(v)
        self.daily = (
            UNSET if (v := get("daily")) is None else decode_list(v, "UsageSummary.daily", models.DailyUsage.from_dict)
        )
        self.data_as_of = UNSET if (v := get("dataAsOf")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is UsageSummary else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
