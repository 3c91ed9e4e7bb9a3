from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("type", "type"),
    ("config", "config"),
    ("connected", "connected"),
    ("expires_at", "expiresAt"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class OAuthMcpAuthDetail(Model):
    """OAuth, as version 2 returns it.

    Attributes:
        type: Always `oauth`.
        config: The OAuth client.
        connected: Whether the user has agreed.
        expires_at: When the tokens expire, ISO 8601.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    type: Literal["oauth"] = "oauth"
    config: models.OAuthConfigDetail | Unset = UNSET
    connected: bool | Unset = UNSET
    expires_at: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "OAuthMcpAuthDetail")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "oauth" if (v := get("type")) is None else v
        self.config = UNSET if (v := get("config")) is None else models.OAuthConfigDetail.from_dict(v)
        self.connected = UNSET if (v := get("connected")) is None else v
        self.expires_at = UNSET if (v := get("expiresAt")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is OAuthMcpAuthDetail else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
