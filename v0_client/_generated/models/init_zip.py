from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from ..types import Check, encode_model, extras, getter, required

_FIELDS = (("url", "url"),)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class InitZip:
    """A zip archive.

    Attributes:
        url: Address of the archive, or a data URI that holds it in base64.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"url": {"minLength": 1, "type": "string"}},
        "required": ["url"],
    }

    url: str
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "InitZip")
        return cls(
            url=required(get, "url", "InitZip"),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class InitZipDict(TypedDict, total=False):
    """:class:`InitZip` as a plain dict, by wire names."""

    url: Required[str]
