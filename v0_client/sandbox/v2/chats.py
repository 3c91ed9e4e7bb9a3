"""The v2 operations on chats."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..archives import unpacked
from ..checks import Check
from ..generation import Generation, Wish
from ..operations import body_of
from ..queries import metadata_filter, page, whole_number
from ..records import Chat, File, Files
from ..sources import data_of, is_data, stand_in
from ..store import AUTHOR
from ..wire import Json, JsonObject, RejectError
from . import bodies
from .shapes import chat_shape, usage
from .turns import Turns


class Chats(Turns):
    def routes(self) -> list[Route]:
        chats, chat = "/v2/chats", "/v2/chats/{chat_id}"
        return [
            Route(chats, self.create, methods=["POST"], name="create_chat_v2"),
            Route(chats, self.list, methods=["GET"], name="list_chats"),
            Route(f"{chats}/stream", self.create_stream, methods=["POST"], name="create_chat_stream"),
            Route(f"{chats}/async", self.create_async, methods=["POST"], name="create_chat_async"),
            Route(f"{chats}/from-files", self.create_from_files, methods=["POST"], name="create_chat_from_files"),
            Route(f"{chats}/from-zip", self.create_from_zip, methods=["POST"], name="create_chat_from_zip"),
            Route(f"{chats}/from-repo", self.create_from_repo, methods=["POST"], name="create_chat_from_repo"),
            Route(chat, self.get, methods=["GET"], name="get_chat_v2"),
            Route(chat, self.update, methods=["PATCH"], name="update_chat_v2"),
            Route(chat, self.delete, methods=["DELETE"], name="delete_chat_v2"),
            Route(f"{chat}/duplicate", self.duplicate, methods=["POST"], name="duplicate_chat"),
            Route(f"{chat}/resume", self.resume, methods=["POST"], name="resume_chat"),
        ]

    async def create(self, request: Request) -> Response:
        generation = await self._created(request, bodies.create_chat("later"))
        await generation.turn.wait()
        shown = {"chat": chat_shape(generation.chat), "usage": usage(*generation.message.characters)}
        return self.json(generation, shown)

    async def create_stream(self, request: Request) -> Response:
        return self.chat_stream(await self._created(request, bodies.create_chat(self.store.settings.revision)))

    async def create_async(self, request: Request) -> Response:
        generation = await self._created(request, bodies.create_chat("later"), background=True)
        ids = {"chatId": generation.chat.id, "messageId": generation.message.id}
        return self.json(generation, ids, status=202)

    async def create_from_files(self, request: Request) -> Response:
        body = await body_of(request, bodies.create_from_files)
        files = {file["name"]: File(file["name"], file["content"].encode()) for file in body["files"]}
        return self._created_from(body, files)

    async def create_from_zip(self, request: Request) -> Response:
        body = await body_of(request, bodies.create_from_zip)
        url = body["url"]
        return self._created_from(body, unpacked(data_of(url), "url") if is_data(url) else stand_in("zip", url))

    async def create_from_repo(self, request: Request) -> Response:
        body = await body_of(request, bodies.create_from_repo)
        return self._created_from(body, stand_in("repo", body["repo"]["url"]))

    async def list(self, request: Request) -> Response:
        limit = whole_number(request, "limit", default=20, at_least=1, at_most=100)
        author, project = request.query_params.get("authorId"), request.query_params.get("vercelProjectId")
        wanted = metadata_filter(request).items()
        found = [
            chat
            for chat in self.store.chats("v2")
            if author in (None, AUTHOR)
            and project in (None, chat.vercel_project_id)
            and wanted <= chat.metadata.items()
        ]
        shown, cursor = page(request, found, limit)
        return Json({"chats": [chat_shape(chat) for chat in shown], "cursor": cursor})

    async def get(self, request: Request) -> Response:
        return Json(chat_shape(self.chat(request)))

    async def update(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await body_of(request, bodies.update_chat)
        if "metadata" in body:
            chat.merge_metadata(body["metadata"])
        chat.title = body.get("title", chat.title)
        chat.privacy = body.get("privacy", chat.privacy)
        chat.updated_at = self.store.now()
        return Json(chat_shape(chat))

    async def delete(self, request: Request) -> Response:
        chat = self.chat(request)
        self.store.delete_chat(chat)
        return Json({"chatId": chat.id})

    async def duplicate(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await body_of(request, bodies.duplicate_chat, default={"privacy": "private"})
        copy = self.store.copy_chat(chat, privacy=body["privacy"], title=body.get("title", chat.title))
        return Json(chat_shape(copy), 201)

    async def resume(self, request: Request) -> Response:
        chat = self.chat(request)
        message = chat.newest_assistant
        if message is None or message.turn is None:
            raise RejectError(404, "There is no assistant message to resume")
        return self.resumed_stream(chat, message, message.turn)

    async def _created(self, request: Request, check: Check, *, background: bool = False) -> Generation:
        body = await body_of(request, check)
        wish = Wish.of(self.store, body["message"], body.get("attachments", ()))
        chat = self._new_chat(body, lag=wish.turn.lag)
        return self.begin(chat, wish, background=background)

    def _created_from(self, body: JsonObject, files: Files) -> Response:
        chat = self._new_chat(body)
        self.store.add_version(chat, files)
        return Json({"chat": chat_shape(chat), "usage": usage(0, 0)})

    def _new_chat(self, body: JsonObject, *, lag: float = 0.0) -> Chat:
        return self.store.create_chat(
            "v2",
            privacy=body.get("privacy", "private"),
            metadata=body.get("metadata", {}),
            title=body.get("title"),
            lag=lag,
        )
