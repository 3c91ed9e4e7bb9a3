"""Messages of version 2 chats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Required, TypedDict, TypeVar

from .. import models, unions
from ..client import Request, StreamOpener, Transport
from ..pages import Pages, Paging
from ..types import UNSET, Check, Unset, or_nothing

S = TypeVar("S")

_RESOLVE_TASK_V2_REQUEST: Check = {
    "type": "object",
    "properties": {
        "task": {
            "tag": "type",
            "members": {
                "confirmed-steps": "ConfirmedStepsTask",
                "plan-exit-response": "PlanExitResponseTask",
                "answered-questions": "AnsweredQuestionsTask",
                "confirmed-permissions": "ConfirmedPermissionsTask",
                "vercel-connect-setup": "VercelConnectSetupTask",
                "vercel-connect-authorization": "VercelConnectAuthorizationTask",
            },
        },
        "modelConfiguration": {"model": "ModelChoiceV2", "argument": "model_configuration"},
    },
    "required": ["task"],
}
_SEND_MESSAGE_V2_REQUEST: Check = {
    "type": "object",
    "properties": {
        "message": {"minLength": 1, "type": "string"},
        "systemPrompt": {"type": "string", "argument": "system_prompt"},
        "modelConfiguration": {"model": "ModelConfigurationV2", "argument": "model_configuration"},
        "attachments": {"type": "array", "items": {"any_of": ["Attachment", "TextAttachment"]}},
        "mcpServerIds": {"type": "array", "items": {"type": "string"}, "argument": "mcp_server_ids"},
        "skills": {
            "maxItems": 3,
            "type": "array",
            "items": {
                "tag": "type",
                "members": {"remote": "RemoteSkill", "memory": "MemorySkill", "project": "ProjectSkill"},
            },
        },
    },
    "required": ["message"],
}
_LIST_MESSAGES_QUERY: Check = {
    "type": "object",
    "properties": {"limit": {"minimum": 1, "maximum": 100, "type": "integer"}, "cursor": {"type": "string"}},
}


def list_messages(
    client: Transport,
    /,
    chat_id: str,
    *,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Pages[models.MessageList, models.Message]:
    """List the messages of a chat, newest first.

    One page; `cursor` of the answer asks for the next.

    Args:
        chat_id: The chat's id.
        limit: Entries per page, 1 to 100; the server's default is 20.
        cursor: The cursor that the page before names for the next.

    Returns:
        The list, not asked for yet: await it for one page, or iterate it with ``async for`` for every entry of every page.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `GET /v2/chats/{chatId}/messages`, https://v0.app/docs/api/v2/reference/messages/list-messages
    """
    return Pages(
        client,
        Request(
            operation="list_messages",
            method="GET",
            template="/v2/chats/{chat_id}/messages",
            path_values={
                "chat_id": chat_id,
            },
            query={
                "limit": limit,
                "cursor": cursor,
            },
            query_check=_LIST_MESSAGES_QUERY,
            reads=True,
        ),
        models.MessageList.from_dict,
        Paging(lambda page: page.messages or (), "cursor", lambda page: page.cursor or None),
    )


class SendMessageV2Params(TypedDict, total=False):
    """Keyword parameters of :func:`send_message_v2`."""

    message: Required[str]
    system_prompt: str | Unset
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset
    attachments: (
        Sequence[models.Attachment | models.AttachmentDict | models.TextAttachment | models.TextAttachmentDict] | Unset
    )
    mcp_server_ids: Sequence[str] | Unset
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


async def send_message_v2(
    client: Transport,
    /,
    chat_id: str,
    *,
    message: str,
    system_prompt: str | Unset = UNSET,
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset = UNSET,
    attachments: Sequence[models.Attachment | models.AttachmentDict | models.TextAttachment | models.TextAttachmentDict]
    | Unset = UNSET,
    mcp_server_ids: Sequence[str] | Unset = UNSET,
    skills: Sequence[
        models.RemoteSkill
        | models.RemoteSkillDict
        | models.MemorySkill
        | models.MemorySkillDict
        | models.ProjectSkill
        | models.ProjectSkillDict
    ]
    | Unset = UNSET,
) -> models.Message:
    """Send a message and wait for the answer.

    The call returns when the turn is over, which may take ten minutes; `send_stream` shows it on the way,
    `send_async` returns at once.

    Args:
        chat_id: The chat's id.
        message: The prompt.
        system_prompt: Context for the whole chat, such as frameworks and conventions to follow.
        model_configuration: How the model runs.
        attachments: Files, assets or text to look at.
        mcp_server_ids: The MCP servers to enable. Absent means the servers enabled by default.
        skills: Skills to attach, at most 3.

    Returns:
        A message of a version 2 chat.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `POST /v2/chats/{chatId}/messages`, https://v0.app/docs/api/v2/reference/messages/send-message
    """
    return await client.send_request(
        Request(
            operation="send_message_v2",
            method="POST",
            template="/v2/chats/{chat_id}/messages",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "message": message,
                "systemPrompt": system_prompt,
                "modelConfiguration": model_configuration,
                "attachments": attachments,
                "mcpServerIds": mcp_server_ids,
                "skills": skills,
            },
            body_check=_SEND_MESSAGE_V2_REQUEST,
        ),
        models.Message.from_dict,
    )


class SendMessageAsyncParams(TypedDict, total=False):
    """Keyword parameters of :func:`send_message_async`."""

    message: Required[str]
    system_prompt: str | Unset
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset
    attachments: (
        Sequence[models.Attachment | models.AttachmentDict | models.TextAttachment | models.TextAttachmentDict] | Unset
    )
    mcp_server_ids: Sequence[str] | Unset
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


async def send_message_async(
    client: Transport,
    /,
    chat_id: str,
    *,
    message: str,
    system_prompt: str | Unset = UNSET,
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset = UNSET,
    attachments: Sequence[models.Attachment | models.AttachmentDict | models.TextAttachment | models.TextAttachmentDict]
    | Unset = UNSET,
    mcp_server_ids: Sequence[str] | Unset = UNSET,
    skills: Sequence[
        models.RemoteSkill
        | models.RemoteSkillDict
        | models.MemorySkill
        | models.MemorySkillDict
        | models.ProjectSkill
        | models.ProjectSkillDict
    ]
    | Unset = UNSET,
) -> models.AsyncMessage:
    """Send a message without waiting.

    The generation runs in the background; read the message until its `finishReason` is not null, or join the chat's
    stream.

    Args:
        chat_id: The chat's id.
        message: The prompt.
        system_prompt: Context for the whole chat, such as frameworks and conventions to follow.
        model_configuration: How the model runs.
        attachments: Files, assets or text to look at.
        mcp_server_ids: The MCP servers to enable. Absent means the servers enabled by default.
        skills: Skills to attach, at most 3.

    Returns:
        Where the answer to a message is being written.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `POST /v2/chats/{chatId}/messages/async`, https://v0.app/docs/api/v2/reference/messages/send-message-async
    """
    return await client.send_request(
        Request(
            operation="send_message_async",
            method="POST",
            template="/v2/chats/{chat_id}/messages/async",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "message": message,
                "systemPrompt": system_prompt,
                "modelConfiguration": model_configuration,
                "attachments": attachments,
                "mcpServerIds": mcp_server_ids,
                "skills": skills,
            },
            body_check=_SEND_MESSAGE_V2_REQUEST,
        ),
        models.AsyncMessage.from_dict,
    )


class ResolveTaskV2Params(TypedDict, total=False):
    """Keyword parameters of :func:`resolve_task_v2`."""

    task: Required[
        models.ConfirmedStepsTask
        | models.ConfirmedStepsTaskDict
        | models.PlanExitResponseTask
        | models.PlanExitResponseTaskDict
        | models.AnsweredQuestionsTask
        | models.AnsweredQuestionsTaskDict
        | models.ConfirmedPermissionsTask
        | models.ConfirmedPermissionsTaskDict
        | models.VercelConnectSetupTask
        | models.VercelConnectSetupTaskDict
        | models.VercelConnectAuthorizationTask
        | models.VercelConnectAuthorizationTaskDict
    ]
    model_configuration: models.ModelChoiceV2 | models.ModelChoiceV2Dict | Unset


async def resolve_task_v2(
    client: Transport,
    /,
    chat_id: str,
    *,
    task: models.ConfirmedStepsTask
    | models.ConfirmedStepsTaskDict
    | models.PlanExitResponseTask
    | models.PlanExitResponseTaskDict
    | models.AnsweredQuestionsTask
    | models.AnsweredQuestionsTaskDict
    | models.ConfirmedPermissionsTask
    | models.ConfirmedPermissionsTaskDict
    | models.VercelConnectSetupTask
    | models.VercelConnectSetupTaskDict
    | models.VercelConnectAuthorizationTask
    | models.VercelConnectAuthorizationTaskDict,
    model_configuration: models.ModelChoiceV2 | models.ModelChoiceV2Dict | Unset = UNSET,
) -> models.Message:
    """Answer what the agent waits for, and wait for what it makes of it.

    Refused with 409 where the chat has moved on or another task is waiting.

    Args:
        chat_id: The chat's id.
        task: The answer; `PendingTask` makes the right one.
        model_configuration: How the model goes on.

    Returns:
        A message of a version 2 chat.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `POST /v2/chats/{chatId}/messages/resolve`, https://v0.app/docs/api/v2/reference/messages/resolve-task
    """
    return await client.send_request(
        Request(
            operation="resolve_task_v2",
            method="POST",
            template="/v2/chats/{chat_id}/messages/resolve",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "task": task,
                "modelConfiguration": model_configuration,
            },
            body_check=_RESOLVE_TASK_V2_REQUEST,
        ),
        models.Message.from_dict,
    )


class ResolveTaskAsyncParams(TypedDict, total=False):
    """Keyword parameters of :func:`resolve_task_async`."""

    task: Required[
        models.ConfirmedStepsTask
        | models.ConfirmedStepsTaskDict
        | models.PlanExitResponseTask
        | models.PlanExitResponseTaskDict
        | models.AnsweredQuestionsTask
        | models.AnsweredQuestionsTaskDict
        | models.ConfirmedPermissionsTask
        | models.ConfirmedPermissionsTaskDict
        | models.VercelConnectSetupTask
        | models.VercelConnectSetupTaskDict
        | models.VercelConnectAuthorizationTask
        | models.VercelConnectAuthorizationTaskDict
    ]
    model_configuration: models.ModelChoiceV2 | models.ModelChoiceV2Dict | Unset


async def resolve_task_async(
    client: Transport,
    /,
    chat_id: str,
    *,
    task: models.ConfirmedStepsTask
    | models.ConfirmedStepsTaskDict
    | models.PlanExitResponseTask
    | models.PlanExitResponseTaskDict
    | models.AnsweredQuestionsTask
    | models.AnsweredQuestionsTaskDict
    | models.ConfirmedPermissionsTask
    | models.ConfirmedPermissionsTaskDict
    | models.VercelConnectSetupTask
    | models.VercelConnectSetupTaskDict
    | models.VercelConnectAuthorizationTask
    | models.VercelConnectAuthorizationTaskDict,
    model_configuration: models.ModelChoiceV2 | models.ModelChoiceV2Dict | Unset = UNSET,
) -> models.AsyncMessage:
    """Answer what the agent waits for, without waiting.

    Refused with 409 where the chat has moved on or another task is waiting. Read the message until its `finishReason`
    is not null.

    Args:
        chat_id: The chat's id.
        task: The answer; `PendingTask` makes the right one.
        model_configuration: How the model goes on.

    Returns:
        Where the answer to a message is being written.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `POST /v2/chats/{chatId}/messages/resolve/async`, https://v0.app/docs/api/v2/reference/messages/resolve-task-async
    """
    return await client.send_request(
        Request(
            operation="resolve_task_async",
            method="POST",
            template="/v2/chats/{chat_id}/messages/resolve/async",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "task": task,
                "modelConfiguration": model_configuration,
            },
            body_check=_RESOLVE_TASK_V2_REQUEST,
        ),
        models.AsyncMessage.from_dict,
    )


class ResolveTaskStreamParams(TypedDict, total=False):
    """Keyword parameters of :func:`resolve_task_stream`."""

    task: Required[
        models.ConfirmedStepsTask
        | models.ConfirmedStepsTaskDict
        | models.PlanExitResponseTask
        | models.PlanExitResponseTaskDict
        | models.AnsweredQuestionsTask
        | models.AnsweredQuestionsTaskDict
        | models.ConfirmedPermissionsTask
        | models.ConfirmedPermissionsTaskDict
        | models.VercelConnectSetupTask
        | models.VercelConnectSetupTaskDict
        | models.VercelConnectAuthorizationTask
        | models.VercelConnectAuthorizationTaskDict
    ]
    model_configuration: models.ModelChoiceV2 | models.ModelChoiceV2Dict | Unset


def resolve_task_stream(
    client: StreamOpener[models.MessageStreamEvent, S],
    /,
    chat_id: str,
    *,
    task: models.ConfirmedStepsTask
    | models.ConfirmedStepsTaskDict
    | models.PlanExitResponseTask
    | models.PlanExitResponseTaskDict
    | models.AnsweredQuestionsTask
    | models.AnsweredQuestionsTaskDict
    | models.ConfirmedPermissionsTask
    | models.ConfirmedPermissionsTaskDict
    | models.VercelConnectSetupTask
    | models.VercelConnectSetupTaskDict
    | models.VercelConnectAuthorizationTask
    | models.VercelConnectAuthorizationTaskDict,
    model_configuration: models.ModelChoiceV2 | models.ModelChoiceV2Dict | Unset = UNSET,
) -> S:
    """Answer what the agent waits for, and stream what it makes of it.

    Refused with 409 where the chat has moved on or another task is waiting.

    Args:
        chat_id: The chat's id.
        task: The answer; `PendingTask` makes the right one.
        model_configuration: How the model goes on.

    Returns:
        What the client gives for a stream of models.MessageStreamEvent; nothing is sent before it is entered.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        StreamError: The stream told of a failure after it had begun.

    API: `POST /v2/chats/{chatId}/messages/resolve/stream`, https://v0.app/docs/api/v2/reference/messages/resolve-task-streaming
    """
    return client.open_stream(
        Request(
            operation="resolve_task_stream",
            method="POST",
            template="/v2/chats/{chat_id}/messages/resolve/stream",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "task": task,
                "modelConfiguration": model_configuration,
            },
            body_check=_RESOLVE_TASK_V2_REQUEST,
        ),
        unions.parse_message_stream_event,
    )


class SendMessageStreamParams(TypedDict, total=False):
    """Keyword parameters of :func:`send_message_stream`."""

    message: Required[str]
    system_prompt: str | Unset
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset
    attachments: (
        Sequence[models.Attachment | models.AttachmentDict | models.TextAttachment | models.TextAttachmentDict] | Unset
    )
    mcp_server_ids: Sequence[str] | Unset
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


def send_message_stream(
    client: StreamOpener[models.MessageStreamEvent, S],
    /,
    chat_id: str,
    *,
    message: str,
    system_prompt: str | Unset = UNSET,
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset = UNSET,
    attachments: Sequence[models.Attachment | models.AttachmentDict | models.TextAttachment | models.TextAttachmentDict]
    | Unset = UNSET,
    mcp_server_ids: Sequence[str] | Unset = UNSET,
    skills: Sequence[
        models.RemoteSkill
        | models.RemoteSkillDict
        | models.MemorySkill
        | models.MemorySkillDict
        | models.ProjectSkill
        | models.ProjectSkillDict
    ]
    | Unset = UNSET,
) -> S:
    """Send a message and stream the answer.

    Streams the state of the assistant message and its parts as server-sent events while they are made.

    Args:
        chat_id: The chat's id.
        message: The prompt.
        system_prompt: Context for the whole chat, such as frameworks and conventions to follow.
        model_configuration: How the model runs.
        attachments: Files, assets or text to look at.
        mcp_server_ids: The MCP servers to enable. Absent means the servers enabled by default.
        skills: Skills to attach, at most 3.

    Returns:
        What the client gives for a stream of models.MessageStreamEvent; nothing is sent before it is entered.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        StreamError: The stream told of a failure after it had begun.

    API: `POST /v2/chats/{chatId}/messages/stream`, https://v0.app/docs/api/v2/reference/messages/send-message-streaming
    """
    return client.open_stream(
        Request(
            operation="send_message_stream",
            method="POST",
            template="/v2/chats/{chat_id}/messages/stream",
            path_values={
                "chat_id": chat_id,
            },
            body={
                "message": message,
                "systemPrompt": system_prompt,
                "modelConfiguration": model_configuration,
                "attachments": attachments,
                "mcpServerIds": mcp_server_ids,
                "skills": skills,
            },
            body_check=_SEND_MESSAGE_V2_REQUEST,
        ),
        unions.parse_message_stream_event,
    )


async def get_message_v2(
    client: Transport,
    /,
    chat_id: str,
    message_id: str,
) -> models.Message:
    """Read one message.

    The message is final once its `finishReason` is not null.

    Args:
        chat_id: The chat's id.
        message_id: The message's id.

    Returns:
        A message of a version 2 chat.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `GET /v2/chats/{chatId}/messages/{messageId}`, https://v0.app/docs/api/v2/reference/messages/get-message
    """
    return await client.send_request(
        Request(
            operation="get_message_v2",
            method="GET",
            template="/v2/chats/{chat_id}/messages/{message_id}",
            path_values={
                "chat_id": chat_id,
                "message_id": message_id,
            },
            reads=True,
        ),
        models.Message.from_dict,
    )


async def stop_message_v2(
    client: Transport,
    /,
    chat_id: str,
    message_id: str,
) -> models.StoppedMessage:
    """Stop a running generation.

    It ends at the next safe point and the message is marked finished.

    Args:
        chat_id: The chat's id.
        message_id: The message's id.

    Returns:
        Answer of stop_message_v2.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `POST /v2/chats/{chatId}/messages/{messageId}/stop`, https://v0.app/docs/api/v2/reference/messages/stop-message
    """
    return await client.send_request(
        Request(
            operation="stop_message_v2",
            method="POST",
            template="/v2/chats/{chat_id}/messages/{message_id}/stop",
            path_values={
                "chat_id": chat_id,
                "message_id": message_id,
            },
            reads=True,
        ),
        or_nothing(models.StoppedMessage.from_dict),
    )
