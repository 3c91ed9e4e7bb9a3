"""Settings of a team: ``client.v2.settings``."""

from __future__ import annotations

from typing import Final

from ..._resources.v2.settings import Settings
from ..blocking import blocking
from ..resource import SyncResource

__all__ = ["SyncSettings"]


class SyncSettings(SyncResource):
    """Settings of a team: ``client.v2.settings``."""

    get_preview_hosts: Final = blocking(Settings.get_preview_hosts)
    set_preview_hosts: Final = blocking(Settings.set_preview_hosts)
    append_preview_hosts: Final = blocking(Settings.append_preview_hosts)
    delete_preview_hosts: Final = blocking(Settings.delete_preview_hosts)
