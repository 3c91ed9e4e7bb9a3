"""Webhooks of version 2: ``client.v2.webhooks``."""

from __future__ import annotations

from typing import Final

from ..._resources.v2.webhooks import Webhooks
from ..blocking import blocking
from ..resource import SyncResource

__all__ = ["SyncWebhooks"]


class SyncWebhooks(SyncResource):
    """Webhooks of version 2: ``client.v2.webhooks``."""

    list: Final = blocking(Webhooks.list)
    create: Final = blocking(Webhooks.create)
    get: Final = blocking(Webhooks.get)
    update: Final = blocking(Webhooks.update)
    delete: Final = blocking(Webhooks.delete)
