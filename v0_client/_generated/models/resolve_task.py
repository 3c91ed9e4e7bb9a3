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
    | models.ConfirmedStepsTaskDict
    | models.PlanExitResponseTaskDict
    | models.AnsweredQuestionsTaskDict
    | models.ConfirmedPermissionsTaskDict
    | models.VercelConnectSetupTaskDict
    | models.VercelConnectAuthorizationTaskDict
)
"""An answer to the agent's question or request. What requests accept for it: a model, or a dict."""
