from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

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
    ("object", "object"),
    ("type", "type"),
    ("created_at", "createdAt"),
    ("user_id", "userId"),
    ("chat_id", "chatId"),
    ("message_id", "messageId"),
    ("model", "model"),
    ("sources", "sources"),
    ("waived", "waived"),
    ("tokens", "tokens"),
    ("credits_cost", "creditsCost"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class UsageEvent(Model):
    """Something that was used, and what it cost.

    Attributes:
        id: The event's id.
        object: Always `usage_event`.
        type: What was used.
        created_at: When it happened, ISO 8601.
        user_id: The user.
        chat_id: The chat.
        message_id: The message.
        model: The model.
        sources: Where the credits were taken from.
        waived: Whether nothing was charged.
        tokens: Its tokens; null where they are not known.
        credits_cost: Its credits.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str
    object: Literal["usage_event"] = "usage_event"
    type: str | Unset = UNSET
    created_at: str | Unset = UNSET
    user_id: str | Unset = UNSET
    chat_id: str | Unset = UNSET
    message_id: str | Unset = UNSET
    model: str | Unset = UNSET
    sources: list[models.UsageSource] | Unset = UNSET
    waived: bool | Unset = UNSET
    tokens: models.EventTokens | None | Unset = UNSET
    credits_cost: models.EventCreditsCost | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "UsageEvent")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("UsageEvent", "id") if (v := get("id")) is None else v
        self.object = "usage_event" if (v := get("object")) is None else v
        self.type = UNSET if (v := get("type")) is None else v
        self.created_at = UNSET if (v := get("createdAt")) is None else v
        self.user_id = UNSET if (v := get("userId")) is None else v
        self.chat_id = UNSET if (v := get("chatId")) is None else v
        self.message_id = UNSET if (v := get("messageId")) is None else v
        self.model = UNSET if (v := get("model")) is None else v
        self.sources = UNSET if (v := get("sources")) is None else copy_list(v, "UsageEvent.sources")
        self.waived = UNSET if (v := get("waived")) is None else v
        self.tokens = v if (v := get("tokens", UNSET)) is UNSET or v is None else models.EventTokens.from_dict(v)
        self.credits_cost = UNSET if (v := get("creditsCost")) is None else models.EventCreditsCost.from_dict(v)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is UsageEvent else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
