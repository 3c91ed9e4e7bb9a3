"""The examples as people run them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.browser import CHROMIUM, browser
from v0_client.sandbox import Sandbox
from v0_client.state import V2State

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends signals")


# ------------------------------------------------------------------ running them


@contextmanager
def started(example: str, *arguments: str, service: Sandbox, cwd: Path = ROOT) -> Iterator[subprocess.Popen[str]]:
    """An example under way, asking `service`; killed at the end where it has not ended itself."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("V0_", "VERCEL_", "DBOS"))}
    settings = {"V0_API_KEY": service.api_key, "V0_BASE_URL": service.base_url, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, str(ROOT / example), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**inherited, **settings, "PYTHONUTF8": "1"},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def run(example: str, *arguments: str, service: Sandbox, cwd: Path, said: str = "") -> tuple[int, str, str]:
    with started(example, *arguments, service=service, cwd=cwd) as process:
        output, errors = process.communicate(said, timeout=60)
    return process.returncode, output, errors


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def asked(service: Sandbox, method: str, path: str) -> list[Any]:
    """The bodies of what was asked."""
    return [each.body for each in service.requests if each.method == method and re.fullmatch(path, each.path)]


# ------------------------------------------------------------------ the relay


def address_of(relay: subprocess.Popen[str]) -> str:
    assert relay.stdout is not None
    line = relay.stdout.readline()
    address = re.match(r"http://127\.0\.0\.1:\d+", line)
    assert address is not None, line or relay.communicate()
    return address[0]


def end(relay: subprocess.Popen[str]) -> None:
    """By Ctrl-C, without a word."""
    relay.send_signal(signal.SIGINT)
    output, errors = relay.communicate(timeout=60)
    assert (relay.returncode, output, errors) == (0, "", "")


def events_of(answer: httpx.Response) -> list[Any]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    return [json.loads(block.removeprefix("data: ")) for block in answer.text.split("\n\n")[:-1]]


def test_the_relay_passes_a_generation_on() -> None:
    with Sandbox() as service, started("examples/relay.py", "--port", "0", service=service) as relay:
        with httpx.Client(base_url=address_of(relay), timeout=60) as client:

            def watched(message: str) -> list[Any]:
                begun = client.post("/chats", json={"message": message}).json()
                return events_of(client.get(f"/chats/{begun['chat_id']}/events"))

            events = watched("A bakery")
            state = V2State()
            for event in events:
                state.apply(event)
            assert state.closed and state.text and state.title
            assert events[-1]["object"] == "chat"
            shown = [event["delta"] for event in events if event["object"] == "message.parts.chunk"]
            assert all(len(delta) == 1 for delta in shown) and shown[-1] == [state.raw_parts]
            assert watched("A bakery sandbox:error-event")[-1]["object"] == "error"

            assert client.post("/chats", json={"message": " "}).status_code == 422
            refused = client.post("/chats", json={"message": "A bakery sandbox:500"})
            assert refused.status_code == 500 and "500" in refused.json()["detail"]
            assert client.get("/chats/nowhere/events").status_code == 404
        end(relay)


