from __future__ import annotations

from typing import TypeVar

from ... import models, unions
from ...client import Request, StreamOpener

S = TypeVar("S")


def resume_chat(
    client: StreamOpener[models.ChatStreamEvent, S],
    /,
    chat_id: str,
) -> S:
    """Join the stream of a running generation.

    Attaches to the newest unfinished assistant message and replays its parts from the start. For a finished message
    one closing chat event comes and the stream ends. Nothing is generated or billed.

    Args:
        chat_id: The chat's id.

    Returns:
        What the client gives for a stream of models.ChatStreamEvent; nothing is sent before it is entered.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        StreamError: The stream told of a failure after it had begun.

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
            reads=True,
        ),
        unions.parse_chat_stream_event,
    )
