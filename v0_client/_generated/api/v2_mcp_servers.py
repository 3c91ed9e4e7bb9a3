"""MCP servers of version 2."""

from __future__ import annotations

from typing import Required, TypedDict

from .. import checks, models
from ..client import Request, Transport
from ..types import UNSET, Check, Unset, decode_list, or_empty

_CREATE_MCP_SERVER_V2_REQUEST: Check = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "nonempty": True},
        "url": {"type": "string", "nonempty": True},
        "description": {"type": "string"},
        "enabled": {"type": "boolean"},
        "auth": checks.MCP_AUTH_INPUT_V2,
        "scope": {"type": "string"},
    },
    "required": ["name", "url", "auth", "scope"],
}
_UPDATE_MCP_SERVER_V2_REQUEST: Check = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "nonempty": True},
        "url": {"type": "string", "nonempty": True},
        "description": {"type": "string"},
        "enabled": {"type": "boolean"},
        "auth": checks.MCP_AUTH_INPUT_V2,
        "scope": {"type": "string"},
    },
}


async def list_mcp_servers(
    client: Transport,
    /,
) -> list[models.McpServer]:
    """List all MCP servers of the user.

    The whole list in one response.

    Returns:
        A list. Each entry: An MCP server of version 2.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v2/mcp-servers`, https://v0.app/docs/api/v2/reference/mcp-servers/list-mcp-servers
    """
    return await client.send_request(
        Request(
            operation="list_mcp_servers",
            method="GET",
            template="/v2/mcp-servers",
            is_safe=True,
        ),
        lambda v: decode_list(v, "the response", models.McpServer.from_dict),
    )


class CreateMcpServerV2Params(TypedDict, total=False):
    """Keyword parameters of :func:`create_mcp_server_v2`."""

    name: Required[str]
    url: Required[str]
    auth: Required[models.McpAuthInputV2]
    scope: Required[models.McpServerScope]
    description: str | Unset
    enabled: bool | Unset


async def create_mcp_server_v2(
    client: Transport,
    /,
    *,
    name: str,
    url: str,
    auth: models.McpAuthInputV2,
    scope: models.McpServerScope,
    description: str | Unset = UNSET,
    enabled: bool | Unset = UNSET,
) -> models.McpServer:
    """Add an MCP server.

    A user may have ten.

    Args:
        name: Name to show. At most 100 characters.
        url: Address of the MCP server. At most 500 characters.
        auth: How to authenticate.
        scope: Who may use it. One of `user`, `team`, or a newer value.
        description: What it is for. At most 500 characters.
        enabled: Whether the agent may call it. Server default true.

    Returns:
        An MCP server of version 2.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v2/mcp-servers`, https://v0.app/docs/api/v2/reference/mcp-servers/create-mcp-server
    """
    return await client.send_request(
        Request(
            operation="create_mcp_server_v2",
            method="POST",
            template="/v2/mcp-servers",
            body={
                "name": name,
                "url": url,
                "auth": auth,
                "scope": scope,
                "description": description,
                "enabled": enabled,
            },
            body_check=_CREATE_MCP_SERVER_V2_REQUEST,
        ),
        models.McpServer.from_dict,
    )


async def get_mcp_server_v2(
    client: Transport,
    /,
    mcp_server_id: str,
) -> models.McpServer:
    """Read one MCP server.

    With its way of authentication.

    Args:
        mcp_server_id: The MCP server's id.

    Returns:
        An MCP server of version 2.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v2/mcp-servers/{mcpServerId}`, https://v0.app/docs/api/v2/reference/mcp-servers/get-mcp-server
    """
    return await client.send_request(
        Request(
            operation="get_mcp_server_v2",
            method="GET",
            template="/v2/mcp-servers/{mcp_server_id}",
            path_values={
                "mcp_server_id": mcp_server_id,
            },
            is_safe=True,
        ),
        models.McpServer.from_dict,
    )


async def delete_mcp_server_v2(
    client: Transport,
    /,
    mcp_server_id: str,
) -> models.DeletedMcpServerV2:
    """Delete an MCP server for good.

    Its OAuth tokens are deleted too.

    Args:
        mcp_server_id: The MCP server's id.

    Returns:
        Response of delete_mcp_server_v2.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `DELETE /v2/mcp-servers/{mcpServerId}`, https://v0.app/docs/api/v2/reference/mcp-servers/delete-mcp-server
    """
    return await client.send_request(
        Request(
            operation="delete_mcp_server_v2",
            method="DELETE",
            template="/v2/mcp-servers/{mcp_server_id}",
            path_values={
                "mcp_server_id": mcp_server_id,
            },
        ),
        or_empty(models.DeletedMcpServerV2.from_dict, {}),
    )


class UpdateMcpServerV2Params(TypedDict, total=False):
    """Keyword parameters of :func:`update_mcp_server_v2`."""

    name: str | Unset
    url: str | Unset
    description: str | Unset
    enabled: bool | Unset
    auth: models.McpAuthInputV2 | Unset
    scope: models.McpServerScope | Unset


async def update_mcp_server_v2(
    client: Transport,
    /,
    mcp_server_id: str,
    *,
    name: str | Unset = UNSET,
    url: str | Unset = UNSET,
    description: str | Unset = UNSET,
    enabled: bool | Unset = UNSET,
    auth: models.McpAuthInputV2 | Unset = UNSET,
    scope: models.McpServerScope | Unset = UNSET,
) -> models.McpServer:
    """Change an MCP server.

    Fields that are left out stay as they are.

    Args:
        mcp_server_id: The MCP server's id.
        name: Name to show. At most 100 characters.
        url: Address of the MCP server. At most 500 characters.
        description: What it is for. At most 500 characters.
        enabled: Whether the agent may call it.
        auth: How to authenticate.
        scope: Who may use it. One of `user`, `team`, or a newer value.

    Returns:
        An MCP server of version 2.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `PATCH /v2/mcp-servers/{mcpServerId}`, https://v0.app/docs/api/v2/reference/mcp-servers/update-mcp-server
    """
    return await client.send_request(
        Request(
            operation="update_mcp_server_v2",
            method="PATCH",
            template="/v2/mcp-servers/{mcp_server_id}",
            path_values={
                "mcp_server_id": mcp_server_id,
            },
            body={
                "name": name,
                "url": url,
                "description": description,
                "enabled": enabled,
                "auth": auth,
                "scope": scope,
            },
            body_check=_UPDATE_MCP_SERVER_V2_REQUEST,
        ),
        models.McpServer.from_dict,
    )
