from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import (
    UNSET,
    Check,
    Model,
    Unset,
    copy_list,
    encode_model,
    get_method,
    initialised,
    show_model,
    unknown_fields,
)

_FIELDS = (
    ("type", "type"),
    ("connected_integration_names", "connectedIntegrationNames"),
    ("connected_mcp_preset_names", "connectedMcpPresetNames"),
    ("connected_npm_registry_ids", "connectedNpmRegistryIds"),
    ("applied_scripts", "appliedScripts"),
    ("added_env_vars", "addedEnvVars"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ConfirmedStepsTask(Model):
    """Reports which connections and set-up steps are done; empty lists decline.

    Attributes:
        type: Always `confirmed-steps`.
        connected_integration_names: Integrations that are connected now, at most 100.
        connected_mcp_preset_names: MCP presets that were added.
        connected_npm_registry_ids: Deprecated. Npm registries that are connected now. No agent asks for them any more.
            Later servers only.
        applied_scripts: Scripts that were run.
        added_env_vars: Names of environment variables that were added.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"const": "confirmed-steps"},
            "connectedIntegrationNames": {"type": "array", "items": {"type": "string"}},
            "connectedMcpPresetNames": {"type": "array", "items": {"type": "string"}},
            "connectedNpmRegistryIds": {"type": "array", "items": {"type": "string", "nonempty": True}},
            "appliedScripts": {"type": "array", "items": {"type": "string", "nonempty": True}},
            "addedEnvVars": {"type": "array", "items": {"type": "string", "nonempty": True}},
        },
        "names": {
            "connected_integration_names": "connectedIntegrationNames",
            "connected_mcp_preset_names": "connectedMcpPresetNames",
            "connected_npm_registry_ids": "connectedNpmRegistryIds",
            "applied_scripts": "appliedScripts",
            "added_env_vars": "addedEnvVars",
        },
        "required": ["type"],
    }

    type: Literal["confirmed-steps"] = "confirmed-steps"
    connected_integration_names: Sequence[str] | Unset = UNSET
    connected_mcp_preset_names: Sequence[models.McpPresetName] | Unset = UNSET
    connected_npm_registry_ids: Sequence[str] | Unset = UNSET
    applied_scripts: Sequence[str] | Unset = UNSET
    added_env_vars: Sequence[str] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ConfirmedStepsTask")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "confirmed-steps" if (v := get("type")) is None else v
        self.connected_integration_names = (
            UNSET
            if (v := get("connectedIntegrationNames")) is None
            else copy_list(v, "ConfirmedStepsTask.connectedIntegrationNames")
        )
        self.connected_mcp_preset_names = (
            UNSET
            if (v := get("connectedMcpPresetNames")) is None
            else copy_list(v, "ConfirmedStepsTask.connectedMcpPresetNames")
        )
        self.connected_npm_registry_ids = (
            UNSET
            if (v := get("connectedNpmRegistryIds")) is None
            else copy_list(v, "ConfirmedStepsTask.connectedNpmRegistryIds")
        )
        self.applied_scripts = (
            UNSET if (v := get("appliedScripts")) is None else copy_list(v, "ConfirmedStepsTask.appliedScripts")
        )
        self.added_env_vars = (
            UNSET if (v := get("addedEnvVars")) is None else copy_list(v, "ConfirmedStepsTask.addedEnvVars")
        )
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ConfirmedStepsTask else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class ConfirmedStepsTaskDict(TypedDict, total=False):
    """:class:`ConfirmedStepsTask` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    type: Required[Literal["confirmed-steps"]]
    connectedIntegrationNames: Sequence[str]
    connectedMcpPresetNames: Sequence[models.McpPresetName]
    connectedNpmRegistryIds: Sequence[str]
    appliedScripts: Sequence[str]
    addedEnvVars: Sequence[str]
