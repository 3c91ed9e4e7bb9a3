from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import Model, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (
    ("chat_id", "chatId"),
    ("message_id", "messageId"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class AsyncChat(Model):
    """Ids of a new chat and of the reply that is being generated.

    Attributes:
        chat_id: The chat.
        message_id: The assistant message; poll it until it is finished.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    chat_id: str
    message_id: str
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "AsyncChat")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.chat_id = missing("AsyncChat", "chatId") if (v := get("chatId")) is None else v
        self.message_id = missing("AsyncChat", "messageId") if (v := get("messageId")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is AsyncChat else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
