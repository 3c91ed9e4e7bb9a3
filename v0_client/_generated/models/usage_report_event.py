from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("id", "id"),
    ("object", "object"),
    ("type", "type"),
    ("prompt_cost", "promptCost"),
    ("completion_cost", "completionCost"),
    ("total_cost", "totalCost"),
    ("chat_id", "chatId"),
    ("message_id", "messageId"),
    ("user_id", "userId"),
    ("user", "user"),
    ("created_at", "createdAt"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class UsageReportEvent(Model):
    """Something that was used, and what it cost.

    Attributes:
        id: The event's id.
        object: Always `usage_event`.
        type: What was used. One of `image_generation`, `message`, `manual_debit`, `api_request`, `inline-edit`,
            `buy-template`, `reverse_template_sale`, `refund_template_purchase`, or a newer value.
        prompt_cost: Cost of the input, as a decimal number.
        completion_cost: Cost of the output, as a decimal number.
        total_cost: Cost in all, as a decimal number.
        chat_id: The chat.
        message_id: The message.
        user_id: The user.
        user: The user in full.
        created_at: When it happened, ISO 8601.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str
    object: Literal["usage_event"] = "usage_event"
    type: models.UsageType | Unset = UNSET
    prompt_cost: str | Unset = UNSET
    completion_cost: str | Unset = UNSET
    total_cost: str | Unset = UNSET
    chat_id: str | Unset = UNSET
    message_id: str | Unset = UNSET
    user_id: str | Unset = UNSET
    user: models.User | Unset = UNSET
    created_at: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "UsageReportEvent")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("UsageReportEvent", "id") if (v := get("id")) is None else v
        self.object = "usage_event" if (v := get("object")) is None else v
        self.type = UNSET if (v := get("type")) is None else v
        self.prompt_cost = UNSET if (v := get("promptCost")) is None else v
        self.completion_cost = UNSET if (v := get("completionCost")) is None else v
        self.total_cost = UNSET if (v := get("totalCost")) is None else v
        self.chat_id = UNSET if (v := get("chatId")) is None else v
        self.message_id = UNSET if (v := get("messageId")) is None else v
        self.user_id = UNSET if (v := get("userId")) is None else v
        self.user = UNSET if (v := get("user")) is None else models.User.from_dict(v)
        self.created_at = UNSET if (v := get("createdAt")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is UsageReportEvent else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
