from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("tokens", "tokens"),
    ("credits_cost", "creditsCost"),
    ("model", "model"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class Usage(Model):
    """The cost of a message; zero for user messages and before the first token.

    Attributes:
        tokens: In tokens.
        credits_cost: In credits.
        model: The model that ran; null where none ran.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    tokens: models.UsageAmounts | Unset = UNSET
    credits_cost: models.UsageAmounts | Unset = UNSET
    model: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "Usage")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.tokens = UNSET if (v := get("tokens")) is None else models.UsageAmounts.from_dict(v)
        self.credits_cost = UNSET if (v := get("creditsCost")) is None else models.UsageAmounts.from_dict(v)
        self.model = get("model", UNSET)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is Usage else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
