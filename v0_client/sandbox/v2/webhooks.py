"""The v2 operations on webhooks. The sandbox keeps them and calls none."""

from __future__ import annotations

from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api
from ..json_api import JsonObject, JsonResponse
from ..route_group import RouteGroup, operation, read_body
from ..validation import closed, nullable, string, webhook_fields

_CREATE = closed({**webhook_fields, "chatId": nullable(string())})
_UPDATE = closed({}, webhook_fields)


class Webhooks(RouteGroup):
    api: ClassVar[Api] = "v2"

    def routes(self) -> list[Route]:
        hooks, hook = "/v2/hooks", "/v2/hooks/{hook_id}"
        return [
            operation("list_webhooks", "GET", hooks, self.list),
            operation("create_webhook", "POST", hooks, self.create),
            operation("get_webhook", "GET", hook, self.get),
            operation("update_webhook", "PATCH", hook, self.update),
            operation("delete_webhook", "DELETE", hook, self.delete),
        ]

    async def list(self, _: Request) -> Response:
        hooks = self.store.workspace.webhooks.newest_first()
        return JsonResponse([{"id": hook["id"], "name": hook["name"]} for hook in hooks])

    async def create(self, request: Request) -> Response:
        body = await read_body(request, _CREATE)
        if body["chatId"] is not None:
            self.store.chat("v2", body["chatId"])
        return JsonResponse(_to_json(self.store.workspace.webhooks.create(**body)))

    async def get(self, request: Request) -> Response:
        return JsonResponse(_to_json(self.store.workspace.webhooks.get(request.path_params["hook_id"])))

    async def update(self, request: Request) -> Response:
        body = await read_body(request, _UPDATE)
        return JsonResponse(_to_json(self.store.workspace.webhooks.update(request.path_params["hook_id"], body)))

    async def delete(self, request: Request) -> Response:
        hook = self.store.workspace.webhooks.delete(request.path_params["hook_id"])
        return JsonResponse({"id": hook["id"], "deleted": True})


def _to_json(hook: JsonObject) -> JsonObject:
    return {name: value for name, value in hook.items() if name != "updatedAt"}
