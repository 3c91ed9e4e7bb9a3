"""The v1 operations on versions and their files."""

from __future__ import annotations

from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..operations import Operations, body_of, tarball_download, zip_download
from ..queries import choice, flag, page, whole_number
from ..records import Api, Chat, File, Files, Version
from ..story import DEFAULT_FILES
from ..wire import Json, JsonObject, RejectError
from . import bodies
from .shapes import page_shape, version_shape, version_summary


class Versions(Operations):
    api: ClassVar[Api] = "v1"

    def routes(self) -> list[Route]:
        versions = "/v1/chats/{chat_id}/versions"
        version = f"{versions}/{{version_id}}"
        return [
            Route(versions, self.find, methods=["GET"], name="find_versions"),
            Route(version, self.get, methods=["GET"], name="get_version"),
            Route(version, self.update, methods=["PATCH"], name="update_version"),
            Route(f"{version}/download", self.download, methods=["GET"], name="download_version"),
            Route(f"{version}/files/delete", self.delete_files, methods=["POST"], name="delete_version_files"),
            Route(f"{version}/restore", self.restore, methods=["POST"], name="restore_version"),
        ]

    async def find(self, request: Request) -> Response:
        chat = self.chat(request)
        limit = whole_number(request, "limit", default=20, at_least=1, at_most=150)
        shown, cursor = page(request, reversed(chat.versions), limit)
        url = f"{self.store.settings.base_url}{request.url.path}"
        listed = page_shape([version_summary(version) for version in shown], url, {"limit": limit}, cursor)
        return Json({**listed, "meta": {"totalCount": len(chat.versions)}})

    async def get(self, request: Request) -> Response:
        _, version = self._version(request)
        return Json(version_shape(version, _shown_files(request, version)))

    async def update(self, request: Request) -> Response:
        chat, version = self._version(request)
        body = await body_of(request, bodies.update_version)
        edited = {file["name"]: _edited(version.files.get(file["name"]), file) for file in body["files"]}
        version.files = {**version.files, **edited}
        version.updated_at = chat.updated_at = self.store.now()
        return Json(version_shape(version))

    async def download(self, request: Request) -> Response:
        _, version = self._version(request)
        files = _shown_files(request, version)
        tarball = choice(request, "format", ("zip", "tarball")) == "tarball"
        return tarball_download(version.id, files) if tarball else zip_download(version.id, files)

    async def delete_files(self, request: Request) -> Response:
        chat, version = self._version(request)
        body = await body_of(request, bodies.delete_files)
        for path in body["filePaths"]:
            if path not in version.files:
                raise RejectError(404, f"File not found: {path}", code="file_not_found")
        kept = {name: file for name, file in version.files.items() if name not in body["filePaths"]}
        return Json(version_shape(self.store.add_version(chat, kept)))

    async def restore(self, request: Request) -> Response:
        chat, version = self._version(request)
        return Json(version_shape(self.store.add_version(chat, version.files)))

    def _version(self, request: Request) -> tuple[Chat, Version]:
        chat = self.chat(request)
        return chat, self.store.version(chat, request.path_params["version_id"])


def _shown_files(request: Request, version: Version) -> Files:
    if not flag(request, "includeDefaultFiles"):
        return version.files
    defaults = {name: File(name, content.encode()) for name, content in DEFAULT_FILES.items()}
    return {**defaults, **version.files}


def _edited(before: File | None, change: JsonObject) -> File:
    locked = change.get("locked", before is not None and before.locked)
    return File(change["name"], change["content"].encode(), locked)
