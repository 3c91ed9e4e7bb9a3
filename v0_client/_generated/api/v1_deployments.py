"""Versions of chats, deployed to Vercel."""

from __future__ import annotations

from typing import Required, TypedDict

from .. import models
from ..client import Request, Transport
from ..types import UNSET, Check, Unset, deprecated, or_empty

_CREATE_DEPLOYMENT_REQUEST: Check = {
    "type": "object",
    "properties": {
        "chatId": {"type": "string", "nonempty": True},
        "versionId": {"type": "string", "nonempty": True},
        "projectId": {"type": "string"},
    },
    "names": {"chat_id": "chatId", "version_id": "versionId", "project_id": "projectId"},
    "required": ["chatId", "versionId"],
}
_FIND_DEPLOYMENTS_QUERY: Check = {
    "type": "object",
    "properties": {
        "chatId": {"type": "string", "nonempty": True},
        "versionId": {"type": "string", "nonempty": True},
        "projectId": {"type": "string"},
    },
    "names": {"chat_id": "chatId", "version_id": "versionId", "project_id": "projectId"},
    "required": ["chatId", "versionId"],
}
_FIND_DEPLOYMENT_LOGS_QUERY: Check = {"type": "object", "properties": {"since": {"type": "number"}}}


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/deployments/find")
async def find_deployments(
    client: Transport,
    /,
    *,
    chat_id: str,
    version_id: str,
    project_id: str | Unset = UNSET,
) -> models.DeploymentList:
    """List the deployments of a version.

    Deprecated. The whole list in one response.

    Args:
        chat_id: The chat.
        version_id: The version of the chat.
        project_id: The project.

    Returns:
        Deployments of a version.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/deployments`, https://v0.app/docs/api/platform/reference/deployments/find
    """
    return await client.send_request(
        Request(
            operation="find_deployments",
            method="GET",
            template="/v1/deployments",
            query={
                "chat_id": chat_id,
                "version_id": version_id,
                "project_id": project_id,
            },
            query_check=_FIND_DEPLOYMENTS_QUERY,
            is_safe=True,
        ),
        models.DeploymentList.from_dict,
    )


class CreateDeploymentParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_deployment`."""

    chat_id: Required[str]
    version_id: Required[str]
    project_id: str | Unset


async def create_deployment(
    client: Transport,
    /,
    *,
    chat_id: str,
    version_id: str,
    project_id: str | Unset = UNSET,
) -> models.DeploymentDetail:
    """Deploy a version of a chat to Vercel.

    The deployment runs in the background; its logs and errors show how it goes.

    Args:
        chat_id: The chat.
        version_id: The version to deploy.
        project_id: Deprecated. The project to deploy into.

    Returns:
        A version of a chat that is deployed to Vercel.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/deployments`, https://v0.app/docs/api/platform/reference/deployments/create
    """
    return await client.send_request(
        Request(
            operation="create_deployment",
            method="POST",
            template="/v1/deployments",
            body={
                "chat_id": chat_id,
                "version_id": version_id,
                "project_id": project_id,
            },
            body_check=_CREATE_DEPLOYMENT_REQUEST,
        ),
        models.DeploymentDetail.from_dict,
    )


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/deployments/get-by-id")
async def get_deployment(
    client: Transport,
    /,
    deployment_id: str,
) -> models.DeploymentDetail:
    """Read one deployment.

    Deprecated. Where it is online and where Vercel shows its state.

    Args:
        deployment_id: The deployment's id.

    Returns:
        A version of a chat that is deployed to Vercel.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/deployments/{deploymentId}`, https://v0.app/docs/api/platform/reference/deployments/get-by-id
    """
    return await client.send_request(
        Request(
            operation="get_deployment",
            method="GET",
            template="/v1/deployments/{deployment_id}",
            path_values={
                "deployment_id": deployment_id,
            },
            is_safe=True,
        ),
        models.DeploymentDetail.from_dict,
    )


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/deployments/delete")
async def delete_deployment(
    client: Transport,
    /,
    deployment_id: str,
) -> models.DeletedDeployment:
    """Delete a deployment from Vercel.

    Deprecated. The version that it was made from stays.

    Args:
        deployment_id: The deployment's id.

    Returns:
        Response of delete_deployment.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `DELETE /v1/deployments/{deploymentId}`, https://v0.app/docs/api/platform/reference/deployments/delete
    """
    return await client.send_request(
        Request(
            operation="delete_deployment",
            method="DELETE",
            template="/v1/deployments/{deployment_id}",
            path_values={
                "deployment_id": deployment_id,
            },
        ),
        or_empty(models.DeletedDeployment.from_dict, {}),
    )


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/deployments/find-logs")
async def find_deployment_logs(
    client: Transport,
    /,
    deployment_id: str,
    *,
    since: float | Unset = UNSET,
) -> models.DeploymentLogList:
    """Read the build logs of a deployment.

    Deprecated. Pass `nextSince` of one response as `since` to read on.

    Args:
        deployment_id: The deployment's id.
        since: Only entries after this time, in seconds since the epoch.

    Returns:
        Response of find_deployment_logs.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/deployments/{deploymentId}/logs`, https://v0.app/docs/api/platform/reference/deployments/find-logs
    """
    return await client.send_request(
        Request(
            operation="find_deployment_logs",
            method="GET",
            template="/v1/deployments/{deployment_id}/logs",
            path_values={
                "deployment_id": deployment_id,
            },
            query={
                "since": since,
            },
            query_check=_FIND_DEPLOYMENT_LOGS_QUERY,
            is_safe=True,
        ),
        models.DeploymentLogList.from_dict,
    )


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/deployments/find-errors")
async def find_deployment_errors(
    client: Transport,
    /,
    deployment_id: str,
) -> models.DeploymentErrors:
    """Read why a deployment failed.

    Deprecated. All fields are absent where nothing failed.

    Args:
        deployment_id: The deployment's id.

    Returns:
        Response of find_deployment_errors.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/deployments/{deploymentId}/errors`, https://v0.app/docs/api/platform/reference/deployments/find-errors
    """
    return await client.send_request(
        Request(
            operation="find_deployment_errors",
            method="GET",
            template="/v1/deployments/{deployment_id}/errors",
            path_values={
                "deployment_id": deployment_id,
            },
            is_safe=True,
        ),
        models.DeploymentErrors.from_dict,
    )
