from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ..types import UNSET, Model, Unset, copy_dict, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("lang", "lang"),
    ("meta", "meta"),
    ("source", "source"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ChatFile(Model):
    """A file of a chat's context, as opposed to the files of a version.

    Attributes:
        lang: Programming language.
        meta: Its properties, such as its path.
        source: The file's text or its origin.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    lang: str | Unset = UNSET
    meta: dict[str, str] | Unset = UNSET
    source: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ChatFile")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.lang = UNSET if (v := get("lang")) is None else v
        self.meta = UNSET if (v := get("meta")) is None else copy_dict(v, "ChatFile.meta")
        self.source = UNSET if (v := get("source")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ChatFile else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
