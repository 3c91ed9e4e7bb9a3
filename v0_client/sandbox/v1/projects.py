"""The v1 operations on projects."""

from __future__ import annotations

from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api, Chat
from ..json_api import JsonObject, JsonResponse, RejectError
from ..route_group import RouteGroup, flag_param, operation, read_body
from ..validation import array, closed, string
from .environment import new_variable
from .serializers import chat_to_summary, list_to_json, project_to_json

_name = string(at_least=1, at_most=255)
_privacy = string(one_of=("private", "team"))

_CREATE = closed(
    {"name": _name},
    {
        "description": string(at_most=1000),
        "icon": string(),
        "environmentVariables": array(new_variable),
        "instructions": string(at_most=2000),
        "vercelProjectId": string(),
        "privacy": _privacy,
    },
)
_UPDATE = closed({}, {"name": _name, "description": string(), "instructions": string(), "privacy": _privacy})
_ASSIGN = closed({"chatId": string(at_least=1)})


class Projects(RouteGroup):
    api: ClassVar[Api] = "v1"

    def routes(self) -> list[Route]:
        projects, project = "/v1/projects", "/v1/projects/{project_id}"
        return [
            operation("find_projects", "GET", projects, self.find),
            operation("create_project", "POST", projects, self.create),
            operation("get_project", "GET", project, self.get),
            operation("update_project", "PATCH", project, self.update),
            operation("delete_project", "DELETE", project, self.delete),
            operation("assign_project", "POST", f"{project}/assign", self.assign),
            operation("get_chat_project", "GET", "/v1/chats/{chat_id}/project", self.of_chat),
        ]

    async def find(self, _: Request) -> Response:
        projects = self.store.workspace.projects.newest_first()
        return JsonResponse(list_to_json([project_to_json(project, self.base_url) for project in projects]))

    async def create(self, request: Request) -> Response:
        body = await read_body(request, _CREATE)
        variables = body.pop("environmentVariables", [])
        project = self.store.workspace.projects.create(**{"privacy": "private", **body})
        for variable in variables:
            self.store.workspace.env_vars(project["id"]).create(**variable)
        if "vercelProjectId" in body:
            self.store.workspace.vercel_projects.get_or_create(body["vercelProjectId"], name=body["name"])
        return self._detail(project)

    async def get(self, request: Request) -> Response:
        return self._detail(self._project(request))

    async def update(self, request: Request) -> Response:
        body = await read_body(request, _UPDATE)
        return self._detail(self.store.workspace.projects.update(request.path_params["project_id"], body))

    async def delete(self, request: Request) -> Response:
        project = self._project(request)
        delete_chats = flag_param(request, "deleteAllChats")
        for chat in self._chats(project):
            if delete_chats:
                self.store.delete_chat(chat)
            else:
                self.store.assign_project(chat, None)
        self.store.workspace.delete_project(project["id"])
        return JsonResponse({"id": project["id"], "object": "project", "deleted": True})

    async def assign(self, request: Request) -> Response:
        project = self._project(request)
        body = await read_body(request, _ASSIGN)
        self.store.assign_project(self.store.chat("v1", body["chatId"]), project)
        return JsonResponse({"id": project["id"], "object": "project", "assigned": True})

    async def of_chat(self, request: Request) -> Response:
        project_id = self.chat(request).project_id
        if project_id is None:
            raise RejectError(404, "The chat belongs to no project", code="project_not_found")
        return self._detail(self.store.workspace.projects.get(project_id))

    def _project(self, request: Request) -> JsonObject:
        return self.store.workspace.projects.get(request.path_params["project_id"])

    def _chats(self, project: JsonObject) -> list[Chat]:
        return [chat for chat in self.store.chats("v1") if chat.project_id == project["id"]]

    def _detail(self, project: JsonObject) -> Response:
        detail = {name: project[name] for name in ("description", "instructions") if name in project}
        chats = [chat_to_summary(chat, self.base_url) for chat in self._chats(project)]
        return JsonResponse({**project_to_json(project, self.base_url), **detail, "chats": chats})
