from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("object", "object"),
    ("id", "id"),
    ("usage", "usage"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class MessageUsageEvent(Model):
    """The cost of the message; once, before the closing event.

    Attributes:
        object: Always `message.usage`.
        id: The assistant message.
        usage: Its cost.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    object: Literal["message.usage"] = "message.usage"
    id: str | Unset = UNSET
    usage: models.Usage | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "MessageUsageEvent")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.object = "message.usage" if (v := get("object")) is None else v
        self.id = UNSET if (v := get("id")) is None else v
        self.usage = UNSET if (v := get("usage")) is None else models.Usage.from_dict(v)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is MessageUsageEvent else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
