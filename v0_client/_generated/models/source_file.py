from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import models
from ..types import UNSET, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("path", "path"),
    ("content", "content"),
    ("encoding", "encoding"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class SourceFile(Model):
    """A source file of a version 2 chat.

    Attributes:
        path: Path within the project.
        content: The file's content.
        encoding: How the content is encoded. One of `utf8`, `base64`, or a newer value.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    path: str | Unset = UNSET
    content: str | Unset = UNSET
    encoding: models.FileEncoding | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "SourceFile")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.path = UNSET if (v := get("path")) is None else v
        self.content = UNSET if (v := get("content")) is None else v
        self.encoding = UNSET if (v := get("encoding")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is SourceFile else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
