from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import models, unions
from ..types import (
    UNSET,
    Model,
    Unset,
    decode_list,
    encode_model,
    get_method,
    initialised,
    missing,
    show_model,
    unknown_fields,
)

_FIELDS = (
    ("id", "id"),
    ("chat_id", "chatId"),
    ("role", "role"),
    ("created_at", "createdAt"),
    ("updated_at", "updatedAt"),
    ("content", "content"),
    ("parts", "parts"),
    ("finish_reason", "finishReason"),
    ("restorable", "restorable"),
    ("attachments", "attachments"),
    ("author_id", "authorId"),
    ("usage", "usage"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class Message(Model):
    """A message of a version 2 chat.

    Attributes:
        id: The message's id.
        chat_id: The chat it belongs to.
        role: Who wrote it. One of `user`, `assistant`, or a newer value.
        created_at: Time of creation, ISO 8601.
        updated_at: Time of the last change, ISO 8601.
        content: The closing text, or the user's; may be empty.
        parts: Its steps in order, which include all of its text.
        finish_reason: Why the generation ended; null while it runs. One of `stop`, `length`, `content-filter`,
            `tool-calls`, `error`, `other`, `unknown`, or a newer value.
        restorable: Whether its files can be restored.
        attachments: Files attached to it.
        author_id: The user who wrote it; null for the assistant.
        usage: Its cost.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str
    chat_id: str | Unset = UNSET
    role: models.MessageRole | Unset = UNSET
    created_at: str | Unset = UNSET
    updated_at: str | Unset = UNSET
    content: str | Unset = UNSET
    parts: list[models.MessagePart] | Unset = UNSET
    finish_reason: models.FinishReason | None | Unset = UNSET
    restorable: bool | Unset = UNSET
    attachments: list[models.MessageAttachment] | Unset = UNSET
    author_id: str | None | Unset = UNSET
    usage: models.Usage | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "Message")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("Message", "id") if (v := get("id")) is None else v
        self.chat_id = UNSET if (v := get("chatId")) is None else v
        self.role = UNSET if (v := get("role")) is None else v
        self.created_at = UNSET if (v := get("createdAt")) is None else v
        self.updated_at = UNSET if (v := get("updatedAt")) is None else v
        self.content = UNSET if (v := get("content")) is None else v
        self.parts = (
            UNSET if (v := get("parts")) is None else decode_list(v, "Message.parts", unions.parse_message_part)
        )
        self.finish_reason = get("finishReason", UNSET)
        self.restorable = UNSET if (v := get("restorable")) is None else v
        self.attachments = (
            UNSET
            if (v := get("attachments")) is None
            else decode_list(v, "Message.attachments", models.MessageAttachment.from_dict)
        )
        self.author_id = get("authorId", UNSET)
        self.usage = UNSET if (v := get("usage")) is None else models.Usage.from_dict(v)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is Message else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
