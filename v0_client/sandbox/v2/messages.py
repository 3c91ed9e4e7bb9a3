"""The v2 operations on messages and their tasks."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..agent_tasks import task_answer, task_to_text
from ..generation import Generation, TurnRequest
from ..json_api import JsonResponse, RejectError
from ..route_group import blocked_message, integer_param, operation, page, read_body
from ..validation import boolean, closed, skills, string
from .representations import MODELS, TurnGroup, message_to_json, prompt_options

_model = {"modelId": string(one_of=MODELS), "imageGenerations": boolean}

_SEND = closed({}, {**prompt_options, "modelConfiguration": closed(_model), "skills": skills})
_RESOLVE = closed({"task": task_answer(at_least=1, max_integrations=100)}, {"modelConfiguration": closed({}, _model)})


class Messages(TurnGroup):
    def routes(self) -> list[Route]:
        chat = "/v2/chats/{chat_id}"
        messages, message = f"{chat}/messages", f"{chat}/messages/{{message_id}}"
        return [
            operation("list_messages", "GET", messages, self.list),
            operation("send_message_v2", "POST", messages, self.send),
            operation("send_message_stream", "POST", f"{messages}/stream", self.send_stream),
            operation("send_message_async", "POST", f"{messages}/async", self.send_async),
            operation("resolve_task_v2", "POST", f"{messages}/resolve", self.resolve),
            operation("resolve_task_stream", "POST", f"{messages}/resolve/stream", self.resolve_stream),
            operation("resolve_task_async", "POST", f"{messages}/resolve/async", self.resolve_async),
            operation("get_message_v2", "GET", message, self.get),
            operation("stop_message_v2", "POST", f"{message}/stop", self.stop),
            operation("get_connect_status", "GET", f"{chat}/connect/status", self.connect_status),
        ]

    async def list(self, request: Request) -> Response:
        chat = self.chat(request)
        limit = integer_param(request, "limit", default=20, at_least=1, at_most=100)
        messages, cursor = page(request, self.store.messages(chat), limit)
        return JsonResponse({"messages": [message_to_json(chat, message) for message in messages], "cursor": cursor})

    async def get(self, request: Request) -> Response:
        chat = self.chat(request)
        return JsonResponse(message_to_json(chat, self.message(chat, request)))

    async def send(self, request: Request) -> Response:
        return await self._finished(await self._start_from_prompt(request))

    async def send_stream(self, request: Request) -> Response:
        return self.message_stream(await self._start_from_prompt(request))

    async def send_async(self, request: Request) -> Response:
        return self._accepted(await self._start_from_prompt(request, background=True))

    async def resolve(self, request: Request) -> Response:
        return await self._finished(await self._start_from_answer(request))

    async def resolve_stream(self, request: Request) -> Response:
        return self.message_stream(await self._start_from_answer(request))

    async def resolve_async(self, request: Request) -> Response:
        return self._accepted(await self._start_from_answer(request, background=True))

    async def stop(self, request: Request) -> Response:
        message = self.message(self.chat(request), request)
        if message.turn is not None:
            message.turn.stop()
        return JsonResponse({"messageId": message.id})

    async def connect_status(self, request: Request) -> Response:
        chat = self.chat(request)
        request_id = request.query_params.get("requestId", "")
        if not 1 <= len(request_id) <= 128:
            raise RejectError(422, "requestId: must have from 1 to 128 characters")
        setup = chat.connector_setups.get(request_id)
        if setup is None:
            raise RejectError(404, "No connector setup has this requestId")
        setup.status_requests += 1
        if setup.status_requests <= setup.task.pending:
            return JsonResponse({"status": "pending", "progress": "Waiting for the browser"})
        if setup.task.error is not None:
            return JsonResponse({"status": "error", "message": setup.task.error})
        connector = {
            "id": f"connector_{request_id}",
            "name": setup.task.name,
            "service": setup.task.service,
            "type": "oauth",
            "attachedToProject": True,
        }
        return JsonResponse({"status": "ready", "connector": connector})

    async def _start_from_prompt(self, request: Request, *, background: bool = False) -> Generation:
        chat = self.chat(request)
        body = await read_body(request, _SEND)
        turn_request = self.turn_request(body)
        return self.start(chat, body, turn_request, background=background)

    async def _start_from_answer(self, request: Request, *, background: bool = False) -> Generation:
        chat = self.chat(request)
        body = await read_body(request, _RESOLVE)
        answer = body["task"]
        answered = blocked_message(chat, answer)
        turn_request = TurnRequest.create(self.store, task_to_text(answer), answered=answered)
        return self.start(chat, body, turn_request, background=background)

    async def _finished(self, generation: Generation) -> Response:
        await generation.running.wait()
        return self.turn_json(generation, message_to_json(generation.chat, generation.message))

    def _accepted(self, generation: Generation) -> Response:
        return self.turn_json(generation, {"messageId": generation.message.id}, status=202)
