"""Integrations of version 1: ``client.v1.integrations``."""

from __future__ import annotations

from typing import Any, Final

from ..._resources.v1.integrations import VercelProjects
from ..blocking import Mirror, blocking
from ..loop_thread import LoopThread
from ..resource import SyncResource

__all__ = ["SyncIntegrations", "SyncVercel", "SyncVercelProjects"]


class SyncVercelProjects(SyncResource):
    """Projects at Vercel: ``client.v1.integrations.vercel.projects``."""

    find: Final = blocking(VercelProjects.find)
    create: Final = blocking(VercelProjects.create)


class SyncVercel(Mirror):
    """The integration of Vercel: ``client.v1.integrations.vercel``.

    Attributes:
        projects: Projects at Vercel.
    """

    def __init__(self, original: Any, thread: LoopThread) -> None:
        super().__init__(original, thread)
        self.projects: SyncVercelProjects = SyncVercelProjects(original.projects, thread)


class SyncIntegrations(Mirror):
    """Integrations of version 1: ``client.v1.integrations``.

    Attributes:
        vercel: The integration of Vercel.
    """

    def __init__(self, original: Any, thread: LoopThread) -> None:
        super().__init__(original, thread)
        self.vercel: SyncVercel = SyncVercel(original.vercel, thread)
