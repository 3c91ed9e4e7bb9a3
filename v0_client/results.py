"""What streams yield and return beside events."""

from __future__ import annotations

from attrs import frozen

from . import models
from .pending_tasks import PendingTask

__all__ = ["Resumed", "StreamResult"]


@frozen
class Resumed:
    """Yielded between two events when an interrupted stream was resumed.

    The events that follow replay the message from its start: a consumer that applies deltas itself starts again from
    ``[]``.

    Attributes:
        attempt: Number of this resume in a row, from 1.
        reason: Why the connection before it ended.
    """

    attempt: int
    reason: str


@frozen(kw_only=True)
class StreamResult:
    """The final result of a version 2 stream.

    Attributes:
        chat: The chat as last received.
        message_id: The assistant message.
        title: The chat's title.
        parts: The message's parts, in order.
        usage: What the message cost.
        text: The text of the parts of type ``text`` that are not empty, joined by a blank line.
        rewritten: True where the pieces of ``text_deltas()``, joined, differ from ``text``, because the server changed
            text that it had already sent.
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
