from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Required, TypedDict

from ... import models
from ...client import Request, Transport
from ...types import UNSET, Unset

_BODY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "message": {"minLength": 1, "type": "string"},
        "system": {"type": "string"},
        "attachments": {"type": "array", "items": {"model": "Attachment"}},
        "chatPrivacy": {"type": "string", "argument": "chat_privacy"},
        "projectId": {"type": "string", "argument": "project_id"},
        "modelConfiguration": {"model": "ModelConfiguration", "argument": "model_configuration"},
        "responseMode": {"type": "string", "argument": "response_mode"},
        "designSystemId": {"type": "string", "nullable": True, "argument": "design_system_id"},
        "mcpServerIds": {"type": "array", "items": {"type": "string"}, "argument": "mcp_server_ids"},
        "attachedSkillIds": {
            "maxItems": 3,
            "type": "array",
            "items": {"type": "string"},
            "argument": "attached_skill_ids",
        },
        "skills": {
            "maxItems": 3,
            "type": "array",
            "items": {
                "tag": "type",
                "members": {"remote": "RemoteSkill", "memory": "MemorySkill", "project": "ProjectSkill"},
            },
        },
        "metadata": {
            "maxProperties": 50,
            "type": "object",
            "keys": {"minLength": 1, "maxLength": 40, "type": "string"},
            "values": {"minLength": 1, "maxLength": 500, "type": "string"},
        },
    },
    "required": ["message"],
}


class CreateChatParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_chat`."""

    message: Required[str]
    system: str | Unset
    attachments: Sequence[models.Attachment | models.AttachmentDict] | Unset
    chat_privacy: models.ChatPrivacy | Unset
    project_id: str | Unset
    model_configuration: models.ModelConfiguration | models.ModelConfigurationDict | Unset
    response_mode: models.ResponseMode | Unset
    design_system_id: str | None | Unset
    mcp_server_ids: Sequence[str] | Unset
    attached_skill_ids: Sequence[str] | Unset
    skills: (
        Sequence[
            models.RemoteSkill
            | models.RemoteSkillDict
            | models.MemorySkill
            | models.MemorySkillDict
            | models.ProjectSkill
            | models.ProjectSkillDict
        ]
        | Unset
    )
    metadata: Mapping[str, str] | Unset


async def create_chat(
    client: Transport,
    /,
    *,
    message: str,
    system: str | Unset = UNSET,
    attachments: Sequence[models.Attachment | models.AttachmentDict] | Unset = UNSET,
    chat_privacy: models.ChatPrivacy | Unset = UNSET,
    project_id: str | Unset = UNSET,
    model_configuration: models.ModelConfiguration | models.ModelConfigurationDict | Unset = UNSET,
    response_mode: models.ResponseMode | Unset = UNSET,
    design_system_id: str | None | Unset = UNSET,
    mcp_server_ids: Sequence[str] | Unset = UNSET,
    attached_skill_ids: Sequence[str] | Unset = UNSET,
    skills: Sequence[
        models.RemoteSkill
        | models.RemoteSkillDict
        | models.MemorySkill
        | models.MemorySkillDict
        | models.ProjectSkill
        | models.ProjectSkillDict
    ]
    | Unset = UNSET,
    metadata: Mapping[str, str] | Unset = UNSET,
) -> models.ChatDetail:
    """Create a chat from a prompt.

    Starts a chat with one user message and runs the model on it. In the default `sync` mode the call returns when the
    turn is over, which may take ten minutes; with `async` it returns a placeholder at once, to be polled.

    Args:
        message: The prompt.
        system: Context for the whole chat, such as frameworks and conventions to follow.
        attachments: Files or assets to look at.
        chat_privacy: Who may see the chat. Server default private. One of `public`, `private`, `team`, `team-edit`,
            `unlisted`, or a newer value.
        project_id: The v0 project to put the chat in.
        model_configuration: How the model runs.
        response_mode: How the answer is delivered. Server default sync. One of `sync`, `async`,
            `experimental_stream`, or a newer value.
        design_system_id: The design system to follow; null means none, absent the default one.
        mcp_server_ids: The MCP servers to enable. Absent means the user's own choice, an empty list means none.
        attached_skill_ids: Ids of skills.sh skills, at most 3; an older way to say `skills` of type remote.
        skills: Skills to attach, at most 3.
        metadata: Up to 50 pairs to keep with the chat; keys of 1 to 40 characters, values of 1 to 500.

    Returns:
        A version 1 chat with its messages and latest version.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `POST /v1/chats`, https://v0.app/docs/api/platform/reference/chats/create
    """
    return await client.send_request(
        Request(
            operation="create_chat",
            method="POST",
            template="/v1/chats",
            body={
                "message": message,
                "system": system,
                "attachments": attachments,
                "chatPrivacy": chat_privacy,
                "projectId": project_id,
                "modelConfiguration": model_configuration,
                "responseMode": response_mode,
                "designSystemId": design_system_id,
                "mcpServerIds": mcp_server_ids,
                "attachedSkillIds": attached_skill_ids,
                "skills": skills,
                "metadata": metadata,
            },
            body_check=_BODY,
        ),
        models.ChatDetail.from_dict,
    )
