from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import Model, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (("status", "status"),)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ConnectAuthorizationData(Model):
    """The agent waits for a connector to be authorised. The fields beside the tag are not documented.

    Attributes:
        status: Always `authorization-required`.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    status: Literal["authorization-required"] = "authorization-required"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ConnectAuthorizationData")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.status = "authorization-required" if (v := get("status")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ConnectAuthorizationData else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
