"""How v2 answers with a turn: when it is finished, as a stream, or at once."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import ClassVar

from starlette.responses import Response

from ..answers import EventStream, WithheldJson, events
from ..generation import Generation, Wish, begin
from ..operations import Operations
from ..records import Api, Chat, Message
from ..running import RunningTurn, Step
from ..wire import JsonObject
from . import script
from .shapes import chat_shape, message_shape, usage


class Turns(Operations):
    """Operations that begin turns, or tell of them."""

    api: ClassVar[Api] = "v2"

    def begin(self, chat: Chat, wish: Wish, *, background: bool = False) -> Generation:
        return begin(self.store, script, chat, wish, background=background)

    def json(self, generation: Generation, content: JsonObject, *, status: int = 200) -> Response:
        """An answer that the prompt's words may keep back."""
        return WithheldJson(content, self.connections, generation.said, status_code=status)

    def chat_stream(self, generation: Generation) -> Response:
        """Tells a turn from its beginning, with the state of the chat around it."""
        chat, message, turn = generation.chat, generation.message, generation.turn
        told = _chat_events(chat, message, turn, [_chat_event(chat)])
        return EventStream(told, self.connections, generation.said)

    def message_stream(self, generation: Generation) -> Response:
        """Tells a turn from its beginning, with the state of its message around it."""
        told = _message_events(generation.chat, generation.message, generation.turn)
        return EventStream(told, self.connections, generation.said)

    def resumed_stream(self, chat: Chat, message: Message, turn: RunningTurn) -> Response:
        """What a client that lost its stream needs: the parts from the start, then what happens from now on."""
        if turn.done:
            return EventStream(_only(_chat_event(chat)), self.connections)
        replayed = [_chat_event(chat), *(_event(chat, message, step) for step in script.replay(message.live))]
        return EventStream(_chat_events(chat, message, turn, replayed, turn.position), self.connections)


def _chat_event(chat: Chat) -> JsonObject:
    return {"object": "chat", **chat_shape(chat)}


def _message_event(chat: Chat, message: Message) -> JsonObject:
    return {"object": "message", **message_shape(chat, message)}


def _event(chat: Chat, message: Message, step: Step) -> JsonObject:
    """A step as an event of a chat's stream."""
    if step.kind == "title":
        return {"object": "chat.title", "id": chat.id, "delta": step.value}
    if step.kind == "error":
        return {"object": "error", "id": message.id, "message": step.value, "code": "generation_failed"}
    return {"object": "message.parts.chunk", "id": message.id, "delta": step.value}


def _usage_event(message: Message) -> JsonObject:
    return {"object": "message.usage", "id": message.id, "usage": usage(*message.characters)}


def _chat_events(
    chat: Chat, message: Message, turn: RunningTurn, before: Sequence[JsonObject], position: int = 0
) -> AsyncGenerator[JsonObject | str, None]:
    return events(
        turn,
        before=before,
        position=position,
        show=lambda step: _event(chat, message, step),
        closing=lambda: (_usage_event(message), _chat_event(chat)),
    )


def _message_events(chat: Chat, message: Message, turn: RunningTurn) -> AsyncGenerator[JsonObject | str, None]:
    return events(
        turn,
        before=[{**_message_event(chat, message), "parts": []}],  # not the live parts: they grow before it is sent
        position=0,
        show=lambda step: None if step.kind == "title" else _event(chat, message, step),
        closing=lambda: (_usage_event(message), _message_event(chat, message)),
    )


async def _only(event: JsonObject) -> AsyncGenerator[JsonObject | str, None]:
    yield event
