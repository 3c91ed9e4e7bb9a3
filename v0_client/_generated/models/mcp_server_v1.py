from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("id", "id"),
    ("name", "name"),
    ("url", "url"),
    ("description", "description"),
    ("enabled", "enabled"),
    ("scope", "scope"),
    ("created_at", "createdAt"),
    ("updated_at", "updatedAt"),
    ("object", "object"),
    ("auth", "auth"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class McpServerV1(Model):
    """An MCP server of version 1.

    Attributes:
        id: The MCP server's id.
        name: Name to show.
        url: Address of the MCP server.
        description: What it is for.
        enabled: Whether the agent may call it.
        scope: Who may use it. One of `user`, `team`, or a newer value.
        created_at: When it was added, ISO 8601.
        updated_at: When it last changed, ISO 8601.
        object: Always `mcp_server`.
        auth: How v0 authenticates to it.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str
    name: str | Unset = UNSET
    url: str | Unset = UNSET
    description: str | Unset = UNSET
    enabled: bool | Unset = UNSET
    scope: models.McpServerScope | Unset = UNSET
    created_at: str | Unset = UNSET
    updated_at: str | Unset = UNSET
    object: Literal["mcp_server"] = "mcp_server"
    auth: models.McpAuthSummary | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "McpServerV1")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("McpServerV1", "id") if (v := get("id")) is None else v
        self.name = UNSET if (v := get("name")) is None else v
        self.url = UNSET if (v := get("url")) is None else v
        self.description = UNSET if (v := get("description")) is None else v
        self.enabled = UNSET if (v := get("enabled")) is None else v
        self.scope = UNSET if (v := get("scope")) is None else v
        self.created_at = UNSET if (v := get("createdAt")) is None else v
        self.updated_at = UNSET if (v := get("updatedAt")) is None else v
        self.object = "mcp_server" if (v := get("object")) is None else v
        self.auth = UNSET if (v := get("auth")) is None else models.McpAuthSummary.from_dict(v)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is McpServerV1 else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
