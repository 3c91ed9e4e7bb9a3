"""The relays of several processes, and behind the vendor's hooks: run as a user runs them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support.browser import CHROMIUM, browser
from tests.support.front import front
from tests.support.running_examples import address_of, bodies, end, started
from tests.support.sandbox_tools import plain_client
from tests.support.vendor_packages import run_script
from v0_client.sandbox import Sandbox
from v0_client.sse import EventStreamDecoder, ServerSentEvent

READER = Path(__file__).parents[1] / "relay" / "read_v0_stream.mjs"
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends signals")


def text_at_the_api(service: Sandbox) -> str:
    """The text of the newest message of the only chat, as the API returns it."""
    with plain_client(service.base_url) as http:
        (chat,) = http.get("/v2/chats", params={"limit": 100}).json()["chats"]
        (message,) = http.get(f"/v2/chats/{chat['id']}/messages", params={"limit": 1}).json()["messages"]
    assert message["finishReason"] == "stop"
    return "\n\n".join(part["text"] for part in message["parts"] if part["type"] == "text" and part["text"])


# ------------------------------------------------------------------ several processes


@needs_chromium
@pytest.mark.browser
def test_a_browser_continues_with_another_process_when_the_first_is_killed(tmp_path: Path) -> None:
    text = "document.querySelector('main').textContent"
    with (
        Sandbox(async_seconds=4) as service,
        started("examples/relay_text.py", "--port", "0", service=service) as first,
        started("examples/relay_text.py", "--port", "0", service=service) as second,
        browser(tmp_path / "profile") as page,
    ):
        addresses = [urlsplit(address_of(relay)) for relay in (first, second)]
        with front([(str(address.hostname), address.port or 0) for address in addresses]) as address:
            page.open(address)
            page.run("document.querySelector('form').requestSubmit()")
            page.wait_for(f"{text}.length > 20")
            first.kill()
            before = page.run(text)
            page.wait_for("document.querySelector('#state').textContent === 'Done'")
            shown = page.run(text)
            page.open("about:blank")
        end(second)
        assert len(bodies(service, "POST", "/v2/chats/async")) == 1
        assert len(bodies(service, "POST", "/v2/chats/.*/resume")) >= 2
        assert shown == text_at_the_api(service)
        assert shown.startswith(before) and len(before) < len(shown)


def events_of(response: httpx.Response) -> list[ServerSentEvent]:
    assert response.status_code == 200, response.text
    return EventStreamDecoder().feed(response.content)


def test_text_continues_after_any_event_in_another_process() -> None:
    with (
        Sandbox(async_seconds=0.05) as service,
        started("examples/relay_text.py", "--port", "0", service=service) as first,
        started("examples/relay_text.py", "--port", "0", service=service) as second,
    ):
        addresses = [address_of(relay) for relay in (first, second)]
        chat_id = httpx.post(f"{addresses[0]}/chats", json={"message": "A bakery"}).json()["chat_id"]
        path = f"/chats/{chat_id}/text"
        *pieces, done = events_of(httpx.get(addresses[0] + path, timeout=60))
        texts = [json.loads(event.data) for event in pieces]
        assert done.event == "done" and len(texts) > 1
        assert "".join(texts) == text_at_the_api(service)
        for at, event in enumerate(pieces):
            for continued in (
                httpx.get(addresses[1] + path, headers={"last-event-id": event.id}, timeout=60),
                httpx.get(addresses[1] + path, params={"after": event.id}, timeout=60),
            ):
                *rest, done = events_of(continued)
                assert "".join(json.loads(each.data) for each in rest) == "".join(texts[at + 1 :])
        for invalid in ("[1]", "{", pieces[0].id.replace(chat_id, "chat_other")):
            assert httpx.get(addresses[1] + path, headers={"last-event-id": invalid}).status_code == 400
        (failed,) = events_of(httpx.get(f"{addresses[1]}/chats/nowhere/text"))
        assert failed.event == "failed"
        end(first)
        end(second)


# ------------------------------------------------------------------ the vendor's hooks


@pytest.mark.node
def test_the_vendors_reader_creates_sends_and_resumes(vendor_packages: Path) -> None:
    """The three routes that `V0Transport` requests, in the form in which it does."""

    def read(path: str, body: Any = None) -> Any:
        (response,) = run_script(READER, folder=vendor_packages, data=[{"url": address + path, "body": body}])
        return response

    with Sandbox() as service, started("examples/relay_react.py", "--port", "0", service=service) as relay:
        address = address_of(relay)
        created = read("/chats", {"message": "A bakery"})
        chat_id = created["final"]["chat"]["id"]
        sent = read(f"/chats/{chat_id}/messages", {"message": "Blue", "attachments": [{"url": "https://a.test/b.png"}]})
        resumed = read(f"/chats/{chat_id}/resume")
        failed = read(f"/chats/{chat_id}/messages", {"message": "More sandbox:error-event"})
        interrupted = read(f"/chats/{chat_id}/messages", {"message": "More sandbox:disconnect_after=5"})
        assert read("/chats/nowhere/resume") == {"status": 204}
        rejected = httpx.post(f"{address}/chats", json={"message": "A bakery sandbox:500"}, timeout=60)
        assert (rejected.status_code, "500" in rejected.json()["message"]) == (500, True)
        assert httpx.post(f"{address}/chats", json={"message": ""}).status_code == 422
        with plain_client(service.base_url) as http:
            messages = http.get(f"/v2/chats/{chat_id}/messages", params={"limit": 100}).json()["messages"][::-1]
        end(relay)

    replies = [message for message in messages if message["role"] == "assistant"]
    assert created["final"]["parts"] == replies[0]["parts"]
    for final in (sent["final"], resumed["final"]):
        assert (final["message"]["id"], final["message"]["finishReason"]) == (replies[1]["id"], "stop")
        assert final["parts"] == replies[1]["parts"]
    assert failed["error"]["name"] == "V0StreamError" and failed["updates"]
    assert interrupted["final"]["parts"] == replies[3]["parts"]


@needs_chromium
@pytest.mark.browser
def test_a_page_without_react_shows_a_chat_and_resumes_it(tmp_path: Path) -> None:
    done = "document.querySelector('#state').textContent === 'Done'"
    with (
        Sandbox() as service,
        started("examples/relay_react.py", "--port", "0", service=service) as relay,
        browser(tmp_path / "profile") as page,
    ):
        page.open(address_of(relay))
        page.run("document.querySelector('form').requestSubmit()")
        page.wait_for(done)
        shown, address = page.run("document.querySelector('main').innerText"), page.run("location.href")
        assert "I'll build this" in shown
        page.open("about:blank")
        page.open(address)
        page.wait_for(done)
        assert page.run("document.querySelector('main').innerText") == shown
        page.open("about:blank")
        end(relay)
        assert len(bodies(service, "POST", "/v2/chats/stream")) == 1
