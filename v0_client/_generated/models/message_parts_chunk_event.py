from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import UNSET, Unset, encode_model, extras, getter

_FIELDS = (
    ("object_", "object"),
    ("id", "id"),
    ("delta", "delta"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class MessagePartsChunkEvent:
    """A change of the assistant message's parts.

    Attributes:
        object_: Always `message.parts.chunk`.
        id: The assistant message.
        delta: A jsondiffpatch delta for the list of parts.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    object_: Literal["message.parts.chunk"] = "message.parts.chunk"
    id: str | Unset = UNSET
    delta: Any | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "MessagePartsChunkEvent")
        return cls(
            object_="message.parts.chunk" if (v := get("object")) is None else v,
            id=UNSET if (v := get("id")) is None else v,
            delta=get("delta", UNSET),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)
