"""Integrations of version 1: ``client.v1.integrations``."""

from __future__ import annotations

from typing import Final

from ..._generated.api import v1_integrations
from ..._http.transport import Transport
from ..resource import Resource

__all__ = ["Integrations", "Vercel", "VercelProjects"]


class VercelProjects(Resource, path="client.v1.integrations.vercel.projects"):
    """Projects at Vercel: ``client.v1.integrations.vercel.projects``."""

    find: Final = v1_integrations.find_vercel_projects
    create: Final = v1_integrations.link_vercel_project


class Vercel:
    """The integration of Vercel: ``client.v1.integrations.vercel``.

    Attributes:
        projects: Projects at Vercel.
    """

    def __init__(self, transport: Transport) -> None:
        self.projects: VercelProjects = VercelProjects(transport)

    def __repr__(self) -> str:
        return "<client.v1.integrations.vercel>"


class Integrations:
    """Integrations of version 1: ``client.v1.integrations``.

    Attributes:
        vercel: The integration of Vercel.
    """

    def __init__(self, transport: Transport) -> None:
        self.vercel: Vercel = Vercel(transport)

    def __repr__(self) -> str:
        return "<client.v1.integrations>"
