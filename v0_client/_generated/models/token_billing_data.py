from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("plan", "plan"),
    ("billing_mode", "billingMode"),
    ("role", "role"),
    ("billing_cycle", "billingCycle"),
    ("balance", "balance"),
    ("on_demand", "onDemand"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class TokenBillingData(Model):
    """Credits of an account that is billed by tokens.

    Attributes:
        plan: Name of the plan.
        billing_mode: `test` for a test account.
        role: The user's role in the workspace.
        billing_cycle: The present period.
        balance: Credits of the plan.
        on_demand: Credits bought beside the plan.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    plan: str | Unset = UNSET
    billing_mode: str | Unset = UNSET
    role: str | Unset = UNSET
    billing_cycle: models.BillingCycle | Unset = UNSET
    balance: models.CreditBalance | Unset = UNSET
    on_demand: models.OnDemandCredits | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "TokenBillingData")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.plan = UNSET if (v := get("plan")) is None else v
        self.billing_mode = UNSET if (v := get("billingMode")) is None else v
        self.role = UNSET if (v := get("role")) is None else v
        self.billing_cycle = UNSET if (v := get("billingCycle")) is None else models.BillingCycle.from_dict(v)
        self.balance = UNSET if (v := get("balance")) is None else models.CreditBalance.from_dict(v)
        self.on_demand = UNSET if (v := get("onDemand")) is None else models.OnDemandCredits.from_dict(v)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is TokenBillingData else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
