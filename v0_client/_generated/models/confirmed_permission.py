from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from ..types import (
    UNSET,
    Check,
    Model,
    Unset,
    encode_model,
    get_method,
    initialised,
    missing,
    show_model,
    unknown_fields,
)

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
class ConfirmedPermission(Model):
    """A permission that is granted, as the agent suggested it.

    Attributes:
        type: As suggested, such as ALLOW_DYNAMIC_TOOL_STRICT.
        tool_name: The tool it allows.
        tool_display_name: The tool's name for people. Later servers only.
        input: The input it allows; null where the agent named none.
        task_name_active: Label while the task runs.
        task_name_complete: Label once it is done.
        user_message: A comment on it.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "toolName": {"type": "string", "nonempty": True},
            "toolDisplayName": {"nullable": True, "type": "string"},
            "input": {},
            "taskNameActive": {"nullable": True, "type": "string"},
            "taskNameComplete": {"nullable": True, "type": "string"},
            "userMessage": {"type": "string", "nonempty": True},
        },
        "names": {
            "tool_name": "toolName",
            "tool_display_name": "toolDisplayName",
            "task_name_active": "taskNameActive",
            "task_name_complete": "taskNameComplete",
            "user_message": "userMessage",
        },
        "required": ["type", "toolName", "input"],
    }

    type: str
    tool_name: str
    tool_display_name: str | None | Unset = UNSET
    input: Any
    task_name_active: str | None | Unset = UNSET
    task_name_complete: str | None | Unset = UNSET
    user_message: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ConfirmedPermission")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = missing("ConfirmedPermission", "type") if (v := get("type")) is None else v
        self.tool_name = missing("ConfirmedPermission", "toolName") if (v := get("toolName")) is None else v
        self.tool_display_name = get("toolDisplayName", UNSET)
        self.input = get("input")
        self.task_name_active = get("taskNameActive", UNSET)
        self.task_name_complete = get("taskNameComplete", UNSET)
        self.user_message = UNSET if (v := get("userMessage")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ConfirmedPermission else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class ConfirmedPermissionDict(TypedDict, total=False):
    """:class:`ConfirmedPermission` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    type: Required[str]
    toolName: Required[str]
    toolDisplayName: str | None
    input: Required[Any]
    taskNameActive: str | None
    taskNameComplete: str | None
    userMessage: str
