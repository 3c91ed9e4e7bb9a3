from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("url", "url"),
    ("name", "name"),
    ("content_type", "contentType"),
    ("size", "size"),
    ("content", "content"),
    ("type", "type"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class MessageAttachment(Model):
    """A file attached to a message, as responses describe it.

    Attributes:
        url: URL of the file.
        name: Original file name.
        content_type: MIME type, such as image/png.
        size: Size in bytes.
        content: The file in base64, where the server includes it (version 1).
        type: Kinds of attachment that v0 treats specially. One of `screenshot`, `figma`, `zip`, or a newer value.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    url: str | Unset = UNSET
    name: str | Unset = UNSET
    content_type: str | Unset = UNSET
    size: float | Unset = UNSET
    content: str | Unset = UNSET
    type: models.MessageAttachmentType | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "MessageAttachment")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.url = UNSET if (v := get("url")) is None else v
        self.name = UNSET if (v := get("name")) is None else v
        self.content_type = UNSET if (v := get("contentType")) is None else v
        self.size = UNSET if (v := get("size")) is None else v
        self.content = UNSET if (v := get("content")) is None else v
        self.type = UNSET if (v := get("type")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is MessageAttachment else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
