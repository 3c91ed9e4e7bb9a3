from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self, TypedDict

from attrs import define, field

from ..types import UNSET, Check, Model, Unset, encode_model, get_method, initialised, show_model, unknown_fields

_FIELDS = (
    ("shared_npm", "sharedNpm"),
    ("vercel", "vercel"),
    ("github", "github"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class CredentialAccess(Model):
    """Shared credentials the agent may use. The values are not documented; they are sent as they are.

    Attributes:
        shared_npm: Access to the team's npm registries.
        vercel: Access to Vercel.
        github: Access to GitHub.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {"sharedNpm": {}, "vercel": {}, "github": {}},
        "names": {"shared_npm": "sharedNpm"},
    }

    shared_npm: Any | Unset = UNSET
    vercel: Any | Unset = UNSET
    github: Any | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "CredentialAccess")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.shared_npm = get("sharedNpm", UNSET)
        self.vercel = get("vercel", UNSET)
        self.github = get("github", UNSET)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is CredentialAccess else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class CredentialAccessDict(TypedDict, total=False):
    """:class:`CredentialAccess` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    sharedNpm: Any
    vercel: Any
    github: Any
