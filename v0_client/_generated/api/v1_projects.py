"""Projects and their environment variables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Required, TypedDict

from .. import models
from ..client import Request, Transport
from ..types import UNSET, Check, Unset, deprecated, or_empty

_ASSIGN_PROJECT_REQUEST: Check = {
    "type": "object",
    "properties": {"chatId": {"type": "string", "nonempty": True}},
    "names": {"chat_id": "chatId"},
    "required": ["chatId"],
}
_CREATE_ENV_VARS_REQUEST: Check = {
    "type": "object",
    "properties": {
        "environmentVariables": {"type": "array", "items": {"model": "NewEnvironmentVariable"}},
        "upsert": {"type": "boolean"},
    },
    "names": {"environment_variables": "environmentVariables"},
    "required": ["environmentVariables"],
}
_CREATE_PROJECT_REQUEST: Check = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "nonempty": True},
        "description": {"type": "string"},
        "icon": {"type": "string"},
        "environmentVariables": {"type": "array", "items": {"model": "NewEnvironmentVariable"}},
        "instructions": {"type": "string"},
        "vercelProjectId": {"type": "string"},
        "privacy": {"type": "string"},
    },
    "names": {"environment_variables": "environmentVariables", "vercel_project_id": "vercelProjectId"},
    "required": ["name"],
}
_DELETE_ENV_VARS_REQUEST: Check = {
    "type": "object",
    "properties": {"environmentVariableIds": {"type": "array", "items": {"type": "string", "nonempty": True}}},
    "names": {"environment_variable_ids": "environmentVariableIds"},
    "required": ["environmentVariableIds"],
}
_UPDATE_ENV_VARS_REQUEST: Check = {
    "type": "object",
    "properties": {"environmentVariables": {"type": "array", "items": {"model": "ChangedEnvironmentVariable"}}},
    "names": {"environment_variables": "environmentVariables"},
    "required": ["environmentVariables"],
}
_UPDATE_PROJECT_REQUEST: Check = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "nonempty": True},
        "description": {"type": "string"},
        "instructions": {"type": "string"},
        "privacy": {"type": "string"},
    },
}
_DELETE_PROJECT_QUERY: Check = {
    "type": "object",
    "properties": {"deleteAllChats": {"type": "boolean"}},
    "names": {"delete_all_chats": "deleteAllChats"},
}
_FIND_ENV_VARS_QUERY: Check = {"type": "object", "properties": {"decrypted": {"type": "boolean"}}}
_CREATE_ENV_VARS_QUERY: Check = {"type": "object", "properties": {"decrypted": {"type": "boolean"}}}
_UPDATE_ENV_VARS_QUERY: Check = {"type": "object", "properties": {"decrypted": {"type": "boolean"}}}
_GET_ENV_VAR_QUERY: Check = {"type": "object", "properties": {"decrypted": {"type": "boolean"}}}


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/projects/find")
async def find_projects(
    client: Transport,
    /,
) -> models.ProjectList:
    """List all projects of the workspace.

    Deprecated. The whole list in one response.

    Returns:
        All projects of the workspace.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/projects`, https://v0.app/docs/api/platform/reference/projects/find
    """
    return await client.send_request(
        Request(
            operation="find_projects",
            method="GET",
            template="/v1/projects",
            is_safe=True,
        ),
        models.ProjectList.from_dict,
    )


class CreateProjectParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_project`."""

    name: Required[str]
    description: str | Unset
    icon: str | Unset
    environment_variables: Sequence[models.NewEnvironmentVariable | models.NewEnvironmentVariableDict] | Unset
    instructions: str | Unset
    vercel_project_id: str | Unset
    privacy: models.ProjectPrivacy | Unset


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/projects/create")
async def create_project(
    client: Transport,
    /,
    *,
    name: str,
    description: str | Unset = UNSET,
    icon: str | Unset = UNSET,
    environment_variables: Sequence[models.NewEnvironmentVariable | models.NewEnvironmentVariableDict] | Unset = UNSET,
    instructions: str | Unset = UNSET,
    vercel_project_id: str | Unset = UNSET,
    privacy: models.ProjectPrivacy | Unset = UNSET,
) -> models.ProjectDetail:
    """Create a project.

    Deprecated. A project groups chats and holds their instructions and environment variables.

    Args:
        name: Name of the project. At most 255 characters.
        description: What the project is about. At most 1000 characters.
        icon: Name of its icon. Server default icon-wand-sparkles.
        environment_variables: Environment variables to begin with.
        instructions: Instructions for the model in all its chats. At most 2000 characters.
        vercel_project_id: The Vercel project to link.
        privacy: Who sees it. One of `private`, `team`, or a newer value.

    Returns:
        A project with its chats.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/projects`, https://v0.app/docs/api/platform/reference/projects/create
    """
    return await client.send_request(
        Request(
            operation="create_project",
            method="POST",
            template="/v1/projects",
            body={
                "name": name,
                "description": description,
                "icon": icon,
                "environment_variables": environment_variables,
                "instructions": instructions,
                "vercel_project_id": vercel_project_id,
                "privacy": privacy,
            },
            body_check=_CREATE_PROJECT_REQUEST,
        ),
        models.ProjectDetail.from_dict,
    )


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/projects/get-by-id")
async def get_project(
    client: Transport,
    /,
    project_id: str,
) -> models.ProjectDetail:
    """Read one project with its chats.

    Deprecated. The chats come without messages and files.

    Args:
        project_id: The project's id.

    Returns:
        A project with its chats.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/projects/{projectId}`, https://v0.app/docs/api/platform/reference/projects/get-by-id
    """
    return await client.send_request(
        Request(
            operation="get_project",
            method="GET",
            template="/v1/projects/{project_id}",
            path_values={
                "project_id": project_id,
            },
            is_safe=True,
        ),
        models.ProjectDetail.from_dict,
    )


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/projects/delete")
async def delete_project(
    client: Transport,
    /,
    project_id: str,
    *,
    delete_all_chats: bool | Unset = UNSET,
) -> models.DeletedProject:
    """Delete a project for good.

    Deprecated. Its chats stay, unless `deleteAllChats` is true.

    Args:
        project_id: The project's id.
        delete_all_chats: Delete the project's chats too, for good. Server default false.

    Returns:
        Response of delete_project.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `DELETE /v1/projects/{projectId}`, https://v0.app/docs/api/platform/reference/projects/delete
    """
    return await client.send_request(
        Request(
            operation="delete_project",
            method="DELETE",
            template="/v1/projects/{project_id}",
            path_values={
                "project_id": project_id,
            },
            query={
                "delete_all_chats": delete_all_chats,
            },
            query_check=_DELETE_PROJECT_QUERY,
        ),
        or_empty(models.DeletedProject.from_dict, {}),
    )


class UpdateProjectParams(TypedDict, total=False):
    """Keyword parameters of :func:`update_project`."""

    name: str | Unset
    description: str | Unset
    instructions: str | Unset
    privacy: models.ProjectPrivacy | Unset


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/projects/update")
async def update_project(
    client: Transport,
    /,
    project_id: str,
    *,
    name: str | Unset = UNSET,
    description: str | Unset = UNSET,
    instructions: str | Unset = UNSET,
    privacy: models.ProjectPrivacy | Unset = UNSET,
) -> models.ProjectDetail:
    """Change a project.

    Deprecated. Fields that are left out stay as they are.

    Args:
        project_id: The project's id.
        name: Name of the project.
        description: What the project is about.
        instructions: Instructions for the model in all its chats.
        privacy: Who sees it. One of `private`, `team`, or a newer value.

    Returns:
        A project with its chats.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `PATCH /v1/projects/{projectId}`, https://v0.app/docs/api/platform/reference/projects/update
    """
    return await client.send_request(
        Request(
            operation="update_project",
            method="PATCH",
            template="/v1/projects/{project_id}",
            path_values={
                "project_id": project_id,
            },
            body={
                "name": name,
                "description": description,
                "instructions": instructions,
                "privacy": privacy,
            },
            body_check=_UPDATE_PROJECT_REQUEST,
        ),
        models.ProjectDetail.from_dict,
    )


class AssignProjectParams(TypedDict, total=False):
    """Keyword parameters of :func:`assign_project`."""

    chat_id: Required[str]


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/projects/assign")
async def assign_project(
    client: Transport,
    /,
    project_id: str,
    *,
    chat_id: str,
) -> models.AssignedProject:
    """Put a chat into a project.

    Deprecated. The chat uses the project's instructions and environment variables from its next message on.

    Args:
        project_id: The project's id.
        chat_id: The chat to put into the project.

    Returns:
        Response of assign_project.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/projects/{projectId}/assign`, https://v0.app/docs/api/platform/reference/projects/assign
    """
    return await client.send_request(
        Request(
            operation="assign_project",
            method="POST",
            template="/v1/projects/{project_id}/assign",
            path_values={
                "project_id": project_id,
            },
            body={
                "chat_id": chat_id,
            },
            body_check=_ASSIGN_PROJECT_REQUEST,
        ),
        models.AssignedProject.from_dict,
    )


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/projects/find-env-vars")
async def find_env_vars(
    client: Transport,
    /,
    project_id: str,
    *,
    decrypted: bool | Unset = UNSET,
) -> models.EnvironmentVariableList:
    """List the environment variables of a project.

    Deprecated. Values are encrypted unless `decrypted` is true.

    Args:
        project_id: The project's id.
        decrypted: Return the values in clear text. Server default false.

    Returns:
        Environment variables of a project.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/projects/{projectId}/env-vars`, https://v0.app/docs/api/platform/reference/projects/find-env-vars
    """
    return await client.send_request(
        Request(
            operation="find_env_vars",
            method="GET",
            template="/v1/projects/{project_id}/env-vars",
            path_values={
                "project_id": project_id,
            },
            query={
                "decrypted": decrypted,
            },
            query_check=_FIND_ENV_VARS_QUERY,
            is_safe=True,
        ),
        models.EnvironmentVariableList.from_dict,
    )


class CreateEnvVarsParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_env_vars`."""

    environment_variables: Required[Sequence[models.NewEnvironmentVariable | models.NewEnvironmentVariableDict]]
    upsert: bool | Unset


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/projects/create-env-vars")
async def create_env_vars(
    client: Transport,
    /,
    project_id: str,
    *,
    environment_variables: Sequence[models.NewEnvironmentVariable | models.NewEnvironmentVariableDict],
    upsert: bool | Unset = UNSET,
    decrypted: bool | Unset = UNSET,
) -> models.EnvironmentVariableList:
    """Add environment variables to a project.

    Deprecated. Fails where a key exists already, unless `upsert` is true.

    Args:
        project_id: The project's id.
        environment_variables: The variables to add.
        upsert: Replace the value of a key that exists. Server default false.
        decrypted: Return the values in clear text. Server default false.

    Returns:
        Environment variables of a project.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/projects/{projectId}/env-vars`, https://v0.app/docs/api/platform/reference/projects/create-env-vars
    """
    return await client.send_request(
        Request(
            operation="create_env_vars",
            method="POST",
            template="/v1/projects/{project_id}/env-vars",
            path_values={
                "project_id": project_id,
            },
            query={
                "decrypted": decrypted,
            },
            query_check=_CREATE_ENV_VARS_QUERY,
            body={
                "environment_variables": environment_variables,
                "upsert": upsert,
            },
            body_check=_CREATE_ENV_VARS_REQUEST,
        ),
        models.EnvironmentVariableList.from_dict,
    )


