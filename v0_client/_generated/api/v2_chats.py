"""Chats of version 2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, TypeVar

from .. import checks, models, unions
from ..client import Downloader, Request, StreamOpener, Transport
from ..pagination import AsyncPaginator, Paging
from ..types import UNSET, Check, Unset, nullable, or_empty

S = TypeVar("S")
D = TypeVar("D")

_CREATE_CHAT_FROM_FILES_REQUEST: Check = {
    "type": "object",
    "properties": {
        "privacy": {"type": "string"},
        "title": {"type": "string"},
        "metadata": checks.METADATA_V2,
        "credentialAccess": {"model": "CredentialAccess"},
        "files": {"type": "array", "items": {"model": "NewSourceFile"}},
    },
    "names": {"credential_access": "credentialAccess"},
    "required": ["files"],
}
_CREATE_CHAT_FROM_REPO_REQUEST: Check = {
    "type": "object",
    "properties": {
        "privacy": {"type": "string"},
        "title": {"type": "string"},
        "metadata": checks.METADATA_V2,
        "credentialAccess": {"model": "CredentialAccess"},
        "repo": {"model": "InitRepo"},
    },
    "names": {"credential_access": "credentialAccess"},
    "required": ["repo"],
}
_CREATE_CHAT_FROM_VERCEL_PROJECT_REQUEST: Check = {
    "type": "object",
    "properties": {
        "privacy": {"type": "string"},
        "title": {"type": "string"},
        "metadata": checks.METADATA_V2,
        "credentialAccess": {"model": "CredentialAccess"},
        "vercelProjectId": {"type": "string", "nonempty": True},
        "baseBranch": {"type": "string", "nonempty": True},
    },
    "names": {
        "credential_access": "credentialAccess",
        "vercel_project_id": "vercelProjectId",
        "base_branch": "baseBranch",
    },
    "required": ["vercelProjectId"],
}
_CREATE_CHAT_FROM_ZIP_REQUEST: Check = {
    "type": "object",
    "properties": {
        "privacy": {"type": "string"},
        "title": {"type": "string"},
        "metadata": checks.METADATA_V2,
        "credentialAccess": {"model": "CredentialAccess"},
        "url": {"type": "string", "nonempty": True},
    },
    "names": {"credential_access": "credentialAccess"},
    "required": ["url"],
}
_CREATE_CHAT_STREAM_REQUEST: Check = {
    "type": "object",
    "properties": {
        "message": {"type": "string", "nonempty": True},
        "systemPrompt": {"type": "string"},
        "modelConfiguration": {"model": "ModelConfigurationV2"},
        "attachments": {"type": "array", "items": checks.ATTACHMENT_INPUT},
        "mcpServerIds": {"type": "array", "items": {"type": "string"}},
        "skills": {"type": "array", "items": checks.SKILL},
        "privacy": {"type": "string"},
        "title": {"type": "string"},
        "metadata": checks.METADATA_V2,
        "credentialAccess": {"model": "CredentialAccess"},
        "skillIds": {"type": "array", "items": {"type": "string"}},
        "type": {"const": "prompt"},
    },
    "names": {
        "system_prompt": "systemPrompt",
        "model_configuration": "modelConfiguration",
        "mcp_server_ids": "mcpServerIds",
        "credential_access": "credentialAccess",
        "skill_ids": "skillIds",
    },
    "required": ["message"],
}
_CREATE_CHAT_V2_REQUEST: Check = {
    "type": "object",
    "properties": {
        "message": {"type": "string", "nonempty": True},
        "systemPrompt": {"type": "string"},
        "modelConfiguration": {"model": "ModelConfigurationV2"},
        "attachments": {"type": "array", "items": checks.ATTACHMENT_INPUT},
        "mcpServerIds": {"type": "array", "items": {"type": "string"}},
        "skills": {"type": "array", "items": checks.SKILL},
        "privacy": {"type": "string"},
        "title": {"type": "string"},
        "metadata": checks.METADATA_V2,
        "credentialAccess": {"model": "CredentialAccess"},
    },
    "names": {
        "system_prompt": "systemPrompt",
        "model_configuration": "modelConfiguration",
        "mcp_server_ids": "mcpServerIds",
        "credential_access": "credentialAccess",
    },
    "required": ["message"],
}
_CREATE_VERCEL_PROJECT_REQUEST: Check = {"type": "object", "properties": {"name": {"type": "string", "nonempty": True}}}
_DUPLICATE_CHAT_REQUEST: Check = {
    "type": "object",
    "properties": {"privacy": {"type": "string"}, "title": {"type": "string"}},
    "required": ["privacy"],
}
_RESTORE_MESSAGE_REQUEST: Check = {
    "type": "object",
    "properties": {"messageId": {"type": "string", "nonempty": True}},
    "names": {"message_id": "messageId"},
    "required": ["messageId"],
}
_UPDATE_CHAT_V2_REQUEST: Check = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "privacy": {"type": "string"},
        "metadata": {"nullable": True, "check": checks.METADATA_CHANGES_V2},
    },
}
_UPDATE_FILES_REQUEST: Check = {
    "type": "object",
    "properties": {"files": {"type": "array", "items": {"model": "SourceFileChange"}}},
    "required": ["files"],
}
_LIST_CHATS_QUERY: Check = {
    "type": "object",
    "properties": {
        "limit": {"type": "integer", "minimum": 1},
        "cursor": {"type": "string"},
        "authorId": {"type": "string"},
        "vercelProjectId": {"type": "string"},
        "metadata": checks.METADATA_V2,
    },
    "names": {"author_id": "authorId", "vercel_project_id": "vercelProjectId"},
}
_GET_CONNECT_STATUS_QUERY: Check = {
    "type": "object",
    "properties": {"requestId": {"type": "string", "nonempty": True}},
    "names": {"request_id": "requestId"},
    "required": ["requestId"],
}


def list_chats(
    client: Transport,
    /,
    *,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    author_id: str | Unset = UNSET,
    vercel_project_id: str | Unset = UNSET,
    metadata: Mapping[str, str] | Unset = UNSET,
) -> AsyncPaginator[models.ChatList, models.Chat]:
    """List chats, newest first.

    The next page begins at the `cursor` of this one.

    Args:
        limit: Entries per page, 1 to 100; the server's default is 20.
        cursor: Where the page begins, from the page before it.
        author_id: Only chats of this user, a member of the calling team.
        vercel_project_id: Only chats linked to this Vercel project.
        metadata: Only chats with all of these pairs. Keys of at most 40 characters; values of at most 500 characters.

    Returns:
        The list, not requested yet: await it for one page, or iterate it with ``async for`` for the entries of all
        pages.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v2/chats`, https://v0.app/docs/api/v2/reference/chats/list-chats
    """
    return AsyncPaginator(
        client,
        Request(
            operation="list_chats",
            method="GET",
            template="/v2/chats",
            query={
                "limit": limit,
                "cursor": cursor,
                "author_id": author_id,
                "vercel_project_id": vercel_project_id,
                "metadata": metadata,
            },
            query_check=_LIST_CHATS_QUERY,
            is_safe=True,
        ),
        models.ChatList.from_dict,
        Paging(lambda page: page.chats or (), "cursor", lambda page: page.cursor or None),
    )


class CreateChatV2Params(TypedDict, total=False):
    """Keyword parameters of :func:`create_chat_v2`."""

    message: Required[str]
    system_prompt: str | Unset
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset
    attachments: Sequence[models.AttachmentInput] | Unset
    mcp_server_ids: Sequence[str] | Unset
    skills: Sequence[models.Skill] | Unset
    privacy: models.ChatPrivacy | Unset
    title: str | Unset
    metadata: Mapping[str, str] | Unset
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset


async def create_chat_v2(
    client: Transport,
    /,
    *,
    message: str,
    system_prompt: str | Unset = UNSET,
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset = UNSET,
    attachments: Sequence[models.AttachmentInput] | Unset = UNSET,
    mcp_server_ids: Sequence[str] | Unset = UNSET,
    skills: Sequence[models.Skill] | Unset = UNSET,
    privacy: models.ChatPrivacy | Unset = UNSET,
    title: str | Unset = UNSET,
    metadata: Mapping[str, str] | Unset = UNSET,
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset = UNSET,
) -> models.ChatWithUsage:
    """Create a chat from a prompt and wait for the reply.

    The response arrives when the turn is over, which may take ten minutes; `stream` shows progress, `create_async`
    returns at once.

    Args:
        message: The prompt.
        system_prompt: Context for the whole chat, such as frameworks and conventions to follow.
        model_configuration: How the model runs.
        attachments: Files, assets or text for the model.
        mcp_server_ids: The MCP servers to enable. Absent means the servers enabled by default.
        skills: Skills to attach, at most 3.
        privacy: Who may see the chat. One of `public`, `private`, `team`, `team-edit`, `unlisted`, or a newer value.
        title: Title of the chat; by default the model chooses one.
        metadata: Key-value pairs to store with the chat; keys of 1 to 40 characters, values of at most 500.
        credential_access: Shared credentials the agent may use. Later servers only.

    Returns:
        A new version 2 chat, and the cost of its creation.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v2/chats`, https://v0.app/docs/api/v2/reference/chats/create-chat
    """
    return await client.send_request(
        Request(
            operation="create_chat_v2",
            method="POST",
            template="/v2/chats",
            body={
                "message": message,
                "system_prompt": system_prompt,
                "model_configuration": model_configuration,
                "attachments": attachments,
                "mcp_server_ids": mcp_server_ids,
                "skills": skills,
                "privacy": privacy,
                "title": title,
                "metadata": metadata,
                "credential_access": credential_access,
            },
            body_check=_CREATE_CHAT_V2_REQUEST,
        ),
        models.ChatWithUsage.from_dict,
    )


class CreateChatAsyncParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_chat_async`."""

    message: Required[str]
    system_prompt: str | Unset
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset
    attachments: Sequence[models.AttachmentInput] | Unset
    mcp_server_ids: Sequence[str] | Unset
    skills: Sequence[models.Skill] | Unset
    privacy: models.ChatPrivacy | Unset
    title: str | Unset
    metadata: Mapping[str, str] | Unset
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset


