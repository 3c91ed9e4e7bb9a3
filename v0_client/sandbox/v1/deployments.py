"""The v1 operations on deployments. Their builds finish at once; `package.json` decides how."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api, Files
from ..json_api import JsonObject, JsonResponse, RejectError
from ..route_group import RouteGroup, operation, read_body
from ..store import format_time
from ..validation import closed, string
from .serializers import list_to_json

_id = string(at_least=1)
_CREATE = closed({"chatId": _id, "versionId": _id}, {"projectId": string()})

_LINE_INTERVAL = timedelta(seconds=1)
"""The time between two lines of a build log."""


class Deployments(RouteGroup):
    api: ClassVar[Api] = "v1"

    def routes(self) -> list[Route]:
        deployments, deployment = "/v1/deployments", "/v1/deployments/{deployment_id}"
        return [
            operation("find_deployments", "GET", deployments, self.find),
            operation("create_deployment", "POST", deployments, self.create),
            operation("get_deployment", "GET", deployment, self.get),
            operation("delete_deployment", "DELETE", deployment, self.delete),
            operation("find_deployment_logs", "GET", f"{deployment}/logs", self.logs),
            operation("find_deployment_errors", "GET", f"{deployment}/errors", self.errors),
        ]

    async def find(self, request: Request) -> Response:
        wanted = {name: request.query_params.get(name) for name in ("chatId", "versionId", "projectId")}
        if not (wanted["chatId"] and wanted["versionId"]):
            raise RejectError(422, "chatId and versionId: are required")
        self.store.version(self.store.chat("v1", wanted["chatId"]), wanted["versionId"])
        found = [
            self._to_json(each)
            for each in self.store.workspace.deployments.newest_first()
            if all(value in (None, each.get(name)) for name, value in wanted.items())
        ]
        return JsonResponse(list_to_json(found))

    async def create(self, request: Request) -> Response:
        body = await read_body(request, _CREATE)
        chat = self.store.chat("v1", body["chatId"])
        version = self.store.version(chat, body["versionId"])
        if version.status != "completed":
            raise RejectError(409, f"The version is {version.status}; only a completed one can be deployed")
        project_id = body.get("projectId", chat.project_id)
        if project_id is not None:
            body["projectId"] = self.store.workspace.projects.get(project_id)["id"]
        # The files as of now: the version may be edited later.
        return JsonResponse(self._to_json(self.store.workspace.deployments.create(**body, files=version.files)))

    async def get(self, request: Request) -> Response:
        return JsonResponse(self._to_json(self._deployment(request)))

    async def delete(self, request: Request) -> Response:
        deployment = self.store.workspace.deployments.delete(request.path_params["deployment_id"])
        return JsonResponse({"id": deployment["id"], "object": "deployment", "deleted": True})

    async def logs(self, request: Request) -> Response:
        deployment = self._deployment(request)
        since = _since(request)
        begun, logs, next_since = datetime.fromisoformat(deployment["createdAt"]), list[JsonObject](), since
        for number, (level, text) in enumerate(_build(deployment["files"]), 1):
            time = begun + number * _LINE_INTERVAL
            if since is not None and time.timestamp() <= since:
                continue
            next_since = time.timestamp()
            logs.append(
                {
                    "id": f"{deployment['id']}_{number}",
                    "object": "deployment_log",
                    "deploymentId": deployment["id"],
                    "createdAt": format_time(time),
                    "text": text,
                    "type": "stderr" if level == "error" else "stdout",
                    "level": level,
                }
            )
        return JsonResponse({"object": "list", "logs": logs, "nextSince": next_since})

    async def errors(self, request: Request) -> Response:
        files = self._deployment(request)["files"]
        error = _build_error(files)
        if error is None:
            return JsonResponse({})
        log = "\n".join(text for _, text in _build(files))
        return JsonResponse({"errorType": "build_error", "formattedError": error, "fullErrorText": log})

    def _deployment(self, request: Request) -> JsonObject:
        return self.store.workspace.deployments.get(request.path_params["deployment_id"])

    def _to_json(self, deployment: JsonObject) -> JsonObject:
        deployment_id: str = deployment["id"]
        host = deployment_id.replace("_", "-")
        result = {
            "id": deployment_id,
            "object": "deployment",
            "inspectorUrl": f"https://vercel.com/sandbox/{deployment_id}",
            "chatId": deployment["chatId"],
            "versionId": deployment["versionId"],
            "apiUrl": f"{self.base_url}/v1/deployments/{deployment_id}",
            "webUrl": f"https://{host}.invalid",  # a reserved name that never resolves
        }
        return {**result, "projectId": deployment["projectId"]} if "projectId" in deployment else result


def _since(request: Request) -> float | None:
    text = request.query_params.get("since")
    try:
        since = None if text is None else float(text)
    except ValueError:
        since = math.nan
    if since is not None and not math.isfinite(since):
        raise RejectError(422, "since: must be a number of seconds since the epoch")
    return since


def _build(files: Files) -> Iterator[tuple[str, str]]:
    """The lines of the build's log: level and text."""
    error = _build_error(files)
    yield "info", f"Building {len(files)} file(s)"
    if error is None:
        yield "info", "Compiled successfully"
        yield "info", "Deployment completed"
    else:
        yield "error", error
        yield "error", "Command exited with 1"


def _build_error(files: Files) -> str | None:
    """What fails the build: a `package.json` that is not JSON, as in a real build."""
    if "package.json" not in files:
        return None
    try:
        json.loads(files["package.json"].data)
    except ValueError as error:
        return f"package.json is not valid JSON: {error}"
    return None
