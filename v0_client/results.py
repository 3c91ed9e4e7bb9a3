"""The final result of a stream."""

from __future__ import annotations

from attrs import frozen

from . import models
from .pending_tasks import PendingTask

__all__ = ["StreamResult"]


@frozen(kw_only=True)
class StreamResult:
    """The final result of a version 2 stream; on an error of a stream, everything that had arrived.

    Attributes:
        chat: The chat as last received.
        message_id: The assistant message.
        title: The chat's title.
        parts: The message's parts, in order.
        usage: The tokens and credits the message used.
        text: The text parts that are not empty, joined by a blank line.
        rewritten: True where the pieces that ``text_deltas()`` yielded, joined, differ from ``text``: the server
            changed text it had already sent.
        message: The message as read at the end; None where it was not read.
        finish_reason: Why the generation ended, from that message. ``stop`` and ``tool-calls`` may leave a task.
        pending_task: What the agent waits for, where it waits for a person.
    """

    chat: models.Chat | None
    message_id: str | None
    title: str | None
    parts: list[models.MessagePart]
    usage: models.Usage | None
    text: str
    rewritten: bool = False
    message: models.Message | None = None
    finish_reason: models.FinishReason | None = None
    pending_task: PendingTask | None = None


def __dir__() -> list[str]:
    return __all__
