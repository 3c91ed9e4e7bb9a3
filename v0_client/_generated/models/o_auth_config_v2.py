from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from ..types import UNSET, Check, Unset, encode_model, extras, getter, required, values

_FIELDS = (
    ("authorization_url", "authorizationUrl"),
    ("token_url", "tokenUrl"),
    ("registration_url", "registrationUrl"),
    ("client_id", "clientId"),
    ("client_secret", "clientSecret"),
    ("scopes", "scopes"),
    ("use_pkce", "usePKCE"),
    ("issuer", "issuer"),
    ("resource", "resource"),
    ("client_id_metadata_document_supported", "clientIdMetadataDocumentSupported"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class OAuthConfigV2:
    """The OAuth client that v0 uses for an MCP server, as version 2 takes it.

    Attributes:
        authorization_url: Where the user agrees.
        token_url: Where tokens are issued.
        registration_url: Where clients register.
        client_id: The client's id.
        client_secret: The client's secret.
        scopes: Scopes to ask for.
        use_pkce: Use PKCE.
        issuer: The issuer of the tokens.
        resource: The resource that the tokens are for.
        client_id_metadata_document_supported: Whether the client's id may be the address of a metadata document.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
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
        "required": ["authorizationUrl", "clientId", "scopes", "tokenUrl", "usePKCE"],
    }

    authorization_url: str
    token_url: str
    registration_url: str | Unset = UNSET
    client_id: str
    client_secret: str | Unset = UNSET
    scopes: Sequence[str]
    use_pkce: bool
    issuer: str | Unset = UNSET
    resource: str | Unset = UNSET
    client_id_metadata_document_supported: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "OAuthConfigV2")
        return cls(
            authorization_url=required(get, "authorizationUrl", "OAuthConfigV2"),
            token_url=required(get, "tokenUrl", "OAuthConfigV2"),
            registration_url=UNSET if (v := get("registrationUrl")) is None else v,
            client_id=required(get, "clientId", "OAuthConfigV2"),
            client_secret=UNSET if (v := get("clientSecret")) is None else v,
            scopes=values(required(get, "scopes", "OAuthConfigV2"), "OAuthConfigV2.scopes"),
            use_pkce=required(get, "usePKCE", "OAuthConfigV2"),
            issuer=UNSET if (v := get("issuer")) is None else v,
            resource=UNSET if (v := get("resource")) is None else v,
            client_id_metadata_document_supported=UNSET
            if (v := get("clientIdMetadataDocumentSupported")) is None
            else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class OAuthConfigV2Dict(TypedDict, total=False):
    """:class:`OAuthConfigV2` as a plain dict, by wire names."""

    authorizationUrl: Required[str]
    tokenUrl: Required[str]
    registrationUrl: str
    clientId: Required[str]
    clientSecret: str
    scopes: Required[Sequence[str]]
    usePKCE: Required[bool]
    issuer: str
    resource: str
    clientIdMetadataDocumentSupported: bool
