from __future__ import annotations

from ... import models
from ...client import Request, Transport


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
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

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
            reads=True,
        ),
        models.ChatDetail.from_dict,
    )
