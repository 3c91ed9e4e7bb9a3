"""The examples, run as a user runs them."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.browser import CHROMIUM, browser
from tests.support.running_examples import ROOT, address_of, bodies, end, run, started, until
from tests.support.sandbox_tools import plain_client
from v0_client.sandbox import Sandbox, Turn
from v0_client.state import V2State

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends signals")


# ------------------------------------------------------------------ the relay


def events_of(response: httpx.Response) -> list[Any]:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    return [json.loads(block.removeprefix("data: ")) for block in response.text.split("\n\n")[:-1]]


def test_the_relay_forwards_a_generation() -> None:
    with Sandbox() as service, started("examples/relay.py", "--port", "0", service=service) as relay:
        with httpx.Client(base_url=address_of(relay), timeout=60) as client:

            def watched(message: str) -> list[Any]:
                started = client.post("/chats", json={"message": message}).json()
                return events_of(client.get(f"/chats/{started['chat_id']}/events"))

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
            failed = client.post("/chats", json={"message": "A bakery sandbox:500"})
            assert failed.status_code == 500 and "500" in failed.json()["detail"]
            assert client.get("/chats/nowhere/events").status_code == 404
        end(relay)


def test_the_relay_closes_a_stream_that_nobody_reads() -> None:
    with Sandbox() as service, started("examples/relay.py", "--port", "0", service=service) as relay:
        with httpx.Client(base_url=address_of(relay), timeout=60) as client:
            created = client.post("/chats", json={"message": "A bakery sandbox:never_finish"}).json()
            with client.stream("GET", f"/chats/{created['chat_id']}/events") as response:
                assert next(response.iter_lines()).startswith('data: {"object":"chat"')
        end(relay)  # though the generation never finishes
        assert bodies(service, "POST", "/v2/chats/.*/resume") == [None]


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
def test_a_browser_shows_the_parts_and_reconnects_after_an_interruption(tmp_path: Path) -> None:
    done = "document.querySelector('#state').textContent === 'Done'"
    with Sandbox(async_seconds=3) as service, browser(tmp_path / "profile") as page:
        with started("examples/relay.py", "--port", "0", service=service) as relay:
            address = address_of(relay)
            page.open(address)
            page.run("document.querySelector('form').requestSubmit()")
            page.wait_for("document.querySelector('.thinking')?.textContent")
            assert page.run("document.querySelector('button').disabled")
        page.wait_for("document.querySelector('#state').textContent.startsWith('Disconnected')")
        with started("examples/relay.py", "--port", address.rpartition(":")[2], service=service) as relay:
            page.wait_for(done)
            shown = page.run("document.querySelector('#parts').innerText")
            for text in ("The user asks for", "I'll build this", "package.json", "app/page.tsx", "$ npm run build"):
                assert text in shown
            assert "Compiled successfully" in shown and "\x1b" not in shown and "Done: " in shown
            assert page.run("document.querySelector('h1').innerText") == "A landing page for a bakery"
            assert not page.run("document.querySelector('button').disabled")

            watched = page.run("location.href")
            page.open("about:blank")
            page.open(watched, width=390, height=844)  # reload it on a phone
            page.wait_for(done)
            assert page.run("document.querySelector('#parts').innerText") == shown
            assert page.run("document.documentElement.scrollWidth") == 390
        assert len(bodies(service, "POST", "/v2/chats/async")) == 1


# ------------------------------------------------------------------ the batch


def entries_of(results: Path) -> dict[str, dict[str, Any]]:
    """The newest entry of each prompt."""
    entries = map(json.loads, results.read_text(encoding="utf-8").splitlines())
    return {entry["prompt"]: entry for entry in entries}


def keys_of_chats(service: Sandbox) -> list[str]:
    """The key of each chat in the sandbox."""
    with plain_client(service.base_url) as http:
        return [chat["metadata"]["v0_client_key"] for chat in http.get("/v2/chats?limit=100").json()["chats"]]


def test_an_interrupted_batch_continues_and_pays_for_no_prompt_twice(tmp_path: Path) -> None:
    with Sandbox(async_seconds=1) as service:
        with started("examples/batch.py", "--concurrency", "5", service=service, cwd=tmp_path) as process:
            until(lambda: len(bodies(service, "POST", "/v2/chats/async")) >= 5)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
        assert process.returncode == 1 and errors == "Stopped; run again to continue.\n"

        service.async_seconds = 0.05
        status, output, errors = run("examples/batch.py", "--concurrency", "50", service=service, cwd=tmp_path)
        assert (status, errors) == (0, "")
        assert "50/50" in output and "50 done in results.jsonl" in output
        assert len(keys_of_chats(service)) == len(set(keys_of_chats(service))) == 50
    entries = entries_of(tmp_path / "results.jsonl")
    assert len(entries) == 50
    assert all(e["state"] == "done" and e["chatId"] and e["text"] and e["credits"] > 0 for e in entries.values())


@pytest.mark.slow
def test_a_batch_killed_again_and_again_pays_for_no_prompt_twice(tmp_path: Path) -> None:
    kills, prompts = int(os.environ.get("BATCH_KILLS", "3")), int(os.environ.get("BATCH_PROMPTS", "20"))
    chance = random.Random(17)
    (tmp_path / "prompts.txt").write_text("\n".join(f"Page {n}" for n in range(prompts)), encoding="utf-8")
    arguments = ("examples/batch.py", "prompts.txt", "--concurrency", "3")
    with Sandbox(async_seconds=0.1) as service:
        for _ in range(kills):
            seen = len(service.requests)
            with started(*arguments, service=service, cwd=tmp_path) as process:
                until(lambda seen=seen: len(service.requests) > seen or process.poll() is not None)
                time.sleep(chance.uniform(0, 0.3))  # anywhere in a run is right
                process.kill()
        assert 0 < len(keys_of_chats(service)) < prompts  # the kills came in time
        status, output, errors = run(*arguments, service=service, cwd=tmp_path)
        assert (status, errors) == (0, "")
        assert f"{prompts} done in results.jsonl" in output
        assert len(keys_of_chats(service)) == len(set(keys_of_chats(service))) == prompts


def test_a_batch_repeats_what_did_not_end(tmp_path: Path) -> None:
    prompts = ["A page", "B sandbox:fail", "D sandbox:rate-limit=3", "A page", "", "E sandbox:unknown"]
    (tmp_path / "prompts.txt").write_text("\n".join(prompts), encoding="utf-8")
    with Sandbox(async_seconds=0.05, retry_after=0) as service:
        first = run("examples/batch.py", "prompts.txt", service=service, cwd=tmp_path)
        assert first[0] == 0 and first[2] == ""
        entries = entries_of(tmp_path / "results.jsonl")
        assert [entries[prompt]["state"] for prompt in dict.fromkeys(filter(None, prompts))] == [
            *("done", "failed", "error", "error")
        ]
        first_run = len(service.requests)
        assert run("examples/batch.py", "prompts.txt", service=service, cwd=tmp_path)[0] == 0
        resent = {each.body["message"] for each in service.requests[first_run:] if each.method == "POST"}
        assert resent == {"D sandbox:rate-limit=3", "E sandbox:unknown"}
        assert entries_of(tmp_path / "results.jsonl")["D sandbox:rate-limit=3"]["state"] == "done"
        assert len(keys_of_chats(service)) == len(set(keys_of_chats(service))) == 3

        again = run(
            "examples/batch.py", "prompts.txt", "--name", "next", "--results", "n", service=service, cwd=tmp_path
        )
        assert again[0] == 0 and len(keys_of_chats(service)) > 3


# ------------------------------------------------------------------ the others


def test_the_bot_keeps_a_conversation_for_each_channel(tmp_path: Path) -> None:
    typed = [
        *("bakery: A page sandbox:ask", "bakery: dark", "bakery: And a price list"),
        *("garage: A shop sandbox:plan", "garage: yes", "gym: A form sandbox:fail", "", "gym:"),
    ]
    with Sandbox() as service:
        status, output, errors = run("examples/bot.py", service=service, cwd=tmp_path, typed="\n".join(typed))
    assert (status, errors) == (0, "")
    posts: dict[str, list[str]] = {}
    for post in re.split(r"^(?=\[)", output, flags=re.MULTILINE)[1:]:
        channel, _, text = post.removeprefix("[").partition("] ")
        posts.setdefault(channel, []).append(text.strip())
    first, question, *_ = posts["bakery"]
    assert first.endswith(" …") and question.endswith("Which colour scheme do you want? (Light / Dark)")
    answers = [text for text in posts["bakery"] if not text.endswith(" …")]
    assert "dark" in answers[1] and "And a price list" in answers[2] and len(answers) == 3
    assert any("1. Write the page" in text for text in posts["garage"]) and "approved" in posts["garage"][-1]
    assert posts["gym"][-1].startswith("That did not work")
    assert len(bodies(service, "POST", "/v2/chats/stream")) == 3  # one chat per channel
    assert len(bodies(service, "POST", "/v2/chats/.*/messages/resolve/stream")) == 2
    assert len(bodies(service, "POST", "/v2/chats/.*/messages/stream")) == 1


def texts_of(output: str) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for line in output.splitlines():
        prompt, _, text = line.partition(": ")
        texts.setdefault(prompt, []).append(text)
    return texts


def test_under_trio_a_chat_that_takes_too_long_is_resumed(tmp_path: Path) -> None:
    with Sandbox(pace=0.05) as service:
        trio = str(ROOT / "examples" / "with_trio.py")
        status, uninterrupted, errors = run("scripts/sandboxed.py", trio, service=service, cwd=tmp_path)
        assert (status, errors) == (0, "")
        assert "local sandbox" in uninterrupted and not service.requests  # it uses its own sandbox

        service.script(Turn(never_finish=True), repeat=True)
        with started("examples/with_trio.py", "--seconds", "2", service=service, cwd=tmp_path) as process:
            until(lambda: len(bodies(service, "POST", "/v2/chats/.*/resume")) == 3)
            service.finish()
            interrupted, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
        assert len(bodies(service, "POST", "/v2/chats/stream")) == 3
    for prompt, texts in texts_of(interrupted).items():
        assert texts.pop() == "finished later, stop"
        texts.remove("not finished in time, resuming")
        expected = texts_of(uninterrupted)[prompt]
        assert expected.pop() == "finished, stop"
        assert "".join(texts) == "".join(expected)


def test_a_missing_program_is_reported_with_those_that_exist(tmp_path: Path) -> None:
    with Sandbox() as service:
        status, _, errors = run("scripts/sandboxed.py", str(ROOT / "examples/none.py"), service=service, cwd=tmp_path)
    assert status == 1 and "examples/ has batch, bot, relay" in errors