def test_the_relay_lets_go_of_a_generation_that_nobody_watches() -> None:
    with Sandbox() as service, started("examples/relay.py", "--port", "0", service=service) as relay:
        with httpx.Client(base_url=address_of(relay), timeout=60) as client:
            begun = client.post("/chats", json={"message": "A bakery sandbox:never_finish"}).json()
            with client.stream("GET", f"/chats/{begun['chat_id']}/events") as answer:
                assert next(answer.iter_lines()).startswith('data: {"object":"chat"')
        end(relay)  # though the generation would go on for ever
        assert asked(service, "POST", "/v2/chats/.*/resume") == [None]


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
def test_a_browser_shows_what_comes_and_goes_on_after_a_cut(tmp_path: Path) -> None:
    done = "document.querySelector('#state').textContent === 'Done'"
    with Sandbox(async_seconds=3) as service, browser(tmp_path / "profile") as page:
        with started("examples/relay.py", "--port", "0", service=service) as relay:
            address = address_of(relay)
            page.open(address)
            page.run("document.querySelector('form').requestSubmit()")
            page.wait_for("document.querySelector('.thinking')?.textContent")
            assert page.run("document.querySelector('button').disabled")
        page.wait_for("document.querySelector('#state').textContent.startsWith('The connection broke')")
        with started("examples/relay.py", "--port", address.rpartition(":")[2], service=service) as relay:
            page.wait_for(done)
            shown = page.run("document.querySelector('#parts').innerText")
            for piece in ("The user asks for", "I'll build this", "package.json", "app/page.tsx", "$ npm run build"):
                assert piece in shown
            assert "Compiled successfully" in shown and "\x1b" not in shown and "Done: " in shown
            assert page.run("document.querySelector('h1').innerText") == "A landing page for a bakery"
            assert not page.run("document.querySelector('button').disabled")

            watched = page.run("location.href")
            page.open("about:blank")
            page.open(watched, width=390, height=844)  # loaded again, on a phone
            page.wait_for(done)
            assert page.run("document.querySelector('#parts').innerText") == shown
            assert page.run("document.documentElement.scrollWidth") == 390
        assert len(asked(service, "POST", "/v2/chats/async")) == 1


# ------------------------------------------------------------------ the batch


def states_of(results: Path) -> dict[str, str]:
    entries = map(json.loads, results.read_text(encoding="utf-8").splitlines())
    return {entry["prompt"]: entry["state"] for entry in entries}


def test_an_interrupted_batch_goes_on_and_pays_for_nothing_twice(tmp_path: Path) -> None:
    with Sandbox(async_seconds=1) as service:
        with started("examples/batch.py", "--concurrency", "5", service=service, cwd=tmp_path) as process:
            until(lambda: len(asked(service, "POST", "/v2/chats/async")) >= 5)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
        assert process.returncode == 1 and errors == "Stopped, and goes on when run again.\n"
        begun = states_of(tmp_path / "results.jsonl")
        assert 5 <= len(begun) < 50 and "asking" not in begun.values()

        service.async_seconds = 0.05
        status, output, errors = run("examples/batch.py", "--concurrency", "50", service=service, cwd=tmp_path)
        assert (status, errors) == (0, "")
        assert "50/50" in output and "50 done in results.jsonl" in output
        prompts = [body["message"] for body in asked(service, "POST", "/v2/chats/async")]
        assert len(prompts) == len(set(prompts)) == 50
    entries = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    finished = [entry for entry in entries if entry["state"] == "done"]
    assert len(finished) == 50
    assert all(entry["chat_id"] and entry["text"] and entry["credits"] > 0 for entry in finished)


def test_a_batch_asks_again_only_what_was_surely_not_paid_for(tmp_path: Path) -> None:
    prompts = ["A page", "B sandbox:fail", "C sandbox:500", "D sandbox:rate-limit=3", "A page", "", "E sandbox:unknown"]
    (tmp_path / "prompts.txt").write_text("\n".join(prompts), encoding="utf-8")
    with Sandbox(async_seconds=0.05, retry_after=0) as service:
        first = run("examples/batch.py", "prompts.txt", service=service, cwd=tmp_path)
        assert first[0] == 0 and first[2] == ""
        states = states_of(tmp_path / "results.jsonl")
        assert [states[prompt] for prompt in dict.fromkeys(filter(None, prompts))] == [
            *("done", "failed", "asking", "refused", "refused")
        ]
        asked_at_first = len(service.requests)
        assert run("examples/batch.py", "prompts.txt", service=service, cwd=tmp_path)[0] == 0
        again = {each.body["message"] for each in service.requests[asked_at_first:] if each.method == "POST"}
        assert again == {"D sandbox:rate-limit=3", "E sandbox:unknown"}
        assert states_of(tmp_path / "results.jsonl")["D sandbox:rate-limit=3"] == "done"


# ------------------------------------------------------------------ the others


