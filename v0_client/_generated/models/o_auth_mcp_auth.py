from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import Check, encode_model, extras, getter, required

_FIELDS = (
    ("type_", "type"),
    ("config", "config"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class OAuthMcpAuth:
    """OAuth.

    Attributes:
        type_: Always `oauth`.
        config: The OAuth client.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"const": "oauth"},
            "config": {
                "type": "object",
                "properties": {
                    "authorizationUrl": {"minLength": 1, "type": "string"},
                    "tokenUrl": {"minLength": 1, "type": "string"},
                    "registrationUrl": {"type": "string"},
                    "clientId": {"minLength": 1, "type": "string"},
                    "clientSecret": {"type": "string"},
                    "scopes": {"type": "array", "items": {"type": "string"}},
                    "usePKCE": {"type": "boolean"},
                    "issuer": {"type": "string"},
                    "resource": {"type": "string"},
                    "clientIdMetadataDocumentSupported": {"type": "boolean"},
                },
                "required": ["authorizationUrl", "clientId", "tokenUrl"],
            },
        },
        "required": ["config", "type"],
    }

    type_: Literal["oauth"] = "oauth"
    config: models.OAuthConfig
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "OAuthMcpAuth")
        return cls(
            type_="oauth" if (v := get("type")) is None else v,
            config=models.OAuthConfig.from_dict(required(get, "config", "OAuthMcpAuth")),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class OAuthMcpAuthDict(TypedDict, total=False):
    """:class:`OAuthMcpAuth` as a plain dict, by wire names."""

    type: Required[Literal["oauth"]]
    config: Required[models.OAuthConfig]
