"""Deployments of version 1: ``client.v1.deployments``."""

from __future__ import annotations

from typing import Final

from ..._resources.v1.deployments import Deployments
from ..blocking import blocking
from ..resource import SyncResource

__all__ = ["SyncDeployments"]


class SyncDeployments(SyncResource):
    """Deployments of version 1: ``client.v1.deployments``."""

    find: Final = blocking(Deployments.find)
    create: Final = blocking(Deployments.create)
    get: Final = blocking(Deployments.get)
    delete: Final = blocking(Deployments.delete)
    find_logs: Final = blocking(Deployments.find_logs)
    find_errors: Final = blocking(Deployments.find_errors)
