"""The sample data of all rows: events, chats and messages as the API sends them, of typical sizes."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

CHAT_ID, MESSAGE_ID = "chat_8fJ2kLmN0p", "msg_Q7rS1tUv2wXy"
MOMENT = "2026-01-15T09:30:00.000Z"
WORDS = ["a", "page", "with", "three", "sections", "and", "one", "form", "that", "sends", "mail", "—", "naïve"]


def prose(size: int, seed: int = 0) -> str:
    """Words with a total of about `size` characters."""
    pick = random.Random(seed)  # noqa: S311 - reproducible
    text = ""
    while len(text) < size:
        text += pick.choice(WORDS) + " "
    return text[:size]


# ------------------------------------------------------------------ events


def chat_event() -> Json:
    return {"object": "chat", "id": CHAT_ID, "privacy": "private", "title": "A page", "createdAt": MOMENT}


def parts_event(delta: Any) -> Json:
    return {"object": "message.parts.chunk", "id": MESSAGE_ID, "delta": delta}


def text_part(text: str) -> Json:
    return {"type": "text", "text": text, "startedAt": MOMENT}


def message_events(events: int, parts: int, *, appends: bool = True) -> Iterator[Json]:
    """Changes that build up the parts of a message; each part is inserted, then extended.

    `appends` is the API's own form of a delta for that; without it, text is replaced by longer text.
    """
    index, text = -1, ""
    for number in range(events):
        more = f"the words of {number}, "
        if number * parts // events > index:
            index, text = index + 1, f"Part {index + 1}: "
            yield parts_event({"_t": "a", str(index): [text_part(text)]})
        elif appends:
            yield parts_event([[index, "text", more], 9, 9])
        else:
            yield parts_event({"_t": "a", str(index): {"text": [text, text + more]}})
            text += more


def in_stream(events: Iterator[Json]) -> list[Json]:
    """The changes of a message between the opening and the closing event of a stream."""
    return [chat_event(), *events, chat_event()]


def sse(event: Json) -> bytes:
    return b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n"


def in_groups(chunks: list[bytes], size: int) -> list[bytes]:
    return [b"".join(chunks[start : start + size]) for start in range(0, len(chunks), size)]


# ------------------------------------------------------------------ a version 1 chat


def v1_chat(messages: int, *, content: int = 1_150, files: int = 0, size: int = 5_000) -> Json:
    """A chat with messages and files of a given size."""
    written = [
        {"object": "file", "name": f"app/{n}.tsx", "content": prose(size, n), "locked": False} for n in range(files)
    ]
    version = {"id": "ver_1", "object": "version", "status": "completed", "createdAt": MOMENT, "files": written}
    return {
        "id": CHAT_ID,
        "object": "chat",
        "privacy": "private",
        "name": "A page",
        "createdAt": MOMENT,
        "updatedAt": MOMENT,
        "favorite": False,
        "authorId": "user_1",
        "webUrl": "https://v0.example/chat/1",
        "apiUrl": "https://api.example/v1/chats/1",
        "latestVersion": version,
        "messages": [v1_message(number, content) for number in range(messages)],
    }


def v1_message(number: int, content: int) -> Json:
    reply = number % 2 == 1
    return {
        "id": f"msg_{number:06d}",
        "object": "message",
        "content": prose(content, number),
        "createdAt": MOMENT,
        "updatedAt": MOMENT,
        "type": "message",
        "role": "assistant" if reply else "user",
        "apiUrl": f"https://api.example/v1/chats/1/messages/{number}",
        "authorId": None if reply else "user_1",
        "parentId": f"msg_{number - 1:06d}" if number else None,
        **({"finishReason": "stop"} if reply else {}),
    }


# ------------------------------------------------------------------ a version 2 message


def v2_message(parts: int, text: int = 600) -> Json:
    """A finished message with parts of all common kinds."""
    amounts = {"input": 1200, "output": 3400, "cacheRead": 10, "cacheWrite": 20, "total": 4630}
    return {
        "id": MESSAGE_ID,
        "chatId": CHAT_ID,
        "role": "assistant",
        "createdAt": MOMENT,
        "updatedAt": MOMENT,
        "content": "",
        "parts": [v2_part(number, text) for number in range(parts)],
        "finishReason": "stop",
        "restorable": True,
        "attachments": [],
        "authorId": None,
        "usage": {"tokens": amounts, "creditsCost": amounts},
    }


def v2_part(number: int, text: int) -> Json:
    kinds: list[Json] = [
        {"type": "text", "text": prose(text, number)},
        {"type": "thinking", "text": prose(text, number)},
        {"type": "file-edit", "operation": "create", "path": f"app/page{number}.tsx"},
        {"type": "file-read", "paths": [f"app/page{number}.tsx", "lib/utils.ts"]},
        {"type": "bash", "command": "npm run build", "output": prose(text, number), "exitCode": 0},
    ]
    return {**kinds[number % len(kinds)], "startedAt": MOMENT, "finishedAt": MOMENT}