def test_the_bot_keeps_a_conversation_for_each_channel(tmp_path: Path) -> None:
    said = [
        *("bakery: A page sandbox:ask", "bakery: dark", "bakery: And a price list"),
        *("garage: A shop sandbox:plan", "garage: yes", "gym: A form sandbox:fail", "", "gym:"),
    ]
    with Sandbox() as service:
        status, output, errors = run("examples/bot.py", service=service, cwd=tmp_path, said="\n".join(said))
    assert (status, errors) == (0, "")
    posts: dict[str, list[str]] = {}
    for post in re.split(r"^(?=\[)", output, flags=re.MULTILINE)[1:]:
        channel, _, text = post.removeprefix("[").partition("] ")
        posts.setdefault(channel, []).append(text.strip())
    first, asks, *_ = posts["bakery"]
    assert first.endswith(" …") and asks.endswith("Which colour scheme do you want? (Light / Dark)")
    answers = [text for text in posts["bakery"] if not text.endswith(" …")]
    assert "dark" in answers[1] and "And a price list" in answers[2] and len(answers) == 3
    assert any("1. Write the page" in text for text in posts["garage"]) and "approved" in posts["garage"][-1]
    assert posts["gym"][-1].startswith("That did not work")
    assert len(asked(service, "POST", "/v2/chats/stream")) == 3  # a chat for each channel
    assert len(asked(service, "POST", "/v2/chats/.*/messages/resolve/stream")) == 2
    assert len(asked(service, "POST", "/v2/chats/.*/messages/stream")) == 1


def test_what_a_killed_worker_was_at_is_done_by_the_next(tmp_path: Path) -> None:
    with Sandbox(async_seconds=1) as service:
        status, output, _ = run("examples/worker.py", "submit", "A page", "A shop", service=service, cwd=tmp_path)
        assert status == 0 and output.count("chat_") == 2
        with started("examples/worker.py", "work", service=service, cwd=tmp_path) as worker:
            until(lambda: asked(service, "GET", "/v2/chats/.*/messages/.*"))
            worker.kill()
        assert not list((tmp_path / "results").iterdir())
        status, output, errors = run("examples/worker.py", "work", "--until-done", service=service, cwd=tmp_path)
        assert status == 0, errors
        assert output.count(": stored; ") == 2
        assert len(asked(service, "POST", "/v2/chats/async")) == 2
    archives = sorted((tmp_path / "results").iterdir())
    assert [archive.suffix for archive in archives] == [".zip", ".zip"]
    with zipfile.ZipFile(archives[0]) as archive:
        assert "app/page.tsx" in archive.namelist()


def told_by(output: str) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for line in output.splitlines():
        prompt, _, text = line.partition(": ")
        told.setdefault(prompt, []).append(text)
    return told


def test_under_trio_a_chat_that_takes_too_long_is_joined_again(tmp_path: Path) -> None:
    trio = str(ROOT / "examples" / "with_trio.py")
    with Sandbox(pace=0.05) as service:
        status, whole, errors = run("scripts/sandboxed.py", trio, service=service, cwd=tmp_path)
        assert (status, errors) == (0, "")
        assert whole.startswith("Asking a local sandbox") and not service.requests  # it has one of its own
        status, left, errors = run("examples/with_trio.py", "--seconds", "1", service=service, cwd=tmp_path)
        assert (status, errors) == (0, "")
        assert len(asked(service, "POST", "/v2/chats/stream")) == 3
        assert len(asked(service, "POST", "/v2/chats/.*/resume")) == 3
    for prompt, pieces in told_by(left).items():
        assert pieces.pop() == "finished later, stop"
        pieces.remove("not finished in time, joining it again")
        unbroken = told_by(whole)[prompt]
        assert unbroken.pop() == "finished, stop"
        assert "".join(pieces) == "".join(unbroken)


def test_a_program_that_is_not_there_is_told_from_those_that_are(tmp_path: Path) -> None:
    with Sandbox() as service:
        status, _, errors = run("scripts/sandboxed.py", str(ROOT / "examples/none.py"), service=service, cwd=tmp_path)
    assert status == 1 and "examples/ has batch, bot, relay" in errors
