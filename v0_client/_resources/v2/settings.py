"""Settings of a team: ``client.v2.settings``."""

from __future__ import annotations

from typing import Final

from ..._generated.api import v2_settings
from ..resource import Resource

__all__ = ["Settings"]


class Settings(Resource):
    """Settings of a team: ``client.v2.settings``."""

    get_preview_hosts: Final = v2_settings.get_preview_hosts
    set_preview_hosts: Final = v2_settings.set_preview_hosts
    append_preview_hosts: Final = v2_settings.append_preview_hosts
    delete_preview_hosts: Final = v2_settings.delete_preview_hosts
