"""Reports on usage and activity: ``client.v1.reports``."""

from __future__ import annotations

from typing import Final

from ..._generated.api import v1_reports
from ..resource import Resource

__all__ = ["Reports"]


class Reports(Resource):
    """Reports on usage and activity: ``client.v1.reports``."""

    get_usage: Final = v1_reports.get_usage_report
    get_ai_usage: Final = v1_reports.get_ai_usage_report
    get_user_activity: Final = v1_reports.get_user_activity_report
