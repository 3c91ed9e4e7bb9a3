from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("kind", "kind"),
    ("vercel_project_id", "vercelProjectId"),
    ("name", "name"),
    ("chat_count", "chatCount"),
    ("message_count", "messageCount"),
    ("active_days", "activeDays"),
    ("first_activity", "firstActivity"),
    ("last_activity", "lastActivity"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ProjectActivity(Model):
    """Activity in one project.

    Attributes:
        kind: What the entry stands for. One of `project`, `drafts`, `unavailable`, or a newer value.
        vercel_project_id: The Vercel project; null for none.
        name: Name to show.
        chat_count: Chats worked on.
        message_count: Messages sent.
        active_days: Days with any activity.
        first_activity: First activity, ISO 8601.
        last_activity: Last activity, ISO 8601.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    kind: models.ActivityProjectKind | Unset = UNSET
    vercel_project_id: str | None | Unset = UNSET
    name: str | Unset = UNSET
    chat_count: int | Unset = UNSET
    message_count: int | Unset = UNSET
    active_days: int | Unset = UNSET
    first_activity: str | Unset = UNSET
    last_activity: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ProjectActivity")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.kind = UNSET if (v := get("kind")) is None else v
        self.vercel_project_id = get("vercelProjectId", UNSET)
        self.name = UNSET if (v := get("name")) is None else v
        self.chat_count = UNSET if (v := get("chatCount")) is None else v
        self.message_count = UNSET if (v := get("messageCount")) is None else v
        self.active_days = UNSET if (v := get("activeDays")) is None else v
        self.first_activity = UNSET if (v := get("firstActivity")) is None else v
        self.last_activity = UNSET if (v := get("lastActivity")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ProjectActivity else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
