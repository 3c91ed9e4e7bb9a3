"""The v1 operations on chats and messages."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..answers import DONE, EventStream, WithheldJson, events
from ..behaviour import Behaviour
from ..connections import Connections
from ..store import Chat, File, Message, Store
from ..story import Story
from ..turn import FinishReason, Step, Turn
from ..wire import Json, JsonObject, RejectError, decode_object
from . import bodies, script
from .shapes import chat_shape, message_shape
from .sources import files_of, size_of


class Chats:
    def __init__(self, store: Store, connections: Connections) -> None:
        self._store = store
        self._connections = connections

    def routes(self) -> list[Route]:
        chat = "/v1/chats/{chat_id}"
        message = f"{chat}/messages/{{message_id}}"
        return [
            Route("/v1/chats", self.create, methods=["POST"]),
            Route("/v1/chats/init", self.init, methods=["POST"]),
            Route(chat, self.get, methods=["GET"]),
            Route(message, self.get_message, methods=["GET"]),
            Route(f"{message}/resume", self.resume, methods=["POST"]),
            Route(f"{message}/stop", self.stop, methods=["POST"]),
        ]

    async def create(self, request: Request) -> Response:
        body = decode_object(await request.body())
        bodies.create_chat(body, "")
        for attachment in body.get("attachments", ()):
            size_of(attachment["url"])
        behaviour = Behaviour.of(body["message"])
        self._store.refuse_if_asked(body["message"], behaviour)
        chat = self._store.create_chat(
            "v1",
            privacy=body.get("chatPrivacy", "private"),
            metadata=body.get("metadata", {}),
            project_id=body.get("projectId"),
            model_configuration=body.get("modelConfiguration"),
            lag=behaviour.lag,
        )
        chat.text = body["message"]
        mode = body.get("responseMode", "sync")
        message, turn = self._start_turn(chat, body, behaviour, background=mode == "async")
        opening = self._shape(chat)
        if mode == "experimental_stream":
            return EventStream(self._events(chat, message, turn, [opening]), self._connections, behaviour)
        if mode == "sync":
            await turn.wait()
        return WithheldJson(self._shape(chat), self._connections, behaviour)

    async def init(self, request: Request) -> Response:
        body = decode_object(await request.body())
        bodies.init_chat(body, "")
        files = files_of(body)
        chat = self._store.create_chat(
            "v1",
            privacy=body.get("chatPrivacy", "private"),
            metadata=body.get("metadata", {}),
            title=body.get("name"),
            project_id=body.get("projectId"),
        )
        version = self._store.add_version(chat)
        version.files, version.status = files, "completed"
        return Json(self._shape(chat))

    async def get(self, request: Request) -> Response:
        return Json(self._shape(self._chat(request)))

    async def get_message(self, request: Request) -> Response:
        chat = self._chat(request)
        message = self._store.message(chat, request.path_params["message_id"])
        return Json({**message_shape(chat, message, self._store.settings.base_url), "chatId": chat.id})

    async def resume(self, request: Request) -> Response:
        chat = self._chat(request)
        message = self._store.message(chat, request.path_params["message_id"])
        if message.turn is None:
            raise RejectError(404, "There is no stream of this message", code="stream_not_found")
        turn, replayed = message.turn, list[JsonObject]()
        if not turn.done:
            replayed += [self._shape(chat), *(_event(chat, message, step) for step in script.replay(message.live))]
        return EventStream(self._events(chat, message, turn, replayed, turn.position), self._connections)

    async def stop(self, request: Request) -> Response:
        message = self._store.message(self._chat(request), request.path_params["message_id"])
        if message.turn is not None:
            await message.turn.stop()
        return Json({"success": True})

    def _chat(self, request: Request) -> Chat:
        return self._store.chat("v1", request.path_params["chat_id"])

    def _shape(self, chat: Chat) -> JsonObject:
        return chat_shape(chat, self._store.settings.base_url)

    def _events(
        self, chat: Chat, message: Message, turn: Turn, before: Sequence[JsonObject], position: int = 0
    ) -> AsyncGenerator[JsonObject | str, None]:
        return events(
            turn,
            before=before,
            position=position,
            show=lambda step: _event(chat, message, step),
            closing=lambda: (self._shape(chat), DONE),
        )

    def _start_turn(
        self, chat: Chat, body: JsonObject, behaviour: Behaviour, *, background: bool
    ) -> tuple[Message, Turn]:
        """Add what the user wrote and the assistant message that answers it, and let the answer begin.

        A turn that ends in a question makes no version, as at the real service.
        """
        store, prompt = self._store, body["message"]
        question = store.add_message(chat, "user", prompt)
        question.attachments = body.get("attachments", ())
        answer = store.add_message(chat, "assistant")
        version = None if behaviour.ask else store.add_version(chat)

        def write_files(story: Story) -> None:
            if version is not None:
                version.files = [File("app/page.tsx", story.page), File("package.json", story.package)]

        def settle(reason: FinishReason) -> Iterator[Step]:
            answer.content = script.markdown(answer.live)
            answer.finish_reason = reason
            answer.updated_at = chat.updated_at = store.now()
            if version is not None:
                version.status = "failed" if reason == "error" else "completed"
                version.updated_at = answer.updated_at
            return iter(())

        def steps() -> Iterator[Step]:
            for step in script.play(answer.live, prompt, behaviour, write_files):
                if step.kind == "title":
                    chat.title = step.value
                yield step

        pace = store.pace(behaviour)
        if background:
            count = sum(1 for _ in script.play([], prompt, behaviour, lambda _: None))
            pace = store.background_pace(behaviour, count)
        turn = Turn(steps(), settle, pace)
        store.play(answer, turn)
        return answer, turn


def _event(chat: Chat, message: Message, step: Step) -> JsonObject:
    if step.kind in ("title", "name"):
        return {"object": f"chat.{step.kind}", "id": chat.id, "delta": step.value}
    if step.kind == "error":
        error = {"message": step.value, "type": "internal_server_error"}
        return {"object": "error", "id": message.id, "error": error}
    return {"object": "message.experimental_content.chunk", "id": message.id, "delta": step.value}
