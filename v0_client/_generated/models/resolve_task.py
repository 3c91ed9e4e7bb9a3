from __future__ import annotations

from typing import TypeAlias

from .. import models

ResolveTask: TypeAlias = (
    models.ConfirmedStepsTask
    | models.PlanExitResponseTask
    | models.AnsweredQuestionsTask
    | models.ConfirmedPermissionsTask
    | models.VercelConnectSetupTask
    | models.VercelConnectAuthorizationTask
)
"""An answer to what the agent waits for."""
