from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required, TypedDict, TypeVar

from ... import models, unions
from ...client import Request, StreamOpener
from ...types import UNSET, Unset

S = TypeVar("S")

_BODY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "message": {"minLength": 1, "type": "string"},
        "systemPrompt": {"type": "string", "argument": "system_prompt"},
        "modelConfiguration": {"model": "ModelConfigurationV2", "argument": "model_configuration"},
        "attachments": {"type": "array", "items": {"any_of": ["Attachment", "TextAttachment"]}},
        "mcpServerIds": {"type": "array", "items": {"type": "string"}, "argument": "mcp_server_ids"},
        "skillIds": {"maxItems": 3, "type": "array", "items": {"type": "string"}, "argument": "skill_ids"},
        "skills": {
            "maxItems": 3,
            "type": "array",
            "items": {
                "tag": "type",
                "members": {"remote": "RemoteSkill", "memory": "MemorySkill", "project": "ProjectSkill"},
            },
        },
        "type": {"const": "prompt", "argument": "type_"},
        "privacy": {"type": "string"},
        "title": {"type": "string"},
        "metadata": {
            "type": "object",
            "keys": {"minLength": 1, "maxLength": 40, "type": "string"},
            "values": {"maxLength": 500, "type": "string"},
        },
        "credentialAccess": {"model": "CredentialAccess", "argument": "credential_access"},
    },
    "required": ["message"],
}


class CreateChatStreamParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_chat_stream`."""

    message: Required[str]
    system_prompt: str | Unset
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset
    attachments: (
        Sequence[models.Attachment | models.AttachmentDict | models.TextAttachment | models.TextAttachmentDict] | Unset
    )
    mcp_server_ids: Sequence[str] | Unset
    skill_ids: Sequence[str] | Unset
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
    type_: Literal["prompt"] | Unset
    privacy: models.ChatPrivacy | Unset
    title: str | Unset
    metadata: Mapping[str, str] | Unset
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset


def create_chat_stream(
    client: StreamOpener[models.ChatStreamEvent, S],
    /,
    *,
    message: str,
    system_prompt: str | Unset = UNSET,
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset = UNSET,
    attachments: Sequence[models.Attachment | models.AttachmentDict | models.TextAttachment | models.TextAttachmentDict]
    | Unset = UNSET,
    mcp_server_ids: Sequence[str] | Unset = UNSET,
    skill_ids: Sequence[str] | Unset = UNSET,
    skills: Sequence[
        models.RemoteSkill
        | models.RemoteSkillDict
        | models.MemorySkill
        | models.MemorySkillDict
        | models.ProjectSkill
        | models.ProjectSkillDict
    ]
    | Unset = UNSET,
    type_: Literal["prompt"] | Unset = UNSET,
    privacy: models.ChatPrivacy | Unset = UNSET,
    title: str | Unset = UNSET,
    metadata: Mapping[str, str] | Unset = UNSET,
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset = UNSET,
) -> S:
    """Create a chat from a prompt and stream the answer.

    Starts a chat with one user message, runs the model on it and streams the state of the chat, its title and the
    parts of the assistant message as server-sent events while they are made.

    Args:
        message: The prompt.
        system_prompt: Context for the whole chat, such as frameworks and conventions to follow.
        model_configuration: How the model runs.
        attachments: Files, assets or text to look at.
        mcp_server_ids: The MCP servers to enable. Absent means the servers enabled by default.
        skill_ids: Ids of skills.sh skills, at most 3. As documented; later servers want `skills` instead.
        skills: Skills to attach, at most 3. Later servers only; the reference page has `skillIds`.
        type_: How the chat starts. The reference page requires it and later servers refuse it, so it is optional
            here: the client sends it by itself and leaves it out where the server says no.
        privacy: Who may see the chat. One of `public`, `private`, `team`, `team-edit`, `unlisted`, or a newer value.
        title: Title of the chat; made by the model if absent.
        metadata: Pairs to keep with the chat; keys of 1 to 40 characters, values of at most 500.
        credential_access: Which shared credentials the agent may use. Later servers only.

    Returns:
        What the client gives for a stream of models.ChatStreamEvent; nothing is sent before it is entered.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        StreamError: The stream told of a failure after it had begun.

    API: `POST /v2/chats/stream`, https://v0.app/docs/api/v2/reference/chats/create-chat-streaming
    """
    return client.open_stream(
        Request(
            operation="create_chat_stream",
            method="POST",
            template="/v2/chats/stream",
            body={
                "message": message,
                "systemPrompt": system_prompt,
                "modelConfiguration": model_configuration,
                "attachments": attachments,
                "mcpServerIds": mcp_server_ids,
                "skillIds": skill_ids,
                "skills": skills,
                "type": type_,
                "privacy": privacy,
                "title": title,
                "metadata": metadata,
                "credentialAccess": credential_access,
            },
            body_check=_BODY,
            assumed={"type": "prompt"},
        ),
        unions.parse_chat_stream_event,
    )
