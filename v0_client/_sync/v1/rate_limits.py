"""Rate limits of version 1: ``client.v1.rate_limits``."""

from __future__ import annotations

from typing import Final

from ..._resources.v1.rate_limits import RateLimits
from ..blocking import blocking
from ..resource import SyncResource

__all__ = ["SyncRateLimits"]


class SyncRateLimits(SyncResource):
    """Rate limits of version 1: ``client.v1.rate_limits``."""

    find: Final = blocking(RateLimits.find)
