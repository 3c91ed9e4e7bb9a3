"""Deployments of version 1: ``client.v1.deployments``."""

from __future__ import annotations

from typing import Final

from ..._generated.api import v1_deployments
from ..resource import Resource

__all__ = ["Deployments"]


class Deployments(Resource):
    """Deployments of version 1: ``client.v1.deployments``."""

    find: Final = v1_deployments.find_deployments
    create: Final = v1_deployments.create_deployment
    get: Final = v1_deployments.get_deployment
    delete: Final = v1_deployments.delete_deployment
    find_logs: Final = v1_deployments.find_deployment_logs
    find_errors: Final = v1_deployments.find_deployment_errors