async def create_chat_async(
    client: Transport,
    /,
    *,
    message: str,
    system_prompt: str | Unset = UNSET,
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset = UNSET,
    attachments: Sequence[models.AttachmentInput] | Unset = UNSET,
    mcp_server_ids: Sequence[str] | Unset = UNSET,
    skills: Sequence[models.Skill] | Unset = UNSET,
    privacy: models.ChatPrivacy | Unset = UNSET,
    title: str | Unset = UNSET,
    metadata: Mapping[str, str] | Unset = UNSET,
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset = UNSET,
) -> models.AsyncChat:
    """Create a chat from a prompt without waiting.

    The generation runs in the background; read the message until its `finishReason` is not null, or resume its stream.

    Args:
        message: The prompt.
        system_prompt: Context for the whole chat, such as frameworks and conventions to follow.
        model_configuration: How the model runs.
        attachments: Files, assets or text for the model.
        mcp_server_ids: The MCP servers to enable. Absent means the servers enabled by default.
        skills: Skills to attach, at most 3.
        privacy: Who may see the chat. One of `public`, `private`, `team`, `team-edit`, `unlisted`, or a newer value.
        title: Title of the chat; by default the model chooses one.
        metadata: Key-value pairs to store with the chat; keys of 1 to 40 characters, values of at most 500.
        credential_access: Shared credentials the agent may use. Later servers only.

    Returns:
        Ids of a new chat and of the reply that is being generated.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v2/chats/async`, https://v0.app/docs/api/v2/reference/chats/create-chat-async
    """
    return await client.send_request(
        Request(
            operation="create_chat_async",
            method="POST",
            template="/v2/chats/async",
            body={
                "message": message,
                "system_prompt": system_prompt,
                "model_configuration": model_configuration,
                "attachments": attachments,
                "mcp_server_ids": mcp_server_ids,
                "skills": skills,
                "privacy": privacy,
                "title": title,
                "metadata": metadata,
                "credential_access": credential_access,
            },
            body_check=_CREATE_CHAT_V2_REQUEST,
        ),
        models.AsyncChat.from_dict,
    )


class CreateChatFromFilesParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_chat_from_files`."""

    files: Required[Sequence[models.NewSourceFile | models.NewSourceFileDict]]
    privacy: models.ChatPrivacy | Unset
    title: str | Unset
    metadata: Mapping[str, str] | Unset
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset


async def create_chat_from_files(
    client: Transport,
    /,
    *,
    files: Sequence[models.NewSourceFile | models.NewSourceFileDict],
    privacy: models.ChatPrivacy | Unset = UNSET,
    title: str | Unset = UNSET,
    metadata: Mapping[str, str] | Unset = UNSET,
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset = UNSET,
) -> models.ChatWithUsage:
    """Create a chat from files.

    No message is sent and no model runs.

    Args:
        files: The files, 1 to 20.
        privacy: Who may see the chat. One of `public`, `private`, `team`, `team-edit`, `unlisted`, or a newer value.
        title: Title of the chat; by default the model chooses one.
        metadata: Key-value pairs to store with the chat; keys of 1 to 40 characters, values of at most 500.
        credential_access: Shared credentials the agent may use. Later servers only.

    Returns:
        A new version 2 chat, and the cost of its creation.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v2/chats/from-files`, https://v0.app/docs/api/v2/reference/chats/create-chat-from-files
    """
    return await client.send_request(
        Request(
            operation="create_chat_from_files",
            method="POST",
            template="/v2/chats/from-files",
            body={
                "files": files,
                "privacy": privacy,
                "title": title,
                "metadata": metadata,
                "credential_access": credential_access,
            },
            body_check=_CREATE_CHAT_FROM_FILES_REQUEST,
        ),
        models.ChatWithUsage.from_dict,
    )


class CreateChatFromRepoParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_chat_from_repo`."""

    repo: Required[models.InitRepo | models.InitRepoDict]
    privacy: models.ChatPrivacy | Unset
    title: str | Unset
    metadata: Mapping[str, str] | Unset
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset


