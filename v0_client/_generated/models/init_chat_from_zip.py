from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, Self, TypedDict

from attrs import define, field

from .. import checks, models
from ..types import (
    UNSET,
    Check,
    Model,
    Unset,
    copy_dict,
    encode_model,
    get_method,
    initialised,
    missing,
    show_model,
    unknown_fields,
)

_FIELDS = (
    ("name", "name"),
    ("chat_privacy", "chatPrivacy"),
    ("project_id", "projectId"),
    ("metadata", "metadata"),
    ("type", "type"),
    ("zip", "zip"),
    ("lock_all_files", "lockAllFiles"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class InitChatFromZip(Model):
    """Start a chat from a zip archive.

    Attributes:
        name: Name of the chat.
        chat_privacy: Who may see the chat. Server default private. One of `public`, `private`, `team`, `team-edit`,
            `unlisted`, or a newer value.
        project_id: Deprecated. The v0 project to put the chat in.
        metadata: Key-value pairs to store with the chat, at most 50; keys of 1 to 40 characters, values of 1 to 500.
        type: Always `zip`.
        zip: The archive.
        lock_all_files: Keep the model from overwriting any of its files.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    wire_check: ClassVar[Check] = {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "chatPrivacy": {"type": "string"},
            "projectId": {"type": "string"},
            "metadata": checks.METADATA,
            "type": {"const": "zip"},
            "zip": {"model": "InitZip"},
            "lockAllFiles": {"type": "boolean"},
        },
        "names": {"chat_privacy": "chatPrivacy", "project_id": "projectId", "lock_all_files": "lockAllFiles"},
        "required": ["type", "zip"],
    }

    name: str | Unset = UNSET
    chat_privacy: models.ChatPrivacy | Unset = UNSET
    project_id: str | Unset = UNSET
    metadata: Mapping[str, str] | Unset = UNSET
    type: Literal["zip"] = "zip"
    zip: models.InitZip | models.InitZipDict
    lock_all_files: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "InitChatFromZip")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.name = UNSET if (v := get("name")) is None else v
        self.chat_privacy = UNSET if (v := get("chatPrivacy")) is None else v
        self.project_id = UNSET if (v := get("projectId")) is None else v
        self.metadata = UNSET if (v := get("metadata")) is None else copy_dict(v, "InitChatFromZip.metadata")
        self.type = "zip" if (v := get("type")) is None else v
        self.zip = missing("InitChatFromZip", "zip") if (v := get("zip")) is None else models.InitZip.from_dict(v)
        self.lock_all_files = UNSET if (v := get("lockAllFiles")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is InitChatFromZip else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)


class InitChatFromZipDict(TypedDict, total=False):
    """:class:`InitChatFromZip` as a plain dict, with wire names.

    snake_case names are accepted too, but unknown to type checkers.
    """

    name: str
    chatPrivacy: models.ChatPrivacy
    projectId: str
    metadata: Mapping[str, str]
    type: Required[Literal["zip"]]
    zip: Required[models.InitZip | models.InitZipDict]
    lockAllFiles: bool
