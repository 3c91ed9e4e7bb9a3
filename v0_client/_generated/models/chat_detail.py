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
    decode_list,
    encode_model,
    get_method,
    initialised,
    missing,
    show_model,
    unknown_fields,
)

_FIELDS = (
    ("id", "id"),
    ("object", "object"),
    ("shareable", "shareable"),
    ("privacy", "privacy"),
    ("name", "name"),
    ("title", "title"),
    ("created_at", "createdAt"),
    ("updated_at", "updatedAt"),
    ("favorite", "favorite"),
    ("author_id", "authorId"),
    ("project_id", "projectId"),
    ("vercel_project_id", "vercelProjectId"),
    ("web_url", "webUrl"),
    ("api_url", "apiUrl"),
    ("metadata", "metadata"),
    ("latest_version", "latestVersion"),
    ("url", "url"),
    ("messages", "messages"),
    ("files", "files"),
    ("demo", "demo"),
    ("text", "text"),
    ("model_configuration", "modelConfiguration"),
    ("permissions", "permissions"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class ChatDetail(Model):
    """A version 1 chat with its messages and latest version.

    Attributes:
        id: The chat's id.
        object: Always `chat`.
        shareable: Deprecated. Use `privacy`: public and unlisted chats are shareable.
        privacy: Who may see the chat. One of `public`, `private`, `team`, `team-edit`, `unlisted`, or a newer value.
        name: Name chosen by the user.
        title: Deprecated. Use `name`.
        created_at: Time of creation, ISO 8601.
        updated_at: Time of the last change, ISO 8601.
        favorite: Whether it is marked as a favourite.
        author_id: The user who created it.
        project_id: The v0 project it belongs to.
        vercel_project_id: The linked Vercel project.
        web_url: URL for the browser.
        api_url: URL in the API.
        metadata: Key-value pairs stored with the chat. At most 50 pairs; keys of at most 40 characters; values of at
            most 500 characters.
        latest_version: The newest generated version.
        url: Deprecated. Use `webUrl`.
        messages: All messages, the user's and the assistant's.
        files: Files of the chat's context; the generated ones are in `latestVersion.files`.
        demo: Deprecated. Use `latestVersion.demoUrl`.
        text: The prompt that started the chat.
        model_configuration: How the model runs.
        permissions: The caller's permissions.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str
    object: Literal["chat"] = "chat"
    shareable: bool | Unset = UNSET
    privacy: models.ChatPrivacy | Unset = UNSET
    name: str | Unset = UNSET
    title: str | Unset = UNSET
    created_at: str | Unset = UNSET
    updated_at: str | Unset = UNSET
    favorite: bool | Unset = UNSET
    author_id: str | Unset = UNSET
    project_id: str | Unset = UNSET
    vercel_project_id: str | Unset = UNSET
    web_url: str | Unset = UNSET
    api_url: str | Unset = UNSET
    metadata: dict[str, str] | Unset = UNSET
    latest_version: models.VersionDetail | Unset = UNSET
    url: str | Unset = UNSET
    messages: list[models.MessageSummary] | Unset = UNSET
    files: list[models.ChatFile] | Unset = UNSET
    demo: str | Unset = UNSET
    text: str | Unset = UNSET
    model_configuration: models.ModelConfiguration | Unset = UNSET
    permissions: models.ChatPermissions | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "ChatDetail")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("ChatDetail", "id") if (v := get("id")) is None else v
        self.object = "chat" if (v := get("object")) is None else v
        self.shareable = UNSET if (v := get("shareable")) is None else v
        self.privacy = UNSET if (v := get("privacy")) is None else v
        self.name = UNSET if (v := get("name")) is None else v
        self.title = UNSET if (v := get("title")) is None else v
        self.created_at = UNSET if (v := get("createdAt")) is None else v
        self.updated_at = UNSET if (v := get("updatedAt")) is None else v
        self.favorite = UNSET if (v := get("favorite")) is None else v
        self.author_id = UNSET if (v := get("authorId")) is None else v
        self.project_id = UNSET if (v := get("projectId")) is None else v
        self.vercel_project_id = UNSET if (v := get("vercelProjectId")) is None else v
        self.web_url = UNSET if (v := get("webUrl")) is None else v
        self.api_url = UNSET if (v := get("apiUrl")) is None else v
        self.metadata = UNSET if (v := get("metadata")) is None else copy_dict(v, "ChatDetail.metadata")
        self.latest_version = UNSET if (v := get("latestVersion")) is None else models.VersionDetail.from_dict(v)
        self.url = UNSET if (v := get("url")) is None else v
        self.messages = (
            UNSET
            if (v := get("messages")) is None
            else decode_list(v, "ChatDetail.messages", models.MessageSummary.from_dict)
        )
        self.files = (
            UNSET if (v := get("files")) is None else decode_list(v, "ChatDetail.files", models.ChatFile.from_dict)
        )
        self.demo = UNSET if (v := get("demo")) is None else v
        self.text = UNSET if (v := get("text")) is None else v
        self.model_configuration = (
            UNSET if (v := get("modelConfiguration")) is None else models.ModelConfiguration.from_dict(v)
        )
        self.permissions = UNSET if (v := get("permissions")) is None else models.ChatPermissions.from_dict(v)
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is ChatDetail else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
