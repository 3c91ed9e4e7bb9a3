"""Reports on usage and activity: ``client.v1.reports``."""

from __future__ import annotations

from typing import Final

from ..._resources.v1.reports import Reports
from ..blocking import blocking
from ..iterators import listing
from ..resource import SyncResource

__all__ = ["SyncReports"]


class SyncReports(SyncResource):
    """Reports on usage and activity: ``client.v1.reports``."""

    get_usage: Final = listing(Reports.get_usage)
    get_ai_usage: Final = listing(Reports.get_ai_usage)
    get_user_activity: Final = blocking(Reports.get_user_activity)
