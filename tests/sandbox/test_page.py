"""The page at `/`, in a browser."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.support.browser import CHROMIUM, browser
from tests.support.sandbox_tools import create_v1, create_v2, ids_of, plain_client
from v0_client.sandbox import Sandbox


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
def test_the_page_shows_chats_messages_and_requests_as_they_come(
    served: Sandbox, http: httpx.Client, tmp_path: Path
) -> None:
    def shown(selector: str) -> str:
        text: str = page.run(f"document.querySelector('{selector}').innerText")
        return text

    with browser(tmp_path / "profile") as page:
        page.open(f"{served.base_url}/")
        page.wait_for("document.querySelector('#connection').textContent === '0 chats, 0 requests'")
        create_v1(http, "a bakery")
        page.wait_for("document.querySelectorAll('#chats .message.stop').length === 1")
        assert "a bakery" in shown("#chats") and "POST" in shown("#requests") and "/v1/chats" in shown("#requests")

        served.async_seconds = None
        chat_id = http.post("/v2/chats/async", json={"message": "<b>a garage</b>"}).json()["chatId"]
        page.wait_for("document.querySelectorAll('#chats .message.running').length === 1")
        served.finish(chat_id)
        page.wait_for("document.querySelectorAll('#chats .message.stop').length === 2")
        assert "<b>a garage</b>" in shown("#chats article"), "what a program sent is text, and the newest chat is first"
        assert page.run("document.querySelector('#chats b')") is None

        page.run("document.querySelector('#requests details').open = true")
        http.get("/v2/chats/none")
        page.wait_for("document.querySelector('#requests .s4')?.textContent === '404'")
        assert "create_chat_async" in shown("#requests details[open]"), "an open request stays open"
        page.open(f"{served.base_url}/", width=390, height=844)
        page.wait_for("document.querySelectorAll('#chats article').length === 2")
        assert page.run("document.documentElement.scrollWidth") == 390
    assert [request.path for request in served.requests] == ["/v1/chats", "/v2/chats/async", "/v2/chats/none"]


def test_the_page_needs_no_key_and_runs_nothing_else(served: Sandbox, http: httpx.Client) -> None:
    chat_id, _ = ids_of(create_v2(http, "a page"))
    with plain_client(served.base_url, api_key=None) as anyone:
        page, state = anyone.get("/"), anyone.get("/_sandbox/state")
        assert anyone.get("/v2/chats").status_code == 401
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert served.api_key not in page.text + state.text
    assert [chat["id"] for chat in state.json()["chats"]] == [chat_id]
    assert [request["operation"] for request in state.json()["requests"]] == ["create_chat_stream"]
