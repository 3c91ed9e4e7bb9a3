from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import Check, encode_model, extras, getter, required

_FIELDS = (
    ("type_", "type"),
    ("status", "status"),
    ("content", "content"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class PlanExitResponseTask:
    """What becomes of the plan the agent made.

    Attributes:
        type_: Always `plan-exit-response`.
        status: The decision. One of `approved`, `rejected`, `request-changes`, or a newer value.
        content: What to say with it, such as the changes wanted.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"const": "plan-exit-response"},
            "status": {"type": "string"},
            "content": {"minLength": 1, "type": "string"},
        },
        "required": ["content", "status", "type"],
    }

    type_: Literal["plan-exit-response"] = "plan-exit-response"
    status: models.PlanDecision
    content: str
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "PlanExitResponseTask")
        return cls(
            type_="plan-exit-response" if (v := get("type")) is None else v,
            status=required(get, "status", "PlanExitResponseTask"),
            content=required(get, "content", "PlanExitResponseTask"),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class PlanExitResponseTaskDict(TypedDict, total=False):
    """:class:`PlanExitResponseTask` as a plain dict, by wire names."""

    type: Required[Literal["plan-exit-response"]]
    status: Required[models.PlanDecision]
    content: Required[str]
