from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self, TypedDict

from attrs import define, field

from ..types import UNSET, Check, Unset, encode_model, extras, getter

_FIELDS = (
    ("shared_npm", "sharedNpm"),
    ("vercel", "vercel"),
    ("github", "github"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class CredentialAccess:
    """Which shared credentials the agent may use. The members' shape is not documented; they are sent as given.

    Attributes:
        shared_npm: Access to the team's npm registries.
        vercel: Access to Vercel.
        github: Access to GitHub.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {"type": "object", "properties": {"sharedNpm": {}, "vercel": {}, "github": {}}}

    shared_npm: Any | Unset = UNSET
    vercel: Any | Unset = UNSET
    github: Any | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "CredentialAccess")
        return cls(
            shared_npm=get("sharedNpm", UNSET),
            vercel=get("vercel", UNSET),
            github=get("github", UNSET),
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class CredentialAccessDict(TypedDict, total=False):
    """:class:`CredentialAccess` as a plain dict, by wire names."""

    sharedNpm: Any
    vercel: Any
    github: Any
