from __future__ import annotations

from typing import TypeAlias

from .. import models

MessagePart: TypeAlias = (
    models.TextPart
    | models.ThinkingPart
    | models.FileReadPart
    | models.FileEditPart
    | models.SearchPart
    | models.BashPart
    | models.ToolCallPart
    | models.AgentActionPart
    | models.UnknownPart
)
"""One step of a message."""
