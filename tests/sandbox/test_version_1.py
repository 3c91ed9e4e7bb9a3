"""Version 1 of the API, tested by a plain HTTP client over a real socket."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import Any

import httpx
import pytest

from tests.support.sandbox_tools import (
    content_of,
    create_v1,
    events_of,
    next_event,
    plain_client,
    zip_data_uri,
)
from v0_client.sandbox import Sandbox


def test_v1_sync_returns_the_finished_chat(http: httpx.Client) -> None:
    chat = create_v1(http, "a todo list", projectId="prj_1", metadata={"k": "v"}, chatPrivacy="team")
    prompt, reply = chat["messages"]
    assert (chat["object"], chat["name"], chat["text"]) == ("chat", "a todo list", "a todo list")
    assert (chat["projectId"], chat["metadata"], chat["privacy"]) == ("prj_1", {"k": "v"}, "team")
    assert (prompt["role"], prompt["content"]) == ("user", "a todo list")
    assert (reply["role"], reply["finishReason"], reply["parentId"]) == ("assistant", "stop", prompt["id"])
    assert 'tsx file="app/page.tsx"' in reply["content"]
    version = chat["latestVersion"]
    assert version["status"] == "completed" and version["demoUrl"] == chat["demo"]
    assert [file["name"] for file in version["files"]] == ["app/page.tsx", "package.json"]
    assert version["files"][0]["content"] in reply["content"]
    assert [file["meta"]["file"] for file in chat["files"]] == ["app/page.tsx", "package.json"]
    assert http.get(f"/v1/chats/{chat['id']}").json() == chat
    message = http.get(f"/v1/chats/{chat['id']}/messages/{reply['id']}").json()
    assert message == {**reply, "chatId": chat["id"]}


def test_v1_async_returns_a_pending_chat_and_finishes_later() -> None:
    with Sandbox(async_seconds=30) as sandbox, plain_client(sandbox.base_url) as http:
        chat = create_v1(http, "a page", responseMode="async")
        pending = chat["messages"][-1]
        assert pending["content"] == "" and "finishReason" not in pending
        assert chat["latestVersion"]["status"] == "pending" and "demo" not in chat
        sandbox.async_seconds = 0
        chat = create_v1(http, "a page", responseMode="async")
        while chat["latestVersion"]["status"] == "pending":
            chat = http.get(f"/v1/chats/{chat['id']}").json()
        assert chat["messages"][-1]["finishReason"] == "stop"
        assert chat["latestVersion"]["files"]


def test_v1_stream_contains_a_complete_turn(http: httpx.Client) -> None:
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
    reply = events[-1]["messages"][-1]
    assert {chunk["id"] for chunk in chunks} == {reply["id"]}
    assert (reply["finishReason"], reply["experimental_content"]) == ("stop", content_of(events))
    assert events[-1] == http.get(f"/v1/chats/{events[0]['id']}").json() | {"object": "chat"}


def test_v1_stop_and_resume(http: httpx.Client) -> None:
    chat = create_v1(http, "a page sandbox:never_finish", responseMode="async")
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


def test_v1_responses_have_a_session_token(http: httpx.Client) -> None:
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
            {"type": "zip", "zip": {"url": zip_data_uri({"a": "ä".encode(), "b": b"\xff"})}, "lockAllFiles": True},
            [("a", "ä", True), ("b", "/w==", True)],
        ),
        ({"type": "zip", "zip": {"url": "https://example.com/a.zip"}}, None),
        ({"type": "repo", "repo": {"url": "https://github.com/a/b", "branch": "main"}}, None),
        ({"type": "registry", "registry": {"url": "https://example.com/r.json"}}, None),
        ({"type": "template", "templateId": "t1"}, None),
    ],
)
def test_v1_init_accepts_every_source(http: httpx.Client, source: dict[str, Any], expected: Any) -> None:
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
def test_v1_init_rejects_invalid_bodies(http: httpx.Client, body: dict[str, Any], named: str) -> None:
    response = http.post("/v1/chats/init", json=body)
    assert response.status_code == 422
    assert named in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path", "body", "named"),
    [
        ("PATCH", "", {"title": "x"}, "title"),
        ("PATCH", "", {"metadata": {"k" * 41: "x"}}, "metadata"),
        ("PATCH", "", {"metadata": {f"k{n}": "v" for n in range(50)}}, "metadata"),
        ("PUT", "/favorite", {"isFavorite": "true"}, "isFavorite"),
        ("PUT", "/favorite", {}, "isFavorite"),
        ("POST", "/fork", {"versionId": "v" * 33}, "versionId"),
        ("POST", "/messages", {"message": "a", "action": {"type": "explode"}}, "action"),
        ("POST", "/messages", {"message": "a", "metadata": {}}, "metadata"),
        ("PATCH", "/versions/{version}", {"files": [{"name": "a"}]}, "content"),
        ("POST", "/versions/{version}/files/delete", {"files": []}, "files"),
        ("GET", "/messages?limit=151", None, "limit"),
        ("GET", "/messages?cursor=x", None, "cursor"),
        ("GET", "/versions?limit=0", None, "limit"),
        ("GET", "/versions/{version}?includeDefaultFiles=1", None, "includeDefaultFiles"),
        ("GET", "/versions/{version}/download?format=rar", None, "format"),
        ("GET", "?limit=61", None, "limit"),
        ("GET", "?offset=-1", None, "offset"),
        ("GET", "?isFavorite=yes", None, "isFavorite"),
    ],
)
def test_v1_rejects_invalid_requests(
    http: httpx.Client, method: str, path: str, body: dict[str, Any] | None, named: str
) -> None:
    chat = init(http, metadata={"a": "1"})
    target = f"/v1/chats/{chat['id']}{path.format(version=chat['latestVersion']['id'])}"
    response = http.request(method, f"/v1/chats{path}" if path.startswith("?") else target, json=body)
    assert response.status_code == 422, response.text
    assert named in response.json()["error"]["message"]


# --- chats


def init(http: httpx.Client, **body: Any) -> Any:
    """A chat with one file, created without a generation."""
    files = {"type": "files", "files": [{"name": "a.txt", "content": "A", "locked": True}]}
    response = http.post("/v1/chats/init", json={**files, **body})
    assert response.status_code == 200, response.text
    return response.json()


def test_v1_finds_chats(http: httpx.Client) -> None:
    one = init(http, metadata={"env": "a", "n": "1"})["id"]
    two = init(http, metadata={"env": "a", "n": "2"})["id"]
    repo = {"type": "repo", "repo": {"url": "https://github.com/a/b", "branch": "next"}}
    three = http.post("/v1/chats/init", json=repo).json()["id"]
    http.put(f"/v1/chats/{two}/favorite", json={"isFavorite": True})

    def found(**params: str) -> list[str]:
        return [chat["id"] for chat in http.get("/v1/chats", params=params).json()["data"]]

    assert found() == [three, two, one]
    assert found(limit="1") == [three] and found(limit="2", offset="1") == [two, one]
    assert (found(isFavorite="true"), found(isFavorite="false")) == ([two], [three, one])
    assert found(**{"metadata[env]": "a"}) == [two, one] and found(**{"metadata[env]": "a", "metadata[n]": "1"}) == [
        one
    ]
    assert (found(branch="next"), found(branch="main"), found(vercelProjectId="prj")) == ([three], [], [])


def test_v1_lists_chats_as_summaries(http: httpx.Client) -> None:
    create_v1(http, "a page")
    (chat,) = http.get("/v1/chats").json()["data"]
    assert not {"messages", "files", "text", "url", "demo", "permissions", "modelConfiguration"} & set(chat)
    assert chat["latestVersion"]["darkScreenshotUrl"] and "files" not in chat["latestVersion"]


def test_v1_update_favorite_and_delete(http: httpx.Client) -> None:
    chat = init(http, metadata={"a": "1", "b": "2"})
    path = f"/v1/chats/{chat['id']}"
    updated = http.patch(path, json={"name": "New", "privacy": "team", "metadata": {"a": None, "c": "3"}}).json()
    assert (updated["name"], updated["privacy"], updated["metadata"]) == ("New", "team", {"b": "2", "c": "3"})
    assert http.get(path).json() == updated
    assert http.patch(path, json={"metadata": None}).json()["metadata"] == {}
    favorite = http.put(f"{path}/favorite", json={"isFavorite": True}).json()
    assert favorite == {"id": chat["id"], "object": "chat", "favorited": True}
    assert http.get(path).json()["favorite"] is True
    assert http.delete(path).json() == {"id": chat["id"], "object": "chat", "deleted": True}
    assert http.get(path).json()["error"]["code"] == "chat_not_found"
    assert http.get("/v1/chats").json()["data"] == []


def test_v1_fork_starts_from_a_version(http: httpx.Client) -> None:
    chat = create_v1(http, "a page", metadata={"k": "v"})
    first = chat["latestVersion"]
    latest = http.post(f"/v1/chats/{chat['id']}/messages", json={"message": "another"}).json()
    early = http.post(f"/v1/chats/{chat['id']}/fork", json={"versionId": first["id"], "privacy": "team"}).json()
    late = http.post(f"/v1/chats/{chat['id']}/fork", json={}).json()
    assert (early["privacy"], early["name"]) == ("team", "a page")
    assert early["latestVersion"]["files"] == first["files"] != late["latestVersion"]["files"]
    assert [message["content"] for message in early["messages"]] == [each["content"] for each in chat["messages"]]
    assert [message["content"] for message in late["messages"]] == [each["content"] for each in latest["messages"]]
    assert late["messages"][1]["parentId"] == late["messages"][0]["id"]
    assert len({chat["id"], early["id"], late["id"]}) == 3
    edited = {"files": [{"name": "app/page.tsx", "content": "mine"}]}
    http.patch(f"/v1/chats/{early['id']}/versions/{early['latestVersion']['id']}", json=edited)
    assert http.get(f"/v1/chats/{chat['id']}/versions/{first['id']}").json() == first
    assert http.post(f"/v1/chats/{chat['id']}/fork", json={"versionId": "none"}).status_code == 404


def test_v1_returns_the_project_of_a_chat(http: httpx.Client) -> None:
    one, two = (init(http, projectId="prj_1")["id"] for _ in range(2))
    project = http.get(f"/v1/chats/{one}/project").json()
    assert (project["id"], project["object"]) == ("prj_1", "project")
    assert [chat["id"] for chat in project["chats"]] == [two, one]
    assert http.get(f"/v1/chats/{init(http)['id']}/project").status_code == 404


# --- messages


def test_v1_a_turn_continues_from_the_one_before(http: httpx.Client) -> None:
    chat = create_v1(http, "a page")
    body = {"message": "make it blue", "action": {"type": "fix-with-v0"}, "modelConfiguration": {"modelId": "v0-max"}}
    after = http.post(f"/v1/chats/{chat['id']}/messages", json=body).json()
    assert after == http.get(f"/v1/chats/{chat['id']}").json()
    assert after["messages"][:2] == chat["messages"]
    prompt, reply = after["messages"][2:]
    assert (prompt["type"], prompt["content"], reply["finishReason"]) == ("fix-with-v0", "make it blue", "stop")
    assert [message["parentId"] for message in after["messages"][1:]] == [each["id"] for each in after["messages"][:-1]]
    assert (after["name"], after["text"], after["modelConfiguration"]["modelId"]) == ("a page", "a page", "v0-max")
    assert after["latestVersion"]["id"] != chat["latestVersion"]["id"]
    assert "make it blue" in after["latestVersion"]["files"][0]["content"]
    assert after["latestVersion"]["files"][1] == chat["latestVersion"]["files"][1], "the package stays"


def test_v1_sends_in_every_mode(served: Sandbox, http: httpx.Client) -> None:
    served.async_seconds = 60
    path = f"/v1/chats/{init(http)['id']}"
    sent = http.post(f"{path}/messages", json={"message": "a page", "responseMode": "async"}).json()
    assert "finishReason" not in sent["messages"][-1] and sent["latestVersion"]["status"] == "pending"
    http.post(f"{path}/messages/{sent['messages'][-1]['id']}/stop")
    body = {"message": "more", "responseMode": "experimental_stream"}
    *events, done = events_of(http.post(f"{path}/messages", json=body).text)
    assert done == "[DONE]"
    chunks = [event for event in events if event["object"] == "message.experimental_content.chunk"]
    reply = events[-1]["messages"][-1]
    assert reply["experimental_content"] == content_of(chunks) and {chunk["id"] for chunk in chunks} == {reply["id"]}
    assert "chat.title" not in {event["object"] for event in events}, "the chat has one"


def test_v1_locked_files_do_not_change(http: httpx.Client) -> None:
    page = {"name": "app/page.tsx", "content": "mine", "locked": True}
    chat = init(http, files=[page])
    after = http.post(f"/v1/chats/{chat['id']}/messages", json={"message": "make it blue"}).json()
    assert after["latestVersion"]["files"][0] == {"object": "file", **page}
    edited = {"files": [{"name": "app/page.tsx", "content": "mine again"}]}
    version = http.patch(f"/v1/chats/{chat['id']}/versions/{after['latestVersion']['id']}", json=edited).json()
    assert version["files"][0] == {"object": "file", **page, "content": "mine again"}


def test_v1_lists_messages_newest_first_in_pages(http: httpx.Client) -> None:
    chat = create_v1(http, "a page")
    chat = http.post(f"/v1/chats/{chat['id']}/messages", json={"message": "more"}).json()
    first = http.get(f"/v1/chats/{chat['id']}/messages", params={"limit": 3}).json()
    assert first["object"] == "list" and first["pagination"]["hasMore"] is True
    second = http.get(first["pagination"]["nextUrl"]).json()
    by_cursor = {"limit": 3, "cursor": first["pagination"]["nextCursor"]}
    assert second == http.get(f"/v1/chats/{chat['id']}/messages", params=by_cursor).json()
    assert second["pagination"] == {"hasMore": False}
    assert [*first["data"], *second["data"]] == chat["messages"][::-1]


# --- versions


def test_v1_lists_versions_newest_first_in_pages(http: httpx.Client) -> None:
    chat = create_v1(http, "a page")
    path = f"/v1/chats/{chat['id']}"
    failed = http.post(f"{path}/messages", json={"message": "more sandbox:fail"}).json()["latestVersion"]
    first = http.get(f"{path}/versions", params={"limit": 1}).json()
    second = http.get(first["pagination"]["nextUrl"]).json()
    assert [(version["id"], version["status"]) for version in (*first["data"], *second["data"])] == [
        (failed["id"], "failed"),
        (chat["latestVersion"]["id"], "completed"),
    ]
    assert first["meta"] == second["meta"] == {"totalCount": 2}
    assert "files" not in first["data"][0] and "demoUrl" not in first["data"][0]


def test_v1_versions_are_edited_and_restored(http: httpx.Client) -> None:
    chat = create_v1(http, "a page")
    first = chat["latestVersion"]
    versions = f"/v1/chats/{chat['id']}/versions"
    change = {"files": [{"name": "b.txt", "content": "B", "locked": True}, {"name": "package.json", "content": "{}"}]}
    edited = http.patch(f"{versions}/{first['id']}", json=change).json()
    assert edited["id"] == first["id"] and edited["updatedAt"] > first["updatedAt"]
    assert [(file["name"], file["locked"]) for file in edited["files"]] == [
        ("app/page.tsx", False),
        ("package.json", False),
        ("b.txt", True),
    ]
    assert http.get(f"{versions}/{first['id']}").json() == edited
    deleted = http.post(f"{versions}/{first['id']}/files/delete", json={"filePaths": ["app/page.tsx", "b.txt"]}).json()
    assert [file["name"] for file in deleted["files"]] == ["package.json"] and deleted["id"] != first["id"]
    assert http.get(f"/v1/chats/{chat['id']}").json()["latestVersion"] == deleted
    restored = http.post(f"{versions}/{first['id']}/restore").json()
    assert restored["files"] == edited["files"]
    assert len({first["id"], deleted["id"], restored["id"]}) == http.get(versions).json()["meta"]["totalCount"] == 3
    missing = http.post(f"{versions}/{first['id']}/files/delete", json={"filePaths": ["none"]})
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "file_not_found")
    assert http.get(f"{versions}/none").json()["error"]["code"] == "version_not_found"


@pytest.mark.parametrize("include", ["true", "false"])
def test_v1_versions_are_downloaded_with_or_without_default_files(http: httpx.Client, include: str) -> None:
    chat = init(http)
    path = f"/v1/chats/{chat['id']}/versions/{chat['latestVersion']['id']}"
    params = {"includeDefaultFiles": include}
    shown = {file["name"]: file["content"] for file in http.get(path, params=params).json()["files"]}
    assert shown["a.txt"] == "A" and ("package.json" in shown) == (include == "true")
    zipped = http.get(f"{path}/download", params={**params, "format": "zip"})
    packed = http.get(f"{path}/download", params={**params, "format": "tarball"})
    assert (zipped.headers["content-type"], packed.headers["content-type"]) == ("application/zip", "application/gzip")
    with zipfile.ZipFile(io.BytesIO(zipped.content)) as archived:
        assert {name: archived.read(name).decode() for name in archived.namelist()} == shown
    with tarfile.open(fileobj=io.BytesIO(packed.content)) as tar:
        assert [(entry.name, entry.size) for entry in tar] == [(name, len(text)) for name, text in shown.items()]
