"""Projects of version 1 and their environment variables: ``client.v1.projects``."""

from __future__ import annotations

from typing import Final

from ..._generated.api import v1_projects
from ..resource import Resource

__all__ = ["Projects"]


class Projects(Resource):
    """Projects of version 1 and their environment variables: ``client.v1.projects``."""

    find: Final = v1_projects.find_projects
    create: Final = v1_projects.create_project
    get: Final = v1_projects.get_project
    get_by_chat_id: Final = v1_projects.get_chat_project
    update: Final = v1_projects.update_project
    delete: Final = v1_projects.delete_project
    assign: Final = v1_projects.assign_project

    find_env_vars: Final = v1_projects.find_env_vars
    create_env_vars: Final = v1_projects.create_env_vars
    get_env_var: Final = v1_projects.get_env_var
    update_env_vars: Final = v1_projects.update_env_vars
    delete_env_vars: Final = v1_projects.delete_env_vars
