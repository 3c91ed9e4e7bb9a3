"""Webhooks of version 1: ``client.v1.hooks``."""

from __future__ import annotations

from typing import Final

from ..._resources.v1.hooks import Hooks
from ..blocking import blocking
from ..resource import SyncResource

__all__ = ["SyncHooks"]


class SyncHooks(SyncResource):
    """Webhooks of version 1: ``client.v1.hooks``."""

    find: Final = blocking(Hooks.find)
    create: Final = blocking(Hooks.create)
    get: Final = blocking(Hooks.get)
    update: Final = blocking(Hooks.update)
    delete: Final = blocking(Hooks.delete)