async def create_chat_from_repo(
    client: Transport,
    /,
    *,
    repo: models.InitRepo | models.InitRepoDict,
    privacy: models.ChatPrivacy | Unset = UNSET,
    title: str | Unset = UNSET,
    metadata: Mapping[str, str] | Unset = UNSET,
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset = UNSET,
) -> models.ChatWithUsage:
    """Create a chat from a GitHub repository.

    No message is sent and no model runs.

    Args:
        repo: The repository.
        privacy: Who may see the chat. One of `public`, `private`, `team`, `team-edit`, `unlisted`, or a newer value.
        title: Title of the chat; by default the model chooses one.
        metadata: Key-value pairs to store with the chat; keys of 1 to 40 characters, values of at most 500.
        credential_access: Shared credentials the agent may use. Later servers only.

    Returns:
        A new version 2 chat, and the cost of its creation.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v2/chats/from-repo`, https://v0.app/docs/api/v2/reference/chats/create-chat-from-repository
    """
    return await client.send_request(
        Request(
            operation="create_chat_from_repo",
            method="POST",
            template="/v2/chats/from-repo",
            body={
                "repo": repo,
                "privacy": privacy,
                "title": title,
                "metadata": metadata,
                "credential_access": credential_access,
            },
            body_check=_CREATE_CHAT_FROM_REPO_REQUEST,
        ),
        models.ChatWithUsage.from_dict,
    )


class CreateChatFromVercelProjectParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_chat_from_vercel_project`."""

    vercel_project_id: Required[str]
    privacy: models.ChatPrivacy | Unset
    title: str | Unset
    metadata: Mapping[str, str] | Unset
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset
    base_branch: str | Unset


async def create_chat_from_vercel_project(
    client: Transport,
    /,
    *,
    vercel_project_id: str,
    privacy: models.ChatPrivacy | Unset = UNSET,
    title: str | Unset = UNSET,
    metadata: Mapping[str, str] | Unset = UNSET,
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset = UNSET,
    base_branch: str | Unset = UNSET,
) -> models.ChatWithUsage:
    """Create a chat from a Vercel project.

    Later servers only. No message is sent and no model runs.

    Args:
        vercel_project_id: The Vercel project.
        privacy: Who may see the chat. One of `public`, `private`, `team`, `team-edit`, `unlisted`, or a newer value.
        title: Title of the chat; by default the model chooses one.
        metadata: Key-value pairs to store with the chat; keys of 1 to 40 characters, values of at most 500.
        credential_access: Shared credentials the agent may use. Later servers only.
        base_branch: Branch to start from, where the project is linked to GitHub; its default branch if absent. At most
            250 characters.

    Returns:
        A new version 2 chat, and the cost of its creation.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v2/chats/from-vercel-project`,
    https://v0.app/docs/api/v2/reference/chats/create-chat-from-vercel-project
    """
    return await client.send_request(
        Request(
            operation="create_chat_from_vercel_project",
            method="POST",
            template="/v2/chats/from-vercel-project",
            body={
                "vercel_project_id": vercel_project_id,
                "privacy": privacy,
                "title": title,
                "metadata": metadata,
                "credential_access": credential_access,
                "base_branch": base_branch,
            },
            body_check=_CREATE_CHAT_FROM_VERCEL_PROJECT_REQUEST,
        ),
        models.ChatWithUsage.from_dict,
    )


class CreateChatFromZipParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_chat_from_zip`."""

    url: Required[str]
    privacy: models.ChatPrivacy | Unset
    title: str | Unset
    metadata: Mapping[str, str] | Unset
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset


