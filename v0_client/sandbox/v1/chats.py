"""The v1 operations on chats."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Chat, File, Files
from ..file_transfer import content_from, decode_data_uri, is_data_uri, placeholder_files, unzip
from ..generation import TurnRequest
from ..json_api import JsonObject, JsonResponse, RejectError
from ..route_group import flag_param, integer_param, metadata_params, operation, read_body
from ..validation import (
    Validator,
    array,
    boolean,
    closed,
    fail,
    metadata,
    metadata_update,
    nullable,
    privacy,
    prompt,
    string,
    tagged,
)
from .serializers import chat_to_list_item, list_to_json
from .turn_format import TurnGroup, prompt_options

_CREATE = closed(
    {"message": prompt},
    {
        **prompt_options,
        "chatPrivacy": privacy,
        "projectId": string(),
        "designSystemId": nullable(string()),
        "metadata": metadata(value_at_least=1),
    },
)
_UPDATE = closed(
    {}, {"name": string(), "privacy": privacy, "metadata": metadata_update(key_length=40, value_at_least=1)}
)
_FAVORITE = closed({"isFavorite": boolean})
_FORK = closed({}, {"versionId": string(at_most=32), "privacy": privacy})


def _init_file(value: Any, path: str) -> None:
    closed({"name": string(at_least=1)}, {"content": string(), "url": string(), "locked": boolean})(value, path)
    if ("content" in value) == ("url" in value):
        fail(path, "must have either content or url")


_init_options: dict[str, Validator] = {
    "type": string(),
    "name": string(),
    "chatPrivacy": privacy,
    "projectId": string(),
    "metadata": metadata(value_at_least=1),
}
_lockable = {**_init_options, "lockAllFiles": boolean}

_INIT = tagged(
    {
        "files": closed({"files": array(_init_file)}, _init_options),
        "repo": closed({"repo": closed({"url": string(at_least=1)}, {"branch": string(at_most=250)})}, _lockable),
        "registry": closed({"registry": closed({"url": string(at_least=1)})}, _lockable),
        "zip": closed({"zip": closed({"url": string(at_least=1)})}, _lockable),
        "template": closed({"templateId": string(at_least=1)}, _init_options),
    }
)


class Chats(TurnGroup):
    def routes(self) -> list[Route]:
        chats, chat = "/v1/chats", "/v1/chats/{chat_id}"
        return [
            operation("create_chat", "POST", chats, self.create),
            operation("find_chats", "GET", chats, self.find),
            operation("init_chat", "POST", f"{chats}/init", self.init),
            operation("get_chat", "GET", chat, self.get),
            operation("update_chat", "PATCH", chat, self.update),
            operation("delete_chat", "DELETE", chat, self.delete),
            operation("favorite_chat", "PUT", f"{chat}/favorite", self.favorite),
            operation("fork_chat", "POST", f"{chat}/fork", self.fork),
        ]

    async def create(self, request: Request) -> Response:
        body = await read_body(request, _CREATE)
        turn_request = TurnRequest.create(self.store, body["message"], body.get("attachments", ()))
        chat = self._create_chat(body, visible_after=turn_request.turn.visible_after)
        return await self.start(chat, body, turn_request)

    async def init(self, request: Request) -> Response:
        body = await read_body(request, _INIT)
        files = _files_from(body)
        chat = self._create_chat(body)
        chat.title = body.get("name")
        chat.branch = body["repo"].get("branch") if body["type"] == "repo" else None
        self.store.add_version(chat, files)
        return JsonResponse(self.chat_json(chat))

    async def find(self, request: Request) -> Response:
        limit = integer_param(request, "limit", default=60, at_least=1, at_most=60)
        offset = integer_param(request, "offset", default=0, at_least=0)
        favorite = flag_param(request, "isFavorite")
        project, branch = (request.query_params.get(name) for name in ("vercelProjectId", "branch"))
        required = metadata_params(request).items()
        found = [
            chat
            for chat in self.store.chats("v1")
            if favorite in (None, chat.favorite)
            and project in (None, chat.vercel_project_id)
            and branch in (None, chat.branch)
            and required <= chat.metadata.items()
        ]
        items = [chat_to_list_item(chat, self.base_url) for chat in found[offset : offset + limit]]
        return JsonResponse(list_to_json(items))

    async def get(self, request: Request) -> Response:
        return JsonResponse(self.chat_json(self.chat(request)))

    async def update(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await read_body(request, _UPDATE)
        if "metadata" in body:
            chat.merge_metadata(body["metadata"])
        chat.title = body.get("name", chat.title)
        chat.privacy = body.get("privacy", chat.privacy)
        chat.updated_at = self.store.now()
        return JsonResponse(self.chat_json(chat))

    async def delete(self, request: Request) -> Response:
        chat = self.chat(request)
        self.store.delete_chat(chat)
        return JsonResponse({"id": chat.id, "object": "chat", "deleted": True})

    async def favorite(self, request: Request) -> Response:
        chat = self.chat(request)
        chat.favorite = (await read_body(request, _FAVORITE))["isFavorite"]
        return JsonResponse({"id": chat.id, "object": "chat", "favorited": chat.favorite})

    async def fork(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await read_body(request, _FORK, default={})
        version = self.store.version(chat, body["versionId"]) if "versionId" in body else chat.latest_version
        if version is not None and version.status == "pending":
            raise RejectError(409, "The version is still being generated")
        copy = self.store.copy_chat(chat, privacy=body.get("privacy", "private"), title=chat.title, until=version)
        return JsonResponse(self.chat_json(copy))

    def _create_chat(self, body: JsonObject, *, visible_after: float = 0.0) -> Chat:
        privacy, metadata = body.get("chatPrivacy", "private"), body.get("metadata", {})
        chat = self.store.create_chat("v1", privacy=privacy, metadata=metadata, visible_after=visible_after)
        if "projectId" in body:
            self.store.assign_project(chat, self._project(body["projectId"]))
        return chat

    def _project(self, project_id: str) -> JsonObject:
        """The project; an unknown one begins with its first chat, since programs have ids of the service's projects."""
        return self.store.workspace.projects.get_or_create(project_id, name=project_id, privacy="private")


def _files_from(body: JsonObject) -> Files:
    """The files of a valid init body.

    Raises:
        RejectError: 422 for a malformed data URI or archive.
    """
    locked = body.get("lockAllFiles", False)
    kind = body["type"]
    if kind == "files":
        return {file["name"]: _file_from(file) for file in body["files"]}
    if kind == "zip" and is_data_uri(body["zip"]["url"]):
        return unzip(decode_data_uri(body["zip"]["url"]), "zip.url", locked=locked)
    origin = body["templateId"] if kind == "template" else body[kind]["url"]
    return placeholder_files(kind, origin, locked=locked)


def _file_from(file: JsonObject) -> File:
    data = file["content"].encode() if "content" in file else content_from(file["url"])
    return File(file["name"], data, file.get("locked", False))
