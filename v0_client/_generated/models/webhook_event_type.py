from __future__ import annotations

from typing import Literal, TypeAlias

WebhookEventType: TypeAlias = (
    Literal[
        "chat.created",
        "chat.updated",
        "chat.deleted",
        "message.created",
        "message.updated",
        "message.deleted",
        "message.finished",
    ]
    | str
)
"""Events that a webhook is called for."""
