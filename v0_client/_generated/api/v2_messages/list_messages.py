from __future__ import annotations

from typing import Any

from ... import models
from ...client import Request, Transport
from ...types import UNSET, Unset

_QUERY: dict[str, Any] = {
    "type": "object",
    "properties": {"limit": {"minimum": 1, "maximum": 100, "type": "integer"}, "cursor": {"type": "string"}},
}


async def list_messages(
    client: Transport,
    /,
    chat_id: str,
    *,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> models.MessageList:
    """List the messages of a chat, newest first.

    One page; `cursor` of the answer asks for the next.

    Args:
        chat_id: The chat's id.
        limit: Messages per page, 1 to 100; the server's default is 20.
        cursor: The `cursor` of the page before.

    Returns:
        One page of messages, newest first.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `GET /v2/chats/{chatId}/messages`, https://v0.app/docs/api/v2/reference/messages/list-messages
    """
    return await client.send_request(
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
            query_check=_QUERY,
            reads=True,
        ),
        models.MessageList.from_dict,
    )
