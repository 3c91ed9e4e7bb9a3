"""The v1 operations on versions and their files."""

from __future__ import annotations

from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Api, Chat, File, Files, Version
from ..file_transfer import DEFAULT_FILES, tarball_download, zip_download
from ..json_api import JsonObject, JsonResponse, RejectError
from ..route_group import RouteGroup, choice_param, flag_param, integer_param, operation, page, read_body
from ..validation import array, boolean, closed, string
from .serializers import page_to_json, version_to_json, version_to_summary

_UPDATE = closed({"files": array(closed({"name": string(at_least=1), "content": string()}, {"locked": boolean}))})
_DELETE_FILES = closed({"filePaths": array(string())})


class Versions(RouteGroup):
    api: ClassVar[Api] = "v1"

    def routes(self) -> list[Route]:
        versions = "/v1/chats/{chat_id}/versions"
        version = f"{versions}/{{version_id}}"
        return [
            operation("find_versions", "GET", versions, self.find),
            operation("get_version", "GET", version, self.get),
            operation("update_version", "PATCH", version, self.update),
            operation("download_version", "GET", f"{version}/download", self.download),
            operation("delete_version_files", "POST", f"{version}/files/delete", self.delete_files),
            operation("restore_version", "POST", f"{version}/restore", self.restore),
        ]

    async def find(self, request: Request) -> Response:
        chat = self.chat(request)
        limit = integer_param(request, "limit", default=20, at_least=1, at_most=150)
        versions, cursor = page(request, reversed(chat.versions), limit)
        url = f"{self.base_url}{request.url.path}"
        result = page_to_json([version_to_summary(version) for version in versions], url, {"limit": limit}, cursor)
        return JsonResponse({**result, "meta": {"totalCount": len(chat.versions)}})

    async def get(self, request: Request) -> Response:
        _, version = self._version(request)
        return JsonResponse(version_to_json(version, _shown_files(request, version)))

    async def update(self, request: Request) -> Response:
        chat, version = self._version(request)
        body = await read_body(request, _UPDATE)
        edited = {file["name"]: _edit(version.files.get(file["name"]), file) for file in body["files"]}
        version.files = {**version.files, **edited}
        version.updated_at = chat.updated_at = self.store.now()
        return JsonResponse(version_to_json(version))

    async def download(self, request: Request) -> Response:
        _, version = self._version(request)
        files = _shown_files(request, version)
        tarball = choice_param(request, "format", ("zip", "tarball")) == "tarball"
        return tarball_download(version.id, files) if tarball else zip_download(version.id, files)

    async def delete_files(self, request: Request) -> Response:
        chat, version = self._version(request)
        body = await read_body(request, _DELETE_FILES)
        for path in body["filePaths"]:
            if path not in version.files:
                raise RejectError(404, f"File not found: {path}", code="file_not_found")
        kept = {name: file for name, file in version.files.items() if name not in body["filePaths"]}
        return JsonResponse(version_to_json(self.store.add_version(chat, kept)))

    async def restore(self, request: Request) -> Response:
        chat, version = self._version(request)
        return JsonResponse(version_to_json(self.store.add_version(chat, version.files)))

    def _version(self, request: Request) -> tuple[Chat, Version]:
        chat = self.chat(request)
        return chat, self.store.version(chat, request.path_params["version_id"])


def _shown_files(request: Request, version: Version) -> Files:
    if not flag_param(request, "includeDefaultFiles"):
        return version.files
    defaults = {name: File(name, content.encode()) for name, content in DEFAULT_FILES.items()}
    return {**defaults, **version.files}


def _edit(before: File | None, change: JsonObject) -> File:
    locked = change.get("locked", before is not None and before.locked)
    return File(change["name"], change["content"].encode(), locked)
