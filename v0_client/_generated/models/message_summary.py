from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .. import models
from ..types import (
    UNSET,
    Model,
    Unset,
    copy_list,
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
    ("content", "content"),
    ("experimental_content", "experimental_content"),
    ("created_at", "createdAt"),
    ("updated_at", "updatedAt"),
    ("type", "type"),
    ("role", "role"),
    ("finish_reason", "finishReason"),
    ("api_url", "apiUrl"),
    ("author_id", "authorId"),
    ("parent_id", "parentId"),
    ("attachments", "attachments"),
)
_KNOWN = frozenset(wire_name for _, wire_name in _FIELDS)


@define(kw_only=True, weakref_slot=False)
class MessageSummary(Model):
    """A message of a version 1 chat.

    Attributes:
        id: The message's id.
        object: Always `message`.
        content: The text; empty while an asynchronous reply is being generated.
        experimental_content: The content as nodes, in an experimental format that changes; plain JSON.
        created_at: Time of creation, ISO 8601.
        updated_at: Time of the last change, ISO 8601.
        type: Its kind. One of `message`, `forked-block`, `forked-chat`, `open-in-v0`, `refinement`,
            `added-environment-variables`, `added-integration`, `deleted-file`, `moved-file`, `renamed-file`,
            `edited-file`, `replace-src`, `reverted-block`, `fix-with-v0`, `auto-fix-with-v0`, `sync-git`,
            `pull-changes`, `fix-cve`, `answered-questions`, `cloned-repo`, `manual-commit`, `design-mode`, or a newer
            value.
        role: Who wrote it. One of `user`, `assistant`, or a newer value.
        finish_reason: Why the generation ended; absent while it runs. One of `stop`, `length`, `content-filter`,
            `tool-calls`, `error`, `other`, `unknown`, or a newer value.
        api_url: URL of the message in the API.
        author_id: The user who sent it; null for the assistant.
        parent_id: The message it replies to.
        attachments: Files attached to it.
        additional_properties: Fields this SDK does not know; sent and kept as they are.
    """

    id: str
    object: Literal["message"] = "message"
    content: str | Unset = UNSET
    experimental_content: list[Any] | Unset = UNSET
    created_at: str | Unset = UNSET
    updated_at: str | Unset = UNSET
    type: models.MessageType | Unset = UNSET
    role: models.MessageRole | Unset = UNSET
    finish_reason: models.FinishReason | Unset = UNSET
    api_url: str | Unset = UNSET
    author_id: str | None | Unset = UNSET
    parent_id: str | None | Unset = UNSET
    attachments: list[models.MessageAttachment] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, src: Mapping[str, Any], /) -> Self:
        """Read a JSON object. Raises ValueError where an id is missing or a nested value is malformed."""
        get = src.get if isinstance(src, dict) else get_method(src, "MessageSummary")
        self = object.__new__(cls)  # half the cost of passing every field to __init__
        self.id = missing("MessageSummary", "id") if (v := get("id")) is None else v
        self.object = "message" if (v := get("object")) is None else v
        self.content = UNSET if (v := get("content")) is None else v
        self.experimental_content = (
            UNSET if (v := get("experimental_content")) is None else copy_list(v, "MessageSummary.experimental_content")
        )
        self.created_at = UNSET if (v := get("createdAt")) is None else v
        self.updated_at = UNSET if (v := get("updatedAt")) is None else v
        self.type = UNSET if (v := get("type")) is None else v
        self.role = UNSET if (v := get("role")) is None else v
        self.finish_reason = UNSET if (v := get("finishReason")) is None else v
        self.api_url = UNSET if (v := get("apiUrl")) is None else v
        self.author_id = get("authorId", UNSET)
        self.parent_id = get("parentId", UNSET)
        self.attachments = (
            UNSET
            if (v := get("attachments")) is None
            else decode_list(v, "MessageSummary.attachments", models.MessageAttachment.from_dict)
        )
        self.additional_properties = {} if _KNOWN.issuperset(src) else unknown_fields(src, _KNOWN)
        return self if cls is MessageSummary else initialised(self, _FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object by wire names, without absent fields: what ``json.dumps`` and other encoders take."""
        return encode_model(self, _FIELDS)

    def __repr__(self) -> str:
        return show_model(self)
