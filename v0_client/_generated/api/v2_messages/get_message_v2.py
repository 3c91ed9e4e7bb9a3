from __future__ import annotations

from ... import models
from ...client import Request, Transport


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
