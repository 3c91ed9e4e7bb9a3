"""Messages of version 2 chats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Required, TypedDict, TypeVar

from .. import checks, models, unions
from ..client import Request, StreamOpener, Transport
from ..pagination import AsyncPaginator, Paging
from ..types import UNSET, Check, Unset, or_empty

S = TypeVar("S")

_RESOLVE_TASK_V2_REQUEST: Check = {
    "type": "object",
    "properties": {"task": checks.RESOLVE_TASK, "modelConfiguration": {"model": "ModelChoiceV2"}},
    "names": {"model_configuration": "modelConfiguration"},
    "required": ["task"],
}
_SEND_MESSAGE_V2_REQUEST: Check = {
    "type": "object",
    "properties": {
        "message": {"type": "string", "nonempty": True},
        "systemPrompt": {"type": "string"},
        "modelConfiguration": {"model": "ModelConfigurationV2"},
        "attachments": {"type": "array", "items": checks.ATTACHMENT_INPUT},
        "mcpServerIds": {"type": "array", "items": {"type": "string"}},
        "skills": {"type": "array", "items": checks.SKILL},
        "designMode": {},
    },
    "names": {
        "system_prompt": "systemPrompt",
        "model_configuration": "modelConfiguration",
        "mcp_server_ids": "mcpServerIds",
        "design_mode": "designMode",
    },
    "at_least_one_of": ["message", "designMode"],
}
_LIST_MESSAGES_QUERY: Check = {
    "type": "object",
    "properties": {"limit": {"type": "integer", "minimum": 1}, "cursor": {"type": "string"}},
}


def list_messages(
    client: Transport,
    /,
    chat_id: str,
    *,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> AsyncPaginator[models.MessageList, models.Message]:
    """List the messages of a chat, newest first.

    The next page begins at the `cursor` of this one.

    Args:
        chat_id: The chat's id.
        limit: Entries per page, 1 to 100; the server's default is 20.
        cursor: Where the page begins, from the page before it.

    Returns:
        The list, not requested yet: await it for one page, or iterate it with ``async for`` for the entries of all
        pages.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v2/chats/{chatId}/messages`, https://v0.app/docs/api/v2/reference/messages/list-messages
    """
    return AsyncPaginator(
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
            is_safe=True,
        ),
        models.MessageList.from_dict,
        Paging(lambda page: page.messages or (), "cursor", lambda page: page.cursor or None),
    )


class SendMessageV2Params(TypedDict, total=False):
    """Keyword parameters of :func:`send_message_v2`."""

    message: str | Unset
    system_prompt: str | Unset
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset
    attachments: Sequence[models.AttachmentInput] | Unset
    mcp_server_ids: Sequence[str] | Unset
    skills: Sequence[models.Skill] | Unset
    design_mode: Any | Unset


async def send_message_v2(
    client: Transport,
    /,
    chat_id: str,
    *,
    message: str | Unset = UNSET,
    system_prompt: str | Unset = UNSET,
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset = UNSET,
    attachments: Sequence[models.AttachmentInput] | Unset = UNSET,
    mcp_server_ids: Sequence[str] | Unset = UNSET,
    skills: Sequence[models.Skill] | Unset = UNSET,
    design_mode: Any | Unset = UNSET,
) -> models.Message:
    """Send a message and wait for the reply.

    The response arrives when the turn is over, which may take ten minutes; `send_stream` shows progress, `send_async`
    returns at once.

    Args:
        chat_id: The chat's id.
        message: The prompt. A change in `designMode` may do without.
        system_prompt: Context for the whole chat, such as frameworks and conventions to follow.
        model_configuration: How the model runs.
        attachments: Files, assets or text for the model.
        mcp_server_ids: The MCP servers to enable. Absent means the servers enabled by default.
        skills: Skills to attach, at most 3.
        design_mode: A change made in design mode, as plain JSON. Later servers only.

    Returns:
        A message of a version 2 chat.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

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
                "system_prompt": system_prompt,
                "model_configuration": model_configuration,
                "attachments": attachments,
                "mcp_server_ids": mcp_server_ids,
                "skills": skills,
                "design_mode": design_mode,
            },
            body_check=_SEND_MESSAGE_V2_REQUEST,
        ),
        models.Message.from_dict,
    )


class SendMessageAsyncParams(TypedDict, total=False):
    """Keyword parameters of :func:`send_message_async`."""

    message: str | Unset
    system_prompt: str | Unset
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset
    attachments: Sequence[models.AttachmentInput] | Unset
    mcp_server_ids: Sequence[str] | Unset
    skills: Sequence[models.Skill] | Unset
    design_mode: Any | Unset


async def send_message_async(
    client: Transport,
    /,
    chat_id: str,
    *,
    message: str | Unset = UNSET,
    system_prompt: str | Unset = UNSET,
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset = UNSET,
    attachments: Sequence[models.AttachmentInput] | Unset = UNSET,
    mcp_server_ids: Sequence[str] | Unset = UNSET,
    skills: Sequence[models.Skill] | Unset = UNSET,
    design_mode: Any | Unset = UNSET,
) -> models.AsyncMessage:
    """Send a message without waiting.

    The generation runs in the background; read the message until its `finishReason` is not null, or resume the chat's
    stream.

    Args:
        chat_id: The chat's id.
        message: The prompt. A change in `designMode` may do without.
        system_prompt: Context for the whole chat, such as frameworks and conventions to follow.
        model_configuration: How the model runs.
        attachments: Files, assets or text for the model.
        mcp_server_ids: The MCP servers to enable. Absent means the servers enabled by default.
        skills: Skills to attach, at most 3.
        design_mode: A change made in design mode, as plain JSON. Later servers only.

    Returns:
        The id of the reply that is being generated.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

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
                "system_prompt": system_prompt,
                "model_configuration": model_configuration,
                "attachments": attachments,
                "mcp_server_ids": mcp_server_ids,
                "skills": skills,
                "design_mode": design_mode,
            },
            body_check=_SEND_MESSAGE_V2_REQUEST,
        ),
        models.AsyncMessage.from_dict,
    )


class ResolveTaskV2Params(TypedDict, total=False):
    """Keyword parameters of :func:`resolve_task_v2`."""

    task: Required[models.ResolveTask]
    model_configuration: models.ModelChoiceV2 | models.ModelChoiceV2Dict | Unset


async def resolve_task_v2(
    client: Transport,
    /,
    chat_id: str,
    *,
    task: models.ResolveTask,
    model_configuration: models.ModelChoiceV2 | models.ModelChoiceV2Dict | Unset = UNSET,
) -> models.Message:
    """Answer the agent's question or request, and wait for its reply.

    Refused with 409 where the chat has continued or waits for another task.

    Args:
        chat_id: The chat's id.
        task: The answer; a `PendingTask` builds it.
        model_configuration: How the model continues.

    Returns:
        A message of a version 2 chat.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

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
                "model_configuration": model_configuration,
            },
            body_check=_RESOLVE_TASK_V2_REQUEST,
        ),
        models.Message.from_dict,
    )


class ResolveTaskAsyncParams(TypedDict, total=False):
    """Keyword parameters of :func:`resolve_task_async`."""

    task: Required[models.ResolveTask]
    model_configuration: models.ModelChoiceV2 | models.ModelChoiceV2Dict | Unset


async def resolve_task_async(
    client: Transport,
    /,
    chat_id: str,
    *,
    task: models.ResolveTask,
    model_configuration: models.ModelChoiceV2 | models.ModelChoiceV2Dict | Unset = UNSET,
) -> models.AsyncMessage:
    """Answer the agent's question or request without waiting.

    Refused with 409 where the chat has continued or waits for another task. Read the message until its `finishReason`
    is not null.

    Args:
        chat_id: The chat's id.
        task: The answer; a `PendingTask` builds it.
        model_configuration: How the model continues.

    Returns:
        The id of the reply that is being generated.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v2/chats/{chatId}/messages/resolve/async`,
    https://v0.app/docs/api/v2/reference/messages/resolve-task-async
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
                "model_configuration": model_configuration,
            },
            body_check=_RESOLVE_TASK_V2_REQUEST,
        ),
        models.AsyncMessage.from_dict,
    )


