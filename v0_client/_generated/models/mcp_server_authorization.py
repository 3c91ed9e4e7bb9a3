from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("object", "object"),
    ("mcp_server_id", "mcpServerId"),
    ("url", "url"),
    ("state", "state"),
    ("expires_at", "expiresAt"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class McpServerAuthorization(Model):
    """Response of create_oauth_authorization_url.

    Attributes:
        object: Always `mcp_server_oauth_authorization`.
        mcp_server_id: The MCP server.
        url: Where to send the user's browser.
        state: The state parameter of the OAuth request.
        expires_at: Until when the address works, ISO 8601.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    object: Literal["mcp_server_oauth_authorization"] = "mcp_server_oauth_authorization"
    mcp_server_id: str | Unset = UNSET
    url: str | Unset = UNSET
    state: str | Unset = field(default=UNSET, repr=False)
    expires_at: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "McpServerAuthorization")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.object = "mcp_server_oauth_authorization" if (v := get("object")) is None else v
        self.mcp_server_id = UNSET if (v := get("mcpServerId")) is None else v
        self.url = UNSET if (v := get("url")) is None else v
        self.state = UNSET if (v := get("state")) is None else v
        self.expires_at = UNSET if (v := get("expiresAt")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is McpServerAuthorization else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
