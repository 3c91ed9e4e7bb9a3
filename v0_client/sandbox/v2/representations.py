"""How v2 represents chats, messages and usage, and turns: parts, the deltas that build them, stream events."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from functools import partial
from typing import Any, ClassVar

from starlette.responses import Response

from ..entities import Api, Chat, Message
from ..generation import ContentFormat, Generation, TurnRequest, start_turn
from ..json_api import JsonObject, RejectError
from ..route_group import RouteGroup
from ..store import AUTHOR
from ..turn_content import FileChange, TaskRequest, TurnStep, growing_text
from ..turn_responses import EventStreamResponse, TurnJsonResponse, turn_events
from ..turn_runner import RunningTurn, TurnUpdate
from ..usage import UsageRecord
from ..validation import Validator, anything, array, closed, prompt, string

MODELS = ("v0-mini", "v0-pro", "v0-max", "v0-max-fast")

DESIGN_MODE_PROMPT = "A change in design mode"
"""The prompt of a change in design mode that comes without one."""


def _attachment(value: Any, path: str) -> None:
    text = isinstance(value, dict) and "content" in value
    (_TEXT_ATTACHMENT if text else _FILE_ATTACHMENT)(value, path)


_FILE_ATTACHMENT = closed({"url": string()})
_TEXT_ATTACHMENT = closed({"content": string()}, {"name": string()})

prompt_options: dict[str, Validator] = {
    "message": prompt,
    "designMode": anything,
    "systemPrompt": string(),
    "attachments": array(_attachment),
    "mcpServerIds": array(string()),
}
"""The fields of every request with a prompt."""

_GROWING = {"text": ("text",), "thinking": ("text",), "bash": ("output",)}
"""The members of a part that arrive in chunks."""

_LATE = ("exitCode", "finishedAt")
"""The members of a part that are known when it ends."""


# --- resources


def chat_to_json(chat: Chat) -> JsonObject:
    result: JsonObject = {
        "id": chat.id,
        "privacy": chat.privacy,
        "createdAt": chat.created_at,
        "updatedAt": chat.updated_at,
        "authorId": AUTHOR,
        "metadata": dict(chat.metadata),
        "writePermission": True,
    }
    if chat.title is not None:
        result["title"] = chat.title
    if chat.vercel_project_id is not None:
        result["vercelProjectId"] = chat.vercel_project_id
    return result


def message_to_json(chat: Chat, message: Message) -> JsonObject:
    is_user = message.role == "user"
    result: JsonObject = {
        "id": message.id,
        "chatId": chat.id,
        "role": message.role,
        "createdAt": message.created_at,
        "updatedAt": message.updated_at,
        "content": message.content,
        "parts": [{"type": "text", "text": message.content}, *message.live] if is_user else message.live,
        "finishReason": "stop" if is_user else message.finish_reason,  # a user's message is complete from the start
        "restorable": chat.restorable(message),
        "authorId": AUTHOR if is_user else None,
        "usage": usage_to_json(message.usage),
    }
    if message.attachments:
        result["attachments"] = [dict(attachment) for attachment in message.attachments]
    return result


def usage_to_json(record: UsageRecord | None) -> JsonObject:
    """Usage of a turn; None for what no model worked on."""
    if record is None:
        return {"tokens": _counts(0, 0), "creditsCost": _counts(0, 0), "model": None}
    return {**tokens_and_credits(record), "model": record.model}


def tokens_and_credits(record: UsageRecord) -> JsonObject:
    tokens = _counts(record.input_tokens, record.output_tokens)
    return {"tokens": tokens, "creditsCost": _counts(record.input_credits, record.output_credits)}


def _counts(read: float, written: float) -> JsonObject:
    return {"input": read, "output": written, "cacheRead": 0, "cacheWrite": 0, "total": read + written}


# --- content of a turn


def write(parts: list[Any], steps: Iterable[TurnStep], now: Callable[[], str]) -> Iterator[TurnUpdate]:
    """Write a turn into `parts`, the live parts of the assistant message, which are empty at first."""
    for step in steps:
        match step:
            case TurnUpdate(kind="name"):  # v1 only
                pass
            case TurnUpdate():
                yield step
            case FileChange():
                if step.streamed:
                    edit = {"type": "file-edit", "operation": step.operation, "path": step.path}
                    yield from _write_part(parts, edit, now)
            case TaskRequest():
                yield from _write_part(parts, step.task.part(step.request_id), now)
            case _:
                yield from _write_part(parts, step, now)


def to_text(parts: list[Any]) -> str:
    """The closing prose."""
    texts = [part["text"] for part in parts if part["type"] == "text"]
    return texts[-1] if texts else ""


def replay(parts: list[Any]) -> Iterator[TurnUpdate]:
    """All parts so far as one delta to an empty list; no update for no parts."""
    if parts:
        yield TurnUpdate("delta", {**{str(index): [deepcopy(part)] for index, part in enumerate(parts)}, "_t": "a"})


def _write_part(parts: list[Any], complete: JsonObject, now: Callable[[], str]) -> Iterator[TurnUpdate]:
    """Add a part, let it grow and end it. Each growth delta has the string before and after, like the service's."""
    growing = [member for member in _GROWING.get(complete["type"], ()) if member in complete]
    late = {name: complete[name] for name in _LATE if name in complete}
    early = {name: deepcopy(value) for name, value in complete.items() if name not in late}
    part = early | dict.fromkeys(growing, "")
    part.setdefault("startedAt", now())
    parts.append(part)
    index = str(len(parts) - 1)
    # A copy, because the part grows on while streams may not have sent this update yet.
    yield TurnUpdate("delta", _change(index, [deepcopy(part)]))
    for member in growing:
        text = complete[member]
        for start, end in growing_text(text):
            part[member] = text[:end]
            yield TurnUpdate("delta", partial(_growth, index, member, text, start, end))
    late.setdefault("finishedAt", now())
    part.update(late)
    yield TurnUpdate("delta", _change(index, {name: [value] for name, value in late.items()}))


