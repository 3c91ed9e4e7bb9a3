"""Webhooks of version 1: ``client.v1.hooks``."""

from __future__ import annotations

from typing import Final

from ..._generated.api import v1_hooks
from ..resource import Resource

__all__ = ["Hooks"]


class Hooks(Resource):
    """Webhooks of version 1: ``client.v1.hooks``."""

    find: Final = v1_hooks.find_hooks
    create: Final = v1_hooks.create_hook
    get: Final = v1_hooks.get_hook
    update: Final = v1_hooks.update_hook
    delete: Final = v1_hooks.delete_hook
