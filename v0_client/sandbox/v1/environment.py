"""The v1 operations on the environment variables of a project."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api
from ..json_api import JsonObject, JsonResponse, RejectError
from ..route_group import RouteGroup, flag_param, operation, read_body
from ..validation import Validator, array, boolean, closed, string
from ..workspace import Records
from .serializers import list_to_json

_id = string(at_least=1)
new_variable: Validator = closed({"key": string(at_least=1, at_most=255), "value": string()})

_CREATE = closed({"environmentVariables": array(new_variable)}, {"upsert": boolean})
_UPDATE = closed({"environmentVariables": array(closed({"id": _id, "value": string()}))})
_DELETE = closed({"environmentVariableIds": array(_id)})


class Environment(RouteGroup):
    api: ClassVar[Api] = "v1"

    def routes(self) -> list[Route]:
        variables = "/v1/projects/{project_id}/env-vars"
        return [
            operation("find_env_vars", "GET", variables, self.find),
            operation("create_env_vars", "POST", variables, self.create),
            operation("update_env_vars", "PATCH", variables, self.update),
            operation("delete_env_vars", "POST", f"{variables}/delete", self.delete),
            operation("get_env_var", "GET", f"{variables}/{{variable_id}}", self.get),
        ]

    async def find(self, request: Request) -> Response:
        return self._list(request, self._variables(request).newest_first())

    async def create(self, request: Request) -> Response:
        variables = self._variables(request)
        body = await read_body(request, _CREATE)
        existing = {variable["key"]: variable["id"] for variable in variables.newest_first()}
        duplicates = [each["key"] for each in body["environmentVariables"] if each["key"] in existing]
        if duplicates and not body.get("upsert", False):
            raise RejectError(409, f"The project has {', '.join(duplicates)} already; pass upsert to replace")
        written = [
            variables.update(existing[each["key"]], each) if each["key"] in existing else variables.create(**each)
            for each in body["environmentVariables"]
        ]
        return self._list(request, written)

    async def update(self, request: Request) -> Response:
        variables = self._variables(request)
        changes = (await read_body(request, _UPDATE))["environmentVariables"]
        for change in changes:
            variables.get(change["id"])  # nothing changes if one of them is unknown
        return self._list(request, [variables.update(change["id"], change) for change in changes])

    async def delete(self, request: Request) -> Response:
        variables = self._variables(request)
        ids = dict.fromkeys((await read_body(request, _DELETE))["environmentVariableIds"])
        for variable_id in ids:
            variables.get(variable_id)
        deleted = [variables.delete(variable_id) for variable_id in ids]
        items = [{"id": each["id"], "object": "environment_variable", "deleted": True} for each in deleted]
        return JsonResponse(list_to_json(items))

    async def get(self, request: Request) -> Response:
        variable = self._variables(request).get(request.path_params["variable_id"])
        return JsonResponse({"object": "environment_variable", "data": _to_json(request, variable)})

    def _variables(self, request: Request) -> Records:
        return self.store.workspace.env_vars(request.path_params["project_id"])

    def _list(self, request: Request, variables: list[JsonObject]) -> Response:
        return JsonResponse(list_to_json([_to_json(request, variable) for variable in variables]))


def _to_json(request: Request, variable: JsonObject) -> JsonObject:
    decrypted = flag_param(request, "decrypted") or False
    return {
        "id": variable["id"],
        "object": "environment_variable",
        "key": variable["key"],
        "value": variable["value"] if decrypted else _encrypt(variable),
        "decrypted": decrypted,
        "createdAt": _milliseconds(variable["createdAt"]),
        "updatedAt": _milliseconds(variable["updatedAt"]),
    }


def _encrypt(variable: JsonObject) -> str:
    """A stand-in for an encrypted value, from which the value cannot be read."""
    return hashlib.sha256(f"{variable['id']} {variable['value']}".encode()).hexdigest()


def _milliseconds(time: str) -> int:
    return round(datetime.fromisoformat(time).timestamp() * 1000)
