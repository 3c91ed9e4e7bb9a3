"""Rate limits of version 1: ``client.v1.rate_limits``."""

from __future__ import annotations

from typing import Final

from ..._generated.api import v1_rate_limits
from ..resource import Resource

__all__ = ["RateLimits"]


class RateLimits(Resource):
    """Rate limits of version 1: ``client.v1.rate_limits``."""

    find: Final = v1_rate_limits.find_rate_limits
