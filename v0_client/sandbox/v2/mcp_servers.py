"""The v2 operations on MCP servers."""

from __future__ import annotations

from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api
from ..json_api import JsonObject, JsonResponse, RejectError
from ..route_group import RouteGroup, operation, read_body
from ..store import AUTHOR
from ..validation import boolean, closed, mcp_server_fields, oauth_client, oauth_client_options, oauth_scopes, string

MAX_SERVERS = 10

_config = closed({**oauth_client, **oauth_scopes}, oauth_client_options)
_oauth = closed({"type": string()}, {"config": _config, "connected": boolean, "expiresAt": string()})
_fields = mcp_server_fields(_oauth)

_CREATE = closed({name: _fields[name] for name in ("name", "url", "auth", "scope")}, _fields)
_UPDATE = closed({}, _fields)


class McpServers(RouteGroup):
    api: ClassVar[Api] = "v2"

    def routes(self) -> list[Route]:
        servers, server = "/v2/mcp-servers", "/v2/mcp-servers/{server_id}"
        return [
            operation("list_mcp_servers", "GET", servers, self.list),
            operation("create_mcp_server_v2", "POST", servers, self.create),
            operation("get_mcp_server_v2", "GET", server, self.get),
            operation("update_mcp_server_v2", "PATCH", server, self.update),
            operation("delete_mcp_server_v2", "DELETE", server, self.delete),
        ]

    async def list(self, _: Request) -> Response:
        return JsonResponse([_to_json(server) for server in self.store.workspace.mcp_servers.newest_first()])

    async def create(self, request: Request) -> Response:
        body = await read_body(request, _CREATE)
        if len(self.store.workspace.mcp_servers) >= MAX_SERVERS:
            raise RejectError(403, f"A user may have {MAX_SERVERS} MCP servers")
        return JsonResponse(_to_json(self.store.workspace.create_mcp_server(body)))

    async def get(self, request: Request) -> Response:
        return JsonResponse(_to_json(self.store.workspace.mcp_servers.get(request.path_params["server_id"])))

    async def update(self, request: Request) -> Response:
        body = await read_body(request, _UPDATE)
        return JsonResponse(_to_json(self.store.workspace.mcp_servers.update(request.path_params["server_id"], body)))

    async def delete(self, request: Request) -> Response:
        self.store.workspace.mcp_servers.delete(request.path_params["server_id"])
        return JsonResponse({"success": True})


def _to_json(server: JsonObject) -> JsonObject:
    auth = {"connected": False, **server["auth"]} if server["auth"]["type"] == "oauth" else server["auth"]
    return {**server, "userId": AUTHOR, "auth": auth}
