from __future__ import annotations

from typing import TypeAlias

from .. import models

AgentActionData: TypeAlias = (
    models.AskUserQuestionsData
    | models.ExitPlanModeData
    | models.RequestIntegrationData
    | models.ConnectSetupData
    | models.ConnectAuthorizationData
    | models.ConnectCompletedData
    | models.UnknownActionData
)
"""Payload of an agent action, discriminated by the action's name."""
