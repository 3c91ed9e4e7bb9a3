from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("type", "type"),
    ("tool_name", "toolName"),
    ("tool_display_name", "toolDisplayName"),
    ("input", "input"),
    ("task_name_active", "taskNameActive"),
    ("task_name_complete", "taskNameComplete"),
    ("user_message", "userMessage"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class SuggestedPermission(Model):
    """A permission the agent waits for; to grant it, send it back unchanged.

    Attributes:
        type: Always `ALLOW_DYNAMIC_TOOL_STRICT`.
        tool_name: The tool it allows.
        tool_display_name: The tool's name for people.
        input: The input it allows.
        task_name_active: Label while the task runs.
        task_name_complete: Label once it is done.
        user_message: A comment on it.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    type: Literal["ALLOW_DYNAMIC_TOOL_STRICT"] = "ALLOW_DYNAMIC_TOOL_STRICT"
    tool_name: str | Unset = UNSET
    tool_display_name: str | None | Unset = UNSET
    input: Any | Unset = UNSET
    task_name_active: str | None | Unset = UNSET
    task_name_complete: str | None | Unset = UNSET
    user_message: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "SuggestedPermission")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "ALLOW_DYNAMIC_TOOL_STRICT" if (v := get("type")) is None else v
        self.tool_name = UNSET if (v := get("toolName")) is None else v
        self.tool_display_name = get("toolDisplayName", UNSET)
        self.input = get("input", UNSET)
        self.task_name_active = get("taskNameActive", UNSET)
        self.task_name_complete = get("taskNameComplete", UNSET)
        self.user_message = UNSET if (v := get("userMessage")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is SuggestedPermission else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
