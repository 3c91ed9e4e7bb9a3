"""What a stream came to."""

from __future__ import annotations

from attrs import frozen

from . import models
from .pending_tasks import PendingTask

__all__ = ["StreamResult"]


@frozen(kw_only=True)
class StreamResult:
    """What a version 2 stream came to.

    Attributes:
        chat: The chat as last told.
        message_id: The assistant message.
        title: The chat's title.
        parts: The message's parts, in order.
        usage: What the message cost.
        text: The text of the parts of type ``text``, joined.
        rewritten: True where the pieces that ``text_deltas()`` handed out do not add up to ``text``, because the
            server changed text it had already sent.
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
