"""The v1 operations on messages and their tasks."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..agent_tasks import task_answer, task_to_text
from ..generation import TurnRequest
from ..json_api import JsonResponse, RejectError
from ..route_group import blocked_message, integer_param, operation, page, read_body
from ..validation import closed, prompt, string
from .serializers import message_to_json, page_to_json
from .turn_format import TurnGroup, prompt_options, turn_options

_SEND = closed(
    {"message": prompt},
    {**prompt_options, "action": closed({"type": string(one_of=("fix-with-v0",))})},
)
_RESOLVE = closed({"task": task_answer()}, turn_options)


class Messages(TurnGroup):
    def routes(self) -> list[Route]:
        chat = "/v1/chats/{chat_id}"
        messages, message = f"{chat}/messages", f"{chat}/messages/{{message_id}}"
        return [
            operation("find_messages", "GET", messages, self.find),
            operation("send_message", "POST", messages, self.send),
            operation("get_message", "GET", message, self.get),
            operation("resume_message", "POST", f"{message}/resume", self.resume),
            operation("stop_message", "POST", f"{message}/stop", self.stop),
            operation("resolve_task", "POST", f"{chat}/tasks/resolve", self.resolve_task),
        ]

    async def find(self, request: Request) -> Response:
        chat = self.chat(request)
        limit = integer_param(request, "limit", default=20, at_least=1, at_most=150)
        messages, cursor = page(request, self.store.messages(chat), limit)
        data = [message_to_json(chat, message, self.base_url) for message in messages]
        return JsonResponse(page_to_json(data, f"{self.base_url}{request.url.path}", {"limit": limit}, cursor))

    async def send(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await read_body(request, _SEND)
        message_type = body["action"]["type"] if "action" in body else "message"
        text, attached = body["message"], body.get("attachments", ())
        turn_request = TurnRequest.create(self.store, text, attached, message_type=message_type)
        return await self.start(chat, body, turn_request)

    async def get(self, request: Request) -> Response:
        chat = self.chat(request)
        message = self.message(chat, request)
        return JsonResponse({**message_to_json(chat, message, self.base_url), "chatId": chat.id})

    async def resume(self, request: Request) -> Response:
        chat = self.chat(request)
        message = self.message(chat, request)
        if message.turn is None:
            raise RejectError(404, "The message has no stream", code="stream_not_found")
        return self.resumed_stream(chat, message, message.turn)

    async def stop(self, request: Request) -> Response:
        message = self.message(self.chat(request), request)
        if message.turn is not None:
            message.turn.stop()
        return JsonResponse({"success": True})

    async def resolve_task(self, request: Request) -> Response:
        chat = self.chat(request)
        body = await read_body(request, _RESOLVE)
        answer = body["task"]
        answered = blocked_message(chat, answer)
        message_type = "answered-questions" if answer["type"] == "answered-questions" else "message"
        text = task_to_text(answer)
        turn_request = TurnRequest.create(self.store, text, message_type=message_type, answered=answered)
        return await self.start(chat, body, turn_request)
