"""What a finished turn still waits for a person to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from attrs import frozen

from . import models

__all__ = ["PendingTask", "pending_task"]

TaskKind = Literal["questions", "plan", "integration", "permissions", "connect"]

_DATA_KINDS: dict[str, TaskKind] = {
    "AskUserQuestionsData": "questions",
    "ExitPlanModeData": "plan",
    "RequestIntegrationData": "integration",
    "ConnectSetupData": "connect",
    "ConnectAuthorizationData": "connect",
}


@frozen
class PendingTask:
    """A task the agent leaves to a person before it goes on.

    Attributes:
        kind: ``questions`` to answer, a ``plan`` to approve, an ``integration`` to connect, ``permissions`` to grant,
            or a connector to ``connect`` in a browser.
        part: The part that asks: an agent action with typed ``data``, or a tool call with ``suggested_permissions``.
    """

    kind: TaskKind
    part: models.AgentActionPart | models.ToolCallPart


def pending_task(parts: Iterable[models.MessagePart]) -> PendingTask | None:
    """The task that the newest part with one asks for; None where nothing is waited for."""
    for part in reversed(list(parts)):
        if isinstance(part, models.ToolCallPart):
            if part.suggested_permissions:
                return PendingTask("permissions", part)
        elif isinstance(part, models.AgentActionPart):
            kind = _DATA_KINDS.get(type(part.data).__name__)
            if kind is not None:
                return PendingTask(kind, part)
    return None
