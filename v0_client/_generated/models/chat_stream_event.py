from __future__ import annotations

from typing import TypeAlias

from .. import models

ChatStreamEvent: TypeAlias = (
    models.ChatStateEvent
    | models.ChatTitleEvent
    | models.MessagePartsChunkEvent
    | models.MessageUsageEvent
    | models.UnknownEvent
)
"""An event of a chat stream."""
