"""Webhooks of version 2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Required, TypedDict

from .. import models
from ..client import Request, Transport
from ..types import UNSET, Check, Unset, decode_list, or_empty

_CREATE_WEBHOOK_REQUEST: Check = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "nonempty": True},
        "events": {"type": "array", "items": {"type": "string"}},
        "url": {"type": "string", "nonempty": True},
        "chatId": {"nullable": True, "type": "string"},
    },
    "names": {"chat_id": "chatId"},
    "required": ["name", "events", "url", "chatId"],
}
_UPDATE_WEBHOOK_REQUEST: Check = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "nonempty": True},
        "events": {"type": "array", "items": {"type": "string"}},
        "url": {"type": "string", "nonempty": True},
    },
}


async def list_webhooks(
    client: Transport,
    /,
) -> list[models.WebhookSummary]:
    """List all webhooks of the workspace.

    The whole list in one response, ids and names only.

    Returns:
        A list. Each entry: A webhook as lists show it.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v2/hooks`, https://v0.app/docs/api/v2/reference/webhooks/list-webhooks
    """
    return await client.send_request(
        Request(
            operation="list_webhooks",
            method="GET",
            template="/v2/hooks",
            is_safe=True,
        ),
        lambda v: decode_list(v, "the response", models.WebhookSummary.from_dict),
    )


class CreateWebhookParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_webhook`."""

    name: Required[str]
    events: Required[Sequence[models.WebhookEventType]]
    url: Required[str]
    chat_id: Required[str | None]


async def create_webhook(
    client: Transport,
    /,
    *,
    name: str,
    events: Sequence[models.WebhookEventType],
    url: str,
    chat_id: str | None,
) -> models.Webhook:
    """Create a webhook.

    v0 then calls its address for the events named, of one chat or of all.

    Args:
        name: A name for people.
        events: The events to call it for.
        url: The address to call.
        chat_id: Only for events of this chat; null for all chats.

    Returns:
        A webhook with its events and its address.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v2/hooks`, https://v0.app/docs/api/v2/reference/webhooks/create-webhook
    """
    return await client.send_request(
        Request(
            operation="create_webhook",
            method="POST",
            template="/v2/hooks",
            body={
                "name": name,
                "events": events,
                "url": url,
                "chat_id": chat_id,
            },
            body_check=_CREATE_WEBHOOK_REQUEST,
        ),
        models.Webhook.from_dict,
    )


async def get_webhook(
    client: Transport,
    /,
    hook_id: str,
) -> models.Webhook:
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

    API: `GET /v2/hooks/{hookId}`, https://v0.app/docs/api/v2/reference/webhooks/get-webhook
    """
    return await client.send_request(
        Request(
            operation="get_webhook",
            method="GET",
            template="/v2/hooks/{hook_id}",
            path_values={
                "hook_id": hook_id,
            },
            is_safe=True,
        ),
        models.Webhook.from_dict,
    )


async def delete_webhook(
    client: Transport,
    /,
    hook_id: str,
) -> models.DeletedWebhook:
    """Delete a webhook for good.

    v0 stops calling its address.

    Args:
        hook_id: The webhook's id.

    Returns:
        Response of delete_webhook.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `DELETE /v2/hooks/{hookId}`, https://v0.app/docs/api/v2/reference/webhooks/delete-webhook
    """
    return await client.send_request(
        Request(
            operation="delete_webhook",
            method="DELETE",
            template="/v2/hooks/{hook_id}",
            path_values={
                "hook_id": hook_id,
            },
        ),
        or_empty(models.DeletedWebhook.from_dict, {}),
    )


class UpdateWebhookParams(TypedDict, total=False):
    """Keyword parameters of :func:`update_webhook`."""

    name: str | Unset
    events: Sequence[models.WebhookEventType] | Unset
    url: str | Unset


async def update_webhook(
    client: Transport,
    /,
    hook_id: str,
    *,
    name: str | Unset = UNSET,
    events: Sequence[models.WebhookEventType] | Unset = UNSET,
    url: str | Unset = UNSET,
) -> models.Webhook:
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

    API: `PATCH /v2/hooks/{hookId}`, https://v0.app/docs/api/v2/reference/webhooks/update-webhook
    """
    return await client.send_request(
        Request(
            operation="update_webhook",
            method="PATCH",
            template="/v2/hooks/{hook_id}",
            path_values={
                "hook_id": hook_id,
            },
            body={
                "name": name,
                "events": events,
                "url": url,
            },
            body_check=_UPDATE_WEBHOOK_REQUEST,
        ),
        models.Webhook.from_dict,
    )
