from __future__ import annotations

from typing import TypeAlias

from .. import models

ChatStreamEvent: TypeAlias = (
    models.ChatStateEvent
    | models.ChatTitleEvent
    | models.MessagePartsChunkEvent
    | models.MessageUsageEvent
    | models.StreamErrorEvent
    | models.UnknownEvent
)
"""What a chat stream tells."""
