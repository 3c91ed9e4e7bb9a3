"""How v1 represents a turn: experimental content, the deltas that build it, stream events, responses."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Any, ClassVar

from starlette.responses import Response

from ..entities import Api, Chat, Message
from ..generation import ContentFormat, TurnRequest, start_turn
from ..json_api import JsonObject
from ..route_group import RouteGroup
from ..turn_content import FileChange, TaskRequest, TurnStep, growing_text
from ..turn_responses import DONE, EventStreamResponse, TurnJsonResponse, turn_events
from ..turn_runner import RunningTurn, TurnUpdate
from ..validation import Validator, array, attachments, boolean, closed, nullable, skill_ids, skills, string
from .serializers import chat_to_json, file_language

# --- content


def write(rows: list[Any], steps: Iterable[TurnStep], _now: Callable[[], str]) -> Iterator[TurnUpdate]:
    """Write a turn into `rows`, the live experimental content of the assistant message, which is empty at first.

    Of the parts only thoughts and texts are shown: how v1 represents the others is not documented.
    """
    writer = _RowWriter(rows)
    for step in steps:
        match step:
            case TurnUpdate():
                yield step
            case FileChange(data=bytes() as data):
                if step.streamed:
                    yield from writer.code(step.path, data.decode(errors="replace"))
            case TaskRequest():
                yield from writer.paragraph(step.task.prose())
            case {"type": "thinking", "text": thought}:
                thoughts = [{"type": "thinking-end", "thought": thought}]
                yield writer.part(type="task-thinking-v1", id="thinking", parts=thoughts)
            case {"type": "text", "text": text}:
                yield from writer.paragraph(text)
            case _:
                pass


def to_text(rows: list[Any]) -> str:
    """The plain `content` of a message with these rows: paragraphs and fenced code, without parts."""
    blocks: list[str] = []
    for _, (node,) in rows:
        if node[0] == "p":
            blocks.append(node[2][2])
        elif node[0] == "Codeblock":
            _, _, code = node[2].partition("\n")
            blocks.append(f'```{node[1]["lang"]} file="{node[1]["meta"]["file"]}"\n{code}```')
    return "\n\n".join(blocks)


def replay(rows: list[Any]) -> Iterator[TurnUpdate]:
    """All rows so far as one delta to an empty list; no update for no rows."""
    if rows:
        yield TurnUpdate("delta", {"_t": "a", **{str(index): [deepcopy(row)] for index, row in enumerate(rows)}})


class _RowWriter:
    """Writes into the list of rows and returns each change as a delta."""

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def part(self, **part: Any) -> TurnUpdate:
        return self._add(["AssistantMessageContentPart", {"part": part}])

    def paragraph(self, text: str) -> Iterator[TurnUpdate]:
        leaf: list[Any] = ["text", {}, ""]
        yield self._add(["p", {}, leaf])
        yield from self._grow(leaf, [0, 2, 2], text)

    def code(self, path: str, text: str) -> Iterator[TurnUpdate]:
        lang = file_language(path)
        properties: dict[str, Any] = {"lang": lang, "meta": {"file": path}, "closed": False}
        block: list[Any] = ["Codeblock", properties, f'[V0_FILE]{lang}:file="{path}"\n']
        yield self._add(block)
        yield from self._grow(block, [0, 2], text)
        properties["closed"] = True
        closing = {"_t": "a", "0": {"_t": "a", "1": {"closed": [False, True]}}}
        yield TurnUpdate("delta", {"_t": "a", str(len(self._rows) - 1): {"_t": "a", "1": closing}})

    def _add(self, node: list[Any]) -> TurnUpdate:
        self._rows.append([0, [node]])
        # A copy, because the node grows on while streams may not have sent this update yet.
        return TurnUpdate("delta", {"_t": "a", str(len(self._rows) - 1): [deepcopy([0, [node]])]})

    def _grow(self, node: list[Any], path: list[int], text: str) -> Iterator[TurnUpdate]:
        """Extend the last string of the newest row's node by the API's own append delta."""
        for start, end in growing_text(text):
            node[-1] += text[start:end]
            yield TurnUpdate("delta", [[len(self._rows) - 1, 1, *path, text[start:end]], 9, 9])


CONTENT_FORMAT = ContentFormat(write, to_text)

# --- events and responses

turn_options: dict[str, Validator] = {
    "modelConfiguration": closed(
        {},
        {
            "modelId": string(one_of=("v0-auto", "v0-mini", "v0-pro", "v0-max", "v0-max-fast")),
            "imageGenerations": boolean,
            "thinking": boolean,
            "thinkingEffort": nullable(string(one_of=("none", "minimal", "low", "medium", "high", "max", "xhigh"))),
            "fast": boolean,
        },
    ),
    "responseMode": string(one_of=("sync", "async", "experimental_stream")),
}
"""The optional fields of every request that starts a turn."""

prompt_options: dict[str, Validator] = {
    **turn_options,
    "attachments": attachments,
    "system": string(),
    "mcpServerIds": array(string()),
    "attachedSkillIds": skill_ids,
    "skills": skills,
}
"""The optional fields of every request with a prompt."""


class TurnGroup(RouteGroup):
    """Operations that start turns, stream them, or show chats."""

    api: ClassVar[Api] = "v1"

    def chat_json(self, chat: Chat) -> JsonObject:
        return chat_to_json(chat, self.base_url)

    async def start(self, chat: Chat, body: JsonObject, request: TurnRequest) -> Response:
        """Start a turn and respond in the mode that the body asks for."""
        mode = body.get("responseMode", "sync")
        chat.model_configuration = {**chat.model_configuration, **body.get("modelConfiguration", {})}
        generation = start_turn(self.store, CONTENT_FORMAT, chat, request, background=mode == "async")
        if mode == "experimental_stream":
            events = self._events(chat, generation.message, generation.running, [self.chat_json(chat)])
            return EventStreamResponse(events, request.turn)
        if mode == "sync":
            await generation.running.wait()
        return TurnJsonResponse(self.chat_json(chat), request.turn)

    def resumed_stream(self, chat: Chat, message: Message, turn: RunningTurn) -> Response:
        """A stream for a client that resumes: the content from the start, then the updates from now on."""
        replayed: list[JsonObject] = []
        if not turn.done:
            replayed += [self.chat_json(chat), *(_to_event(chat, message, update) for update in replay(message.live))]
        return EventStreamResponse(self._events(chat, message, turn, replayed, turn.position))

    def _events(
        self, chat: Chat, message: Message, turn: RunningTurn, opening: Sequence[JsonObject], position: int = 0
    ) -> AsyncGenerator[JsonObject | str, None]:
        return turn_events(
            turn,
            opening=opening,
            position=position,
            to_event=lambda update: _to_event(chat, message, update),
            closing=lambda: (self.chat_json(chat), DONE),
        )


def _to_event(chat: Chat, message: Message, update: TurnUpdate) -> JsonObject:
    if update.kind in ("title", "name"):
        return {"object": f"chat.{update.kind}", "id": chat.id, "delta": update.value}
    if update.kind == "error":
        error = {"message": update.value, "type": "internal_server_error"}
        return {"object": "error", "id": message.id, "error": error}
    return {"object": "message.experimental_content.chunk", "id": message.id, "delta": update.value}
