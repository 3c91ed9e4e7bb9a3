from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("object", "object"),
    ("plan", "plan"),
    ("billing_cycle", "billingCycle"),
    ("balance", "balance"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class Plan(Model):
    """The plan that a user subscribes to.

    Attributes:
        object: Always `plan`.
        plan: Name of the plan.
        billing_cycle: The present period.
        balance: Its credits.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    object: Literal["plan"] = "plan"
    plan: str | Unset = UNSET
    billing_cycle: models.BillingCycle | Unset = UNSET
    balance: models.CreditBalance | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "Plan")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.object = "plan" if (v := get("object")) is None else v
        self.plan = UNSET if (v := get("plan")) is None else v
        self.billing_cycle = UNSET if (v := get("billingCycle")) is None else models.BillingCycle.from_dict(v)
        self.balance = UNSET if (v := get("balance")) is None else models.CreditBalance.from_dict(v)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is Plan else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
