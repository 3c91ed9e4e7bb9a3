from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("error_type", "errorType"),
    ("formatted_error", "formattedError"),
    ("full_error_text", "fullErrorText"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class DeploymentErrors(Model):
    """Response of find_deployment_errors.

    Attributes:
        error_type: Kind of the error.
        formatted_error: The error in short.
        full_error_text: The error with all that was written about it.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    error_type: str | Unset = UNSET
    formatted_error: str | Unset = UNSET
    full_error_text: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "DeploymentErrors")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.error_type = UNSET if (v := get("errorType")) is None else v
        self.formatted_error = UNSET if (v := get("formattedError")) is None else v
        self.full_error_text = UNSET if (v := get("fullErrorText")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is DeploymentErrors else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
