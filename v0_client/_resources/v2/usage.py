"""Credits used, and what for: ``client.v2.usage``."""

from __future__ import annotations

from typing import Final

from ..._generated.api import v2_usage
from ..resource import Resource

__all__ = ["Usage"]


class Usage(Resource):
    """Credits used, and what for: ``client.v2.usage``."""

    get_summary: Final = v2_usage.get_usage_summary
    list_events: Final = v2_usage.list_usage_events
    get_activity: Final = v2_usage.get_usage_activity
