from __future__ import annotations

from typing import TypeAlias

from .. import models

ConnectStatus: TypeAlias = (
    models.ConnectPending | models.ConnectReady | models.ConnectFailed | models.UnknownConnectStatus
)
"""How far the set-up of a connector is."""
