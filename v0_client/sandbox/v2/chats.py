"""The v2 operations on chats."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..entities import Chat, File, Files
from ..file_transfer import decode_content, decode_data_uri, is_data_uri, placeholder_files, unzip
from ..generation import Generation
from ..json_api import JsonObject, JsonResponse, RejectError
from ..route_group import integer_param, metadata_params, operation, page, read_body
from ..store import AUTHOR, Revision
from ..validation import (
    Validator,
    anything,
    array,
    boolean,
    closed,
    file_encoding,
    metadata,
    metadata_update,
    privacy,
    skill_ids,
    skills,
    string,
    uri,
)
from .representations import MODELS, TurnGroup, chat_to_json, prompt_options, usage_to_json

_options: dict[str, Validator] = {
    "privacy": privacy,
    "title": string(),
    "metadata": metadata(value_at_least=0),
    "credentialAccess": closed({}, dict.fromkeys(("sharedNpm", "vercel", "github"), anything)),
}

_file = closed({"name": string(at_least=1), "content": string()}, {"encoding": file_encoding})
_CREATE_FROM_FILES = closed({"files": array(_file, at_least=1, at_most=20)}, _options)
_CREATE_FROM_ZIP = closed({"url": uri}, _options)
_CREATE_FROM_REPO = closed(
    {"repo": closed({"url": string(at_least=1)}, {"branch": string(at_most=250)})},
    _options,
)
_CREATE_FROM_VERCEL_PROJECT = closed(
    {"vercelProjectId": string(at_least=1)}, {**_options, "baseBranch": string(at_least=1, at_most=250)}
)
_UPDATE = closed(
    {}, {"title": string(), "privacy": privacy, "metadata": metadata_update(key_length=50, value_at_least=0)}
)
_DUPLICATE = closed({"privacy": privacy}, {"title": string()})


def _create_schema(revision: Revision) -> Validator:
    """The body of the operations that create a chat from a prompt.

    The documented revision requires `type` and attaches skills by id; later ones accept neither, but skill objects.
    """
    models = MODELS if revision == "later" else ("v0-auto", *MODELS)
    required: dict[str, Validator] = {}
    optional: dict[str, Validator] = {
        **_options,
        **prompt_options,
        "modelConfiguration": closed({"modelId": string(one_of=models), "imageGenerations": boolean}),
    }
    if revision != "documented":
        optional["skills"] = skills
    if revision != "later":
        optional["skillIds"] = skill_ids
        (required if revision == "documented" else optional)["type"] = string(one_of=("prompt",))
    return closed(required, optional)


class Chats(TurnGroup):
    def routes(self) -> list[Route]:
        chats, chat = "/v2/chats", "/v2/chats/{chat_id}"
        from_project = f"{chats}/from-vercel-project"
        return [
            operation("create_chat_v2", "POST", chats, self.create),
            operation("list_chats", "GET", chats, self.list),
            operation("create_chat_stream", "POST", f"{chats}/stream", self.create_stream),
            operation("create_chat_async", "POST", f"{chats}/async", self.create_async),
            operation("create_chat_from_files", "POST", f"{chats}/from-files", self.create_from_files),
            operation("create_chat_from_zip", "POST", f"{chats}/from-zip", self.create_from_zip),
            operation("create_chat_from_repo", "POST", f"{chats}/from-repo", self.create_from_repo),
            operation("create_chat_from_vercel_project", "POST", from_project, self.create_from_project),
            operation("get_chat_v2", "GET", chat, self.get),
            operation("update_chat_v2", "PATCH", chat, self.update),
            operation("delete_chat_v2", "DELETE", chat, self.delete),
            operation("duplicate_chat", "POST", f"{chat}/duplicate", self.duplicate),
            operation("resume_chat", "POST", f"{chat}/resume", self.resume),
        ]

    async def create(self, request: Request) -> Response:
        generation = await self._create_with_turn(request, "later")
        await generation.running.wait()
        usage = usage_to_json(generation.message.usage)
        return self.turn_json(generation, {"chat": chat_to_json(generation.chat), "usage": usage})

    async def create_stream(self, request: Request) -> Response:
        return self.chat_stream(await self._create_with_turn(request, self.store.settings.revision))

    async def create_async(self, request: Request) -> Response:
        generation = await self._create_with_turn(request, "later", background=True)
        ids = {"chatId": generation.chat.id, "messageId": generation.message.id}
        return self.turn_json(generation, ids, status=202)

    async def create_from_files(self, request: Request) -> Response:
        body = await read_body(request, _CREATE_FROM_FILES)
        files = {file["name"]: _decode(file) for file in body["files"]}
        return self._create_with_files(body, files)

    async def create_from_zip(self, request: Request) -> Response:
        body = await read_body(request, _CREATE_FROM_ZIP)
        url = body["url"]
        files = unzip(decode_data_uri(url), "url") if is_data_uri(url) else placeholder_files("zip", url)
        return self._create_with_files(body, files)

    async def create_from_repo(self, request: Request) -> Response:
        body = await read_body(request, _CREATE_FROM_REPO)
        return self._create_with_files(body, placeholder_files("repo", body["repo"]["url"]))

    async def create_from_project(self, request: Request) -> Response:
        body = await read_body(request, _CREATE_FROM_VERCEL_PROJECT)
        project_id = body["vercelProjectId"]
        self.store.workspace.vercel_projects.get_or_create(project_id, name=project_id)
        chat = self._create_chat(body)
        chat.vercel_project_id = project_id
        return self._with_files(chat, placeholder_files("Vercel project", project_id))

    async def list(self, request: Request) -> Response:
        limit = integer_param(request, "limit", default=20, at_least=1, at_most=100)
        author, project = request.query_params.get("authorId"), request.query_params.get("vercelProjectId")
        required = metadata_params(request).items()
        found = [
            chat
            for chat in self.store.chats("v2")
            if author in (None, AUTHOR)
            and project in (None, chat.vercel_project_id)
            and required <= chat.metadata.items()
        ]
        chats, cursor = page(request, found, limit)
        return JsonResponse({"chats": [chat_to_json(chat) for chat in chats], "cursor": cursor})

    async def get(self, request: Request) -> Response:
        return JsonResponse(chat_to_json(self.chat(request)))

    async def update(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await read_body(request, _UPDATE)
        if "metadata" in body:
            chat.merge_metadata(body["metadata"])
        chat.title = body.get("title", chat.title)
        chat.privacy = body.get("privacy", chat.privacy)
        chat.updated_at = self.store.now()
        return JsonResponse(chat_to_json(chat))

    async def delete(self, request: Request) -> Response:
        chat = self.chat(request)
        self.store.delete_chat(chat)
        return JsonResponse({"chatId": chat.id})

    async def duplicate(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await read_body(request, _DUPLICATE, default={"privacy": "private"})
        copy = self.store.copy_chat(chat, privacy=body["privacy"], title=body.get("title", chat.title))
        return JsonResponse(chat_to_json(copy), 201)

    async def resume(self, request: Request) -> Response:
        chat = self.chat(request)
        message = chat.newest_assistant
        if message is None or message.turn is None:
            raise RejectError(404, "The chat has no assistant message to resume")
        return self.resumed_stream(chat, message, message.turn)

    async def _create_with_turn(self, request: Request, revision: Revision, *, background: bool = False) -> Generation:
        body = await read_body(request, _create_schema(revision))
        turn_request = self.turn_request(body)
        chat = self._create_chat(body, visible_after=turn_request.turn.visible_after)
        return self.start(chat, body, turn_request, background=background)

    def _create_with_files(self, body: JsonObject, files: Files) -> Response:
        return self._with_files(self._create_chat(body), files)

    def _with_files(self, chat: Chat, files: Files) -> Response:
        self.store.add_version(chat, files)
        return JsonResponse({"chat": chat_to_json(chat), "usage": usage_to_json(None)})

    def _create_chat(self, body: JsonObject, *, visible_after: float = 0.0) -> Chat:
        return self.store.create_chat(
            "v2",
            privacy=body.get("privacy", "private"),
            metadata=body.get("metadata", {}),
            title=body.get("title"),
            visible_after=visible_after,
        )


def _decode(file: JsonObject) -> File:
    return File(file["name"], decode_content(file["content"], file.get("encoding", "utf8"), file["name"]))
