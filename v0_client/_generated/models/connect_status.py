from __future__ import annotations

from typing import TypeAlias

from .. import models

ConnectStatus: TypeAlias = (
    models.ConnectPending | models.ConnectReady | models.ConnectFailed | models.UnknownConnectStatus
)
"""The status of a connector's set-up."""
