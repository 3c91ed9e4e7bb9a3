from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import (
    UNSET,
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
    ("id", "id"),
    ("title", "title"),
    ("privacy", "privacy"),
    ("created_at", "createdAt"),
    ("updated_at", "updatedAt"),
    ("author_id", "authorId"),
    ("vercel_project_id", "vercelProjectId"),
    ("metadata", "metadata"),
    ("write_permission", "writePermission"),
    ("object", "object"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ChatStateEvent(Model):
    """The current state of the chat: once when the stream opens, once when it closes.

    Attributes:
        id: The chat's id.
        title: Its title, once there is one.
        privacy: Who may see it. One of `public`, `private`, `team`, `team-edit`, `unlisted`, or a newer value.
        created_at: Time of creation, ISO 8601.
        updated_at: Time of the last change, ISO 8601.
        author_id: The user who created it.
        vercel_project_id: The linked Vercel project.
        metadata: Key-value pairs stored with the chat. Keys of at most 40 characters; values of at most 500 characters.
        write_permission: Whether the caller may change it.
        object: Always `chat`.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str
    title: str | Unset = UNSET
    privacy: models.ChatPrivacy | Unset = UNSET
    created_at: str | Unset = UNSET
    updated_at: str | Unset = UNSET
    author_id: str | Unset = UNSET
    vercel_project_id: str | Unset = UNSET
    metadata: dict[str, str] | Unset = UNSET
    write_permission: bool | Unset = UNSET
    object: Literal["chat"] = "chat"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ChatStateEvent")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("ChatStateEvent", "id") if (v := get("id")) is None else v
        self.title = UNSET if (v := get("title")) is None else v
        self.privacy = UNSET if (v := get("privacy")) is None else v
        self.created_at = UNSET if (v := get("createdAt")) is None else v
        self.updated_at = UNSET if (v := get("updatedAt")) is None else v
        self.author_id = UNSET if (v := get("authorId")) is None else v
        self.vercel_project_id = UNSET if (v := get("vercelProjectId")) is None else v
        self.metadata = UNSET if (v := get("metadata")) is None else copy_dict(v, "ChatStateEvent.metadata")
        self.write_permission = UNSET if (v := get("writePermission")) is None else v
        self.object = "chat" if (v := get("object")) is None else v
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ChatStateEvent else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
