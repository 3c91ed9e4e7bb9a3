from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("expiration_date", "expirationDate"),
    ("effective_date", "effectiveDate"),
    ("original_balance", "originalBalance"),
    ("current_balance", "currentBalance"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class CreditBlock(Model):
    """Credits bought at once.

    Attributes:
        expiration_date: When they expire, as an epoch time.
        effective_date: From when on they count, as an epoch time.
        original_balance: Credits bought.
        current_balance: Credits left of them.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    expiration_date: float | Unset = UNSET
    effective_date: float | Unset = UNSET
    original_balance: float | Unset = UNSET
    current_balance: float | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "CreditBlock")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.expiration_date = UNSET if (v := get("expirationDate")) is None else v
        self.effective_date = UNSET if (v := get("effectiveDate")) is None else v
        self.original_balance = UNSET if (v := get("originalBalance")) is None else v
        self.current_balance = UNSET if (v := get("currentBalance")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is CreditBlock else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
