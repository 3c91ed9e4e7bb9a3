from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("id", "id"),
    ("object", "object"),
    ("user", "user"),
    ("chat_count", "chatCount"),
    ("message_count", "messageCount"),
    ("active_days", "activeDays"),
    ("first_activity", "firstActivity"),
    ("last_activity", "lastActivity"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class UserActivityEvent(Model):
    """How active a member of a team was.

    Attributes:
        id: The entry's id.
        object: Always `user_activity`.
        user: The member.
        chat_count: Chats created.
        message_count: Messages sent.
        active_days: Days with any activity.
        first_activity: First activity, ISO 8601; null for none.
        last_activity: Last activity, ISO 8601; null for none.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str | Unset = UNSET
    object: Literal["user_activity"] = "user_activity"
    user: models.TeamMember | Unset = UNSET
    chat_count: float | Unset = UNSET
    message_count: float | Unset = UNSET
    active_days: float | Unset = UNSET
    first_activity: str | None | Unset = UNSET
    last_activity: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "UserActivityEvent")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = UNSET if (v := get("id")) is None else v
        self.object = "user_activity" if (v := get("object")) is None else v
        self.user = UNSET if (v := get("user")) is None else models.TeamMember.from_dict(v)
        self.chat_count = UNSET if (v := get("chatCount")) is None else v
        self.message_count = UNSET if (v := get("messageCount")) is None else v
        self.active_days = UNSET if (v := get("activeDays")) is None else v
        self.first_activity = get("firstActivity", UNSET)
        self.last_activity = get("lastActivity", UNSET)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is UserActivityEvent else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
