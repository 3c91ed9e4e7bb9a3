"""Credits used, and what for: ``client.v2.usage``."""

from __future__ import annotations

from typing import Final

from ..._resources.v2.usage import Usage
from ..blocking import blocking
from ..iterators import listing
from ..resource import SyncResource

__all__ = ["SyncUsage"]


class SyncUsage(SyncResource):
    """Credits used, and what for: ``client.v2.usage``."""

    get_summary: Final = blocking(Usage.get_summary)
    list_events: Final = listing(Usage.list_events)
    get_activity: Final = blocking(Usage.get_activity)
