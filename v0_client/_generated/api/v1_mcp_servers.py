"""MCP servers of version 1."""

from __future__ import annotations

from typing import Required, TypedDict

from .. import checks, models
from ..client import Request, Transport
from ..types import UNSET, Check, Unset, or_empty

_AUTHORIZE_MCP_SERVER_REQUEST: Check = {
    "type": "object",
    "properties": {"returnUrl": {"type": "string", "nonempty": True}},
    "names": {"return_url": "returnUrl"},
    "required": ["returnUrl"],
}
_CREATE_MCP_SERVER_REQUEST: Check = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "nonempty": True},
        "url": {"type": "string", "nonempty": True},
        "description": {"type": "string"},
        "enabled": {"type": "boolean"},
        "auth": checks.MCP_AUTH_INPUT,
        "scope": {"type": "string"},
    },
    "required": ["name", "url"],
}
_UPDATE_MCP_SERVER_REQUEST: Check = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "nonempty": True},
        "url": {"type": "string", "nonempty": True},
        "description": {"type": "string"},
        "enabled": {"type": "boolean"},
        "auth": checks.MCP_AUTH_INPUT,
        "scope": {"type": "string"},
    },
}


async def find_mcp_servers(
    client: Transport,
    /,
) -> models.McpServerListV1:
    """List all MCP servers of the user.

    The whole list in one response. Tokens and headers are left out.

    Returns:
        All MCP servers of the user.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/mcp-servers`, https://v0.app/docs/api/platform/reference/mcp-servers/find
    """
    return await client.send_request(
        Request(
            operation="find_mcp_servers",
            method="GET",
            template="/v1/mcp-servers",
            is_safe=True,
        ),
        models.McpServerListV1.from_dict,
    )


class CreateMcpServerParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_mcp_server`."""

    name: Required[str]
    url: Required[str]
    description: str | Unset
    enabled: bool | Unset
    auth: models.McpAuthInput | Unset
    scope: models.McpServerScope | Unset


async def create_mcp_server(
    client: Transport,
    /,
    *,
    name: str,
    url: str,
    description: str | Unset = UNSET,
    enabled: bool | Unset = UNSET,
    auth: models.McpAuthInput | Unset = UNSET,
    scope: models.McpServerScope | Unset = UNSET,
) -> models.McpServerV1:
    """Add an MCP server.

    One that uses OAuth is then authorized with `create_oauth_authorization_url`.

    Args:
        name: Name to show. At most 100 characters.
        url: Address of the MCP server. At most 500 characters.
        description: What it is for. At most 500 characters.
        enabled: Whether the agent may call it. Server default true.
        auth: How to authenticate; not at all if absent.
        scope: Who may use it. One of `user`, `team`, or a newer value.

    Returns:
        An MCP server of version 1.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/mcp-servers`, https://v0.app/docs/api/platform/reference/mcp-servers/create
    """
    return await client.send_request(
        Request(
            operation="create_mcp_server",
            method="POST",
            template="/v1/mcp-servers",
            body={
                "name": name,
                "url": url,
                "description": description,
                "enabled": enabled,
                "auth": auth,
                "scope": scope,
            },
            body_check=_CREATE_MCP_SERVER_REQUEST,
        ),
        models.McpServerV1.from_dict,
    )


async def get_mcp_server(
    client: Transport,
    /,
    mcp_server_id: str,
) -> models.McpServerV1:
    """Read one MCP server.

    Tokens and headers are left out.

    Args:
        mcp_server_id: The MCP server's id.

    Returns:
        An MCP server of version 1.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `GET /v1/mcp-servers/{mcpServerId}`, https://v0.app/docs/api/platform/reference/mcp-servers/get-by-id
    """
    return await client.send_request(
        Request(
            operation="get_mcp_server",
            method="GET",
            template="/v1/mcp-servers/{mcp_server_id}",
            path_values={
                "mcp_server_id": mcp_server_id,
            },
            is_safe=True,
        ),
        models.McpServerV1.from_dict,
    )


async def delete_mcp_server(
    client: Transport,
    /,
    mcp_server_id: str,
) -> models.DeletedMcpServer:
    """Delete an MCP server for good.

    Its OAuth tokens are deleted too.

    Args:
        mcp_server_id: The MCP server's id.

    Returns:
        Response of delete_mcp_server.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `DELETE /v1/mcp-servers/{mcpServerId}`, https://v0.app/docs/api/platform/reference/mcp-servers/delete
    """
    return await client.send_request(
        Request(
            operation="delete_mcp_server",
            method="DELETE",
            template="/v1/mcp-servers/{mcp_server_id}",
            path_values={
                "mcp_server_id": mcp_server_id,
            },
        ),
        or_empty(models.DeletedMcpServer.from_dict, {}),
    )


class UpdateMcpServerParams(TypedDict, total=False):
    """Keyword parameters of :func:`update_mcp_server`."""

    name: str | Unset
    url: str | Unset
    description: str | Unset
    enabled: bool | Unset
    auth: models.McpAuthInput | Unset
    scope: models.McpServerScope | Unset


async def update_mcp_server(
    client: Transport,
    /,
    mcp_server_id: str,
    *,
    name: str | Unset = UNSET,
    url: str | Unset = UNSET,
    description: str | Unset = UNSET,
    enabled: bool | Unset = UNSET,
    auth: models.McpAuthInput | Unset = UNSET,
    scope: models.McpServerScope | Unset = UNSET,
) -> models.McpServerV1:
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
        An MCP server of version 1.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `PATCH /v1/mcp-servers/{mcpServerId}`, https://v0.app/docs/api/platform/reference/mcp-servers/update
    """
    return await client.send_request(
        Request(
            operation="update_mcp_server",
            method="PATCH",
            template="/v1/mcp-servers/{mcp_server_id}",
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
            body_check=_UPDATE_MCP_SERVER_REQUEST,
        ),
        models.McpServerV1.from_dict,
    )


class CreateOauthAuthorizationUrlParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_oauth_authorization_url`."""

    return_url: Required[str]


async def create_oauth_authorization_url(
    client: Transport,
    /,
    mcp_server_id: str,
    *,
    return_url: str,
) -> models.McpServerAuthorization:
    """Begin the OAuth authorization of an MCP server.

    Send the user's browser to the address in the response. v0 stores the tokens and sends the browser on to
    `returnUrl`.

    Args:
        mcp_server_id: The MCP server's id.
        return_url: Where the browser goes in the end.

    Returns:
        Response of create_oauth_authorization_url.

    Raises:
        InvalidRequestError: An argument is invalid; nothing was sent.
        APIStatusError: The server refused the request or failed; there is a subclass for each common status.
        APIConnectionError: No complete response arrived; APITimeoutError where a timeout expired.
        ResponseDecodeError: The response is not what the API documents.

    API: `POST /v1/mcp-servers/{mcpServerId}/oauth/authorize`,
    https://v0.app/docs/api/platform/reference/mcp-servers/create-oauth-authorization-url
    """
    return await client.send_request(
        Request(
            operation="create_oauth_authorization_url",
            method="POST",
            template="/v1/mcp-servers/{mcp_server_id}/oauth/authorize",
            path_values={
                "mcp_server_id": mcp_server_id,
            },
            body={
                "return_url": return_url,
            },
            body_check=_AUTHORIZE_MCP_SERVER_REQUEST,
        ),
        models.McpServerAuthorization.from_dict,
    )
