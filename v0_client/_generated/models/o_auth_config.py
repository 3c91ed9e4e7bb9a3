from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from ..types import (
    UNSET,
    Check,
    Model,
    Unset,
    copy_list,
    encode_model,
    get_method,
    initialised,
    missing,
    show_model,
    unknown_fields,
)

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
class OAuthConfig(Model):
    """The OAuth client that v0 uses for an MCP server.

    Attributes:
        authorization_url: Where the user agrees.
        token_url: Where tokens are issued.
        registration_url: Where clients register.
        client_id: The client's id.
        client_secret: The client's secret.
        scopes: Scopes to request; none if absent.
        use_pkce: Use PKCE. Server default true.
        issuer: The issuer of the tokens.
        resource: The resource that the tokens are for.
        client_id_metadata_document_supported: Whether the client's id may be the address of a metadata document.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "authorizationUrl": {"type": "string", "nonempty": True},
            "tokenUrl": {"type": "string", "nonempty": True},
            "registrationUrl": {"type": "string"},
            "clientId": {"type": "string", "nonempty": True},
            "clientSecret": {"type": "string"},
            "scopes": {"type": "array", "items": {"type": "string"}},
            "usePKCE": {"type": "boolean"},
            "issuer": {"type": "string"},
            "resource": {"type": "string"},
            "clientIdMetadataDocumentSupported": {"type": "boolean"},
        },
        "names": {
            "authorization_url": "authorizationUrl",
            "token_url": "tokenUrl",
            "registration_url": "registrationUrl",
            "client_id": "clientId",
            "client_secret": "clientSecret",
            "use_pkce": "usePKCE",
            "client_id_metadata_document_supported": "clientIdMetadataDocumentSupported",
        },
        "required": ["authorizationUrl", "tokenUrl", "clientId"],
    }

    authorization_url: str
    token_url: str
    registration_url: str | Unset = UNSET
    client_id: str
    client_secret: str | Unset = field(default=UNSET, repr=False)
    scopes: Sequence[str] | Unset = UNSET
    use_pkce: bool | Unset = UNSET
    issuer: str | Unset = UNSET
    resource: str | Unset = UNSET
    client_id_metadata_document_supported: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "OAuthConfig")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.authorization_url = (
            missing("OAuthConfig", "authorizationUrl") if (v := get("authorizationUrl")) is None else v
        )
        self.token_url = missing("OAuthConfig", "tokenUrl") if (v := get("tokenUrl")) is None else v
        self.registration_url = UNSET if (v := get("registrationUrl")) is None else v
        self.client_id = missing("OAuthConfig", "clientId") if (v := get("clientId")) is None else v
        self.client_secret = UNSET if (v := get("clientSecret")) is None else v
        self.scopes = UNSET if (v := get("scopes")) is None else copy_list(v, "OAuthConfig.scopes")
        self.use_pkce = UNSET if (v := get("usePKCE")) is None else v
        self.issuer = UNSET if (v := get("issuer")) is None else v
        self.resource = UNSET if (v := get("resource")) is None else v
        self.client_id_metadata_document_supported = (
            UNSET if (v := get("clientIdMetadataDocumentSupported")) is None else v
        )
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is OAuthConfig else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class OAuthConfigDict(TypedDict, total=False):
    """:class:`OAuthConfig` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    authorizationUrl: Required[str]
    tokenUrl: Required[str]
    registrationUrl: str
    clientId: Required[str]
    clientSecret: str
    scopes: Sequence[str]
    usePKCE: bool
    issuer: str
    resource: str
    clientIdMetadataDocumentSupported: bool
