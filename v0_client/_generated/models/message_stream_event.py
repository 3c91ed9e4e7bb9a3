from __future__ import annotations

from typing import TypeAlias

from .. import models

MessageStreamEvent: TypeAlias = (
    models.MessageStateEvent | models.MessagePartsChunkEvent | models.MessageUsageEvent | models.UnknownEvent
)
"""An event of a message stream."""
