"""The v1 operations on chats."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..generation import Wish
from ..operations import body_of
from ..queries import flag, metadata_filter, whole_number
from ..records import Chat
from ..wire import Json, JsonObject, RejectError
from . import bodies
from .shapes import found_shape, list_shape, project_shape
from .sources import files_of
from .turns import Turns


class Chats(Turns):
    def routes(self) -> list[Route]:
        chats, chat = "/v1/chats", "/v1/chats/{chat_id}"
        return [
            Route(chats, self.create, methods=["POST"], name="create_chat"),
            Route(chats, self.find, methods=["GET"], name="find_chats"),
            Route(f"{chats}/init", self.init, methods=["POST"], name="init_chat"),
            Route(chat, self.get, methods=["GET"], name="get_chat"),
            Route(chat, self.update, methods=["PATCH"], name="update_chat"),
            Route(chat, self.delete, methods=["DELETE"], name="delete_chat"),
            Route(f"{chat}/favorite", self.favorite, methods=["PUT"], name="favorite_chat"),
            Route(f"{chat}/fork", self.fork, methods=["POST"], name="fork_chat"),
            Route(f"{chat}/project", self.project, methods=["GET"], name="get_chat_project"),
        ]

    async def create(self, request: Request) -> Response:
        body = await body_of(request, bodies.create_chat)
        wish = Wish.of(self.store, body["message"], body.get("attachments", ()))
        chat = self._new_chat(body, lag=wish.turn.lag)
        return await self.answer(chat, body, wish)

    async def init(self, request: Request) -> Response:
        body = await body_of(request, bodies.init_chat)
        files = files_of(body)
        chat = self._new_chat(body)
        chat.title = body.get("name")
        chat.branch = body["repo"].get("branch") if body["type"] == "repo" else None
        self.store.add_version(chat, files)
        return Json(self.shape(chat))

    async def find(self, request: Request) -> Response:
        limit = whole_number(request, "limit", default=60, at_least=1, at_most=60)
        offset = whole_number(request, "offset", default=0, at_least=0)
        favorite = flag(request, "isFavorite")
        project, branch = (request.query_params.get(name) for name in ("vercelProjectId", "branch"))
        wanted = metadata_filter(request).items()
        found = [
            chat
            for chat in self.store.chats("v1")
            if favorite in (None, chat.favorite)
            and project in (None, chat.vercel_project_id)
            and branch in (None, chat.branch)
            and wanted <= chat.metadata.items()
        ]
        return Json(list_shape([found_shape(chat, self.base_url) for chat in found[offset : offset + limit]]))

    async def get(self, request: Request) -> Response:
        return Json(self.shape(self.chat(request)))

    async def update(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await body_of(request, bodies.update_chat)
        if "metadata" in body:
            chat.merge_metadata(body["metadata"])
        chat.title = body.get("name", chat.title)
        chat.privacy = body.get("privacy", chat.privacy)
        chat.updated_at = self.store.now()
        return Json(self.shape(chat))

    async def delete(self, request: Request) -> Response:
        chat = self.chat(request)
        self.store.delete_chat(chat)
        return Json({"id": chat.id, "object": "chat", "deleted": True})

    async def favorite(self, request: Request) -> Response:
        chat = self.chat(request)
        chat.favorite = (await body_of(request, bodies.favorite_chat))["isFavorite"]
        return Json({"id": chat.id, "object": "chat", "favorited": chat.favorite})

    async def fork(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await body_of(request, bodies.fork_chat, default={})
        version = self.store.version(chat, body["versionId"]) if "versionId" in body else chat.latest_version
        if version is not None and version.status == "pending":
            raise RejectError(409, "The version is still being generated")
        privacy = body.get("privacy", "private")
        return Json(self.shape(self.store.copy_chat(chat, privacy=privacy, title=chat.title, until=version)))

    async def project(self, request: Request) -> Response:
        project_id = self.chat(request).project_id
        if project_id is None:
            raise RejectError(404, "The chat belongs to no project", code="project_not_found")
        chats = [chat for chat in self.store.chats("v1") if chat.project_id == project_id]
        return Json(project_shape(project_id, chats, self.base_url))

    def _new_chat(self, body: JsonObject, *, lag: float = 0.0) -> Chat:
        privacy, metadata = body.get("chatPrivacy", "private"), body.get("metadata", {})
        chat = self.store.create_chat("v1", privacy=privacy, metadata=metadata, lag=lag)
        chat.project_id = body.get("projectId")
        return chat
