from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import UNSET, Check, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("type", "type"),
    ("config", "config"),
    ("connected", "connected"),
    ("expires_at", "expiresAt"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class OAuthMcpAuthV2(Model):
    """OAuth, as version 2 takes it.

    Attributes:
        type: Always `oauth`.
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
        "names": {"expires_at": "expiresAt"},
        "required": ["type"],
    }

    type: Literal["oauth"] = "oauth"
    config: models.OAuthConfigV2 | models.OAuthConfigV2Dict | Unset = UNSET
    connected: bool | Unset = UNSET
    expires_at: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "OAuthMcpAuthV2")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "oauth" if (v := get("type")) is None else v
        self.config = UNSET if (v := get("config")) is None else models.OAuthConfigV2.from_dict(v)
        self.connected = UNSET if (v := get("connected")) is None else v
        self.expires_at = UNSET if (v := get("expiresAt")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is OAuthMcpAuthV2 else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class OAuthMcpAuthV2Dict(TypedDict, total=False):
    """:class:`OAuthMcpAuthV2` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    type: Required[Literal["oauth"]]
    config: models.OAuthConfigV2 | models.OAuthConfigV2Dict
    connected: bool
    expiresAt: str
