from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("success", "success"),
    ("error", "error"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ErrorV1(Model):
    """Body of a version 1 error.

    Attributes:
        success: False.
        error: The details.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    success: bool | Unset = UNSET
    error: models.ErrorDetailV1 | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ErrorV1")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.success = UNSET if (v := get("success")) is None else v
        self.error = UNSET if (v := get("error")) is None else models.ErrorDetailV1.from_dict(v)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ErrorV1 else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
