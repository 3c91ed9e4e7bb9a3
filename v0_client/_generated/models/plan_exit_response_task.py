from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import Check, Model, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("type", "type"),
    ("status", "status"),
    ("content", "content"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class PlanExitResponseTask(Model):
    """The decision on the agent's plan.

    Attributes:
        type: Always `plan-exit-response`.
        status: The decision. One of `approved`, `rejected`, `request-changes`, or a newer value.
        content: A comment on it, such as the changes wanted.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"const": "plan-exit-response"},
            "status": {"type": "string"},
            "content": {"type": "string", "nonempty": True},
        },
        "required": ["type", "status", "content"],
    }

    type: Literal["plan-exit-response"] = "plan-exit-response"
    status: models.PlanDecision
    content: str
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "PlanExitResponseTask")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "plan-exit-response" if (v := get("type")) is None else v
        self.status = missing("PlanExitResponseTask", "status") if (v := get("status")) is None else v
        self.content = missing("PlanExitResponseTask", "content") if (v := get("content")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is PlanExitResponseTask else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class PlanExitResponseTaskDict(TypedDict, total=False):
    """:class:`PlanExitResponseTask` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    type: Required[Literal["plan-exit-response"]]
    status: Required[models.PlanDecision]
    content: Required[str]
