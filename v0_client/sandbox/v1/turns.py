"""How v1 answers with a turn: in the response mode asked for, or as a stream that is resumed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import ClassVar

from starlette.responses import Response

from ..answers import DONE, EventStream, WithheldJson, events
from ..generation import Wish, begin
from ..operations import Operations
from ..records import Api, Chat, Message
from ..running import RunningTurn, Step
from ..wire import JsonObject
from . import script
from .shapes import chat_shape


class Turns(Operations):
    """Operations that begin turns, tell of them, or show chats."""

    api: ClassVar[Api] = "v1"

    @property
    def base_url(self) -> str:
        return self.store.settings.base_url

    def shape(self, chat: Chat) -> JsonObject:
        return chat_shape(chat, self.base_url)

    async def answer(self, chat: Chat, body: JsonObject, wish: Wish) -> Response:
        """Begin a turn and answer it in the mode that the body asks for."""
        mode = body.get("responseMode", "sync")
        chat.model_configuration = {**chat.model_configuration, **body.get("modelConfiguration", {})}
        generation = begin(self.store, script, chat, wish, background=mode == "async")
        if mode == "experimental_stream":
            told = self._events(chat, generation.message, generation.turn, [self.shape(chat)])
            return EventStream(told, self.connections, wish.turn)
        if mode == "sync":
            await generation.turn.wait()
        return WithheldJson(self.shape(chat), self.connections, wish.turn)

    def resumed_stream(self, chat: Chat, message: Message, turn: RunningTurn) -> Response:
        """What a client that lost its stream needs: the content from the start, then what happens from now on."""
        replayed: list[JsonObject] = []
        if not turn.done:
            replayed += [self.shape(chat), *(_event(chat, message, step) for step in script.replay(message.live))]
        return EventStream(self._events(chat, message, turn, replayed, turn.position), self.connections)

    def _events(
        self, chat: Chat, message: Message, turn: RunningTurn, before: Sequence[JsonObject], position: int = 0
    ) -> AsyncGenerator[JsonObject | str, None]:
        return events(
            turn,
            before=before,
            position=position,
            show=lambda step: _event(chat, message, step),
            closing=lambda: (self.shape(chat), DONE),
        )


def _event(chat: Chat, message: Message, step: Step) -> JsonObject:
    if step.kind in ("title", "name"):
        return {"object": f"chat.{step.kind}", "id": chat.id, "delta": step.value}
    if step.kind == "error":
        error = {"message": step.value, "type": "internal_server_error"}
        return {"object": "error", "id": message.id, "error": error}
    return {"object": "message.experimental_content.chunk", "id": message.id, "delta": step.value}
