"""Version 1 as the sandbox serves it, seen by a plain HTTP client over a real socket."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests._sandbox import (
    archive,
    content_of,
    create_v1,
    events_of,
    next_event,
)
from v0_client.sandbox import Sandbox


def test_v1_sync_answers_the_finished_chat(http: httpx.Client) -> None:
    chat = create_v1(http, "a todo list", projectId="prj_1", metadata={"k": "v"}, chatPrivacy="team")
    question, answer = chat["messages"]
    assert (chat["object"], chat["name"], chat["text"]) == ("chat", "a todo list", "a todo list")
    assert (chat["projectId"], chat["metadata"], chat["privacy"]) == ("prj_1", {"k": "v"}, "team")
    assert (question["role"], question["content"]) == ("user", "a todo list")
    assert (answer["role"], answer["finishReason"], answer["parentId"]) == ("assistant", "stop", question["id"])
    assert 'tsx file="app/page.tsx"' in answer["content"]
    version = chat["latestVersion"]
    assert version["status"] == "completed" and version["demoUrl"] == chat["demo"]
    assert [file["name"] for file in version["files"]] == ["app/page.tsx", "package.json"]
    assert version["files"][0]["content"] in answer["content"]
    assert [file["meta"]["file"] for file in chat["files"]] == ["app/page.tsx", "package.json"]
    assert http.get(f"/v1/chats/{chat['id']}").json() == chat
    message = http.get(f"/v1/chats/{chat['id']}/messages/{answer['id']}").json()
    assert message == {**answer, "chatId": chat["id"]}


def test_v1_async_answers_a_placeholder_and_finishes_later() -> None:
    with Sandbox(async_seconds=30) as sandbox:
        headers = {"Authorization": f"Bearer {sandbox.api_key}"}
        with httpx.Client(base_url=sandbox.base_url, headers=headers) as http:
            chat = create_v1(http, "a page", responseMode="async")
            placeholder = chat["messages"][-1]
            assert placeholder["content"] == "" and "finishReason" not in placeholder
            assert chat["latestVersion"]["status"] == "pending" and "demo" not in chat
            sandbox.async_seconds = 0
            chat = create_v1(http, "a page", responseMode="async")
            while chat["latestVersion"]["status"] == "pending":
                chat = http.get(f"/v1/chats/{chat['id']}").json()
            assert chat["messages"][-1]["finishReason"] == "stop"
            assert chat["latestVersion"]["files"]


def test_v1_stream_tells_a_whole_turn(http: httpx.Client) -> None:
    response = http.post("/v1/chats", json={"message": "a todo list", "responseMode": "experimental_stream"})
    events = events_of(response.text)
    assert events.pop() == "[DONE]"
    kinds = [event["object"] for event in events]
    assert kinds[0] == kinds[-1] == "chat" and kinds.count("chat") == 2
    assert kinds.count("chat.title") == 2 and kinds.count("chat.name") == 1
    chunks = [event for event in events if event["object"] == "message.experimental_content.chunk"]
    appends = [chunk["delta"] for chunk in chunks if isinstance(chunk["delta"], list)]
    assert len(appends) > 5 and all(delta[1:] == [9, 9] and isinstance(delta[0][-1], str) for delta in appends)
    assert "finishReason" not in events[0]["messages"][-1]
    answer = events[-1]["messages"][-1]
    assert {chunk["id"] for chunk in chunks} == {answer["id"]}
    assert (answer["finishReason"], answer["experimental_content"]) == ("stop", content_of(events))
    assert events[-1] == http.get(f"/v1/chats/{events[0]['id']}").json() | {"object": "chat"}


def test_v1_stop_and_resume(http: httpx.Client) -> None:
    chat = create_v1(http, "a page sandbox:hang", responseMode="async")
    message = f"/v1/chats/{chat['id']}/messages/{chat['messages'][-1]['id']}"
    with http.stream("POST", f"{message}/resume") as response:
        lines = response.iter_lines()
        assert next_event(lines)["object"] == "chat"
        assert http.post(f"{message}/stop").json() == {"success": True}
        rest = events_of("".join(f"{line}\n\n" for line in lines if line))
    assert rest[-1] == "[DONE]"
    assert rest[-2]["messages"][-1]["finishReason"] == "stop"
    assert rest[-2]["messages"][-1]["experimental_content"] == content_of(rest)
    assert [
        event if event == "[DONE]" else event["object"] for event in events_of(http.post(f"{message}/resume").text)
    ] == [
        "chat",
        "[DONE]",
    ]


def test_v1_answers_a_session_token_per_key(http: httpx.Client) -> None:
    found, missing = http.get("/v1/chats/none"), http.put("/v1/chats")
    assert found.headers["x-session-token"] == missing.headers["x-session-token"]
    assert "x-session-token" not in http.get("/v2/chats/none").headers


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            {
                "type": "files",
                "files": [{"name": "a", "content": "A", "locked": True}, {"name": "b", "url": "data:,B"}],
            },
            [("a", "A", True), ("b", "B", False)],
        ),
        (
            {"type": "zip", "zip": {"url": archive(a="ä".encode(), b=b"\xff")}, "lockAllFiles": True},
            [("a", "ä", True), ("b", "/w==", True)],
        ),
        ({"type": "zip", "zip": {"url": "https://example.com/a.zip"}}, None),
        ({"type": "repo", "repo": {"url": "https://github.com/a/b", "branch": "main"}}, None),
        ({"type": "registry", "registry": {"url": "https://example.com/r.json"}}, None),
        ({"type": "template", "templateId": "t1"}, None),
    ],
)
def test_v1_init_takes_every_source(http: httpx.Client, source: dict[str, Any], expected: Any) -> None:
    response = http.post("/v1/chats/init", json={**source, "name": "Mine", "metadata": {"k": "v"}})
    assert response.status_code == 200, response.text
    chat = response.json()
    assert (chat["name"], chat["metadata"], chat["messages"]) == ("Mine", {"k": "v"}, [])
    assert chat["latestVersion"]["status"] == "completed"
    files = [(file["name"], file["content"], file["locked"]) for file in chat["latestVersion"]["files"]]
    if expected is None:
        assert [name for name, _, _ in files] == ["README.md", "app/page.tsx", "package.json"]
    else:
        assert files == expected


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "type"),
        ({"type": "git"}, "type"),
        ({"type": "files"}, "files"),
        ({"type": "files", "files": [{"name": "a"}]}, "content"),
        ({"type": "files", "files": [{"name": "a", "content": "", "url": "data:,"}]}, "content"),
        ({"type": "files", "files": [], "lockAllFiles": True}, "lockAllFiles"),
        ({"type": "repo", "repo": {"url": "u", "branch": "b" * 251}}, "branch"),
        ({"type": "zip", "zip": {"url": "data:application/zip;base64,AAAA"}}, "zip"),
        ({"type": "zip", "zip": {"url": "data:application/zip;base64,A*"}}, "base64"),
        ({"type": "files", "files": [{"name": "a", "url": "data:text/plain"}]}, "comma"),
        ({"type": "template", "templateId": "t", "files": []}, "files"),
    ],
)
def test_v1_init_refuses_bodies_that_do_not_fit(http: httpx.Client, body: dict[str, Any], named: str) -> None:
    response = http.post("/v1/chats/init", json=body)
    assert response.status_code == 422
    assert named in response.json()["error"]["message"]
