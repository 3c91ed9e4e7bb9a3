"""A service with scripted responses, over a real socket, for processes that know nothing of the test."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from types import TracebackType
from typing import Any, Self

CHAT = {
    "id": "chat_1",
    "title": "A bakery",
    "privacy": "private",
    "createdAt": "2026-11-01T08:00:00.000Z",
    "updatedAt": "2026-11-01T08:05:00.000Z",
    "authorId": "user_1",
    "metadata": {},
    "writePermission": True,
}
USAGE = {"tokens": {"total": 1234}, "creditsCost": {"total": 0.56}}


@dataclass
class FakeResponse:
    """A response; one that holds keeps the connection open until the client disconnects."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    holds: bool = False


def as_json(value: object, status: int = 200) -> FakeResponse:
    return FakeResponse(status, json.dumps(value).encode())


def as_events(events: Iterable[Mapping[str, Any]], *, holds: bool = False) -> FakeResponse:
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in events).encode()
    return FakeResponse(body=body, content_type="text/event-stream", holds=holds)


def message(parts: list[Any], finish_reason: str | None = "stop", **more: Any) -> dict[str, Any]:
    """An assistant message as the service sends it."""
    text = [part["text"] for part in parts if part["type"] == "text"]
    return {
        "id": "msg_2",
        "chatId": CHAT["id"],
        "role": "assistant",
        "createdAt": CHAT["createdAt"],
        "content": text[-1] if text else "",
        "parts": parts,
        "finishReason": finish_reason,
        "usage": USAGE,
        **more,
    }


def chunks(parts: list[Any], message_id: str = "msg_2", size: int = 40) -> Iterable[dict[str, Any]]:
    """The events that build a message's parts: prose grows, anything else is complete at once."""
    for index, part in enumerate(parts):
        prose = part["type"] in ("text", "thinking")
        first = {**part, "text": ""} if prose else part
        deltas = [{"_t": "a", str(index): [first]}]
        if prose:
            steps = [part["text"][:end] for end in range(0, len(part["text"]), size)] + [part["text"]]
            deltas += [{"_t": "a", str(index): {"text": list(pair)}} for pair in pairwise(steps)]
        yield from ({"object": "message.parts.chunk", "id": message_id, "delta": delta} for delta in deltas)


@dataclass
class Service:
    """Responds on 127.0.0.1 while its block is open.

    Attributes:
        responses: The response to a method and path, such as `GET /v2/chats/chat_1`; of a list one after the other, and
            the last one from then on.
        requests: The requests received: method and path with the query, and the body.
        disconnected: Set when the client has closed a connection that a response holds.
    """

    responses: dict[str, FakeResponse | list[FakeResponse]] = field(
        default_factory=dict[str, "FakeResponse | list[FakeResponse]"]
    )
    requests: list[tuple[str, Any]] = field(default_factory=list[tuple[str, Any]])
    disconnected: threading.Event = field(default_factory=threading.Event)
    api_key: str = "v1:team_test:vcp_test"
    base_url: str = ""

    def create(self, parts: list[Any], finish_reason: str | None = "stop", *, holds: bool = False) -> None:
        """Script the stream of a new chat with these parts; one that holds never ends."""
        events = [{"object": "chat", **CHAT, "title": ""}, *chunks(parts)]
        if not holds:
            usage = {"object": "message.usage", "id": "msg_2", "usage": USAGE}
            events += [usage, {"object": "chat", **CHAT}]
        self.responses["POST /v2/chats/stream"] = as_events(events, holds=holds)
        self.responses["GET /v2/chats/chat_1/messages/msg_2"] = as_json(message(parts, finish_reason))

    def reply(self, operation: str, parts: list[Any], finish_reason: str | None = "stop") -> None:
        """Script the stream of an operation on the chat (`messages` or `messages/resolve`) with these parts."""
        opening, complete = message([], None, id="msg_3"), message(parts, finish_reason, id="msg_3")
        events = [{"object": "message", **opening}, *chunks(parts, "msg_3"), {"object": "message", **complete}]
        self.responses[f"POST /v2/chats/chat_1/{operation}/stream"] = as_events(events)
        self.responses["GET /v2/chats/chat_1/messages/msg_3"] = as_json(complete)

    def body_of(self, line: str) -> Any:
        """The body of the one request with this method and path."""
        (body,) = [body for requested, body in self.requests if requested == line]
        return body

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.base_url = f"http://127.0.0.1:{self._server.server_address[1]}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _respond(self, line: str, authorization: str | None) -> FakeResponse:
        if authorization != f"Bearer {self.api_key}":
            return as_json({"message": "The API key is missing or wrong"}, 401)
        found = self.responses.get(line.partition("?")[0])
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        return found or as_json({"message": f"no response is scripted for {line}"}, 404)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def _serve(self) -> None:
                raw = self.rfile.read(int(self.headers.get("content-length", 0)))
                line = f"{self.command} {self.path}"
                service.requests.append((line, json.loads(raw) if raw else None))
                response = service._respond(line, self.headers["authorization"])
                self.send_response(response.status)
                self.send_header("content-type", response.content_type)
                if not response.holds:
                    self.send_header("content-length", str(len(response.body)))
                self.end_headers()
                self.wfile.write(response.body)
                if response.holds:
                    self.connection.recv(1)  # returns once the client has disconnected
                    service.disconnected.set()

            do_GET = do_POST = do_DELETE = _serve  # noqa: N815 - the base class names them

            def log_message(self, format: str, *args: Any) -> None:
                """Tests print nothing."""

        return Handler
