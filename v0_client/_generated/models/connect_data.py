from __future__ import annotations

from typing import TypeAlias

from .. import models

ConnectData: TypeAlias = (
    models.ConnectSetupData | models.ConnectAuthorizationData | models.ConnectCompletedData | models.UnknownActionData
)
"""Payload of `configure_vercel_connect`."""
