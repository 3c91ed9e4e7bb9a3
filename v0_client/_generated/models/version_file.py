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
    ("name", "name"),
    ("content", "content"),
    ("locked", "locked"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class VersionFile(Model):
    """A file to write into a version.

    Attributes:
        name: Path within the project.
        content: The file's text.
        locked: Whether the model may not overwrite the file.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "nonempty": True},
            "content": {"type": "string"},
            "locked": {"type": "boolean"},
        },
        "required": ["name", "content"],
    }

    name: str
    content: str
    locked: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "VersionFile")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.name = missing("VersionFile", "name") if (v := get("name")) is None else v
        self.content = missing("VersionFile", "content") if (v := get("content")) is None else v
        self.locked = UNSET if (v := get("locked")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is VersionFile else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class VersionFileDict(TypedDict, total=False):
    """:class:`VersionFile` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    name: Required[str]
    content: Required[str]
    locked: bool
