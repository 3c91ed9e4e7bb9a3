"""The v1 operations on Vercel projects."""

from __future__ import annotations

from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api
from ..json_api import JsonObject, JsonResponse, RejectError
from ..route_group import RouteGroup, operation, read_body
from ..validation import closed, string
from .serializers import list_to_json

_LINK = closed({"projectId": string(at_least=1), "name": string(at_least=1)})


class Integrations(RouteGroup):
    api: ClassVar[Api] = "v1"

    def routes(self) -> list[Route]:
        projects = "/v1/integrations/vercel/projects"
        return [
            operation("find_vercel_projects", "GET", projects, self.find),
            operation("link_vercel_project", "POST", projects, self.link),
        ]

    async def find(self, _: Request) -> Response:
        projects = self.store.workspace.vercel_projects.newest_first()
        return JsonResponse(list_to_json([_to_json(project) for project in projects]))

    async def link(self, request: Request) -> Response:
        body = await read_body(request, _LINK)
        workspace = self.store.workspace
        project = workspace.projects.get(body["projectId"])
        if "vercelProjectId" in project:
            raise RejectError(409, "The project has a Vercel project already")
        linked = workspace.vercel_projects.create(name=body["name"])
        workspace.projects.update(project["id"], {"vercelProjectId": linked["id"]})
        for chat in self.store.chats("v1"):
            if chat.project_id == project["id"]:
                self.store.assign_project(chat, project)
        return JsonResponse(_to_json(linked))


def _to_json(project: JsonObject) -> JsonObject:
    return {"id": project["id"], "object": "vercel_project", "name": project["name"]}
