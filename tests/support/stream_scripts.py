"""A version 2 chat behind a raw socket: the test scripts the responses to its stream, its resumes and its reads."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import anyio
import pytest
from attrs import field, mutable

from tests.support.raw_server import LAST_CHUNK, Action, Handler, RawServer, Request, chunk, chunked_head, json_response
from v0_client import Timeouts, V0Client
from v0_client._streaming import chat_stream

CHAT_ID, MESSAGE_ID = "chat_1", "msg_1"
COUNTS = {"input": 1, "output": 2, "cacheRead": 0, "cacheWrite": 0, "total": 3}
USAGE = {"tokens": COUNTS, "creditsCost": COUNTS}

Script = Iterable[Action]


# ------------------------------------------------------------------ events


def chat(**more: Any) -> dict[str, Any]:
    return {"object": "chat", "id": CHAT_ID, "privacy": "private", **more}


def delta(change: Any, **more: Any) -> dict[str, Any]:
    return {"object": "message.parts.chunk", "id": MESSAGE_ID, "delta": change, **more}


def new_part(index: int, **part: Any) -> dict[str, Any]:
    return delta({"_t": "a", str(index): [part]})


def new_text(index: int, text: str) -> dict[str, Any]:
    return new_part(index, type="text", text=text)


def more_text(index: int, text: str) -> dict[str, Any]:
    return delta([[index, "text", text], 9, 9])


def usage(**more: Any) -> dict[str, Any]:
    return {"object": "message.usage", "id": MESSAGE_ID, "usage": USAGE, **more}


def message(text: str | None = None, *, finish: str | None = "stop", **more: Any) -> dict[str, Any]:
    """A message as the API returns it, with one text part where `text` is given."""
    parts = [] if text is None else [{"type": "text", "text": text}]
    fixed = {"id": MESSAGE_ID, "chatId": CHAT_ID, "role": "assistant", "content": "", "usage": USAGE}
    return {**fixed, "parts": parts, "finishReason": finish, **more}


def sse(*events: Any) -> bytes:
    """Events in event-stream format; bytes and text are sent as they are."""
    pieces = [e if isinstance(e, (bytes, str)) else f"data: {json.dumps(e, ensure_ascii=False)}\n\n" for e in events]
    return b"".join(p if isinstance(p, bytes) else p.encode("utf-8", "surrogatepass") for p in pieces)


def streamed(*events: Any, end: Action = LAST_CHUNK) -> Script:
    """A response that is an event stream; by default its body is complete."""
    return [chunked_head() + chunk(body) if (body := sse(*events)) else chunked_head(), end]


# ------------------------------------------------------------------ the server


@mutable
class ChatServer:
    """Handles the requests that a stream sends.

    Attributes:
        create: The response to the request that starts a generation.
        resumes: The responses to resumes, one each.
        reads: The messages that reads find, one each; the last one repeats. None: no such message.
        received: The operations requested, in order: ``create``, ``resume``, ``read``, ``newest``, ``stop``.
    """

    create: Script = ()
    resumes: list[Script] = field(factory=list)
    reads: list[dict[str, Any] | Script | None] = field(factory=list)
    received: list[str] = field(factory=list)

    def __call__(self, request: Request) -> Script:
        kind = self._operation(request)
        self.received.append(kind)
        match kind:
            case "create":
                return self.create
            case "resume":
                return self.resumes.pop(0)
            case "stop":
                return [json_response({"messageId": MESSAGE_ID})]
        found = self.reads.pop(0) if len(self.reads) > 1 else self.reads[0]
        if found is not None and not isinstance(found, dict):
            return found
        if kind == "newest":
            return [json_response({"messages": [] if found is None else [found], "cursor": None})]
        return [json_response({"message": "no such message"}, 404) if found is None else json_response(found)]

    def _operation(self, request: Request) -> str:
        steps = request.path.removeprefix("/v2/chats").strip("/").split("/")
        if request.method == "POST":
            return steps[-1] if steps[-1] in ("resume", "stop") else "create"
        return "newest" if steps[-1] == "messages" else "read"


@asynccontextmanager
async def serving(handler: Handler, **options: Any) -> AsyncIterator[tuple[V0Client, RawServer]]:
    """A client of the handler's server; checks at the end that no connection is left open."""
    async with RawServer(handler) as server:
        settings: dict[str, Any] = {"timeouts": Timeouts(idle=20, read=20), "max_retries": 0, **options}
        async with V0Client("key", base_url=server.base_url, **settings) as client:
            yield client, server
        await server.all_closed()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that streams would have waited; they do not wait."""
    seconds_waited: list[float] = []

    async def sleep(seconds: float) -> None:
        seconds_waited.append(seconds)

    unchanged = {"get_cancelled_exc_class": anyio.get_cancelled_exc_class}
    monkeypatch.setattr(chat_stream, "anyio", SimpleNamespace(sleep=sleep, **unchanged))
    return seconds_waited
