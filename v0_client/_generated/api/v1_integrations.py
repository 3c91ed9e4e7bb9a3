"""Vercel projects as version 1 sees them."""

from __future__ import annotations

from typing import Required, TypedDict

from .. import models
from ..client import Request, Transport
from ..types import Check, deprecated

_LINK_VERCEL_PROJECT_REQUEST: Check = {
    "type": "object",
    "properties": {"projectId": {"type": "string", "nonempty": True}, "name": {"type": "string", "nonempty": True}},
    "names": {"project_id": "projectId"},
    "required": ["projectId", "name"],
}


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/integrations/vercel/projects/find")
async def find_vercel_projects(
    client: Transport,
    /,
) -> models.VercelProjectList:
    """List the Vercel projects of the workspace.

    Deprecated. The whole list in one response.

    Returns:
        Vercel projects of the workspace.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/integrations/vercel/projects`,
    https://v0.app/docs/api/platform/reference/integrations/vercel/projects/find
    """
    return await client.send_request(
        Request(
            operation="find_vercel_projects",
            method="GET",
            template="/v1/integrations/vercel/projects",
            is_safe=True,
        ),
        models.VercelProjectList.from_dict,
    )


class LinkVercelProjectParams(TypedDict, total=False):
    """Keyword parameters of :func:`link_vercel_project`."""

    project_id: Required[str]
    name: Required[str]


@deprecated("Deprecated by the API: see https://v0.app/docs/api/platform/reference/integrations/vercel/projects/create")
async def link_vercel_project(
    client: Transport,
    /,
    *,
    project_id: str,
    name: str,
) -> models.LinkedVercelProject:
    """Create a Vercel project and link it to a v0 project.

    Deprecated. Deployments of the project's chats then go to it.

    Args:
        project_id: The v0 project.
        name: Name for the Vercel project.

    Returns:
        A Vercel project that is linked to a v0 project.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/integrations/vercel/projects`,
    https://v0.app/docs/api/platform/reference/integrations/vercel/projects/create
    """
    return await client.send_request(
        Request(
            operation="link_vercel_project",
            method="POST",
            template="/v1/integrations/vercel/projects",
            body={
                "project_id": project_id,
                "name": name,
            },
            body_check=_LINK_VERCEL_PROJECT_REQUEST,
        ),
        models.LinkedVercelProject.from_dict,
    )
