"""Projects of version 1 and their environment variables: ``client.v1.projects``."""

from __future__ import annotations

from typing import Final

from ..._resources.v1.projects import Projects
from ..blocking import blocking
from ..resource import SyncResource

__all__ = ["SyncProjects"]


class SyncProjects(SyncResource):
    """Projects of version 1 and their environment variables: ``client.v1.projects``."""

    find: Final = blocking(Projects.find)
    create: Final = blocking(Projects.create)
    get: Final = blocking(Projects.get)
    get_by_chat_id: Final = blocking(Projects.get_by_chat_id)
    update: Final = blocking(Projects.update)
    delete: Final = blocking(Projects.delete)
    assign: Final = blocking(Projects.assign)
    find_env_vars: Final = blocking(Projects.find_env_vars)
    create_env_vars: Final = blocking(Projects.create_env_vars)
    get_env_var: Final = blocking(Projects.get_env_var)
    update_env_vars: Final = blocking(Projects.update_env_vars)
    delete_env_vars: Final = blocking(Projects.delete_env_vars)
