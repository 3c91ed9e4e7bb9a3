from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import UNSET, Unset, encode_model, extras, getter

_FIELDS = (
    ("type_", "type"),
    ("tool_name", "toolName"),
    ("tool_display_name", "toolDisplayName"),
    ("input_", "input"),
    ("task_name_active", "taskNameActive"),
    ("task_name_complete", "taskNameComplete"),
    ("user_message", "userMessage"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class SuggestedPermission:
    """A permission the agent waits for; hand it back unchanged to grant it.

    Attributes:
        type_: Always `ALLOW_DYNAMIC_TOOL_STRICT`.
        tool_name: The tool it allows.
        tool_display_name: The tool's name for people.
        input_: The input it allows.
        task_name_active: Label while the task runs.
        task_name_complete: Label once it is done.
        user_message: A message that goes with it.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    type_: Literal["ALLOW_DYNAMIC_TOOL_STRICT"] = "ALLOW_DYNAMIC_TOOL_STRICT"
    tool_name: str | Unset = UNSET
    tool_display_name: str | None | Unset = UNSET
    input_: Any | Unset = UNSET
    task_name_active: str | None | Unset = UNSET
    task_name_complete: str | None | Unset = UNSET
    user_message: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "SuggestedPermission")
        return cls(
            type_="ALLOW_DYNAMIC_TOOL_STRICT" if (v := get("type")) is None else v,
            tool_name=UNSET if (v := get("toolName")) is None else v,
            tool_display_name=get("toolDisplayName", UNSET),
            input_=get("input", UNSET),
            task_name_active=get("taskNameActive", UNSET),
            task_name_complete=get("taskNameComplete", UNSET),
            user_message=UNSET if (v := get("userMessage")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)
