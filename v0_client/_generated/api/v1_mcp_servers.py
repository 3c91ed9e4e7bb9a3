"""MCP servers of version 1."""

from __future__ import annotations

from typing import Required, TypedDict

from .. import models
from ..client import Request, Transport
from ..types import UNSET, Check, Unset

_AUTHORIZE_MCP_SERVER_REQUEST: Check = {
    "type": "object",
    "properties": {"returnUrl": {"minLength": 1, "type": "string", "argument": "return_url"}},
    "required": ["returnUrl"],
}
_CREATE_MCP_SERVER_REQUEST: Check = {
    "type": "object",
    "properties": {
        "name": {"minLength": 1, "maxLength": 100, "type": "string"},
        "url": {"minLength": 1, "maxLength": 500, "type": "string"},
        "description": {"maxLength": 500, "type": "string"},
        "enabled": {"type": "boolean"},
        "auth": {
            "tag": "type",
            "members": {
                "none": "NoMcpAuth",
                "bearer": "BearerMcpAuth",
                "custom-headers": "HeadersMcpAuth",
                "oauth": "OAuthMcpAuth",
            },
        },
        "scope": {"type": "string"},
    },
    "required": ["name", "url"],
}
_UPDATE_MCP_SERVER_REQUEST: Check = {
    "type": "object",
    "properties": {
        "name": {"minLength": 1, "maxLength": 100, "type": "string"},
        "url": {"minLength": 1, "maxLength": 500, "type": "string"},
        "description": {"maxLength": 500, "type": "string"},
        "enabled": {"type": "boolean"},
        "auth": {
            "tag": "type",
            "members": {
                "none": "NoMcpAuth",
                "bearer": "BearerMcpAuth",
                "custom-headers": "HeadersMcpAuth",
                "oauth": "OAuthMcpAuth",
            },
        },
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
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `GET /v1/mcp-servers`, https://v0.app/docs/api/platform/reference/mcp-servers/find
    """
    return await client.send_request(
        Request(
            operation="find_mcp_servers",
            method="GET",
            template="/v1/mcp-servers",
            reads=True,
        ),
        models.McpServerListV1.from_dict,
    )


class CreateMcpServerParams(TypedDict, total=False):
    """Keyword parameters of :func:`create_mcp_server`."""

    name: Required[str]
    url: Required[str]
    description: str | Unset
    enabled: bool | Unset
    auth: (
        models.NoMcpAuth
        | models.NoMcpAuthDict
        | models.BearerMcpAuth
        | models.BearerMcpAuthDict
        | models.HeadersMcpAuth
        | models.HeadersMcpAuthDict
        | models.OAuthMcpAuth
        | models.OAuthMcpAuthDict
        | Unset
    )
    scope: models.McpServerScope | Unset


async def create_mcp_server(
    client: Transport,
    /,
    *,
    name: str,
    url: str,
    description: str | Unset = UNSET,
    enabled: bool | Unset = UNSET,
    auth: models.NoMcpAuth
    | models.NoMcpAuthDict
    | models.BearerMcpAuth
    | models.BearerMcpAuthDict
    | models.HeadersMcpAuth
    | models.HeadersMcpAuthDict
    | models.OAuthMcpAuth
    | models.OAuthMcpAuthDict
    | Unset = UNSET,
    scope: models.McpServerScope | Unset = UNSET,
) -> models.McpServerV1:
    """Add an MCP server.

    One that uses OAuth is then authorized with `create_oauth_authorization_url`.

    Args:
        name: Name to show.
        url: Address of the MCP server.
        description: What it is for.
        enabled: Whether the agent may call it. Server default true.
        auth: How to authenticate; not at all if absent.
        scope: Who may use it. One of `user`, `team`, or a newer value.

    Returns:
        An MCP server of version 1.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

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
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

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
            reads=True,
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
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

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
        models.DeletedMcpServer.from_dict,
    )


class UpdateMcpServerParams(TypedDict, total=False):
    """Keyword parameters of :func:`update_mcp_server`."""

    name: str | Unset
    url: str | Unset
    description: str | Unset
    enabled: bool | Unset
    auth: (
        models.NoMcpAuth
        | models.NoMcpAuthDict
        | models.BearerMcpAuth
        | models.BearerMcpAuthDict
        | models.HeadersMcpAuth
        | models.HeadersMcpAuthDict
        | models.OAuthMcpAuth
        | models.OAuthMcpAuthDict
        | Unset
    )
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
    auth: models.NoMcpAuth
    | models.NoMcpAuthDict
    | models.BearerMcpAuth
    | models.BearerMcpAuthDict
    | models.HeadersMcpAuth
    | models.HeadersMcpAuthDict
    | models.OAuthMcpAuth
    | models.OAuthMcpAuthDict
    | Unset = UNSET,
    scope: models.McpServerScope | Unset = UNSET,
) -> models.McpServerV1:
    """Change an MCP server.

    Fields that are left out stay as they are.

    Args:
        mcp_server_id: The MCP server's id.
        name: Name to show.
        url: Address of the MCP server.
        description: What it is for.
        enabled: Whether the agent may call it.
        auth: How to authenticate.
        scope: Who may use it. One of `user`, `team`, or a newer value.

    Returns:
        An MCP server of version 1.

    Raises:
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

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
        InvalidRequestError: An argument was refused before anything was sent.
        APIStatusError: The server refused the request; its subclasses tell the statuses apart.
        APIConnectionError: No whole answer came; APITimeoutError where a timeout ran out.
        ResponseDecodeError: The answer is not what the API documents.

    API: `POST /v1/mcp-servers/{mcpServerId}/oauth/authorize`, https://v0.app/docs/api/platform/reference/mcp-servers/create-oauth-authorization-url
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
                "returnUrl": return_url,
            },
            body_check=_AUTHORIZE_MCP_SERVER_REQUEST,
        ),
        models.McpServerAuthorization.from_dict,
    )
