"""Version 2 of the API, tested by a plain HTTP client over a real socket."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.support.sandbox_tools import (
    CREATE_V2,
    content_of,
    create_v1,
    create_v2,
    events_of,
    ids_of,
    next_event,
    zip_data_uri,
)
from v0_client.sandbox import Sandbox


def test_v2_stream_contains_a_complete_turn(http: httpx.Client) -> None:
    events = create_v2(http, "a todo list", metadata={"k": "v"}, privacy="team")
    kinds = [event["object"] for event in events]
    chat_id, message_id = ids_of(events)

    assert kinds[0] == kinds[-1] == "chat" and kinds.count("chat") == 2
    assert kinds[-2] == "message.usage" and kinds.count("message.usage") == 1
    assert "title" not in events[0] and events[-1]["title"] == "a todo list"
    assert (events[0]["privacy"], events[0]["metadata"]) == ("team", {"k": "v"})
    titles = [event["delta"] for event in events if event["object"] == "chat.title"]
    assert len(titles) == 2 and titles[1] == "a todo list" and titles[1].startswith(titles[0])

    parts = content_of(events)
    assert [part["type"] for part in parts] == ["thinking", "text", "file-read", "file-edit", "bash", "text"]
    assert parts[3]["operation"] == "create" and parts[3]["path"] == "app/page.tsx"
    assert parts[4]["exitCode"] == 0 and "✓" in parts[4]["output"]
    message = http.get(f"/v2/chats/{chat_id}/messages/{message_id}").json()
    assert message["parts"] == parts
    assert message["usage"] == events[-2]["usage"]
    assert (message["finishReason"], message["content"]) == ("stop", parts[-1]["text"])
    assert http.get(f"/v2/chats/{chat_id}").json() == {k: v for k, v in events[-1].items() if k != "object"}


def test_v2_text_deltas_contain_the_string_before_and_after(http: httpx.Client) -> None:
    deltas = [event["delta"] for event in create_v2(http, "a page") if event["object"] == "message.parts.chunk"]
    growing = [delta["1"]["text"] for delta in deltas if isinstance(delta.get("1"), dict) and "text" in delta["1"]]
    assert len(growing) > 2
    assert all(new.startswith(old) and new != old for old, new in growing)
    assert [new for _, new in growing[:-1]] == [old for old, _ in growing[1:]]


def test_the_same_prompt_generates_the_same_text(http: httpx.Client) -> None:
    def text(prompt: str) -> list[str]:
        return [part["text"] for part in content_of(create_v2(http, prompt)) if part["type"] == "text"]

    assert text("a page") == text("a page") != text("another page")


def test_v2_keeps_the_title_of_the_request(http: httpx.Client) -> None:
    events = create_v2(http, "a page", title="Mine")
    assert "chat.title" not in [event["object"] for event in events]
    assert events[0]["title"] == events[-1]["title"] == "Mine"


def test_v2_lists_messages_newest_first_in_pages(http: httpx.Client) -> None:
    chat_id, message_id = ids_of(create_v2(http, "a page", attachments=[{"url": "https://example.com/a.png"}]))
    first = http.get(f"/v2/chats/{chat_id}/messages", params={"limit": 1}).json()
    second = http.get(f"/v2/chats/{chat_id}/messages", params={"limit": 1, "cursor": first["cursor"]}).json()
    assert [message["id"] for message in first["messages"]] == [message_id]
    (prompt,) = second["messages"]
    assert (prompt["role"], prompt["content"], second["cursor"]) == ("user", "a page", None)
    assert prompt["attachments"] == [{"url": "https://example.com/a.png"}]
    for params in ({"limit": 0}, {"limit": 101}, {"limit": "x"}, {"cursor": "x"}):
        assert http.get(f"/v2/chats/{chat_id}/messages", params=params).status_code == 422


def test_v2_a_resumed_stream_replays_from_the_start(http: httpx.Client) -> None:
    with http.stream("POST", CREATE_V2, json={"message": "a page sandbox:never_finish"}) as response:
        lines = response.iter_lines()
        seen = [next_event(lines)]
        while not content_of(seen):
            seen.append(next_event(lines))
    chat_id, message_id = ids_of(seen)
    with http.stream("POST", f"/v2/chats/{chat_id}/resume") as response:
        lines = response.iter_lines()
        resumed = [next_event(lines), next_event(lines)]
        assert [event["object"] for event in resumed] == ["chat", "message.parts.chunk"]
        while len(content_of(resumed)) < 3 or "finishedAt" not in content_of(resumed)[2]:
            resumed.append(next_event(lines))
        assert http.get(f"/v2/chats/{chat_id}/messages/{message_id}").json()["finishReason"] is None
        assert http.post(f"/v2/chats/{chat_id}/messages/{message_id}/stop").json() == {"messageId": message_id}
        resumed += [next_event(lines), next_event(lines)]
        assert not any(lines)
    assert [event["object"] for event in resumed[-2:]] == ["message.usage", "chat"]
    message = http.get(f"/v2/chats/{chat_id}/messages/{message_id}").json()
    assert message["parts"] == content_of(resumed)
    assert message["finishReason"] == "stop"


def test_v2_resuming_a_finished_turn_yields_one_closing_chat(http: httpx.Client) -> None:
    events = create_v2(http, "a page")
    assert events_of(http.post(f"/v2/chats/{events[0]['id']}/resume").text) == [events[-1]]


# --- chats


def chat_of(http: httpx.Client, path: str, status: int = 200, **body: Any) -> Any:
    response = http.post(f"/v2/chats{path}", json=body)
    assert response.status_code == status, response.text
    return response.json()


def files_in(http: httpx.Client, chat_id: str) -> dict[str, tuple[str, str]]:
    listed = http.get(f"/v2/chats/{chat_id}/files").json()["files"]
    return {file["path"]: (file["content"], file["encoding"]) for file in listed}


def test_v2_create_returns_the_finished_chat_and_its_usage(http: httpx.Client) -> None:
    created = chat_of(http, "", message="a page", title="Mine", privacy="team", metadata={"k": "v"})
    chat = created["chat"]
    assert (chat["title"], chat["privacy"], chat["metadata"]) == ("Mine", "team", {"k": "v"})
    (message, _) = http.get(f"/v2/chats/{chat['id']}/messages").json()["messages"]
    assert message["finishReason"] == "stop" and message["usage"] == created["usage"]
    assert created["usage"]["tokens"]["total"] > 0
    assert http.get(f"/v2/chats/{chat['id']}").json() == chat


def test_v2_async_returns_ids_and_finishes_later(served: Sandbox, http: httpx.Client) -> None:
    served.async_seconds = 60
    ids = chat_of(http, "/async", 202, message="a page")
    path = f"/v2/chats/{ids['chatId']}/messages"
    assert http.get(f"{path}/{ids['messageId']}").json()["finishReason"] is None
    assert http.get(f"/v2/chats/{ids['chatId']}/preview").json() is None
    assert http.get(f"/v2/chats/{ids['chatId']}/files").status_code == 409
    served.async_seconds = 0
    sent = http.post(f"{path}/async", json={"message": "another"})
    assert sent.status_code == 202 and list(sent.json()) == ["messageId"]
    while (message := http.get(f"{path}/{sent.json()['messageId']}").json())["finishReason"] is None:
        pass
    assert message["parts"] and message["content"]


def test_v2_the_revision_applies_to_the_stream_only(served: Sandbox, http: httpx.Client) -> None:
    served.revision = "documented"
    assert http.post("/v2/chats", json={"message": "a page"}).status_code == 200
    assert http.post("/v2/chats", json={"message": "a page", "type": "prompt"}).status_code == 422


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/from-files", {"files": [{"name": "a", "content": "A"}]}, {"a": ("A", "utf8")}),
        ("/from-zip", {"url": zip_data_uri({"a": b"A", "b": b"\xff"})}, {"a": ("A", "utf8"), "b": ("/w==", "base64")}),
        ("/from-zip", {"url": "https://example.com/a.zip"}, None),
        ("/from-repo", {"repo": {"url": "https://github.com/a/b", "branch": "main"}}, None),
    ],
)
def test_v2_chats_are_created_from_files(http: httpx.Client, path: str, body: dict[str, Any], expected: Any) -> None:
    created = chat_of(http, path, **body, title="Mine", metadata={"k": "v"})
    chat = created["chat"]
    assert (chat["title"], chat["metadata"], chat["privacy"]) == ("Mine", {"k": "v"}, "private")
    assert created["usage"]["tokens"]["total"] == 0
    files = files_in(http, chat["id"])
    if expected is None:
        assert list(files) == ["README.md", "app/page.tsx", "package.json"]
    else:
        assert files == expected
    assert http.get(f"/v2/chats/{chat['id']}/messages").json() == {"messages": [], "cursor": None}
    assert http.get(f"/v2/chats/{chat['id']}/preview").json()["url"].startswith("https://")
    assert http.post(f"/v2/chats/{chat['id']}/resume").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "named"),
    [
        ("POST", "/from-files", {"files": []}, "files"),
        ("POST", "/from-files", {"files": [{"name": str(n), "content": ""} for n in range(21)]}, "files"),
        ("POST", "/from-files", {"files": [{"name": "", "content": ""}]}, "name"),
        ("POST", "/from-files", {"files": [{"name": "a", "content": "", "locked": True}]}, "locked"),
        ("POST", "/from-zip", {"url": "a.zip"}, "url"),
        ("POST", "/from-zip", {"url": "data:application/zip;base64,AAAA"}, "url"),
        ("POST", "/from-zip", {"zip": {}}, "zip"),
        ("POST", "/from-repo", {"repo": {"url": "u", "branch": "b" * 251}}, "branch"),
        ("POST", "/from-repo", {"repo": {"url": ""}}, "url"),
        ("PATCH", "/{chat}", {"name": "x"}, "name"),
        ("PATCH", "/{chat}", {"metadata": {"k" * 51: "x"}}, "metadata"),
        ("PATCH", "/{chat}", {"metadata": {"k": 1}}, "metadata"),
        ("PATCH", "/{chat}", {"metadata": {f"k{n}": "v" for n in range(50)}}, "metadata"),
        ("PATCH", "/{chat}/files", {"files": []}, "files"),
        ("PATCH", "/{chat}/files", {"files": [{"path": "", "content": None}]}, "path"),
        ("PATCH", "/{chat}/files", {"files": [{"path": "a"}]}, "content"),
        ("POST", "/{chat}/restore-message", {}, "messageId"),
        ("POST", "/{chat}/duplicate", {"title": "x"}, "privacy"),
        ("POST", "/{chat}/vercel-project", {"name": ""}, "name"),
        ("POST", "/{chat}/messages", {"message": ""}, "message"),
        ("POST", "/{chat}/messages", {"message": "a", "privacy": "team"}, "privacy"),
        ("POST", "/{chat}/messages/stream", {"message": "a", "modelConfiguration": {"modelId": "v0-pro"}}, "imageGen"),
        ("POST", "/{chat}/messages/async", {"message": "a", "attachments": [{"url": "data:x"}]}, "url"),
        ("GET", "?limit=101", None, "limit"),
        ("GET", "?limit=1.5", None, "limit"),
        ("GET", f"?limit={'1' * 5000}", None, "limit"),
        ("GET", "?cursor=x", None, "cursor"),
        ("GET", "?metadata=x", None, "metadata"),
        ("GET", "/{chat}/connect/status", None, "requestId"),
    ],
)
def test_v2_rejects_invalid_requests(
    http: httpx.Client, method: str, path: str, body: dict[str, Any] | None, named: str
) -> None:
    files = [{"name": "a", "content": ""}]
    chat = chat_of(http, "/from-files", files=files, metadata={"a": "1"})["chat"]
    response = http.request(method, f"/v2/chats{path.format(chat=chat['id'])}", json=body)
    assert response.status_code == 422
    assert named in response.json()["message"]


def test_v2_lists_chats_newest_first_in_pages(http: httpx.Client) -> None:
    created = [chat_of(http, "/from-repo", repo={"url": "u"}, metadata={"n": str(n)})["chat"] for n in range(5)]
    create_v1(http, "a page")
    first = http.get("/v2/chats", params={"limit": 2}).json()
    http.delete(f"/v2/chats/{created[3]['id']}")  # the last one on the page: the cursor stays valid
    chat_of(http, "/from-repo", repo={"url": "u"})
    rest = http.get("/v2/chats", params={"limit": 3, "cursor": first["cursor"]}).json()
    assert [*first["chats"], *rest["chats"]] == created[::-1]
    assert rest["cursor"] is None


def test_v2_filters_chats(http: httpx.Client) -> None:
    pairs: list[dict[str, str]] = [{"env": "a", "n": "1"}, {"env": "a", "n": "2"}, {"env": "b"}]
    one, two, three = (chat_of(http, "/from-repo", repo={"url": "u"}, metadata=pair)["chat"]["id"] for pair in pairs)
    project = http.post(f"/v2/chats/{three}/vercel-project").json()["vercelProjectId"]

    def found(**params: str) -> list[str]:
        return [chat["id"] for chat in http.get("/v2/chats", params=params).json()["chats"]]

    author = http.get(f"/v2/chats/{one}").json()["authorId"]
    assert found(**{"metadata[env]": "a"}) == [two, one]
    assert found(**{"metadata[env]": "a", "metadata[n]": "1"}) == [one]
    assert found(vercelProjectId=project) == [three]
    assert (found(authorId=author), found(authorId="user_other")) == ([three, two, one], [])


def test_v2_update_merges_metadata(http: httpx.Client) -> None:
    chat = chat_of(http, "/from-repo", repo={"url": "u"}, metadata={"a": "1", "b": "2"})["chat"]
    path = f"/v2/chats/{chat['id']}"

    def updated(**body: Any) -> Any:
        result = http.patch(path, json=body).json()
        assert http.get(path).json() == result
        return result

    after = updated(metadata={"a": None, "c": "3"}, title="New", privacy="public")
    assert (after["metadata"], after["title"], after["privacy"]) == ({"b": "2", "c": "3"}, "New", "public")
    assert after["updatedAt"] > chat["updatedAt"]
    assert updated(metadata=None)["metadata"] == {} and updated()["title"] == "New"


def test_v2_delete_removes_the_chat_and_ends_its_streams(http: httpx.Client) -> None:
    with http.stream("POST", CREATE_V2, json={"message": "a page sandbox:never_finish"}) as response:
        lines = response.iter_lines()
        chat_id = next_event(lines)["id"]
        assert http.delete(f"/v2/chats/{chat_id}").json() == {"chatId": chat_id}
        assert [line for line in lines if line][-1].startswith('data: {"object":"chat"')
    for path in ("", "/messages", "/files", "/preview"):
        assert http.get(f"/v2/chats/{chat_id}{path}").status_code == 404
    assert http.delete(f"/v2/chats/{chat_id}").status_code == 404


def test_v2_duplicate_copies_the_history(http: httpx.Client) -> None:
    chat_id, _ = ids_of(create_v2(http, "a page sandbox:plan", metadata={"k": "v"}))
    http.post(f"/v2/chats/{chat_id}/messages", json={"message": "a page"})
    copy = chat_of(http, f"/{chat_id}/duplicate", 201, privacy="team", title="Copy")
    assert (copy["privacy"], copy["title"], copy["metadata"]) == ("team", "Copy", {"k": "v"})
    assert files_in(http, copy["id"]) == files_in(http, chat_id)
    old, new = (http.get(f"/v2/chats/{each}/messages").json()["messages"] for each in (chat_id, copy["id"]))
    assert [message["parts"] for message in new] == [message["parts"] for message in old]
    assert {message["chatId"] for message in new} == {copy["id"]}
    assert not {message["id"] for message in new} & {message["id"] for message in old}
    http.patch(f"/v2/chats/{copy['id']}/files", json={"files": [{"path": "a", "content": "A"}]})
    assert "a" not in files_in(http, chat_id)
    assert http.post(f"/v2/chats/{chat_id}/duplicate").json()["privacy"] == "private"


# --- messages


def test_v2_a_turn_continues_from_the_one_before(http: httpx.Client) -> None:
    chat_id, first = ids_of(create_v2(http, "a page"))
    page = files_in(http, chat_id)["app/page.tsx"]
    response = http.post(f"/v2/chats/{chat_id}/messages", json={"message": "make it blue"})
    second = response.json()
    assert (second["finishReason"], second["chatId"], second["role"]) == ("stop", chat_id, "assistant")
    edit = next(part for part in second["parts"] if part["type"] == "file-edit")
    assert edit["operation"] == "update"
    assert "make it blue" in files_in(http, chat_id)["app/page.tsx"][0] != page[0]
    assert http.get(f"/v2/chats/{chat_id}").json()["title"] == "a page"
    assert [
        (message["role"], message["content"])
        for message in http.get(f"/v2/chats/{chat_id}/messages").json()["messages"]
    ] == [
        ("assistant", second["content"]),
        ("user", "make it blue"),
        ("assistant", http.get(f"/v2/chats/{chat_id}/messages/{first}").json()["content"]),
        ("user", "a page"),
    ]


def test_v2_message_stream_contains_a_complete_turn(http: httpx.Client) -> None:
    chat = chat_of(http, "/from-files", files=[{"name": "a", "content": ""}])["chat"]
    response = http.post(f"/v2/chats/{chat['id']}/messages/stream", json={"message": "a page"})
    assert response.headers["content-type"].startswith("text/event-stream")
    opening, *chunks, usage, closing = events_of(response.text)
    assert {chunk["object"] for chunk in chunks} == {"message.parts.chunk"}
    assert (opening["object"], usage["object"], closing["object"]) == ("message", "message.usage", "message")
    assert (opening["parts"], opening["content"], opening["finishReason"]) == ([], "", None)
    assert {chunk["id"] for chunk in chunks} == {opening["id"], usage["id"], closing["id"]} - {None}
    assert closing["parts"] == content_of(chunks) and closing["finishReason"] == "stop"
    message = http.get(f"/v2/chats/{chat['id']}/messages/{closing['id']}").json()
    assert {**message, "object": "message"} == closing and closing["usage"] == usage["usage"]
    assert http.get(f"/v2/chats/{chat['id']}").json()["title"] == "a page", "an untitled chat gets a title"


def test_v2_a_message_stream_is_resumed_as_a_chat_stream(http: httpx.Client) -> None:
    chat_id, _ = ids_of(create_v2(http, "a page"))
    path = f"/v2/chats/{chat_id}"
    with http.stream("POST", f"{path}/messages/stream", json={"message": "more sandbox:never_finish"}) as response:
        opening = next_event(response.iter_lines())
    with http.stream("POST", f"{path}/resume") as response:
        lines = response.iter_lines()
        resumed = [next_event(lines)]
        http.post(f"{path}/messages/{opening['id']}/stop")
        resumed += events_of("".join(f"{line}\n\n" for line in lines if line))
    assert (resumed[0]["object"], resumed[-1]["object"]) == ("chat", "chat")
    assert {event["id"] for event in resumed[1:-1]} == {opening["id"]}
    assert http.get(f"{path}/messages/{opening['id']}").json()["parts"] == content_of(resumed)


@pytest.mark.parametrize("fault", ["disconnect_after=3", "eof_after=3"])
def test_v2_faults_apply_to_message_streams(http: httpx.Client, fault: str) -> None:
    chat_id, _ = ids_of(create_v2(http, "a page"))
    body = {"message": f"more sandbox:{fault}"}
    with http.stream("POST", f"/v2/chats/{chat_id}/messages/stream", json=body) as response:
        lines = (line for line in response.iter_lines() if line)
        events = [next_event(lines) for _ in range(3)]
        if fault == "eof_after=3":
            assert not any(lines)
        else:
            with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
                next(lines)
    assert [event["object"] for event in events] == ["message", "message.parts.chunk", "message.parts.chunk"]


@pytest.mark.parametrize("path", ["", "/stream", "/async"])
def test_v2_sends_are_rejected_n_times(http: httpx.Client, path: str) -> None:
    chat_id, _ = ids_of(create_v2(http, "a page"))
    body = {"message": "more sandbox:rate-limit=1 sandbox:500=1"}
    statuses = [http.post(f"/v2/chats/{chat_id}/messages{path}", json=body).status_code for _ in range(3)]
    assert statuses == [429, 500, 202 if path == "/async" else 200]
    assert len(http.get(f"/v2/chats/{chat_id}/messages").json()["messages"]) == 4


def test_v2_visible_after_hides_a_sent_message(http: httpx.Client) -> None:
    chat_id, _ = ids_of(create_v2(http, "a page"))
    sent = http.post(f"/v2/chats/{chat_id}/messages/async", json={"message": "more sandbox:visible_after=600"}).json()
    assert http.get(f"/v2/chats/{chat_id}/messages/{sent['messageId']}").status_code == 404
    assert len(http.get(f"/v2/chats/{chat_id}/messages").json()["messages"]) == 2


def test_v2_a_failed_turn_does_not_change_the_files(http: httpx.Client) -> None:
    chat_id, _ = ids_of(create_v2(http, "a page"))
    before = files_in(http, chat_id)
    failed = http.post(f"/v2/chats/{chat_id}/messages", json={"message": "more sandbox:error-event"}).json()
    assert (failed["finishReason"], failed["restorable"]) == ("error", False)
    assert files_in(http, chat_id) == before


# --- files


def test_v2_files_are_written_deleted_and_downloaded(http: httpx.Client) -> None:
    chat_id, _ = ids_of(create_v2(http, "a page"))
    changes = [
        {"path": "b.txt", "content": "ä"},
        {"path": "app/page.tsx", "content": "new"},
        {"path": "package.json", "content": None},
    ]
    (message,) = http.patch(f"/v2/chats/{chat_id}/files", json={"files": changes}).json()["messages"]
    assert [(part["operation"], part["path"]) for part in message["parts"] if part["type"] == "file-edit"] == [
        ("create", "b.txt"),
        ("update", "app/page.tsx"),
        ("delete", "package.json"),
    ]
    assert http.get(f"/v2/chats/{chat_id}/messages/{message['id']}").json() == message
    assert files_in(http, chat_id) == {"app/page.tsx": ("new", "utf8"), "b.txt": ("ä", "utf8")}
    response = http.get(f"/v2/chats/{chat_id}/files/download")
    assert response.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as zipped:
        assert {name: zipped.read(name).decode() for name in zipped.namelist()} == {"app/page.tsx": "new", "b.txt": "ä"}


def test_v2_rejects_invalid_edits(http: httpx.Client) -> None:
    chat_id, _ = ids_of(create_v2(http, "a page"))
    before = files_in(http, chat_id)

    def edit(*changes: dict[str, Any]) -> httpx.Response:
        return http.patch(f"/v2/chats/{chat_id}/files", json={"files": changes})

    binary = edit({"path": "a", "content": "fine"}, {"path": "b", "content": "\0"})
    assert binary.status_code == 422 and binary.json()["message"] == "Invalid file contents"
    assert [issue["path"] for issue in binary.json()["issues"]] == ["files.1.content"]
    assert edit({"path": "a", "content": "A"}, {"path": "none", "content": None}).status_code == 404
    assert files_in(http, chat_id) == before


def test_v2_restores_the_files_of_a_message(http: httpx.Client) -> None:
    chat_id, first = ids_of(create_v2(http, "a page"))
    before = files_in(http, chat_id)
    second = http.post(f"/v2/chats/{chat_id}/messages", json={"message": "another"}).json()

    def restorable() -> list[bool]:
        return [http.get(f"/v2/chats/{chat_id}/messages/{each}").json()["restorable"] for each in (first, second["id"])]

    def restore(message_id: str) -> httpx.Response:
        return http.post(f"/v2/chats/{chat_id}/restore-message", json={"messageId": message_id})

    assert restorable() == [True, False]
    assert restore(second["id"]).status_code == 409, "its files are the current ones"
    (record,) = restore(first).json()["messages"]
    assert (files_in(http, chat_id), restorable()) == (before, [False, True])
    assert restore(record["id"]).status_code == 409 and restore("none").status_code == 404


# --- previews and deployments


def test_v2_the_preview_needs_a_version(http: httpx.Client) -> None:
    blocked, _ = ids_of(create_v2(http, "a page sandbox:ask"))
    built, _ = ids_of(create_v2(http, "a page"))
    assert http.get(f"/v2/chats/{blocked}/preview").json() is None
    preview = http.get(f"/v2/chats/{built}/preview").json()
    assert sorted(preview) == ["expiresAt", "token", "url"]
    assert datetime.fromisoformat(preview["expiresAt"]) > datetime.now(UTC)
    for method, path in (("GET", "files"), ("GET", "files/download"), ("POST", "deploy")):
        assert http.request(method, f"/v2/chats/{blocked}/{path}").status_code == 409, "the chat has no files yet"
    edits = {"files": [{"path": "a", "content": "A"}]}
    assert http.patch(f"/v2/chats/{blocked}/files", json=edits).status_code == 409, "no preview runs"


def test_v2_deploys_into_one_project(http: httpx.Client) -> None:
    chat_id, _ = ids_of(create_v2(http, "a page"))
    first, second = (http.post(f"/v2/chats/{chat_id}/deploy").json() for _ in range(2))
    assert first["vercelProjectId"] == second["vercelProjectId"] != first["deploymentId"] != second["deploymentId"]
    assert http.get(f"/v2/chats/{chat_id}").json()["vercelProjectId"] == first["vercelProjectId"]
    assert http.post(f"/v2/chats/{chat_id}/vercel-project", json={"name": "x"}).status_code == 409


def test_v2_is_served_under_its_former_prefix(http: httpx.Client) -> None:
    created = http.post("/api/v2/chats", json={"message": "a page"}).json()["chat"]
    assert http.get(f"/api/v2/chats/{created['id']}").json() == http.get(f"/v2/chats/{created['id']}").json() == created
    missing, wrong = http.get("/api/v2/chats/none"), http.put("/api/v2/chats")
    assert (missing.status_code, list(missing.json()), wrong.status_code) == (404, ["message"], 405)
    assert http.get("/api/v2/chats/").status_code == 404 and http.get("/api/v1/chats").status_code == 404


def test_attachments_may_be_text(http: httpx.Client) -> None:
    attachments = [{"content": "a,b", "name": "a.csv"}, {"url": "data:,x"}]
    chat_id, _ = ids_of(create_v2(http, "a page", attachments=attachments))
    (_, asked) = http.get(f"/v2/chats/{chat_id}/messages").json()["messages"]
    assert asked["attachments"] == attachments
    for wrong in ({"name": "a.csv"}, {"content": "a", "url": "data:,x"}, "a"):
        assert http.post("/v2/chats", json={"message": "a page", "attachments": [wrong]}).status_code == 422


def test_files_may_be_encoded(http: httpx.Client) -> None:
    files = [{"name": "a.bin", "content": "/wA=", "encoding": "base64"}, {"name": "b.txt", "content": "B"}]
    chat = http.post("/v2/chats/from-files", json={"files": files}).json()["chat"]["id"]
    change = {"path": "c.bin", "content": "/w==", "encoding": "base64"}
    http.patch(f"/v2/chats/{chat}/files", json={"files": [change]})
    read = http.get(f"/v2/chats/{chat}/files").json()["files"]
    assert [(file["path"], file["content"], file["encoding"]) for file in read] == [
        ("a.bin", "/wA=", "base64"),
        ("b.txt", "B", "utf8"),
        ("c.bin", "/w==", "base64"),
    ]
    malformed = http.patch(f"/v2/chats/{chat}/files", json={"files": [{**change, "content": "%"}]})
    assert (malformed.status_code, malformed.json()["message"]) == (422, "c.bin: the base64 is malformed")


def test_a_change_in_design_mode_needs_no_prompt(http: httpx.Client) -> None:
    chat_id, _ = ids_of(create_v2(http, "a page"))
    path = f"/v2/chats/{chat_id}/messages"
    assert http.post(path, json={"designMode": {"colour": "red"}}).json()["finishReason"] == "stop"
    assert http.post(path, json={}).json()["message"] == "message: is required"


def test_a_chat_may_begin_from_a_vercel_project(http: httpx.Client) -> None:
    chat = http.post("/v2/chats/from-vercel-project", json={"vercelProjectId": "prj_mine"}).json()["chat"]
    listed = http.get("/v2/chats", params={"vercelProjectId": "prj_mine"}).json()["chats"]
    assert listed == [chat] and chat["vercelProjectId"] == "prj_mine"
    assert [each["id"] for each in http.get("/v1/integrations/vercel/projects").json()["data"]] == ["prj_mine"]
