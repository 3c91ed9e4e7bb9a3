from __future__ import annotations

from ... import models
from ...client import Request, Transport


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
        models.StoppedMessage.from_dict,
    )
