from __future__ import annotations

from typing import TypeAlias

from .. import models

V1ChatStreamEvent: TypeAlias = (
    models.V1ChatEvent | models.V1TitleEvent | models.V1NameEvent | models.V1ContentChunkEvent | models.UnknownEvent
)
"""An event of a version 1 stream."""
