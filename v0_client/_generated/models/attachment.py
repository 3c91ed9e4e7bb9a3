from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from ..types import Check, Model, encode_model, get_method, initialised, missing, show_model, unknown_fields

_FIELDS = (("url", "url"),)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class Attachment(Model):
    """A file or asset for the model.

    Attributes:
        url: URL of the file, or a data URI that contains it.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"url": {"type": "string", "nonempty": True}},
        "required": ["url"],
    }

    url: str
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "Attachment")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.url = missing("Attachment", "url") if (v := get("url")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is Attachment else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class AttachmentDict(TypedDict, total=False):
    """:class:`Attachment` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    url: Required[str]
