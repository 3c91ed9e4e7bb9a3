from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import models
from ..types import (
    UNSET,
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
    ("id", "id"),
    ("name", "name"),
    ("created_at", "createdAt"),
    ("events", "events"),
    ("url", "url"),
    ("chat_id", "chatId"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class Webhook(Model):
    """A webhook with its events and its address.

    Attributes:
        id: The webhook's id.
        name: Its name.
        created_at: When it was created, ISO 8601.
        events: The events that it is called for.
        url: The address that is called.
        chat_id: The chat whose events it is called for; null for all chats.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str
    name: str | Unset = UNSET
    created_at: str | Unset = UNSET
    events: list[models.WebhookEventType] | Unset = UNSET
    url: str | Unset = UNSET
    chat_id: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "Webhook")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("Webhook", "id") if (v := get("id")) is None else v
        self.name = UNSET if (v := get("name")) is None else v
        self.created_at = UNSET if (v := get("createdAt")) is None else v
        self.events = UNSET if (v := get("events")) is None else copy_list(v, "Webhook.events")
        self.url = UNSET if (v := get("url")) is None else v
        self.chat_id = get("chatId", UNSET)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is Webhook else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
