from __future__ import annotations

from ... import models
from ...client import Request, Transport


async def get_chat_v2(
    client: Transport,
    /,
    chat_id: str,
) -> models.Chat:
    """Read a chat.

    A version 2 chat does not carry its messages; list them apart.

    Args:
        chat_id: The chat's id.

    Returns:
        A version 2 chat. Its messages are read apart.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

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
            reads=True,
        ),
        models.Chat.from_dict,
    )