def _growth(index: str, member: str, text: str, start: int, end: int) -> JsonObject:
    return _change(index, {member: [text[:start], text[:end]]})


def _change(index: str, change: object) -> JsonObject:
    return {index: change, "_t": "a"}


CONTENT_FORMAT = ContentFormat(write, to_text)


# --- events and responses


class TurnGroup(RouteGroup):
    """Operations that start turns or stream them."""

    api: ClassVar[Api] = "v2"

    def start(self, chat: Chat, body: JsonObject, request: TurnRequest, *, background: bool = False) -> Generation:
        """Start a turn with the model that the body asks for."""
        chat.model_configuration = {**chat.model_configuration, **body.get("modelConfiguration", {})}
        return start_turn(self.store, CONTENT_FORMAT, chat, request, background=background)

    def turn_request(self, body: JsonObject) -> TurnRequest:
        """The turn that a prompt asks for.

        Raises:
            RejectError: 422 without a prompt and without a change in design mode, or for an invalid prompt.
        """
        if "message" not in body and "designMode" not in body:
            raise RejectError(422, "message: is required")
        return TurnRequest.create(self.store, body.get("message", DESIGN_MODE_PROMPT), body.get("attachments", ()))

    def turn_json(self, generation: Generation, content: JsonObject, *, status: int = 200) -> Response:
        """A JSON response that the faults of the turn may withhold."""
        return TurnJsonResponse(content, generation.turn, status_code=status)

    def chat_stream(self, generation: Generation) -> Response:
        """A stream of the turn from its start, between two states of the chat."""
        chat, message, turn = generation.chat, generation.message, generation.running
        return EventStreamResponse(_chat_events(chat, message, turn, [_chat_event(chat)]), generation.turn)

    def message_stream(self, generation: Generation) -> Response:
        """A stream of the turn from its start, between two states of its message."""
        events = _message_events(generation.chat, generation.message, generation.running)
        return EventStreamResponse(events, generation.turn)

    def resumed_stream(self, chat: Chat, message: Message, turn: RunningTurn) -> Response:
        """A stream for a client that resumes: the parts from the start, then the updates from now on."""
        if turn.done:
            return EventStreamResponse(_single(_chat_event(chat)))
        replayed = [_chat_event(chat), *(_to_event(chat, message, update) for update in replay(message.live))]
        return EventStreamResponse(_chat_events(chat, message, turn, replayed, turn.position))


def _chat_event(chat: Chat) -> JsonObject:
    return {"object": "chat", **chat_to_json(chat)}


def _message_event(chat: Chat, message: Message) -> JsonObject:
    return {"object": "message", **message_to_json(chat, message)}


def _usage_event(message: Message) -> JsonObject:
    return {"object": "message.usage", "id": message.id, "usage": usage_to_json(message.usage)}


def _to_event(chat: Chat, message: Message, update: TurnUpdate) -> JsonObject:
    if update.kind == "title":
        return {"object": "chat.title", "id": chat.id, "delta": update.value}
    if update.kind == "error":
        return {"object": "error", "id": message.id, "message": update.value, "code": "generation_failed"}
    return {"object": "message.parts.chunk", "id": message.id, "delta": update.value}


def _chat_events(
    chat: Chat, message: Message, turn: RunningTurn, opening: Sequence[JsonObject], position: int = 0
) -> AsyncGenerator[JsonObject | str, None]:
    return turn_events(
        turn,
        opening=opening,
        position=position,
        to_event=lambda update: _to_event(chat, message, update),
        closing=lambda: (_usage_event(message), _chat_event(chat)),
    )


def _message_events(chat: Chat, message: Message, turn: RunningTurn) -> AsyncGenerator[JsonObject | str, None]:
    return turn_events(
        turn,
        opening=[{**_message_event(chat, message), "parts": []}],  # not the live parts: they grow before it is sent
        position=0,
        to_event=lambda update: None if update.kind == "title" else _to_event(chat, message, update),
        closing=lambda: (_usage_event(message), _message_event(chat, message)),
    )


async def _single(event: JsonObject) -> AsyncGenerator[JsonObject | str, None]:
    yield event
