"""The v2 operations on chats and messages."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..answers import EventStream, events
from ..behaviour import Behaviour
from ..checks import Check
from ..connections import Connections
from ..store import Chat, Message, Store
from ..turn import FinishReason, Step, Turn
from ..wire import Json, JsonObject, RejectError, decode_object
from . import bodies, script
from .shapes import chat_shape, message_shape, usage


class Chats:
    def __init__(self, store: Store, connections: Connections) -> None:
        self._store = store
        self._connections = connections

    def routes(self) -> list[Route]:
        chat = "/v2/chats/{chat_id}"
        message = f"{chat}/messages/{{message_id}}"
        return [
            Route("/v2/chats/stream", self.create_stream, methods=["POST"]),
            Route(chat, self.get, methods=["GET"]),
            Route(f"{chat}/resume", self.resume, methods=["POST"]),
            Route(f"{chat}/messages", self.list_messages, methods=["GET"]),
            Route(message, self.get_message, methods=["GET"]),
            Route(f"{message}/stop", self.stop, methods=["POST"]),
        ]

    async def create_stream(self, request: Request) -> Response:
        body = await _body(request, bodies.create_chat(self._store.settings.revision))
        behaviour = Behaviour.of(body["message"])
        self._store.refuse_if_asked(body["message"], behaviour)
        chat = self._store.create_chat(
            "v2",
            privacy=body.get("privacy", "private"),
            metadata=body.get("metadata", {}),
            title=body.get("title"),
            lag=behaviour.lag,
        )
        opening = _chat_event(chat)
        message, turn = self._start_turn(chat, body, behaviour)
        return EventStream(_chat_events(chat, message, turn, [opening]), self._connections, behaviour)

    async def get(self, request: Request) -> Response:
        return Json(chat_shape(self._chat(request)))

    async def resume(self, request: Request) -> Response:
        chat = self._chat(request)
        message = chat.newest_assistant()
        if message is None or message.turn is None:
            raise RejectError(404, "There is no assistant message to resume")
        # What a client that lost its stream needs: the parts from the start, then what happens from now on.
        turn, replayed = message.turn, list[JsonObject]()
        if not turn.done:
            replayed += [_chat_event(chat), *(_event(chat, message, step) for step in script.replay(message.live))]
        return EventStream(_chat_events(chat, message, turn, replayed, turn.position), self._connections)

    async def list_messages(self, request: Request) -> Response:
        chat = self._chat(request)
        newest_first = chat.messages[::-1]
        limit = _limit(request.query_params.get("limit", "20"))
        start = 0
        if (cursor := request.query_params.get("cursor")) is not None:
            ids = [message.id for message in newest_first]
            if cursor not in ids:
                raise RejectError(422, "cursor: is not one that a list has answered")
            start = ids.index(cursor)
        page, rest = newest_first[start : start + limit], newest_first[start + limit :]
        return Json(
            {
                "messages": [message_shape(chat, message) for message in page],
                "cursor": rest[0].id if rest else None,
            }
        )

    async def get_message(self, request: Request) -> Response:
        chat = self._chat(request)
        return Json(message_shape(chat, self._message(chat, request)))

    async def stop(self, request: Request) -> Response:
        message = self._message(self._chat(request), request)
        if message.turn is not None:
            await message.turn.stop()
        return Json({"messageId": message.id})

    def _chat(self, request: Request) -> Chat:
        return self._store.chat("v2", request.path_params["chat_id"])

    def _message(self, chat: Chat, request: Request) -> Message:
        return self._store.message(chat, request.path_params["message_id"])

    def _start_turn(self, chat: Chat, body: JsonObject, behaviour: Behaviour) -> tuple[Message, Turn]:
        """Add what the user wrote and the assistant message that answers it, and let the answer begin."""
        store, prompt = self._store, body["message"]
        question = store.add_message(chat, "user", prompt)
        question.live.append({"type": "text", "text": prompt})
        question.attachments = body.get("attachments", ())
        answer = store.add_message(chat, "assistant")

        def settle(reason: FinishReason) -> Iterator[Step]:
            texts = [part["text"] for part in answer.live if part["type"] == "text"]
            answer.content = texts[-1] if texts else ""
            answer.usage = usage(len(prompt), len(str(answer.live)))
            answer.finish_reason = reason
            answer.updated_at = chat.updated_at = store.now()
            yield Step("usage", answer.usage)

        def steps() -> Iterator[Step]:
            for step in script.play(answer.live, prompt, behaviour, titled=chat.title is not None, now=store.now):
                if step.kind == "title":
                    chat.title = step.value
                yield step

        turn = Turn(steps(), settle, store.pace(behaviour))
        store.play(answer, turn)
        return answer, turn


async def _body(request: Request, check: Check) -> JsonObject:
    body = decode_object(await request.body())
    check(body, "")
    return body


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 100):
        raise RejectError(422, "limit: must be a whole number from 1 to 100")
    return int(text)


def _chat_event(chat: Chat) -> JsonObject:
    return {"object": "chat", **chat_shape(chat)}


def _event(chat: Chat, message: Message, step: Step) -> JsonObject:
    if step.kind == "title":
        return {"object": "chat.title", "id": chat.id, "delta": step.value}
    if step.kind == "usage":
        return {"object": "message.usage", "id": message.id, "usage": step.value}
    if step.kind == "error":
        return {"object": "error", "id": message.id, "message": step.value, "code": "generation_failed"}
    return {"object": "message.parts.chunk", "id": message.id, "delta": step.value}


def _chat_events(
    chat: Chat, message: Message, turn: Turn, before: Sequence[JsonObject], position: int = 0
) -> AsyncGenerator[JsonObject | str, None]:
    return events(
        turn,
        before=before,
        position=position,
        show=lambda step: _event(chat, message, step),
        closing=lambda: (_chat_event(chat),),
    )
