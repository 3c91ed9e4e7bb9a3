"""Webhooks of version 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Required, TypedDict

from .. import models
from ..client import Request, Transport
from ..types import UNSET, Check, Unset, or_empty

_CREATE_HOOK_REQUEST: Check = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "nonempty": True},
        "events": {"type": "array", "items": {"type": "string"}},
        "url": {"type": "string", "nonempty": True},
        "chatId": {"type": "string"},
    },
    "names": {"chat_id": "chatId"},
    "required": ["name", "events", "url"],
}
_UPDATE_HOOK_REQUEST: Check = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "nonempty": True},
        "events": {"type": "array", "items": {"type": "string"}},
        "url": {"type": "string", "nonempty": True},
    },
}


async def find_hooks(
    client: Transport,
    /,
) -> models.HookList:
    """List all webhooks of the workspace.

    The whole list in one response, ids and names only.

    Returns:
        All webhooks of the workspace.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/hooks`, https://v0.app/docs/api/platform/reference/hooks/find
    """
    return await client.send_request(
        Request(
            operation="find_hooks",
            method="GET",
            template="/v1/hooks",
            is_safe=True,
        ),
        models.HookList.from_dict,
    )


class CreateHookParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_hook`."""

    name: Required[str]
    events: Required[Sequence[models.WebhookEventType]]
    url: Required[str]
    chat_id: str | Unset


async def create_hook(
    client: Transport,
    /,
    *,
    name: str,
    events: Sequence[models.WebhookEventType],
    url: str,
    chat_id: str | Unset = UNSET,
) -> models.HookDetail:
    """Create a webhook.

    v0 then calls its address for the events named, of one chat or of all.

    Args:
        name: A name for people.
        events: The events to call it for.
        url: The address to call.
        chat_id: Only for events of this chat; of all chats if absent.

    Returns:
        A webhook with its events and its address.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/hooks`, https://v0.app/docs/api/platform/reference/hooks/create
    """
    return await client.send_request(
        Request(
            operation="create_hook",
            method="POST",
            template="/v1/hooks",
            body={
                "name": name,
                "events": events,
                "url": url,
                "chat_id": chat_id,
            },
            body_check=_CREATE_HOOK_REQUEST,
        ),
        models.HookDetail.from_dict,
    )


async def get_hook(
    client: Transport,
    /,
    hook_id: str,
) -> models.HookDetail:
    """Read one webhook.

    With its events and its address.

    Args:
        hook_id: The webhook's id.

    Returns:
        A webhook with its events and its address.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/hooks/{hookId}`, https://v0.app/docs/api/platform/reference/hooks/get-by-id
    """
    return await client.send_request(
        Request(
            operation="get_hook",
            method="GET",
            template="/v1/hooks/{hook_id}",
            path_values={
                "hook_id": hook_id,
            },
            is_safe=True,
        ),
        models.HookDetail.from_dict,
    )


async def delete_hook(
    client: Transport,
    /,
    hook_id: str,
) -> models.DeletedHook:
    """Delete a webhook for good.

    v0 stops calling its address.

    Args:
        hook_id: The webhook's id.

    Returns:
        Response of delete_hook.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `DELETE /v1/hooks/{hookId}`, https://v0.app/docs/api/platform/reference/hooks/delete
    """
    return await client.send_request(
        Request(
            operation="delete_hook",
            method="DELETE",
            template="/v1/hooks/{hook_id}",
            path_values={
                "hook_id": hook_id,
            },
        ),
        or_empty(models.DeletedHook.from_dict, {}),
    )


class UpdateHookParams(TypedDict, total=False):
    """Keyword parameters of :func:`update_hook`."""

    name: str | Unset
    events: Sequence[models.WebhookEventType] | Unset
    url: str | Unset


async def update_hook(
    client: Transport,
    /,
    hook_id: str,
    *,
    name: str | Unset = UNSET,
    events: Sequence[models.WebhookEventType] | Unset = UNSET,
    url: str | Unset = UNSET,
) -> models.HookDetail:
    """Change a webhook.

    Fields that are left out stay as they are.

    Args:
        hook_id: The webhook's id.
        name: A name for people.
        events: The events to call it for.
        url: The address to call.

    Returns:
        A webhook with its events and its address.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `PATCH /v1/hooks/{hookId}`, https://v0.app/docs/api/platform/reference/hooks/update
    """
    return await client.send_request(
        Request(
            operation="update_hook",
            method="PATCH",
            template="/v1/hooks/{hook_id}",
            path_values={
                "hook_id": hook_id,
            },
            body={
                "name": name,
                "events": events,
                "url": url,
            },
            body_check=_UPDATE_HOOK_REQUEST,
        ),
        models.HookDetail.from_dict,
    )
