"""The v2 operations on what surrounds a chat: its preview, its project, its deployments, its connectors."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..clock import written
from ..operations import Operations, body_of
from ..records import Api, Chat
from ..wire import Json, RejectError
from . import bodies
from .files import current_files

PREVIEW_LIFE = timedelta(hours=1)


class Hosting(Operations):
    api: ClassVar[Api] = "v2"

    def routes(self) -> list[Route]:
        chat = "/v2/chats/{chat_id}"
        return [
            Route(f"{chat}/preview", self.preview, methods=["GET"], name="get_preview"),
            Route(f"{chat}/connect/status", self.connect_status, methods=["GET"], name="get_connect_status"),
            Route(f"{chat}/deploy", self.deploy, methods=["POST"], name="deploy_chat"),
            Route(f"{chat}/vercel-project", self.create_vercel_project, methods=["POST"], name="create_vercel_project"),
        ]

    async def preview(self, request: Request) -> Response:
        chat = self.chat(request)
        if chat.current_version is None:
            return Json(None)
        expires = written(self.store.clock.now() + PREVIEW_LIFE)
        # A name that is reserved never to resolve, and no underscore: it is a host name.
        url = f"https://{chat.id.replace('_', '-')}.invalid"
        return Json({"url": url, "token": f"preview_{chat.id}", "expiresAt": expires})

    async def connect_status(self, request: Request) -> Response:
        chat = self.chat(request)
        request_id = request.query_params.get("requestId", "")
        if not 1 <= len(request_id) <= 128:
            raise RejectError(422, "requestId: must have from 1 to 128 characters")
        setup = chat.setups.get(request_id)
        if setup is None:
            raise RejectError(404, "No connector set-up has this requestId")
        setup.asked += 1
        if setup.asked <= setup.of.pending:
            return Json({"status": "pending", "progress": "Waiting for the browser"})
        if setup.of.error is not None:
            return Json({"status": "error", "message": setup.of.error})
        connector = {
            "id": f"connector_{request_id}",
            "name": setup.of.name,
            "service": setup.of.service,
            "type": "oauth",
        }
        return Json({"status": "ready", "connector": {**connector, "attachedToProject": True}})

    async def deploy(self, request: Request) -> Response:
        chat = self.chat(request)
        current_files(chat)
        project = chat.vercel_project_id or self._attach_project(chat)
        return Json({"deploymentId": self.store.new_id("dpl"), "vercelProjectId": project})

    async def create_vercel_project(self, request: Request) -> Response:
        chat = self.chat(request)
        await body_of(request, bodies.create_vercel_project, default={})
        if chat.vercel_project_id is not None:
            raise RejectError(409, "The chat has a Vercel project already")
        return Json({"vercelProjectId": self._attach_project(chat)}, 201)

    def _attach_project(self, chat: Chat) -> str:
        chat.vercel_project_id = self.store.new_id("prj")
        chat.updated_at = self.store.now()
        return chat.vercel_project_id
