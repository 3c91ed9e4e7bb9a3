from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("billing_type", "billingType"),
    ("data", "data"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class TokenBilling(Model):
    """Billing by tokens.

    Attributes:
        billing_type: Always `token`.
        data: The credits.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    billing_type: Literal["token"] = "token"
    data: models.TokenBillingData | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "TokenBilling")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.billing_type = "token" if (v := get("billingType")) is None else v
        self.data = UNSET if (v := get("data")) is None else models.TokenBillingData.from_dict(v)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is TokenBilling else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
