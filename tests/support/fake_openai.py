"""OpenAI's two endpoints for agents, as far as a page needs them: the model builds an app, then says so."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["fake_openai"]

ARGUMENTS = {"message": "A page for a bakery", "title": None}
USAGE = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2, "prompt_tokens": 1, "completion_tokens": 1}


@contextmanager
def fake_openai() -> Iterator[tuple[str, list[Any]]]:
    """The base URL of a model that builds an app once, and the results of tools that reached it."""
    results: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            respond = _response if self.path.endswith("/responses") else _completion
            body = json.dumps(respond(request, results)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1", results
        finally:
            server.shutdown()
            thread.join()


def _response(request: dict[str, Any], results: list[Any]) -> dict[str, Any]:
    found = [item["output"] for item in request["input"] if item.get("type") == "function_call_output"]
    results += found
    if found:
        text = {"type": "output_text", "text": "Your bakery is ready.", "annotations": []}
        item: dict[str, Any] = {"id": "m", "type": "message", "role": "assistant", "status": "completed"}
        item["content"] = [text]
    else:
        item = {"type": "function_call", "id": "f", "call_id": "c", "name": "build_app", "status": "completed"}
        item["arguments"] = json.dumps(ARGUMENTS)
    usage = {**USAGE, "input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}}
    return {
        "id": "r",
        "object": "response",
        "created_at": 0,
        "model": request["model"],
        "status": "completed",
        "output": [item],
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
        "usage": usage,
    }


def _completion(request: dict[str, Any], results: list[Any]) -> dict[str, Any]:
    found = [message["content"] for message in request["messages"] if message["role"] == "tool"]
    results += found
    message: dict[str, Any] = {"role": "assistant", "content": "Your bakery is ready."}
    if not found:
        function = {"name": "build_app", "arguments": json.dumps(ARGUMENTS)}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "c", "type": "function", "function": function}],
        }
    choice = {"index": 0, "message": message, "finish_reason": "stop" if found else "tool_calls"}
    return {
        "id": "c",
        "object": "chat.completion",
        "created": 0,
        "model": request["model"],
        "choices": [choice],
        "usage": USAGE,
    }
