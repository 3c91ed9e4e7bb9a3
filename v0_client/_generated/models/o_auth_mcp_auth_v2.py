from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import UNSET, Check, Unset, encode_model, extras, getter

_FIELDS = (
    ("type_", "type"),
    ("config", "config"),
    ("connected", "connected"),
    ("expires_at", "expiresAt"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class OAuthMcpAuthV2:
    """OAuth, as version 2 takes it.

    Attributes:
        type_: Always `oauth`.
        config: The OAuth client.
        connected: Whether the user has agreed. Server default false.
        expires_at: When the tokens expire, ISO 8601.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"const": "oauth"},
            "config": {"model": "OAuthConfigV2"},
            "connected": {"type": "boolean"},
            "expiresAt": {"type": "string"},
        },
        "required": ["type"],
    }

    type_: Literal["oauth"] = "oauth"
    config: models.OAuthConfigV2 | models.OAuthConfigV2Dict | Unset = UNSET
    connected: bool | Unset = UNSET
    expires_at: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "OAuthMcpAuthV2")
        return cls(
            type_="oauth" if (v := get("type")) is None else v,
            config=UNSET if (v := get("config")) is None else models.OAuthConfigV2.from_dict(v),
            connected=UNSET if (v := get("connected")) is None else v,
            expires_at=UNSET if (v := get("expiresAt")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class OAuthMcpAuthV2Dict(TypedDict, total=False):
    """:class:`OAuthMcpAuthV2` as a plain dict, by wire names."""

    type: Required[Literal["oauth"]]
    config: models.OAuthConfigV2 | models.OAuthConfigV2Dict
    connected: bool
    expiresAt: str