class UpdateEnvVarsParams(TypedDict, total=False):
    """Keyword parameters of :func:`update_env_vars`."""

    environment_variables: Required[Sequence[models.ChangedEnvironmentVariable | models.ChangedEnvironmentVariableDict]]


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/projects/update-env-vars")
async def update_env_vars(
    client: Transport,
    /,
    project_id: str,
    *,
    environment_variables: Sequence[models.ChangedEnvironmentVariable | models.ChangedEnvironmentVariableDict],
    decrypted: bool | Unset = UNSET,
) -> models.EnvironmentVariableList:
    """Change the values of environment variables.

    Deprecated. Only values change; keys stay.

    Args:
        project_id: The project's id.
        environment_variables: The new values.
        decrypted: Return the values in clear text. Server default false.

    Returns:
        Environment variables of a project.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `PATCH /v1/projects/{projectId}/env-vars`, https://v0.app/docs/api/platform/reference/projects/update-env-vars
    """
    return await client.send_request(
        Request(
            operation="update_env_vars",
            method="PATCH",
            template="/v1/projects/{project_id}/env-vars",
            path_values={
                "project_id": project_id,
            },
            query={
                "decrypted": decrypted,
            },
            query_check=_UPDATE_ENV_VARS_QUERY,
            body={
                "environment_variables": environment_variables,
            },
            body_check=_UPDATE_ENV_VARS_REQUEST,
        ),
        models.EnvironmentVariableList.from_dict,
    )


