from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, copy_list, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("requested_integrations", "requestedIntegrations"),
    ("requested_mcp_presets", "requestedMcpPresets"),
    ("requested_npm_registry_ids", "requestedNpmRegistryIds"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class RequestIntegrationData(Model):
    """The agent waits for integrations or MCP servers to be connected.

    Attributes:
        requested_integrations: Integrations to connect.
        requested_mcp_presets: MCP presets to add.
        requested_npm_registry_ids: Always empty.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    requested_integrations: list[str] | Unset = UNSET
    requested_mcp_presets: list[str] | Unset = UNSET
    requested_npm_registry_ids: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "RequestIntegrationData")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.requested_integrations = (
            UNSET
            if (v := get("requestedIntegrations")) is None
            else copy_list(v, "RequestIntegrationData.requestedIntegrations")
        )
        self.requested_mcp_presets = (
            UNSET
            if (v := get("requestedMcpPresets")) is None
            else copy_list(v, "RequestIntegrationData.requestedMcpPresets")
        )
        self.requested_npm_registry_ids = (
            UNSET
            if (v := get("requestedNpmRegistryIds")) is None
            else copy_list(v, "RequestIntegrationData.requestedNpmRegistryIds")
        )
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is RequestIntegrationData else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
