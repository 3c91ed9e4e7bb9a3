from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import encode_model, extras, getter, required

_FIELDS = (
    ("chat_id", "chatId"),
    ("message_id", "messageId"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class AsyncChat:
    """Where the answer to a prompt is being written.

    Attributes:
        chat_id: The chat.
        message_id: The assistant message to read until it is finished.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    chat_id: str
    message_id: str
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "AsyncChat")
        return cls(
            chat_id=required(get, "chatId", "AsyncChat"),
            message_id=required(get, "messageId", "AsyncChat"),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)
