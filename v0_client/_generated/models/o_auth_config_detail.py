from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, copy_list, encode_model, get_method, initialised, show_model, unknown_fields

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
class OAuthConfigDetail(Model):
    """The OAuth client that v0 uses for an MCP server, as version 2 returns it.

    Attributes:
        authorization_url: Where the user agrees.
        token_url: Where tokens are issued.
        registration_url: Where clients register.
        client_id: The client's id.
        client_secret: The client's secret.
        scopes: Scopes to request.
        use_pkce: Whether PKCE is used.
        issuer: The issuer of the tokens.
        resource: The resource that the tokens are for.
        client_id_metadata_document_supported: Whether the client's id may be the address of a metadata document.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    authorization_url: str | Unset = UNSET
    token_url: str | Unset = UNSET
    registration_url: str | Unset = UNSET
    client_id: str | Unset = UNSET
    client_secret: str | Unset = field(default=UNSET, repr=False)
    scopes: list[str] | Unset = UNSET
    use_pkce: bool | Unset = UNSET
    issuer: str | Unset = UNSET
    resource: str | Unset = UNSET
    client_id_metadata_document_supported: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "OAuthConfigDetail")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.authorization_url = UNSET if (v := get("authorizationUrl")) is None else v
        self.token_url = UNSET if (v := get("tokenUrl")) is None else v
        self.registration_url = UNSET if (v := get("registrationUrl")) is None else v
        self.client_id = UNSET if (v := get("clientId")) is None else v
        self.client_secret = UNSET if (v := get("clientSecret")) is None else v
        self.scopes = UNSET if (v := get("scopes")) is None else copy_list(v, "OAuthConfigDetail.scopes")
        self.use_pkce = UNSET if (v := get("usePKCE")) is None else v
        self.issuer = UNSET if (v := get("issuer")) is None else v
        self.resource = UNSET if (v := get("resource")) is None else v
        self.client_id_metadata_document_supported = (
            UNSET if (v := get("clientIdMetadataDocumentSupported")) is None else v
        )
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is OAuthConfigDetail else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