async def create_chat_from_zip(
    client: Transport,
    /,
    *,
    url: str,
    privacy: models.ChatPrivacy | Unset = UNSET,
    title: str | Unset = UNSET,
    metadata: Mapping[str, str] | Unset = UNSET,
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset = UNSET,
) -> models.ChatWithUsage:
    """Create a chat from a zip archive.

    No message is sent and no model runs.

    Args:
        url: URL of the archive, or a data URI that contains it in base64.
        privacy: Who may see the chat. One of `public`, `private`, `team`, `team-edit`, `unlisted`, or a newer value.
        title: Title of the chat; by default the model chooses one.
        metadata: Key-value pairs to store with the chat; keys of 1 to 40 characters, values of at most 500.
        credential_access: Shared credentials the agent may use. Later servers only.

    Returns:
        A new version 2 chat, and the cost of its creation.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v2/chats/from-zip`, https://v0.app/docs/api/v2/reference/chats/create-chat-from-zip
    """
    return await client.send_request(
        Request(
            operation="create_chat_from_zip",
            method="POST",
            template="/v2/chats/from-zip",
            body={
                "url": url,
                "privacy": privacy,
                "title": title,
                "metadata": metadata,
                "credential_access": credential_access,
            },
            body_check=_CREATE_CHAT_FROM_ZIP_REQUEST,
        ),
        models.ChatWithUsage.from_dict,
    )


class CreateChatStreamParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_chat_stream`."""

    message: Required[str]
    system_prompt: str | Unset
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset
    attachments: Sequence[models.AttachmentInput] | Unset
    mcp_server_ids: Sequence[str] | Unset
    skills: Sequence[models.Skill] | Unset
    privacy: models.ChatPrivacy | Unset
    title: str | Unset
    metadata: Mapping[str, str] | Unset
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset
    skill_ids: Sequence[str] | Unset
    type: Literal["prompt"] | Unset


def create_chat_stream(
    client: StreamOpener[models.ChatStreamEvent, S],
    /,
    *,
    message: str,
    system_prompt: str | Unset = UNSET,
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset = UNSET,
    attachments: Sequence[models.AttachmentInput] | Unset = UNSET,
    mcp_server_ids: Sequence[str] | Unset = UNSET,
    skills: Sequence[models.Skill] | Unset = UNSET,
    privacy: models.ChatPrivacy | Unset = UNSET,
    title: str | Unset = UNSET,
    metadata: Mapping[str, str] | Unset = UNSET,
    credential_access: models.CredentialAccess | models.CredentialAccessDict | Unset = UNSET,
    skill_ids: Sequence[str] | Unset = UNSET,
    type: Literal["prompt"] | Unset = UNSET,
) -> S:
    """Create a chat from a prompt and stream the reply.

    Starts a chat with one user message, runs the model on it and streams the state of the chat, its title and the parts
    of the assistant message as server-sent events while they are generated.

    Args:
        message: The prompt.
        system_prompt: Context for the whole chat, such as frameworks and conventions to follow.
        model_configuration: How the model runs.
        attachments: Files, assets or text for the model.
        mcp_server_ids: The MCP servers to enable. Absent means the servers enabled by default.
        skills: Skills to attach, at most 3.
        privacy: Who may see the chat. One of `public`, `private`, `team`, `team-edit`, `unlisted`, or a newer value.
        title: Title of the chat; by default the model chooses one.
        metadata: Key-value pairs to store with the chat; keys of 1 to 40 characters, values of at most 500.
        credential_access: Shared credentials the agent may use. Later servers only.
        skill_ids: Ids of skills.sh skills, at most 3. Documented; later servers expect `skills` instead.
        type: How the chat starts. The reference page requires it and later servers reject it, so it is optional here:
            the client sends it by default and leaves it out where the server rejects it.

    Returns:
        A stream of models.ChatStreamEvent, of the client's own kind. Nothing is sent before it is entered.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        StreamError: The server reported an error after the stream had begun.

    API: `POST /v2/chats/stream`, https://v0.app/docs/api/v2/reference/chats/create-chat-streaming
    """
    return client.open_stream(
        Request(
            operation="create_chat_stream",
            method="POST",
            template="/v2/chats/stream",
            body={
                "message": message,
                "system_prompt": system_prompt,
                "model_configuration": model_configuration,
                "attachments": attachments,
                "mcp_server_ids": mcp_server_ids,
                "skills": skills,
                "privacy": privacy,
                "title": title,
                "metadata": metadata,
                "credential_access": credential_access,
                "skill_ids": skill_ids,
                "type": type,
            },
            body_check=_CREATE_CHAT_STREAM_REQUEST,
            optional_defaults={"type": "prompt"},
        ),
        unions.parse_chat_stream_event,
    )


async def get_chat_v2(
    client: Transport,
    /,
    chat_id: str,
) -> models.Chat:
    """Read a chat.

    A version 2 chat does not include its messages; list them separately.

    Args:
        chat_id: The chat's id.

    Returns:
        A version 2 chat. Its messages are read separately.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v2/chats/{chatId}`, https://v0.app/docs/api/v2/reference/chats/get-chat
    """
    return await client.send_request(
        Request(
            operation="get_chat_v2",
            method="GET",
            template="/v2/chats/{chat_id}",
            path_values={
                "chat_id": chat_id,
            },
            is_safe=True,
        ),
        models.Chat.from_dict,
    )


async def delete_chat_v2(
    client: Transport,
    /,
    chat_id: str,
) -> models.DeletedChatV2:
    """Delete a chat with all its messages.

    It cannot be undone.

    Args:
        chat_id: The chat's id.

    Returns:
        Response of delete_chat_v2.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `DELETE /v2/chats/{chatId}`, https://v0.app/docs/api/v2/reference/chats/delete-chat
    """
    return await client.send_request(
        Request(
            operation="delete_chat_v2",
            method="DELETE",
            template="/v2/chats/{chat_id}",
            path_values={
                "chat_id": chat_id,
            },
        ),
        or_empty(models.DeletedChatV2.from_dict, {}),
    )


class UpdateChatV2Params(TypedDict, total=False):
    """Keyword parameters of :func:`update_chat_v2`."""

    title: str | Unset
    privacy: models.ChatPrivacy | Unset
    metadata: Mapping[str, str | None] | None | Unset


async def update_chat_v2(
    client: Transport,
    /,
    chat_id: str,
    *,
    title: str | Unset = UNSET,
    privacy: models.ChatPrivacy | Unset = UNSET,
    metadata: Mapping[str, str | None] | None | Unset = UNSET,
) -> models.Chat:
    """Change a chat's title, privacy or metadata.

    Arguments that are absent leave their fields unchanged.

    Args:
        chat_id: The chat's id.
        title: New title of the chat.
        privacy: Who may see the chat. One of `public`, `private`, `team`, `team-edit`, `unlisted`, or a newer value.
        metadata: Pairs to set; a value of null removes its key, null instead of the pairs removes them all. Keys of at
            most 50 characters; values of at most 500 characters.

    Returns:
        A version 2 chat. Its messages are read separately.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `PATCH /v2/chats/{chatId}`, https://v0.app/docs/api/v2/reference/chats/update-chat
    """
    return await client.send_request(
        Request(
            operation="update_chat_v2",
            method="PATCH",
            template="/v2/chats/{chat_id}",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "title": title,
                "privacy": privacy,
                "metadata": metadata,
            },
            body_check=_UPDATE_CHAT_V2_REQUEST,
        ),
        models.Chat.from_dict,
    )


async def get_connect_status(
    client: Transport,
    /,
    chat_id: str,
    *,
    request_id: str,
) -> models.ConnectStatus:
    """Read the status of a connector's set-up.

    While the agent waits for a connector, open its `setupUrl` in a browser and poll every few seconds; once `ready`,
    resolve the task.

    Args:
        chat_id: The chat's id.
        request_id: `requestId` of the set-up that the agent waits for. At most 128 characters.

    Returns:
        The status of a connector's set-up.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v2/chats/{chatId}/connect/status`, https://v0.app/docs/api/v2/reference/chats/get-connect-setup-status
    """
    return await client.send_request(
        Request(
            operation="get_connect_status",
            method="GET",
            template="/v2/chats/{chat_id}/connect/status",
            path_values={
                "chat_id": chat_id,
            },
            query={
                "request_id": request_id,
            },
            query_check=_GET_CONNECT_STATUS_QUERY,
            is_safe=True,
        ),
        unions.parse_connect_status,
    )


async def deploy_chat(
    client: Transport,
    /,
    chat_id: str,
) -> models.DeployedChat:
    """Deploy a chat's app to Vercel.

    Creates a Vercel project first where the chat has none.

    Args:
        chat_id: The chat's id.

    Returns:
        Response of deploy_chat.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v2/chats/{chatId}/deploy`, https://v0.app/docs/api/v2/reference/chats/deploy-chat
    """
    return await client.send_request(
        Request(
            operation="deploy_chat",
            method="POST",
            template="/v2/chats/{chat_id}/deploy",
            path_values={
                "chat_id": chat_id,
            },
        ),
        models.DeployedChat.from_dict,
    )


class DuplicateChatParams(TypedDict, total=False):
    """Keyword parameters of :func:`duplicate_chat`."""

    privacy: Required[models.ChatPrivacy]
    title: str | Unset


async def duplicate_chat(
    client: Transport,
    /,
    chat_id: str,
    *,
    privacy: models.ChatPrivacy,
    title: str | Unset = UNSET,
) -> models.Chat:
    """Create a chat that begins as a copy of this one.

    No model runs.

    Args:
        chat_id: The chat's id.
        privacy: Who may see the copy. One of `public`, `private`, `team`, `team-edit`, `unlisted`, or a newer value.
        title: Title of the copy; by default the chat's.

    Returns:
        A version 2 chat. Its messages are read separately.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v2/chats/{chatId}/duplicate`, https://v0.app/docs/api/v2/reference/chats/duplicate-chat
    """
    return await client.send_request(
        Request(
            operation="duplicate_chat",
            method="POST",
            template="/v2/chats/{chat_id}/duplicate",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "privacy": privacy,
                "title": title,
            },
            body_check=_DUPLICATE_CHAT_REQUEST,
        ),
        models.Chat.from_dict,
    )


async def get_files(
    client: Transport,
    /,
    chat_id: str,
) -> models.SourceFiles:
    """Read the source files of a chat.

    `download_files` returns them as an archive.

    Args:
        chat_id: The chat's id.

    Returns:
        The source files of a version 2 chat.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v2/chats/{chatId}/files`, https://v0.app/docs/api/v2/reference/chats/get-chat-files
    """
    return await client.send_request(
        Request(
            operation="get_files",
            method="GET",
            template="/v2/chats/{chat_id}/files",
            path_values={
                "chat_id": chat_id,
            },
            is_safe=True,
        ),
        models.SourceFiles.from_dict,
    )


class UpdateFilesParams(TypedDict, total=False):
    """Keyword parameters of :func:`update_files`."""

    files: Required[Sequence[models.SourceFileChange | models.SourceFileChangeDict]]


async def update_files(
    client: Transport,
    /,
    chat_id: str,
    *,
    files: Sequence[models.SourceFileChange | models.SourceFileChangeDict],
) -> models.AddedMessages:
    """Write, create or delete source files.

    The chat's preview must be running. No model runs.

    Args:
        chat_id: The chat's id.
        files: The files to write, create or delete.

    Returns:
        Messages that record a manual change.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `PATCH /v2/chats/{chatId}/files`, https://v0.app/docs/api/v2/reference/chats/update-chat-files
    """
    return await client.send_request(
        Request(
            operation="update_files",
            method="PATCH",
            template="/v2/chats/{chat_id}/files",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "files": files,
            },
            body_check=_UPDATE_FILES_REQUEST,
        ),
        models.AddedMessages.from_dict,
    )


def download_files(
    client: Downloader[D],
    /,
    chat_id: str,
) -> D:
    """Download the source files of a chat as a zip archive.

    The vendor's document declares JSON; the server sends the archive.

    Args:
        chat_id: The chat's id.

    Returns:
        A download, of the client's own kind. Nothing is sent before it is read.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v2/chats/{chatId}/files/download`, https://v0.app/docs/api/v2/reference/chats/download-chat-files
    """
    return client.open_download(
        Request(
            operation="download_files",
            method="GET",
            template="/v2/chats/{chat_id}/files/download",
            path_values={
                "chat_id": chat_id,
            },
            is_safe=True,
        ),
    )


async def get_preview(
    client: Transport,
    /,
    chat_id: str,
) -> models.ChatPreview | None:
    """Read the URL of a chat's preview.

    None until the preview is ready; poll until then.

    Args:
        chat_id: The chat's id.

    Returns:
        A running preview of a chat's app. Send the token to its own origin only, as `x-v0-preview-token`. None where
        there is none.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v2/chats/{chatId}/preview`, https://v0.app/docs/api/v2/reference/chats/get-preview-url
    """
    return await client.send_request(
        Request(
            operation="get_preview",
            method="GET",
            template="/v2/chats/{chat_id}/preview",
            path_values={
                "chat_id": chat_id,
            },
            is_safe=True,
        ),
        nullable(models.ChatPreview.from_dict),
    )


class RestoreMessageParams(TypedDict, total=False):
    """Keyword parameters of :func:`restore_message`."""

    message_id: Required[str]


async def restore_message(
    client: Transport,
    /,
    chat_id: str,
    *,
    message_id: str,
) -> models.AddedMessages:
    """Restore the files of an earlier message.

    The message must be the assistant's, `restorable` and not the one with the newest files.

    Args:
        chat_id: The chat's id.
        message_id: The assistant message whose files to restore.

    Returns:
        Messages that record a manual change.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v2/chats/{chatId}/restore-message`, https://v0.app/docs/api/v2/reference/chats/restore-message
    """
    return await client.send_request(
        Request(
            operation="restore_message",
            method="POST",
            template="/v2/chats/{chat_id}/restore-message",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "message_id": message_id,
            },
            body_check=_RESTORE_MESSAGE_REQUEST,
        ),
        models.AddedMessages.from_dict,
    )


def resume_chat(
    client: StreamOpener[models.ChatStreamEvent, S],
    /,
    chat_id: str,
) -> S:
    """Resume the stream of a running generation.

    Attaches to the newest unfinished assistant message and replays its parts from the start. For a finished message the
    stream is one closing chat event. Nothing is generated or billed.

    Args:
        chat_id: The chat's id.

    Returns:
        A stream of models.ChatStreamEvent, of the client's own kind. Nothing is sent before it is entered.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        StreamError: The server reported an error after the stream had begun.

    API: `POST /v2/chats/{chatId}/resume`, https://v0.app/docs/api/v2/reference/chats/resume-chat
    """
    return client.open_stream(
        Request(
            operation="resume_chat",
            method="POST",
            template="/v2/chats/{chat_id}/resume",
            path_values={
                "chat_id": chat_id,
            },
            is_safe=True,
        ),
        unions.parse_chat_stream_event,
    )


class CreateVercelProjectParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_vercel_project`."""

    name: str | Unset


async def create_vercel_project(
    client: Transport,
    /,
    chat_id: str,
    *,
    name: str | Unset = UNSET,
) -> models.CreatedVercelProject:
    """Create a Vercel project for a chat.

    Environment variables of the project take effect with the next message.

    Args:
        chat_id: The chat's id.
        name: Name of the project; by default the server chooses one.

    Returns:
        Response of create_vercel_project.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v2/chats/{chatId}/vercel-project`, https://v0.app/docs/api/v2/reference/chats/create-vercel-project
    """
    return await client.send_request(
        Request(
            operation="create_vercel_project",
            method="POST",
            template="/v2/chats/{chat_id}/vercel-project",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "name": name,
            },
            body_check=_CREATE_VERCEL_PROJECT_REQUEST,
        ),
        models.CreatedVercelProject.from_dict,
    )
