"""Chats of version 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Required, TypedDict, TypeVar

from .. import checks, models, unions
from ..client import Downloader, Request, StreamOpener, Transport
from ..pagination import AsyncPaginator, Paging
from ..types import UNSET, Check, Unset, or_empty

S = TypeVar("S")
D = TypeVar("D")

_CREATE_CHAT_REQUEST: Check = {
    "type": "object",
    "properties": {
        "message": {"type": "string", "nonempty": True},
        "system": {"type": "string"},
        "attachments": {"type": "array", "items": {"model": "Attachment"}},
        "chatPrivacy": {"type": "string"},
        "projectId": {"type": "string"},
        "modelConfiguration": {"model": "ModelConfiguration"},
        "responseMode": {"type": "string"},
        "designSystemId": {"nullable": True, "type": "string"},
        "mcpServerIds": {"type": "array", "items": {"type": "string"}},
        "attachedSkillIds": {"type": "array", "items": {"type": "string"}},
        "skills": {"type": "array", "items": checks.SKILL},
        "metadata": checks.METADATA,
    },
    "names": {
        "chat_privacy": "chatPrivacy",
        "project_id": "projectId",
        "model_configuration": "modelConfiguration",
        "response_mode": "responseMode",
        "design_system_id": "designSystemId",
        "mcp_server_ids": "mcpServerIds",
        "attached_skill_ids": "attachedSkillIds",
    },
    "required": ["message"],
}
_DELETE_VERSION_FILES_REQUEST: Check = {
    "type": "object",
    "properties": {"filePaths": {"type": "array", "items": {"type": "string", "nonempty": True}}},
    "names": {"file_paths": "filePaths"},
    "required": ["filePaths"],
}
_FAVORITE_CHAT_REQUEST: Check = {
    "type": "object",
    "properties": {"isFavorite": {"type": "boolean"}},
    "names": {"is_favorite": "isFavorite"},
    "required": ["isFavorite"],
}
_FORK_CHAT_REQUEST: Check = {
    "type": "object",
    "properties": {"versionId": {"type": "string", "nonempty": True}, "privacy": {"type": "string"}},
    "names": {"version_id": "versionId"},
}
_RESOLVE_TASK_REQUEST: Check = {
    "type": "object",
    "properties": {
        "task": checks.RESOLVE_TASK,
        "responseMode": {"type": "string"},
        "modelConfiguration": {"model": "ModelConfiguration"},
    },
    "names": {"response_mode": "responseMode", "model_configuration": "modelConfiguration"},
    "required": ["task"],
}
_SEND_MESSAGE_REQUEST: Check = {
    "type": "object",
    "properties": {
        "message": {"type": "string", "nonempty": True},
        "attachments": {"type": "array", "items": {"model": "Attachment"}},
        "system": {"type": "string"},
        "modelConfiguration": {"model": "ModelConfiguration"},
        "responseMode": {"type": "string"},
        "mcpServerIds": {"type": "array", "items": {"type": "string"}},
        "attachedSkillIds": {"type": "array", "items": {"type": "string"}},
        "skills": {"type": "array", "items": checks.SKILL},
        "action": {"model": "MessageAction"},
    },
    "names": {
        "model_configuration": "modelConfiguration",
        "response_mode": "responseMode",
        "mcp_server_ids": "mcpServerIds",
        "attached_skill_ids": "attachedSkillIds",
    },
    "required": ["message"],
}
_UPDATE_CHAT_REQUEST: Check = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "privacy": {"type": "string"},
        "metadata": {"nullable": True, "check": checks.METADATA_CHANGES},
    },
}
_UPDATE_VERSION_REQUEST: Check = {
    "type": "object",
    "properties": {"files": {"type": "array", "items": {"model": "VersionFile"}}},
    "required": ["files"],
}
_FIND_CHATS_QUERY: Check = {
    "type": "object",
    "properties": {
        "limit": {"type": "integer", "minimum": 1},
        "offset": {"type": "integer", "minimum": 0},
        "isFavorite": {"type": "boolean"},
        "vercelProjectId": {"type": "string"},
        "branch": {"type": "string"},
        "metadata": checks.METADATA_FILTER,
    },
    "names": {"is_favorite": "isFavorite", "vercel_project_id": "vercelProjectId"},
}
_FIND_MESSAGES_QUERY: Check = {
    "type": "object",
    "properties": {"limit": {"type": "integer", "minimum": 1}, "cursor": {"type": "string"}},
}
_FIND_VERSIONS_QUERY: Check = {
    "type": "object",
    "properties": {"limit": {"type": "integer", "minimum": 1}, "cursor": {"type": "string"}},
}
_GET_VERSION_QUERY: Check = {
    "type": "object",
    "properties": {"includeDefaultFiles": {"type": "boolean"}},
    "names": {"include_default_files": "includeDefaultFiles"},
}
_DOWNLOAD_VERSION_QUERY: Check = {
    "type": "object",
    "properties": {"format": {"type": "string"}, "includeDefaultFiles": {"type": "boolean"}},
    "names": {"include_default_files": "includeDefaultFiles"},
}


def find_chats(
    client: Transport,
    /,
    *,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    is_favorite: bool | Unset = UNSET,
    vercel_project_id: str | Unset = UNSET,
    branch: str | Unset = UNSET,
    metadata: Mapping[str, str] | Unset = UNSET,
) -> AsyncPaginator[models.ChatSummaryList, models.ChatSummary]:
    """List chats, newest first.

    The next page begins at `offset` plus the number of chats on this one; an empty page is the last.

    Args:
        limit: Chats per page, 1 to 60. Server default 60.
        offset: How many chats to skip. Server default 0.
        is_favorite: Only favourites, or only others.
        vercel_project_id: Only chats linked to this Vercel project.
        branch: Only chats whose Git connection has this branch as its head.
        metadata: Only chats with all of these pairs. Keys of at most 40 characters; values of at most 500 characters.

    Returns:
        The list, not requested yet: await it for one page, or iterate it with ``async for`` for the entries of all
        pages.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/chats`, https://v0.app/docs/api/platform/reference/chats/find
    """
    return AsyncPaginator(
        client,
        Request(
            operation="find_chats",
            method="GET",
            template="/v1/chats",
            query={
                "limit": limit,
                "offset": offset,
                "is_favorite": is_favorite,
                "vercel_project_id": vercel_project_id,
                "branch": branch,
                "metadata": metadata,
            },
            query_check=_FIND_CHATS_QUERY,
            is_safe=True,
        ),
        models.ChatSummaryList.from_dict,
        Paging(lambda page: page.data or (), "offset"),
    )


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
    skills: Sequence[models.Skill] | Unset
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
    skills: Sequence[models.Skill] | Unset = UNSET,
    metadata: Mapping[str, str] | Unset = UNSET,
) -> models.ChatDetail:
    """Create a chat from a prompt.

    Starts a chat with one user message and runs the model on it. In the default `sync` mode the response arrives when
    the turn is over, which may take ten minutes; with `async` a placeholder arrives at once, to be polled.

    Args:
        message: The prompt.
        system: Context for the whole chat, such as frameworks and conventions to follow.
        attachments: Files or assets for the model.
        chat_privacy: Who may see the chat. Server default private. One of `public`, `private`, `team`, `team-edit`,
            `unlisted`, or a newer value.
        project_id: Deprecated. The v0 project to put the chat in.
        model_configuration: How the model runs.
        response_mode: How the response is delivered. Server default sync. One of `sync`, `async`,
            `experimental_stream`, or a newer value.
        design_system_id: The design system to follow; null means none, absent the default.
        mcp_server_ids: The MCP servers to enable. Absent means those the user has enabled, an empty list none.
        attached_skill_ids: Ids of skills.sh skills, at most 3; an older form of `skills` of type remote.
        skills: Skills to attach, at most 3.
        metadata: Key-value pairs to store with the chat, at most 50; keys of 1 to 40 characters, values of 1 to 500.

    Returns:
        A version 1 chat with its messages and latest version.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

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
                "chat_privacy": chat_privacy,
                "project_id": project_id,
                "model_configuration": model_configuration,
                "response_mode": response_mode,
                "design_system_id": design_system_id,
                "mcp_server_ids": mcp_server_ids,
                "attached_skill_ids": attached_skill_ids,
                "skills": skills,
                "metadata": metadata,
            },
            body_check=_CREATE_CHAT_REQUEST,
        ),
        models.ChatDetail.from_dict,
    )


async def init_chat(
    client: Transport,
    /,
    body: models.InitChat,
) -> models.ChatDetail:
    """Create a chat from existing code.

    Starts a chat from files, a repository, a registry, a zip archive or a template. No message is sent and no model
    runs; send a message afterwards to have the code worked on.

    Args:
        body: One of InitChatFromFiles, InitChatFromRepo, InitChatFromRegistry, InitChatFromZip, InitChatFromTemplate,
            or its dict.

    Returns:
        A version 1 chat with its messages and latest version.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/chats/init`, https://v0.app/docs/api/platform/reference/chats/init
    """
    return await client.send_request(
        Request(
            operation="init_chat",
            method="POST",
            template="/v1/chats/init",
            body=body,
            body_check=checks.INIT_CHAT,
        ),
        models.ChatDetail.from_dict,
    )


async def get_chat(
    client: Transport,
    /,
    chat_id: str,
) -> models.ChatDetail:
    """Read a chat with its messages and latest version.

    This is also how an `async` generation is polled.

    Args:
        chat_id: The chat's id.

    Returns:
        A version 1 chat with its messages and latest version.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/chats/{chatId}`, https://v0.app/docs/api/platform/reference/chats/get-by-id
    """
    return await client.send_request(
        Request(
            operation="get_chat",
            method="GET",
            template="/v1/chats/{chat_id}",
            path_values={
                "chat_id": chat_id,
            },
            is_safe=True,
        ),
        models.ChatDetail.from_dict,
    )


async def delete_chat(
    client: Transport,
    /,
    chat_id: str,
) -> models.DeletedChat:
    """Delete a chat.

    The chat is moved to the trash, cannot be read any more, and is removed after 30 days.

    Args:
        chat_id: The chat's id.

    Returns:
        Response of delete_chat.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `DELETE /v1/chats/{chatId}`, https://v0.app/docs/api/platform/reference/chats/delete
    """
    return await client.send_request(
        Request(
            operation="delete_chat",
            method="DELETE",
            template="/v1/chats/{chat_id}",
            path_values={
                "chat_id": chat_id,
            },
        ),
        or_empty(models.DeletedChat.from_dict, {}),
    )


class UpdateChatParams(TypedDict, total=False):
    """Keyword parameters of :func:`update_chat`."""

    name: str | Unset
    privacy: models.ChatPrivacy | Unset
    metadata: Mapping[str, str | None] | None | Unset


async def update_chat(
    client: Transport,
    /,
    chat_id: str,
    *,
    name: str | Unset = UNSET,
    privacy: models.ChatPrivacy | Unset = UNSET,
    metadata: Mapping[str, str | None] | None | Unset = UNSET,
) -> models.ChatDetail:
    """Change a chat's name, privacy or metadata.

    Arguments that are absent leave their fields unchanged.

    Args:
        chat_id: The chat's id.
        name: New name of the chat.
        privacy: Who may see the chat. One of `public`, `private`, `team`, `team-edit`, `unlisted`, or a newer value.
        metadata: Pairs to set; a value of null removes its key, null in place of all removes every pair. Keys of at
            most 40 characters; values of at most 500 characters.

    Returns:
        A version 1 chat with its messages and latest version.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `PATCH /v1/chats/{chatId}`, https://v0.app/docs/api/platform/reference/chats/update
    """
    return await client.send_request(
        Request(
            operation="update_chat",
            method="PATCH",
            template="/v1/chats/{chat_id}",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "name": name,
                "privacy": privacy,
                "metadata": metadata,
            },
            body_check=_UPDATE_CHAT_REQUEST,
        ),
        models.ChatDetail.from_dict,
    )


class FavoriteChatParams(TypedDict, total=False):
    """Keyword parameters of :func:`favorite_chat`."""

    is_favorite: Required[bool]


async def favorite_chat(
    client: Transport,
    /,
    chat_id: str,
    *,
    is_favorite: bool,
) -> models.FavoriteResult:
    """Mark a chat as a favourite, or remove the mark.

    Idempotent.

    Args:
        chat_id: The chat's id.
        is_favorite: Whether the chat is to be a favourite.

    Returns:
        Response of favorite_chat.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `PUT /v1/chats/{chatId}/favorite`, https://v0.app/docs/api/platform/reference/chats/favorite
    """
    return await client.send_request(
        Request(
            operation="favorite_chat",
            method="PUT",
            template="/v1/chats/{chat_id}/favorite",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "is_favorite": is_favorite,
            },
            body_check=_FAVORITE_CHAT_REQUEST,
        ),
        or_empty(models.FavoriteResult.from_dict, {}),
    )


class ForkChatParams(TypedDict, total=False):
    """Keyword parameters of :func:`fork_chat`."""

    version_id: str | Unset
    privacy: models.ChatPrivacy | Unset


async def fork_chat(
    client: Transport,
    /,
    chat_id: str,
    *,
    version_id: str | Unset = UNSET,
    privacy: models.ChatPrivacy | Unset = UNSET,
) -> models.ChatDetail:
    """Start a new chat from a version of this one.

    Only chats of version 1 can be forked; those of version 2 are duplicated.

    Args:
        chat_id: The chat's id.
        version_id: The version to start from; the newest if absent. At most 32 characters.
        privacy: Who may see the new chat. Server default private. One of `public`, `private`, `team`, `team-edit`,
            `unlisted`, or a newer value.

    Returns:
        A version 1 chat with its messages and latest version.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/chats/{chatId}/fork`, https://v0.app/docs/api/platform/reference/chats/fork
    """
    return await client.send_request(
        Request(
            operation="fork_chat",
            method="POST",
            template="/v1/chats/{chat_id}/fork",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "version_id": version_id,
                "privacy": privacy,
            },
            body_check=_FORK_CHAT_REQUEST,
        ),
        models.ChatDetail.from_dict,
    )


def find_messages(
    client: Transport,
    /,
    chat_id: str,
    *,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> AsyncPaginator[models.MessageSummaryList, models.MessageSummary]:
    """List the messages of a chat, newest first.

    The next page begins at `pagination.nextCursor`.

    Args:
        chat_id: The chat's id.
        limit: Entries per page, 1 to 150; the server's default is 20.
        cursor: Where the page begins, from the page before it.

    Returns:
        The list, not requested yet: await it for one page, or iterate it with ``async for`` for the entries of all
        pages.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/chats/{chatId}/messages`, https://v0.app/docs/api/platform/reference/chats/find-messages
    """
    return AsyncPaginator(
        client,
        Request(
            operation="find_messages",
            method="GET",
            template="/v1/chats/{chat_id}/messages",
            path_values={
                "chat_id": chat_id,
            },
            query={
                "limit": limit,
                "cursor": cursor,
            },
            query_check=_FIND_MESSAGES_QUERY,
            is_safe=True,
        ),
        models.MessageSummaryList.from_dict,
        Paging(
            lambda page: page.data or (),
            "cursor",
            lambda page: (
                (None if page.pagination.has_more is False else page.pagination.next_cursor or None)
                if page.pagination
                else None
            ),
        ),
    )


class SendMessageParams(TypedDict, total=False):
    """Keyword parameters of :func:`send_message`."""

    message: Required[str]
    attachments: Sequence[models.Attachment | models.AttachmentDict] | Unset
    system: str | Unset
    model_configuration: models.ModelConfiguration | models.ModelConfigurationDict | Unset
    response_mode: models.ResponseMode | Unset
    mcp_server_ids: Sequence[str] | Unset
    attached_skill_ids: Sequence[str] | Unset
    skills: Sequence[models.Skill] | Unset
    action: models.MessageAction | models.MessageActionDict | Unset


async def send_message(
    client: Transport,
    /,
    chat_id: str,
    *,
    message: str,
    attachments: Sequence[models.Attachment | models.AttachmentDict] | Unset = UNSET,
    system: str | Unset = UNSET,
    model_configuration: models.ModelConfiguration | models.ModelConfigurationDict | Unset = UNSET,
    response_mode: models.ResponseMode | Unset = UNSET,
    mcp_server_ids: Sequence[str] | Unset = UNSET,
    attached_skill_ids: Sequence[str] | Unset = UNSET,
    skills: Sequence[models.Skill] | Unset = UNSET,
    action: models.MessageAction | models.MessageActionDict | Unset = UNSET,
) -> models.ChatDetail:
    """Send a message and run the model on it.

    In the default `sync` mode the response arrives when the turn is over, which may take ten minutes; with `async` a
    placeholder arrives at once, to be polled.

    Args:
        chat_id: The chat's id.
        message: The prompt.
        attachments: Files or assets for the model.
        system: Context for this message, such as conventions to follow.
        model_configuration: How the model runs.
        response_mode: How the response is delivered. Server default sync. One of `sync`, `async`,
            `experimental_stream`, or a newer value.
        mcp_server_ids: The MCP servers to enable. Absent means those the user has enabled, an empty list none.
        attached_skill_ids: Ids of skills.sh skills, at most 3; an older form of `skills` of type remote.
        skills: Skills to attach, at most 3.
        action: Treat the message as this kind of request, such as to fix errors.

    Returns:
        A version 1 chat with its messages and latest version.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/chats/{chatId}/messages`, https://v0.app/docs/api/platform/reference/chats/send-message
    """
    return await client.send_request(
        Request(
            operation="send_message",
            method="POST",
            template="/v1/chats/{chat_id}/messages",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "message": message,
                "attachments": attachments,
                "system": system,
                "model_configuration": model_configuration,
                "response_mode": response_mode,
                "mcp_server_ids": mcp_server_ids,
                "attached_skill_ids": attached_skill_ids,
                "skills": skills,
                "action": action,
            },
            body_check=_SEND_MESSAGE_REQUEST,
        ),
        models.ChatDetail.from_dict,
    )


async def get_message(
    client: Transport,
    /,
    chat_id: str,
    message_id: str,
) -> models.MessageDetail:
    """Read one message.

    A message with a `finishReason` is final.

    Args:
        chat_id: The chat's id.
        message_id: The message's id.

    Returns:
        A message of a version 1 chat, read by itself.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/chats/{chatId}/messages/{messageId}`, https://v0.app/docs/api/platform/reference/chats/get-message
    """
    return await client.send_request(
        Request(
            operation="get_message",
            method="GET",
            template="/v1/chats/{chat_id}/messages/{message_id}",
            path_values={
                "chat_id": chat_id,
                "message_id": message_id,
            },
            is_safe=True,
        ),
        models.MessageDetail.from_dict,
    )


def resume_message(
    client: StreamOpener[models.V1ChatStreamEvent, S],
    /,
    chat_id: str,
    message_id: str,
) -> S:
    """Resume the stream of a running generation.

    Attaches to a message that is being generated. A stopped generation is neither restarted nor continued, and nothing
    is billed.

    Args:
        chat_id: The chat's id.
        message_id: The message's id.

    Returns:
        A stream of models.V1ChatStreamEvent, of the client's own kind. Nothing is sent before it is entered.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        StreamError: The server reported an error after the stream had begun.

    API: `POST /v1/chats/{chatId}/messages/{messageId}/resume`, https://v0.app/docs/api/platform/reference/chats/resume
    """
    return client.open_stream(
        Request(
            operation="resume_message",
            method="POST",
            template="/v1/chats/{chat_id}/messages/{message_id}/resume",
            path_values={
                "chat_id": chat_id,
                "message_id": message_id,
            },
            is_safe=True,
        ),
        unions.parse_v1_chat_stream_event,
    )


async def stop_message(
    client: Transport,
    /,
    chat_id: str,
    message_id: str,
) -> models.StopMessageResult:
    """Stop a running generation.

    The assistant message ends with the content generated so far.

    Args:
        chat_id: The chat's id.
        message_id: The message's id.

    Returns:
        Response of stop_message.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/chats/{chatId}/messages/{messageId}/stop`,
    https://v0.app/docs/api/platform/reference/chats/stop-message
    """
    return await client.send_request(
        Request(
            operation="stop_message",
            method="POST",
            template="/v1/chats/{chat_id}/messages/{message_id}/stop",
            path_values={
                "chat_id": chat_id,
                "message_id": message_id,
            },
            is_safe=True,
        ),
        or_empty(models.StopMessageResult.from_dict, {}),
    )


class ResolveTaskParams(TypedDict, total=False):
    """Keyword parameters of :func:`resolve_task`."""

    task: Required[models.ResolveTask]
    response_mode: models.ResponseMode | Unset
    model_configuration: models.ModelConfiguration | models.ModelConfigurationDict | Unset


async def resolve_task(
    client: Transport,
    /,
    chat_id: str,
    *,
    task: models.ResolveTask,
    response_mode: models.ResponseMode | Unset = UNSET,
    model_configuration: models.ModelConfiguration | models.ModelConfigurationDict | Unset = UNSET,
) -> models.ChatDetail:
    """Answer the agent's question or request, and let it continue.

    The newest message must be the assistant's and be blocked by a task of this kind.

    Args:
        chat_id: The chat's id.
        task: The answer; a `PendingTask` builds it.
        response_mode: How the response is delivered. Server default sync. One of `sync`, `async`,
            `experimental_stream`, or a newer value.
        model_configuration: How the model runs.

    Returns:
        A version 1 chat with its messages and latest version.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/chats/{chatId}/tasks/resolve`, https://v0.app/docs/api/platform/reference/chats/resolve-task
    """
    return await client.send_request(
        Request(
            operation="resolve_task",
            method="POST",
            template="/v1/chats/{chat_id}/tasks/resolve",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "task": task,
                "response_mode": response_mode,
                "model_configuration": model_configuration,
            },
            body_check=_RESOLVE_TASK_REQUEST,
        ),
        models.ChatDetail.from_dict,
    )


def find_versions(
    client: Transport,
    /,
    chat_id: str,
    *,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> AsyncPaginator[models.VersionSummaryList, models.VersionSummary]:
    """List the versions of a chat, newest first.

    The next page begins at `pagination.nextCursor`.

    Args:
        chat_id: The chat's id.
        limit: Entries per page, 1 to 150; the server's default is 20.
        cursor: Where the page begins, from the page before it.

    Returns:
        The list, not requested yet: await it for one page, or iterate it with ``async for`` for the entries of all
        pages.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/chats/{chatId}/versions`, https://v0.app/docs/api/platform/reference/chats/find-versions
    """
    return AsyncPaginator(
        client,
        Request(
            operation="find_versions",
            method="GET",
            template="/v1/chats/{chat_id}/versions",
            path_values={
                "chat_id": chat_id,
            },
            query={
                "limit": limit,
                "cursor": cursor,
            },
            query_check=_FIND_VERSIONS_QUERY,
            is_safe=True,
        ),
        models.VersionSummaryList.from_dict,
        Paging(
            lambda page: page.data or (),
            "cursor",
            lambda page: (
                (None if page.pagination.has_more is False else page.pagination.next_cursor or None)
                if page.pagination
                else None
            ),
        ),
    )


async def get_version(
    client: Transport,
    /,
    chat_id: str,
    version_id: str,
    *,
    include_default_files: bool | Unset = UNSET,
) -> models.VersionDetail:
    """Read a version with its files.

    Includes the content of each file; `download_version` returns an archive.

    Args:
        chat_id: The chat's id.
        version_id: The version's id.
        include_default_files: Add the files every project has, such as package.json. Server default false.

    Returns:
        One generated version of the app, with its files.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/chats/{chatId}/versions/{versionId}`, https://v0.app/docs/api/platform/reference/chats/get-version
    """
    return await client.send_request(
        Request(
            operation="get_version",
            method="GET",
            template="/v1/chats/{chat_id}/versions/{version_id}",
            path_values={
                "chat_id": chat_id,
                "version_id": version_id,
            },
            query={
                "include_default_files": include_default_files,
            },
            query_check=_GET_VERSION_QUERY,
            is_safe=True,
        ),
        models.VersionDetail.from_dict,
    )


class UpdateVersionParams(TypedDict, total=False):
    """Keyword parameters of :func:`update_version`."""

    files: Required[Sequence[models.VersionFile | models.VersionFileDict]]


async def update_version(
    client: Transport,
    /,
    chat_id: str,
    version_id: str,
    *,
    files: Sequence[models.VersionFile | models.VersionFileDict],
) -> models.VersionDetail:
    """Write files of a version.

    Other files are not changed. No model runs.

    Args:
        chat_id: The chat's id.
        version_id: The version's id.
        files: The files to write.

    Returns:
        One generated version of the app, with its files.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `PATCH /v1/chats/{chatId}/versions/{versionId}`,
    https://v0.app/docs/api/platform/reference/chats/update-version
    """
    return await client.send_request(
        Request(
            operation="update_version",
            method="PATCH",
            template="/v1/chats/{chat_id}/versions/{version_id}",
            path_values={
                "chat_id": chat_id,
                "version_id": version_id,
            },
            body={
                "files": files,
            },
            body_check=_UPDATE_VERSION_REQUEST,
        ),
        models.VersionDetail.from_dict,
    )


def download_version(
    client: Downloader[D],
    /,
    chat_id: str,
    version_id: str,
    *,
    format: models.ArchiveFormat | Unset = UNSET,
    include_default_files: bool | Unset = UNSET,
) -> D:
    """Download a version's files as an archive.

    A zip archive or a gzipped tarball.

    Args:
        chat_id: The chat's id.
        version_id: The version's id.
        format: Kind of archive. Server default zip. One of `zip`, `tarball`, or a newer value.
        include_default_files: Add the files every project has, such as package.json. Server default false.

    Returns:
        A download, of the client's own kind. Nothing is sent before it is read.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/chats/{chatId}/versions/{versionId}/download`,
    https://v0.app/docs/api/platform/reference/chats/download-version
    """
    return client.open_download(
        Request(
            operation="download_version",
            method="GET",
            template="/v1/chats/{chat_id}/versions/{version_id}/download",
            path_values={
                "chat_id": chat_id,
                "version_id": version_id,
            },
            query={
                "format": format,
                "include_default_files": include_default_files,
            },
            query_check=_DOWNLOAD_VERSION_QUERY,
            is_safe=True,
        ),
    )


class DeleteVersionFilesParams(TypedDict, total=False):
    """Keyword parameters of :func:`delete_version_files`."""

    file_paths: Required[Sequence[str]]


async def delete_version_files(
    client: Transport,
    /,
    chat_id: str,
    version_id: str,
    *,
    file_paths: Sequence[str],
) -> models.VersionDetail:
    """Delete files of a version.

    Creates a new version from the remaining files.

    Args:
        chat_id: The chat's id.
        version_id: The version's id.
        file_paths: Paths of the files to delete.

    Returns:
        One generated version of the app, with its files.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/chats/{chatId}/versions/{versionId}/files/delete`,
    https://v0.app/docs/api/platform/reference/chats/delete-version-files
    """
    return await client.send_request(
        Request(
            operation="delete_version_files",
            method="POST",
            template="/v1/chats/{chat_id}/versions/{version_id}/files/delete",
            path_values={
                "chat_id": chat_id,
                "version_id": version_id,
            },
            body={
                "file_paths": file_paths,
            },
            body_check=_DELETE_VERSION_FILES_REQUEST,
        ),
        models.VersionDetail.from_dict,
    )


async def restore_version(
    client: Transport,
    /,
    chat_id: str,
    version_id: str,
) -> models.VersionDetail:
    """Make an earlier version the newest again.

    The versions in between are kept.

    Args:
        chat_id: The chat's id.
        version_id: The version's id.

    Returns:
        One generated version of the app, with its files.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/chats/{chatId}/versions/{versionId}/restore`,
    https://v0.app/docs/api/platform/reference/chats/restore
    """
    return await client.send_request(
        Request(
            operation="restore_version",
            method="POST",
            template="/v1/chats/{chat_id}/versions/{version_id}/restore",
            path_values={
                "chat_id": chat_id,
                "version_id": version_id,
            },
        ),
        models.VersionDetail.from_dict,
    )
