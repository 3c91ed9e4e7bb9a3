from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ..types import UNSET, Unset, encode_model, extras, getter

_FIELDS = (
    ("id", "id"),
    ("object_", "object"),
    ("deleted", "deleted"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class DeletedHook:
    """Response of delete_hook.

    Attributes:
        id: The webhook that was deleted.
        object_: Always `hook`.
        deleted: True.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str | Unset = UNSET
    object_: Literal["hook"] = "hook"
    deleted: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "DeletedHook")
        return cls(
            id=UNSET if (v := get("id")) is None else v,
            object_="hook" if (v := get("object")) is None else v,
            deleted=UNSET if (v := get("deleted")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)
