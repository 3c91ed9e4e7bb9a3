"""The user that the key belongs to: ``client.v1.user``."""

from __future__ import annotations

from typing import Final

from ..._resources.v1.user import User
from ..blocking import blocking
from ..resource import SyncResource

__all__ = ["SyncUser"]


class SyncUser(SyncResource):
    """The user that the key belongs to: ``client.v1.user``."""

    get: Final = blocking(User.get)
    get_billing: Final = blocking(User.get_billing)
    get_plan: Final = blocking(User.get_plan)
    get_scopes: Final = blocking(User.get_scopes)
