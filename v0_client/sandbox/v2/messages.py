"""The v2 operations on messages, and on the tasks they leave."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..generation import Generation, Wish
from ..operations import blocked_message, body_of
from ..queries import page, whole_number
from ..tasks import said_by
from ..wire import Json
from . import bodies
from .shapes import message_shape
from .turns import Turns


class Messages(Turns):
    def routes(self) -> list[Route]:
        messages = "/v2/chats/{chat_id}/messages"
        message = f"{messages}/{{message_id}}"
        return [
            Route(messages, self.list, methods=["GET"], name="list_messages"),
            Route(messages, self.send, methods=["POST"], name="send_message_v2"),
            Route(f"{messages}/stream", self.send_stream, methods=["POST"], name="send_message_stream"),
            Route(f"{messages}/async", self.send_async, methods=["POST"], name="send_message_async"),
            Route(f"{messages}/resolve", self.resolve, methods=["POST"], name="resolve_task_v2"),
            Route(f"{messages}/resolve/stream", self.resolve_stream, methods=["POST"], name="resolve_task_stream"),
            Route(f"{messages}/resolve/async", self.resolve_async, methods=["POST"], name="resolve_task_async"),
            Route(message, self.get, methods=["GET"], name="get_message_v2"),
            Route(f"{message}/stop", self.stop, methods=["POST"], name="stop_message_v2"),
        ]

    async def list(self, request: Request) -> Response:
        chat = self.chat(request)
        limit = whole_number(request, "limit", default=20, at_least=1, at_most=100)
        shown, cursor = page(request, self.store.messages(chat), limit)
        return Json({"messages": [message_shape(chat, message) for message in shown], "cursor": cursor})

    async def get(self, request: Request) -> Response:
        chat = self.chat(request)
        return Json(message_shape(chat, self.message(chat, request)))

    async def send(self, request: Request) -> Response:
        return await self._finished(await self._sent(request))

    async def send_stream(self, request: Request) -> Response:
        return self.message_stream(await self._sent(request))

    async def send_async(self, request: Request) -> Response:
        return self._accepted(await self._sent(request, background=True))

    async def resolve(self, request: Request) -> Response:
        return await self._finished(await self._resolved(request))

    async def resolve_stream(self, request: Request) -> Response:
        return self.message_stream(await self._resolved(request))

    async def resolve_async(self, request: Request) -> Response:
        return self._accepted(await self._resolved(request, background=True))

    async def stop(self, request: Request) -> Response:
        message = self.message(self.chat(request), request)
        if message.turn is not None:
            message.turn.stop()
        return Json({"messageId": message.id})

    async def _sent(self, request: Request, *, background: bool = False) -> Generation:
        chat = self.chat(request)
        body = await body_of(request, bodies.send_message)
        wish = Wish.of(self.store, body["message"], body.get("attachments", ()))
        return self.begin(chat, wish, background=background)

    async def _resolved(self, request: Request, *, background: bool = False) -> Generation:
        chat = self.chat(request)
        task = (await body_of(request, bodies.resolve_task))["task"]
        wish = Wish.of(self.store, said_by(task), answered=blocked_message(chat, task))
        return self.begin(chat, wish, background=background)

    async def _finished(self, generation: Generation) -> Response:
        await generation.turn.wait()
        return self.json(generation, message_shape(generation.chat, generation.message))

    def _accepted(self, generation: Generation) -> Response:
        return self.json(generation, {"messageId": generation.message.id}, status=202)
