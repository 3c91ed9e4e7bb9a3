from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("id", "id"),
    ("object", "object"),
    ("name", "name"),
    ("email", "email"),
    ("avatar", "avatar"),
    ("created_at", "createdAt"),
    ("updated_at", "updatedAt"),
    ("team_v0_role", "teamV0Role"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class TeamMember(Model):
    """A user and the role in the team.

    Attributes:
        id: The user's id.
        object: Always `user`.
        name: Full name.
        email: Email address.
        avatar: Address of the picture.
        created_at: When it was created, ISO 8601.
        updated_at: When it last changed, ISO 8601.
        team_v0_role: The role in the team; null for none. One of `V0Builder`, `V0Chatter`, `V0Viewer`, or a newer
            value.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str
    object: Literal["user"] = "user"
    name: str | Unset = UNSET
    email: str | Unset = UNSET
    avatar: str | Unset = UNSET
    created_at: str | Unset = UNSET
    updated_at: str | Unset = UNSET
    team_v0_role: models.TeamRole | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "TeamMember")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("TeamMember", "id") if (v := get("id")) is None else v
        self.object = "user" if (v := get("object")) is None else v
        self.name = UNSET if (v := get("name")) is None else v
        self.email = UNSET if (v := get("email")) is None else v
        self.avatar = UNSET if (v := get("avatar")) is None else v
        self.created_at = UNSET if (v := get("createdAt")) is None else v
        self.updated_at = UNSET if (v := get("updatedAt")) is None else v
        self.team_v0_role = get("teamV0Role", UNSET)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is TeamMember else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
