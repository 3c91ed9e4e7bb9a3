"""Webhooks of version 2: ``client.v2.webhooks``."""

from __future__ import annotations

from typing import Final

from ..._generated.api import v2_webhooks
from ..resource import Resource

__all__ = ["Webhooks"]


class Webhooks(Resource):
    """Webhooks of version 2: ``client.v2.webhooks``."""

    list: Final = v2_webhooks.list_webhooks
    create: Final = v2_webhooks.create_webhook
    get: Final = v2_webhooks.get_webhook
    update: Final = v2_webhooks.update_webhook
    delete: Final = v2_webhooks.delete_webhook
