from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import models
from ..types import UNSET, Check, Unset, encode_model, extras, getter, mapping, required

_FIELDS = (
    ("name", "name"),
    ("chat_privacy", "chatPrivacy"),
    ("project_id", "projectId"),
    ("metadata", "metadata"),
    ("type_", "type"),
    ("zip_", "zip"),
    ("lock_all_files", "lockAllFiles"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class InitChatFromZip:
    """Start a chat from a zip archive.

    Attributes:
        name: Name of the chat.
        chat_privacy: Who may see the chat. Server default private. One of `public`, `private`, `team`, `team-edit`,
            `unlisted`, or a newer value.
        project_id: The v0 project to put the chat in.
        metadata: Up to 50 pairs to keep with the chat; keys of 1 to 40 characters, values of 1 to 500.
        type_: Always `zip`.
        zip_: The archive.
        lock_all_files: Keep the model from overwriting any of its files.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "chatPrivacy": {"type": "string"},
            "projectId": {"type": "string"},
            "metadata": {
                "maxProperties": 50,
                "type": "object",
                "keys": {"minLength": 1, "maxLength": 40, "type": "string"},
                "values": {"minLength": 1, "maxLength": 500, "type": "string"},
            },
            "type": {"const": "zip"},
            "zip": {"model": "InitZip"},
            "lockAllFiles": {"type": "boolean"},
        },
        "required": ["type", "zip"],
    }

    name: str | Unset = UNSET
    chat_privacy: models.ChatPrivacy | Unset = UNSET
    project_id: str | Unset = UNSET
    metadata: Mapping[str, str] | Unset = UNSET
    type_: Literal["zip"] = "zip"
    zip_: models.InitZip | models.InitZipDict
    lock_all_files: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read the JSON object of an answer. Raises ValueError where an id is missing or a nested value is misshapen."""
        get = src.get if isinstance(src, dict) else getter(src, "InitChatFromZip")
        return cls(
            name=UNSET if (v := get("name")) is None else v,
            chat_privacy=UNSET if (v := get("chatPrivacy")) is None else v,
            project_id=UNSET if (v := get("projectId")) is None else v,
            metadata=UNSET if (v := get("metadata")) is None else mapping(v, "InitChatFromZip.metadata"),
            type_="zip" if (v := get("type")) is None else v,
            zip_=models.InitZip.from_dict(required(get, "zip", "InitChatFromZip")),
            lock_all_files=UNSET if (v := get("lockAllFiles")) is None else v,
            additional_properties={} if _KNOWN.issuperset(src) else extras(src, _KNOWN),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, absent fields left out."""
        return encode_model(self, _FIELDS)


class InitChatFromZipDict(TypedDict, total=False):
    """:class:`InitChatFromZip` as a plain dict, by wire names."""

    name: str
    chatPrivacy: models.ChatPrivacy
    projectId: str
    metadata: Mapping[str, str]
    type: Required[Literal["zip"]]
    zip: Required[models.InitZip | models.InitZipDict]
    lockAllFiles: bool
