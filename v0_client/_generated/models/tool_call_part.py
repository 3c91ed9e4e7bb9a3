from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, decode_list, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("type", "type"),
    ("name", "name"),
    ("tool_display_name", "toolDisplayName"),
    ("input", "input"),
    ("output", "output"),
    ("status", "status"),
    ("suggested_permissions", "suggestedPermissions"),
    ("started_at", "startedAt"),
    ("finished_at", "finishedAt"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ToolCallPart(Model):
    """A tool the agent called: MCP, an integration or another one. Shell commands are bash parts.

    Attributes:
        type: Always `tool-call`.
        name: The tool.
        tool_display_name: Its name for people.
        input: Its arguments; any JSON.
        output: Its return value; any JSON.
        status: Its result. One of `ok`, `error`, or a newer value.
        suggested_permissions: Present while the agent waits for these permissions.
        started_at: Time when the part began, ISO 8601.
        finished_at: Time when the part was finished, ISO 8601.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    type: Literal["tool-call"] = "tool-call"
    name: str | Unset = UNSET
    tool_display_name: str | None | Unset = UNSET
    input: Any | Unset = UNSET
    output: Any | Unset = UNSET
    status: models.ToolCallStatus | Unset = UNSET
    suggested_permissions: list[models.SuggestedPermission] | Unset = UNSET
    started_at: str | Unset = UNSET
    finished_at: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ToolCallPart")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "tool-call" if (v := get("type")) is None else v
        self.name = UNSET if (v := get("name")) is None else v
        self.tool_display_name = get("toolDisplayName", UNSET)
        self.input = get("input", UNSET)
        self.output = get("output", UNSET)
        self.status = UNSET if (v := get("status")) is None else v
        self.suggested_permissions = (
            UNSET
            if (v := get("suggestedPermissions")) is None
            else decode_list(v, "ToolCallPart.suggestedPermissions", models.SuggestedPermission.from_dict)
        )
        self.started_at = UNSET if (v := get("startedAt")) is None else v
        self.finished_at = UNSET if (v := get("finishedAt")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ToolCallPart else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
