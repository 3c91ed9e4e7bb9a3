"""The v1 operations on messages, and on the tasks they leave."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..generation import Wish
from ..operations import blocked_message, body_of
from ..queries import page, whole_number
from ..tasks import said_by
from ..wire import Json, RejectError
from . import bodies
from .shapes import message_shape, page_shape
from .turns import Turns


class Messages(Turns):
    def routes(self) -> list[Route]:
        chat = "/v1/chats/{chat_id}"
        messages, message = f"{chat}/messages", f"{chat}/messages/{{message_id}}"
        return [
            Route(messages, self.find, methods=["GET"], name="find_messages"),
            Route(messages, self.send, methods=["POST"], name="send_message"),
            Route(message, self.get, methods=["GET"], name="get_message"),
            Route(f"{message}/resume", self.resume, methods=["POST"], name="resume_message"),
            Route(f"{message}/stop", self.stop, methods=["POST"], name="stop_message"),
            Route(f"{chat}/tasks/resolve", self.resolve_task, methods=["POST"], name="resolve_task"),
        ]

    async def find(self, request: Request) -> Response:
        chat = self.chat(request)
        limit = whole_number(request, "limit", default=20, at_least=1, at_most=150)
        shown, cursor = page(request, self.store.messages(chat), limit)
        data = [message_shape(chat, message, self.base_url) for message in shown]
        return Json(page_shape(data, f"{self.base_url}{request.url.path}", {"limit": limit}, cursor))

    async def send(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await body_of(request, bodies.send_message)
        kind = body["action"]["type"] if "action" in body else "message"
        wish = Wish.of(self.store, body["message"], body.get("attachments", ()), kind=kind)
        return await self.answer(chat, body, wish)

    async def get(self, request: Request) -> Response:
        chat = self.chat(request)
        message = self.message(chat, request)
        return Json({**message_shape(chat, message, self.base_url), "chatId": chat.id})

    async def resume(self, request: Request) -> Response:
        chat = self.chat(request)
        message = self.message(chat, request)
        if message.turn is None:
            raise RejectError(404, "There is no stream of this message", code="stream_not_found")
        return self.resumed_stream(chat, message, message.turn)

    async def stop(self, request: Request) -> Response:
        message = self.message(self.chat(request), request)
        if message.turn is not None:
            message.turn.stop()
        return Json({"success": True})

    async def resolve_task(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await body_of(request, bodies.resolve_task)
        task = body["task"]
        answered = blocked_message(chat, task)
        kind = "answered-questions" if task["type"] == "answered-questions" else "message"
        wish = Wish.of(self.store, said_by(task), kind=kind, answered=answered)
        return await self.answer(chat, body, wish)
