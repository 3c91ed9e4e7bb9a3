from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("active_users", "activeUsers"),
    ("active_days", "activeDays"),
    ("chat_count", "chatCount"),
    ("message_count", "messageCount"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ActivityTotals(Model):
    """Activity in all.

    Attributes:
        active_users: Users with any activity.
        active_days: Days with any activity.
        chat_count: Chats worked on.
        message_count: Messages sent.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    active_users: int | Unset = UNSET
    active_days: int | Unset = UNSET
    chat_count: int | Unset = UNSET
    message_count: int | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ActivityTotals")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.active_users = UNSET if (v := get("activeUsers")) is None else v
        self.active_days = UNSET if (v := get("activeDays")) is None else v
        self.chat_count = UNSET if (v := get("chatCount")) is None else v
        self.message_count = UNSET if (v := get("messageCount")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ActivityTotals else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
