from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from ..types import UNSET, Check, Unset, encode_model, extras, getter, required

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
class ConfirmedPermission:
    """A permission that is granted, as the agent suggested it.

    Attributes:
        type_: As suggested, such as ALLOW_DYNAMIC_TOOL_STRICT.
        tool_name: The tool it allows.
        tool_display_name: The tool's name for people. Later servers only.
        input_: The input it allows; null where none was named.
        task_name_active: Label while the task runs.
        task_name_complete: Label once it is done.
        user_message: A message that goes with it.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "toolName": {"minLength": 1, "type": "string"},
            "toolDisplayName": {"type": "string", "nullable": True},
            "input": {},
            "taskNameActive": {"type": "string", "nullable": True},
            "taskNameComplete": {"type": "string", "nullable": True},
            "userMessage": {"minLength": 1, "type": "string"},
        },
        "required": ["input", "toolName", "type"],
    }

    type_: str
    tool_name: str
    tool_display_name: str | None | Unset = UNSET
    input_: Any
    task_name_active: str | None | Unset = UNSET
    task_name_complete: str | None | Unset = UNSET
    user_message: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "ConfirmedPermission")
        return cls(
            type_=required(get, "type", "ConfirmedPermission"),
            tool_name=required(get, "toolName", "ConfirmedPermission"),
            tool_display_name=get("toolDisplayName", UNSET),
            input_=get("input"),
            task_name_active=get("taskNameActive", UNSET),
            task_name_complete=get("taskNameComplete", UNSET),
            user_message=UNSET if (v := get("userMessage")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class ConfirmedPermissionDict(TypedDict, total=False):
    """:class:`ConfirmedPermission` as a plain dict, by wire names."""

    type: Required[str]
    toolName: Required[str]
    toolDisplayName: str | None
    input: Required[Any]
    taskNameActive: str | None
    taskNameComplete: str | None
    userMessage: str
