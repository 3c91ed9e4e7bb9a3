from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("object", "object"),
    ("id", "id"),
    ("delta", "delta"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class V1ContentChunkEvent(Model):
    """A change of the message's `experimental_content`.

    Attributes:
        object: Always `message.experimental_content.chunk`.
        id: The assistant message.
        delta: A jsondiffpatch delta, or the append form, for the content.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    object: Literal["message.experimental_content.chunk"] = "message.experimental_content.chunk"
    id: str | Unset = UNSET
    delta: Any | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "V1ContentChunkEvent")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.object = "message.experimental_content.chunk" if (v := get("object")) is None else v
        self.id = UNSET if (v := get("id")) is None else v
        self.delta = get("delta", UNSET)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is V1ContentChunkEvent else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
