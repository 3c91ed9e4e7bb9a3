from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import UNSET, Check, Unset, encode_model, extras, getter, required

_FIELDS = (
    ("name", "name"),
    ("content", "content"),
    ("encoding", "encoding"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class NewSourceFile:
    """One file to start a version 2 chat from.

    Attributes:
        name: Path within the project, such as app/page.tsx.
        content: The file's content.
        encoding: How the content is written down; utf8 if absent. Later servers only. One of `utf8`, `base64`, or a
            newer value.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "name": {"minLength": 1, "type": "string"},
            "content": {"type": "string"},
            "encoding": {"type": "string"},
        },
        "required": ["content", "name"],
    }

    name: str
    content: str
    encoding: models.FileEncoding | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "NewSourceFile")
        return cls(
            name=required(get, "name", "NewSourceFile"),
            content=required(get, "content", "NewSourceFile"),
            encoding=UNSET if (v := get("encoding")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class NewSourceFileDict(TypedDict, total=False):
    """:class:`NewSourceFile` as a plain dict, by wire names."""

    name: Required[str]
    content: Required[str]
    encoding: models.FileEncoding