class ResolveTaskStreamParams(TypedDict, total=False):
    """Keyword parameters of :func:`resolve_task_stream`."""

    task: Required[models.ResolveTask]
    model_configuration: models.ModelChoiceV2 | models.ModelChoiceV2Dict | Unset


def resolve_task_stream(
    client: StreamOpener[models.MessageStreamEvent, S],
    /,
    chat_id: str,
    *,
    task: models.ResolveTask,
    model_configuration: models.ModelChoiceV2 | models.ModelChoiceV2Dict | Unset = UNSET,
) -> S:
    """Answer the agent's question or request, and stream its reply.

    Refused with 409 where the chat has continued or waits for another task.

    Args:
        chat_id: The chat's id.
        task: The answer; a `PendingTask` builds it.
        model_configuration: How the model continues.

    Returns:
        A stream of models.MessageStreamEvent, of the client's own kind. Nothing is sent before it is entered.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        StreamError: The server reported an error after the stream had begun.

    API: `POST /v2/chats/{chatId}/messages/resolve/stream`,
    https://v0.app/docs/api/v2/reference/messages/resolve-task-streaming
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
                "model_configuration": model_configuration,
            },
            body_check=_RESOLVE_TASK_V2_REQUEST,
        ),
        unions.parse_message_stream_event,
    )


class SendMessageStreamParams(TypedDict, total=False):
    """Keyword parameters of :func:`send_message_stream`."""

    message: str | Unset
    system_prompt: str | Unset
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset
    attachments: Sequence[models.AttachmentInput] | Unset
    mcp_server_ids: Sequence[str] | Unset
    skills: Sequence[models.Skill] | Unset
    design_mode: Any | Unset


def send_message_stream(
    client: StreamOpener[models.MessageStreamEvent, S],
    /,
    chat_id: str,
    *,
    message: str | Unset = UNSET,
    system_prompt: str | Unset = UNSET,
    model_configuration: models.ModelConfigurationV2 | models.ModelConfigurationV2Dict | Unset = UNSET,
    attachments: Sequence[models.AttachmentInput] | Unset = UNSET,
    mcp_server_ids: Sequence[str] | Unset = UNSET,
    skills: Sequence[models.Skill] | Unset = UNSET,
    design_mode: Any | Unset = UNSET,
) -> S:
    """Send a message and stream the reply.

    Streams the state of the assistant message and its parts as server-sent events while they are generated.

    Args:
        chat_id: The chat's id.
        message: The prompt. A change in `designMode` may do without.
        system_prompt: Context for the whole chat, such as frameworks and conventions to follow.
        model_configuration: How the model runs.
        attachments: Files, assets or text for the model.
        mcp_server_ids: The MCP servers to enable. Absent means the servers enabled by default.
        skills: Skills to attach, at most 3.
        design_mode: A change made in design mode, as plain JSON. Later servers only.

    Returns:
        A stream of models.MessageStreamEvent, of the client's own kind. Nothing is sent before it is entered.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        StreamError: The server reported an error after the stream had begun.

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
                "system_prompt": system_prompt,
                "model_configuration": model_configuration,
                "attachments": attachments,
                "mcp_server_ids": mcp_server_ids,
                "skills": skills,
                "design_mode": design_mode,
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

    A message whose `finishReason` is not null is final.

    Args:
        chat_id: The chat's id.
        message_id: The message's id.

    Returns:
        A message of a version 2 chat.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

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
            is_safe=True,
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
        Response of stop_message_v2.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

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
            is_safe=True,
        ),
        or_empty(models.StoppedMessage.from_dict, {}),
    )
