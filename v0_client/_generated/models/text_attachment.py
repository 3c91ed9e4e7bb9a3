from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from ..types import (
    UNSET,
    Check,
    Model,
    Unset,
    encode_model,
    get_method,
    initialised,
    missing,
    show_model,
    unknown_fields,
)

_FIELDS = (
    ("content", "content"),
    ("name", "name"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class TextAttachment(Model):
    """Inline text for the model, in place of a URL.

    Attributes:
        content: The text.
        name: A file name to show for it.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"content": {"type": "string"}, "name": {"type": "string"}},
        "required": ["content"],
    }

    content: str
    name: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "TextAttachment")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.content = missing("TextAttachment", "content") if (v := get("content")) is None else v
        self.name = UNSET if (v := get("name")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is TextAttachment else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class TextAttachmentDict(TypedDict, total=False):
    """:class:`TextAttachment` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    content: Required[str]
    name: str
