"""The v1 operations on MCP servers. Responses contain no tokens and no headers."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api
from ..json_api import JsonObject, JsonResponse, RejectError
from ..route_group import RouteGroup, operation, read_body
from ..store import format_time
from ..validation import closed, mcp_server_fields, oauth_client, oauth_client_options, oauth_scopes, string, uri
from .serializers import list_to_json

_oauth = closed({"type": string(), "config": closed(oauth_client, {**oauth_client_options, **oauth_scopes})})
_fields = mcp_server_fields(_oauth)

_CREATE = closed({"name": _fields["name"], "url": _fields["url"]}, _fields)
_UPDATE = closed({}, _fields)
_AUTHORIZE = closed({"returnUrl": uri})

_STATE_LIFETIME = timedelta(minutes=5)


class McpServers(RouteGroup):
    api: ClassVar[Api] = "v1"

    def routes(self) -> list[Route]:
        servers, server = "/v1/mcp-servers", "/v1/mcp-servers/{server_id}"
        return [
            operation("find_mcp_servers", "GET", servers, self.find),
            operation("create_mcp_server", "POST", servers, self.create),
            operation("get_mcp_server", "GET", server, self.get),
            operation("update_mcp_server", "PATCH", server, self.update),
            operation("delete_mcp_server", "DELETE", server, self.delete),
            operation("create_oauth_authorization_url", "POST", f"{server}/oauth/authorize", self.authorize),
        ]

    async def find(self, _: Request) -> Response:
        servers = self.store.workspace.mcp_servers.newest_first()
        return JsonResponse(list_to_json([_to_json(server) for server in servers]))

    async def create(self, request: Request) -> Response:
        body = await read_body(request, _CREATE)
        return JsonResponse(_to_json(self.store.workspace.create_mcp_server(body)))

    async def get(self, request: Request) -> Response:
        return JsonResponse(_to_json(self._server(request)))

    async def update(self, request: Request) -> Response:
        body = await read_body(request, _UPDATE)
        return JsonResponse(_to_json(self.store.workspace.mcp_servers.update(request.path_params["server_id"], body)))

    async def delete(self, request: Request) -> Response:
        server = self.store.workspace.mcp_servers.delete(request.path_params["server_id"])
        return JsonResponse({"id": server["id"], "object": "mcp_server", "deleted": True})

    async def authorize(self, request: Request) -> Response:
        server = self._server(request)
        body = await read_body(request, _AUTHORIZE)
        config = server["auth"].get("config")
        if config is None:
            raise RejectError(409, "The MCP server does not use OAuth")
        state = self.store.new_id("state")
        query = {
            "response_type": "code",
            "client_id": config["clientId"],
            "redirect_uri": body["returnUrl"],
            "scope": " ".join(config.get("scopes", ())),
            "state": state,
        }
        return JsonResponse(
            {
                "object": "mcp_server_oauth_authorization",
                "mcpServerId": server["id"],
                "url": f"{config['authorizationUrl']}?{urlencode(query)}",
                "state": state,
                "expiresAt": format_time(self.store.clock.now() + _STATE_LIFETIME),
            }
        )

    def _server(self, request: Request) -> JsonObject:
        return self.store.workspace.mcp_servers.get(request.path_params["server_id"])


def _to_json(server: JsonObject) -> JsonObject:
    return {**server, "object": "mcp_server", "auth": {"type": server["auth"]["type"]}}
