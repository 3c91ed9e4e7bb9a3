from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, decode_list, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("message", "message"),
    ("issues", "issues"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ErrorV2(Model):
    """Body of a version 2 error.

    Attributes:
        message: The reason.
        issues: The problems with each file, where files were refused.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    message: str | Unset = UNSET
    issues: list[models.ErrorIssueV2] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ErrorV2")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.message = UNSET if (v := get("message")) is None else v
        self.issues = (
            UNSET if (v := get("issues")) is None else decode_list(v, "ErrorV2.issues", models.ErrorIssueV2.from_dict)
        )
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ErrorV2 else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
