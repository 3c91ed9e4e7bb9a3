from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import (
    UNSET,
    Check,
    Model,
    Unset,
    decode_list,
    encode_model,
    get_method,
    initialised,
    missing,
    show_model,
    unknown_fields,
)

_FIELDS = (
    ("type", "type"),
    ("permissions", "permissions"),
    ("user_message", "userMessage"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ConfirmedPermissionsTask(Model):
    """Permissions that are granted. To decline them, send an ordinary message.

    Attributes:
        type: Always `confirmed-permissions`.
        permissions: The permissions.
        user_message: A comment on them.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "type": {"const": "confirmed-permissions"},
            "permissions": {"type": "array", "items": {"model": "ConfirmedPermission"}},
            "userMessage": {"type": "string", "nonempty": True},
        },
        "names": {"user_message": "userMessage"},
        "required": ["type", "permissions"],
    }

    type: Literal["confirmed-permissions"] = "confirmed-permissions"
    permissions: Sequence[models.ConfirmedPermission | models.ConfirmedPermissionDict]
    user_message: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ConfirmedPermissionsTask")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.type = "confirmed-permissions" if (v := get("type")) is None else v
        self.permissions = (
            missing("ConfirmedPermissionsTask", "permissions")
            if (v := get("permissions")) is None
            else decode_list(v, "ConfirmedPermissionsTask.permissions", models.ConfirmedPermission.from_dict)
        )
        self.user_message = UNSET if (v := get("userMessage")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ConfirmedPermissionsTask else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class ConfirmedPermissionsTaskDict(TypedDict, total=False):
    """:class:`ConfirmedPermissionsTask` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    type: Required[Literal["confirmed-permissions"]]
    permissions: Required[Sequence[models.ConfirmedPermission | models.ConfirmedPermissionDict]]
    userMessage: str
