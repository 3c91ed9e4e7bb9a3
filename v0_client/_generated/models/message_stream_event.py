from __future__ import annotations

from typing import TypeAlias

from .. import models

MessageStreamEvent: TypeAlias = (
    models.MessageStateEvent
    | models.MessagePartsChunkEvent
    | models.MessageUsageEvent
    | models.StreamErrorEvent
    | models.UnknownEvent
)
"""What a message stream tells."""
