"""The v1 operations on webhooks. The sandbox keeps them and calls none."""

from __future__ import annotations

from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api
from ..json_api import JsonObject, JsonResponse
from ..route_group import RouteGroup, operation, read_body
from ..validation import closed, string, webhook_fields
from .serializers import list_to_json

_CREATE = closed(webhook_fields, {"chatId": string()})
_UPDATE = closed({}, webhook_fields)


class Hooks(RouteGroup):
    api: ClassVar[Api] = "v1"

    def routes(self) -> list[Route]:
        hooks, hook = "/v1/hooks", "/v1/hooks/{hook_id}"
        return [
            operation("find_hooks", "GET", hooks, self.find),
            operation("create_hook", "POST", hooks, self.create),
            operation("get_hook", "GET", hook, self.get),
            operation("update_hook", "PATCH", hook, self.update),
            operation("delete_hook", "DELETE", hook, self.delete),
        ]

    async def find(self, _: Request) -> Response:
        return JsonResponse(list_to_json([_summary(hook) for hook in self.store.workspace.webhooks.newest_first()]))

    async def create(self, request: Request) -> Response:
        body = await read_body(request, _CREATE)
        if "chatId" in body:
            self.store.chat("v1", body["chatId"])
        return JsonResponse(_detail(self.store.workspace.webhooks.create(**{"chatId": None, **body})))

    async def get(self, request: Request) -> Response:
        return JsonResponse(_detail(self.store.workspace.webhooks.get(request.path_params["hook_id"])))

    async def update(self, request: Request) -> Response:
        body = await read_body(request, _UPDATE)
        return JsonResponse(_detail(self.store.workspace.webhooks.update(request.path_params["hook_id"], body)))

    async def delete(self, request: Request) -> Response:
        hook = self.store.workspace.webhooks.delete(request.path_params["hook_id"])
        return JsonResponse({"id": hook["id"], "object": "hook", "deleted": True})


def _summary(hook: JsonObject) -> JsonObject:
    return {"id": hook["id"], "object": "hook", "name": hook["name"]}


def _detail(hook: JsonObject) -> JsonObject:
    chat = {} if hook["chatId"] is None else {"chatId": hook["chatId"]}
    return {**_summary(hook), "events": hook["events"], "url": hook["url"], **chat}
