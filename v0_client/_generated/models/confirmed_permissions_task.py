from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import UNSET, Check, Unset, encode_model, extras, getter, items, required

_FIELDS = (
    ("type_", "type"),
    ("permissions", "permissions"),
    ("user_message", "userMessage"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ConfirmedPermissionsTask:
    """Permissions that are granted. An ordinary message declines them.

    Attributes:
        type_: Always `confirmed-permissions`.
        permissions: The permissions.
        user_message: A message that goes with them.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"const": "confirmed-permissions"},
            "permissions": {"minItems": 1, "type": "array", "items": {"model": "ConfirmedPermission"}},
            "userMessage": {"minLength": 1, "type": "string"},
        },
        "required": ["permissions", "type"],
    }

    type_: Literal["confirmed-permissions"] = "confirmed-permissions"
    permissions: Sequence[models.ConfirmedPermission | models.ConfirmedPermissionDict]
    user_message: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "ConfirmedPermissionsTask")
        return cls(
            type_="confirmed-permissions" if (v := get("type")) is None else v,
            permissions=items(
                required(get, "permissions", "ConfirmedPermissionsTask"),
                "ConfirmedPermissionsTask.permissions",
                models.ConfirmedPermission.from_dict,
            ),
            user_message=UNSET if (v := get("userMessage")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class ConfirmedPermissionsTaskDict(TypedDict, total=False):
    """:class:`ConfirmedPermissionsTask` as a plain dict, by wire names."""

    type: Required[Literal["confirmed-permissions"]]
    permissions: Required[Sequence[models.ConfirmedPermission | models.ConfirmedPermissionDict]]
    userMessage: str
