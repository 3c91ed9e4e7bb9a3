from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Required, Self, TypedDict

from attrs import define, field

from ..types import UNSET, Check, Unset, encode_model, extras, getter, required

_FIELDS = (
    ("url", "url"),
    ("branch", "branch"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class InitRepo:
    """A GitHub repository, public or, with GitHub connected through Vercel, private.

    Attributes:
        url: Address of the repository.
        branch: Branch to start from; the default branch if absent.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"url": {"minLength": 1, "type": "string"}, "branch": {"maxLength": 250, "type": "string"}},
        "required": ["url"],
    }

    url: str
    branch: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "InitRepo")
        return cls(
            url=required(get, "url", "InitRepo"),
            branch=UNSET if (v := get("branch")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class InitRepoDict(TypedDict, total=False):
    """:class:`InitRepo` as a plain dict, by wire names."""

    url: Required[str]
    branch: str