class DeleteEnvVarsParams(TypedDict, total=False):
    """Keyword parameters of :func:`delete_env_vars`."""

    environment_variable_ids: Required[Sequence[str]]


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/projects/delete-env-vars")
async def delete_env_vars(
    client: Transport,
    /,
    project_id: str,
    *,
    environment_variable_ids: Sequence[str],
) -> models.DeletedEnvVarList:
    """Delete environment variables of a project.

    Deprecated. The variables are named by id.

    Args:
        project_id: The project's id.
        environment_variable_ids: Ids of the variables to delete.

    Returns:
        Response of delete_env_vars.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/projects/{projectId}/env-vars/delete`,
    https://v0.app/docs/api/platform/reference/projects/delete-env-vars
    """
    return await client.send_request(
        Request(
            operation="delete_env_vars",
            method="POST",
            template="/v1/projects/{project_id}/env-vars/delete",
            path_values={
                "project_id": project_id,
            },
            body={
                "environment_variable_ids": environment_variable_ids,
            },
            body_check=_DELETE_ENV_VARS_REQUEST,
        ),
        models.DeletedEnvVarList.from_dict,
    )


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/projects/get-env-var")
async def get_env_var(
    client: Transport,
    /,
    project_id: str,
    environment_variable_id: str,
    *,
    decrypted: bool | Unset = UNSET,
) -> models.EnvironmentVariableResult:
    """Read one environment variable.

    Deprecated. Its value is encrypted unless `decrypted` is true.

    Args:
        project_id: The project's id.
        environment_variable_id: The variable's id.
        decrypted: Return the values in clear text. Server default false.

    Returns:
        Response of get_env_var.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/projects/{projectId}/env-vars/{environmentVariableId}`,
    https://v0.app/docs/api/platform/reference/projects/get-env-var
    """
    return await client.send_request(
        Request(
            operation="get_env_var",
            method="GET",
            template="/v1/projects/{project_id}/env-vars/{environment_variable_id}",
            path_values={
                "project_id": project_id,
                "environment_variable_id": environment_variable_id,
            },
            query={
                "decrypted": decrypted,
            },
            query_check=_GET_ENV_VAR_QUERY,
            is_safe=True,
        ),
        models.EnvironmentVariableResult.from_dict,
    )


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/projects/get-by-chat-id")
async def get_chat_project(
    client: Transport,
    /,
    chat_id: str,
) -> models.ProjectDetail:
    """Read the project that a chat belongs to.

    Deprecated. Fails with 404 where the chat belongs to none.

    Args:
        chat_id: The chat's id.

    Returns:
        A project with its chats.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/chats/{chatId}/project`, https://v0.app/docs/api/platform/reference/projects/get-by-chat-id
    """
    return await client.send_request(
        Request(
            operation="get_chat_project",
            method="GET",
            template="/v1/chats/{chat_id}/project",
            path_values={
                "chat_id": chat_id,
            },
            is_safe=True,
        ),
        models.ProjectDetail.from_dict,
    )
