"""The examples as people run them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from v0_client.sandbox import Sandbox
from v0_client.state import V2State

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")


@contextmanager
def running(example: str, **settings: str) -> Iterator[httpx.Client]:
    """Runs an example on a free port and gives a client of it; ended by Ctrl-C, without a word."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("V0_", "VERCEL_"))}
    with subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, str(ROOT / "examples" / example), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**inherited, "PYTHONPATH": str(ROOT), **settings},
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            address = re.match(r"http://127\.0\.0\.1:\d+", line)
            assert address is not None, line or process.communicate()
            with httpx.Client(base_url=address[0], timeout=60) as client:
                yield client
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=60)
            assert (process.returncode, output, errors) == (0, "", "")
        finally:
            process.kill()


def events_of(answer: httpx.Response) -> list[Any]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    return [json.loads(block.removeprefix("data: ")) for block in answer.text.split("\n\n")[:-1]]


def test_the_relay_shows_a_generation() -> None:
    with running("relay_starlette.py") as browser:
        page = browser.get("/")
        assert page.headers["content-type"].startswith("text/html")
        assert "<form>" in page.text and 'fetch("/generate?"' in page.text

        events = events_of(browser.post("/generate", params={"prompt": "A bakery"}))
        state = V2State()
        for event in events:
            state.apply(event)
        assert state.closed and state.text and state.title
        assert events[-1]["object"] == "chat"
        shown = [event["delta"] for event in events if event["object"] == "message.parts.chunk"]
        assert all(len(delta) == 1 for delta in shown) and shown[-1] == [state.raw_parts]

        events = events_of(browser.post("/generate", params={"prompt": "A bakery sandbox:error-event"}))
        assert events[-1]["object"] == "error"
        refused = browser.post("/generate", params={"prompt": ""})
        assert refused.status_code == 502 and refused.text


def test_the_relay_asks_the_service_it_is_told_of_and_lets_go_of_it() -> None:
    with Sandbox() as service:
        settings = {"V0_API_KEY": service.api_key, "V0_BASE_URL": service.base_url}
        with running("relay_starlette.py", **settings) as browser:
            params = {"prompt": "A bakery sandbox:hang"}
            with browser.stream("POST", "/generate", params=params) as answer:
                assert next(answer.iter_lines()).startswith('data: {"object":"chat"')
        # The browser has left a generation that would go on for ever, and the service has stopped all the same.
        assert [request.path for request in service.requests] == ["/v2/chats/stream"]
