from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import UNSET, Check, Unset, encode_model, extras, getter, values

_FIELDS = (
    ("type_", "type"),
    ("connected_integration_names", "connectedIntegrationNames"),
    ("connected_mcp_preset_names", "connectedMcpPresetNames"),
    ("applied_scripts", "appliedScripts"),
    ("added_env_vars", "addedEnvVars"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ConfirmedStepsTask:
    """What was connected and set up; empty lists decline.

    Attributes:
        type_: Always `confirmed-steps`.
        connected_integration_names: Integrations that are connected now, at most 100.
        connected_mcp_preset_names: MCP presets that were added.
        applied_scripts: Scripts that were run.
        added_env_vars: Names of environment variables that were added.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"const": "confirmed-steps"},
            "connectedIntegrationNames": {
                "maxItems": 100,
                "type": "array",
                "items": {"maxLength": 2052, "type": "string"},
            },
            "connectedMcpPresetNames": {"type": "array", "items": {"type": "string"}},
            "appliedScripts": {"type": "array", "items": {"minLength": 1, "type": "string"}},
            "addedEnvVars": {"type": "array", "items": {"minLength": 1, "type": "string"}},
        },
        "required": ["type"],
    }

    type_: Literal["confirmed-steps"] = "confirmed-steps"
    connected_integration_names: Sequence[str] | Unset = UNSET
    connected_mcp_preset_names: Sequence[models.McpPresetName] | Unset = UNSET
    applied_scripts: Sequence[str] | Unset = UNSET
    added_env_vars: Sequence[str] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "ConfirmedStepsTask")
        return cls(
            type_="confirmed-steps" if (v := get("type")) is None else v,
            connected_integration_names=UNSET
            if (v := get("connectedIntegrationNames")) is None
            else values(v, "ConfirmedStepsTask.connectedIntegrationNames"),
            connected_mcp_preset_names=UNSET
            if (v := get("connectedMcpPresetNames")) is None
            else values(v, "ConfirmedStepsTask.connectedMcpPresetNames"),
            applied_scripts=UNSET
            if (v := get("appliedScripts")) is None
            else values(v, "ConfirmedStepsTask.appliedScripts"),
            added_env_vars=UNSET
            if (v := get("addedEnvVars")) is None
            else values(v, "ConfirmedStepsTask.addedEnvVars"),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class ConfirmedStepsTaskDict(TypedDict, total=False):
    """:class:`ConfirmedStepsTask` as a plain dict, by wire names."""

    type: Required[Literal["confirmed-steps"]]
    connectedIntegrationNames: Sequence[str]
    connectedMcpPresetNames: Sequence[models.McpPresetName]
    appliedScripts: Sequence[str]
    addedEnvVars: Sequence[str]
