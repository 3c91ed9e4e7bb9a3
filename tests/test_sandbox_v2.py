"""Version 2 as the sandbox serves it, seen by a plain HTTP client over a real socket."""

from __future__ import annotations

import httpx

from tests._sandbox import (
    CREATE_V2,
    content_of,
    create_v2,
    events_of,
    ids_of,
    next_event,
)


def test_v2_stream_tells_a_whole_turn(http: httpx.Client) -> None:
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


def test_v2_text_grows_by_whole_strings(http: httpx.Client) -> None:
    deltas = [event["delta"] for event in create_v2(http, "a page") if event["object"] == "message.parts.chunk"]
    growing = [delta["1"]["text"] for delta in deltas if isinstance(delta.get("1"), dict) and "text" in delta["1"]]
    assert len(growing) > 2
    assert all(new.startswith(old) and new != old for old, new in growing)
    assert [new for _, new in growing[:-1]] == [old for old, _ in growing[1:]]


def test_the_same_prompt_generates_the_same(http: httpx.Client) -> None:
    def text(prompt: str) -> list[str]:
        return [part["text"] for part in content_of(create_v2(http, prompt)) if part["type"] == "text"]

    assert text("a page") == text("a page") != text("another page")


def test_v2_keeps_a_title_that_was_given(http: httpx.Client) -> None:
    events = create_v2(http, "a page", title="Mine")
    assert "chat.title" not in [event["object"] for event in events]
    assert events[0]["title"] == events[-1]["title"] == "Mine"


def test_v2_lists_messages_newest_first_in_pages(http: httpx.Client) -> None:
    chat_id, message_id = ids_of(create_v2(http, "a page", attachments=[{"url": "https://example.com/a.png"}]))
    first = http.get(f"/v2/chats/{chat_id}/messages", params={"limit": 1}).json()
    second = http.get(f"/v2/chats/{chat_id}/messages", params={"limit": 1, "cursor": first["cursor"]}).json()
    assert [message["id"] for message in first["messages"]] == [message_id]
    (question,) = second["messages"]
    assert (question["role"], question["content"], second["cursor"]) == ("user", "a page", None)
    assert question["attachments"] == [{"url": "https://example.com/a.png"}]
    for params in ({"limit": 0}, {"limit": 101}, {"limit": "x"}, {"cursor": "x"}):
        assert http.get(f"/v2/chats/{chat_id}/messages", params=params).status_code == 422


def test_v2_a_lost_stream_is_resumed_from_the_start(http: httpx.Client) -> None:
    with http.stream("POST", CREATE_V2, json={"message": "a page sandbox:hang"}) as response:
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


def test_v2_resume_of_a_finished_turn_is_one_closing_chat(http: httpx.Client) -> None:
    events = create_v2(http, "a page")
    assert events_of(http.post(f"/v2/chats/{events[0]['id']}/resume").text) == [events[-1]]
