from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from .. import models
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
    ("name", "name"),
    ("content", "content"),
    ("encoding", "encoding"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class NewSourceFile(Model):
    """One file to start a version 2 chat from.

    Attributes:
        name: Path within the project, such as app/page.tsx.
        content: The file's content.
        encoding: How the content is encoded. Server default utf8. Later servers only. One of `utf8`, `base64`, or a
            newer value.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "nonempty": True},
            "content": {"type": "string"},
            "encoding": {"type": "string"},
        },
        "required": ["name", "content"],
    }

    name: str
    content: str
    encoding: models.FileEncoding | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "NewSourceFile")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.name = missing("NewSourceFile", "name") if (v := get("name")) is None else v
        self.content = missing("NewSourceFile", "content") if (v := get("content")) is None else v
        self.encoding = UNSET if (v := get("encoding")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is NewSourceFile else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class NewSourceFileDict(TypedDict, total=False):
    """:class:`NewSourceFile` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    name: Required[str]
    content: Required[str]
    encoding: models.FileEncoding
