from __future__ import annotations

from typing import TypeAlias

from .. import models

Billing: TypeAlias = models.TokenBilling | models.LegacyBilling | models.UnknownBilling
"""Credits and quota of an account, by how it is billed."""
