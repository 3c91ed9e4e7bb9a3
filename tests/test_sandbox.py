"""The sandbox as a server: what it answers over a real socket to a plain HTTP client."""

from __future__ import annotations

import base64
import copy
import io
import json
import os
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from v0_client.sandbox import Sandbox
from v0_client.sandbox.behaviour import Behaviour
from v0_client.sandbox.generation import Brief
from v0_client.sandbox.story import Story
from v0_client.sandbox.v1 import script as v1_script
from v0_client.sandbox.v2 import script as v2_script

CREATE_V2 = "/v2/chats/stream"


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sandbox(caplog: pytest.LogCaptureFixture) -> Iterator[Sandbox]:
    """A sandbox that has no complaint about what the test did to it."""
    with Sandbox() as running:
        yield running
    assert not complaints(caplog)


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the server logged, whether in the test or after it."""
    records = [*caplog.get_records("call"), *caplog.records]
    return [record.getMessage() for record in records if record.name.startswith("uvicorn")]


@pytest.fixture
def http(sandbox: Sandbox) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {sandbox.api_key}"}
    with httpx.Client(base_url=sandbox.base_url, headers=headers, timeout=30) as client:
        yield client


def events_of(body: str) -> list[Any]:
    """The data of every complete event; `[DONE]` stays a string."""
    *blocks, rest = body.split("\n\n")
    assert rest == ""
    data = [block.removeprefix("data: ") for block in blocks]
    return [one if one == "[DONE]" else json.loads(one) for one in data]


def next_event(lines: Iterator[str]) -> Any:
    return json.loads(next(line for line in lines if line).removeprefix("data: "))


def create_v2(http: httpx.Client, message: str, **body: Any) -> list[Any]:
    response = http.post(CREATE_V2, json={"message": message, **body})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    return events_of(response.text)


def create_v1(http: httpx.Client, message: str, **body: Any) -> Any:
    response = http.post("/v1/chats", json={"message": message, **body})
    assert response.status_code == 200, response.text
    return response.json()


def apply(target: Any, delta: Any) -> None:
    """Apply one delta of the few forms the sandbox sends, in place."""
    if not hasattr(delta, "items"):  # an append: [[...path, text], 9, 9]
        *path, last, text = delta[0]
        for step in path:
            target = target[step]
        target[last] += text
        return
    in_array = delta.get("_t") == "a"
    for key, change in delta.items():
        if key == "_t":
            continue
        place: Any = int(key) if in_array else key
        if isinstance(change, dict):
            apply(target[place], change)
        elif len(change) == 2:
            assert target[place] == change[0]
            target[place] = change[1]
        elif in_array:
            target.insert(place, change[0])
        else:
            target[place] = change[0]


def content_of(events: list[Any]) -> list[Any]:
    content: list[Any] = []
    for event in events:
        if event != "[DONE]" and event["object"].endswith(".chunk"):
            apply(content, copy.deepcopy(event["delta"]))
    return content


def ids_of(events: list[Any]) -> tuple[str, str]:
    chunk = next(event for event in events if event["object"] == "message.parts.chunk")
    return events[0]["id"], chunk["id"]


# --- the server itself


@pytest.mark.anyio
async def test_serves_while_its_block_is_open() -> None:
    async with Sandbox() as sandbox:
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {sandbox.api_key}"}) as client:
            response = await client.get(f"{sandbox.base_url}/v2/chats/none")
        address = sandbox.base_url
    assert response.status_code == 404
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(address)
    with pytest.raises(RuntimeError, match="only while it runs"):
        sandbox.base_url  # noqa: B018


@pytest.mark.anyio
async def test_leaving_breaks_the_streams_that_are_open(caplog: pytest.LogCaptureFixture) -> None:
    async with httpx.AsyncClient(timeout=30) as client:
        async with Sandbox() as sandbox:
            headers = {"Authorization": f"Bearer {sandbox.api_key}"}
            body = {"message": "a page sandbox:hang"}
            request = client.build_request("POST", sandbox.base_url + CREATE_V2, json=body, headers=headers)
            response = await client.send(request, stream=True)
            chunks = response.aiter_bytes()
            await anext(chunks)
        with pytest.raises(httpx.RemoteProtocolError):
            async for _ in chunks:
                pass
        await response.aclose()
    assert not complaints(caplog)


def test_leaves_no_thread_and_frees_its_port() -> None:
    before = set(threading.enumerate())
    with Sandbox() as first:
        port = int(first.base_url.rpartition(":")[2])
        with pytest.raises(OSError, match=r"in use|usage"):
            Sandbox(port=port).__enter__()
    with Sandbox(port=port) as second:
        assert second.base_url == f"http://127.0.0.1:{port}"
    assert set(threading.enumerate()) <= before


def test_cannot_be_entered_twice(sandbox: Sandbox) -> None:
    with pytest.raises(RuntimeError, match="already running"):
        sandbox.__enter__()
    assert httpx.get(f"{sandbox.base_url}/v2/chats/none").status_code == 401


def test_leaving_ends_a_synchronous_call_in_progress(caplog: pytest.LogCaptureFixture) -> None:
    outcome: list[Exception] = []

    def call(sandbox: Sandbox) -> None:
        try:
            httpx.post(
                f"{sandbox.base_url}/v1/chats",
                json={"message": "a page sandbox:hang"},
                headers={"Authorization": f"Bearer {sandbox.api_key}"},
                timeout=30,
            )
        except httpx.HTTPError as error:
            outcome.append(error)

    with Sandbox() as sandbox:
        thread = threading.Thread(target=call, args=(sandbox,))
        thread.start()
        while not sandbox.requests:
            thread.join(0.005)
    thread.join()
    assert isinstance(outcome[0], httpx.TransportError)
    assert not complaints(caplog)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent another way there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_command_prints_its_address_and_stops_on_a_signal(number: signal.Signals) -> None:
    command = [sys.executable, "-W", "error", "-m", "v0_client.sandbox", "--port", "0"]
    root = Path(__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(  # noqa: S603  # our own command
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root, env=environment
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        url = process.stdout.readline().strip().removeprefix("V0_BASE_URL=")
        key = process.stdout.readline().strip().removeprefix("V0_API_KEY=")
        response = httpx.get(f"{url}/v2/chats/none", headers={"Authorization": f"Bearer {key}"})
        process.send_signal(number)
        assert process.wait(30) == 0
        assert process.stderr.read() == ""
    assert response.status_code == 404


def test_records_requests(sandbox: Sandbox, http: httpx.Client) -> None:
    http.post(CREATE_V2, json={"message": ""})
    http.get("/v2/chats/no%20ne", params={"a": "b"})
    refused, missing = sandbox.requests
    assert (refused.method, refused.path, refused.status, refused.body) == ("POST", CREATE_V2, 422, {"message": ""})
    assert (missing.path, missing.query, missing.status, missing.body) == ("/v2/chats/no ne", "a=b", 404, None)
    assert missing.headers["authorization"] == f"Bearer {sandbox.api_key}"


# --- refusals


@pytest.mark.parametrize("key", [None, "Bearer wrong", "Basic djE6"])
def test_refuses_a_missing_or_wrong_key(sandbox: Sandbox, key: str | None) -> None:
    headers = {} if key is None else {"Authorization": key}
    v1 = httpx.get(f"{sandbox.base_url}/v1/chats/none", headers=headers)
    v2 = httpx.get(f"{sandbox.base_url}/v2/chats/none", headers=headers)
    assert (v1.status_code, v2.status_code) == (401, 401)
    assert v1.json()["success"] is False
    assert v1.json()["error"]["type"] == "unauthorized_error"
    assert list(v2.json()) == ["message"]


def test_names_what_is_not_found(http: httpx.Client) -> None:
    v1, v2 = http.get("/v1/chats/none"), http.get("/v2/chats/none")
    assert (v1.status_code, v2.status_code) == (404, 404)
    assert v1.json()["error"]["code"] == "chat_not_found"
    chat = create_v1(http, "a page")
    assert http.get(f"/v2/chats/{chat['id']}").status_code == 404, "v2 cannot read v1 chats"
    assert http.get(f"/v1/chats/{chat['id']}/messages/none").status_code == 404
    assert http.post(f"/v1/chats/{chat['id']}/messages/none/stop").status_code == 404
    assert http.get("/v3/anything").status_code == 404


def test_refuses_the_wrong_method(http: httpx.Client) -> None:
    assert http.put("/v1/chats").status_code == 405
    assert http.get(CREATE_V2.replace("stream", "x/resume")).status_code == 405


V2_REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"surprise": 1}, "surprise"),
    ({"message": ""}, "message"),
    ({"message": 7}, "message"),
    ({"type": "zip"}, "type"),
    ({"skillIds": ["a", "b", "c", "d"]}, "skillIds"),
    ({"skills": [{"type": "remote", "id": str(n)} for n in range(4)]}, "skills"),
    ({"skills": [{"type": "memory", "skillName": "x"}]}, "scope"),
    ({"modelConfiguration": {"modelId": "v0-pro"}}, "imageGenerations"),
    ({"modelConfiguration": {"imageGenerations": True}}, "modelId"),
    ({"modelConfiguration": {"modelId": "v0-pro", "imageGenerations": "no"}}, "imageGenerations"),
    ({"attachments": [{"url": "https://example.com", "name": "x"}]}, "name"),
    ({"privacy": "secret"}, "privacy"),
    ({"metadata": {"": "x"}}, "metadata"),
    ({"metadata": {"k" * 41: "x"}}, "metadata"),
    ({"metadata": {"k": "v" * 501}}, "metadata"),
    ({"metadata": {f"k{n}": "v" for n in range(51)}}, "metadata"),
    ({"message": "a page sandbox:typo"}, "typo"),
]


@pytest.mark.parametrize(("body", "named"), V2_REFUSALS)
def test_v2_refuses_bodies_that_do_not_fit(http: httpx.Client, body: dict[str, Any], named: str) -> None:
    response = http.post(CREATE_V2, json={"message": "a page", **body})
    assert response.status_code == 422
    assert named in response.json()["message"]


V1_REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"surprise": 1}, "surprise"),
    ({"message": ""}, "message"),
    ({"responseMode": "stream"}, "responseMode"),
    ({"attachedSkillIds": ["a", "b", "c", "d"]}, "attachedSkillIds"),
    ({"modelConfiguration": {"temperature": 1}}, "temperature"),
    ({"designSystemId": 1}, "designSystemId"),
    ({"metadata": {"k": 1}}, "metadata"),
]


@pytest.mark.parametrize(("body", "named"), V1_REFUSALS)
def test_v1_refuses_bodies_that_do_not_fit(http: httpx.Client, body: dict[str, Any], named: str) -> None:
    response = http.post("/v1/chats", json={"message": "a page", **body})
    assert response.status_code == 422
    assert response.json()["error"]["type"] == "unprocessable_entity_error"
    assert named in response.json()["error"]["message"]


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"\xff", b'{"message": "\\ud83d"}', b'{"message": NaN}', b"[" * 100_000]
)
def test_refuses_what_is_no_json_object(http: httpx.Client, raw: bytes) -> None:
    assert http.post(CREATE_V2, content=raw).status_code == 422


def test_plays_the_revision_that_was_chosen(sandbox: Sandbox, http: httpx.Client) -> None:
    def status(**body: Any) -> int:
        return http.post(CREATE_V2, json={"message": "a page", **body}).status_code

    skill = {"type": "remote", "id": "x"}
    assert [status(), status(type="prompt", skillIds=["x"]), status(skills=[skill])] == [200, 200, 200]
    sandbox.revision = "documented"
    assert [status(), status(type="prompt", skillIds=["x"]), status(type="prompt", skills=[skill])] == [422, 200, 422]
    sandbox.revision = "later"
    assert [status(), status(type="prompt"), status(skillIds=["x"]), status(skills=[skill])] == [200, 422, 422, 200]


# --- v2


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


# --- v1


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


def archive(**files: bytes) -> str:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return "data:application/zip;base64," + base64.b64encode(buffer.getvalue()).decode()


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


def test_steps_keep_what_they_told_while_the_generation_goes_on() -> None:
    """A stream may lag behind its generation: the steps it has still to send must not have changed meanwhile."""
    parts, rows = list[Any](), list[Any]()
    brief = Brief(Story.of("a page"), Behaviour(), True, False, "", lambda: "", lambda: None)
    told_v2, told_v1 = [*v2_script.play(parts, brief)], [*v1_script.play(rows, brief)]
    for told, written in ((told_v2, parts), (told_v1, rows)):
        content: list[Any] = []
        for step in told:
            if step.kind == "delta":
                apply(content, copy.deepcopy(step.value))
        assert content == written != []


# --- misbehaviour on request


def test_cut_breaks_the_connection_inside_the_body(http: httpx.Client) -> None:
    with http.stream("POST", CREATE_V2, json={"message": "a page sandbox:cut=7"}) as response:
        lines = response.iter_lines()
        events = [next_event(lines) for _ in range(7)]
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
            next_event(lines)
    chat_id, message_id = ids_of(events)
    assert events_of(http.post(f"/v2/chats/{chat_id}/resume").text)[-1]["object"] == "chat"
    assert http.get(f"/v2/chats/{chat_id}/messages/{message_id}").json()["finishReason"] == "stop"


def test_cut_before_the_first_event(http: httpx.Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        http.post(CREATE_V2, json={"message": "a page sandbox:cut=0"})


def test_end_closes_the_body_without_the_closing_event(http: httpx.Client) -> None:
    events = create_v2(http, "a page sandbox:end")
    assert len(events) == 5
    assert events[-1]["object"] == "message.parts.chunk"


def test_stall_keeps_the_connection_open_and_silent() -> None:
    with httpx.Client(timeout=30) as http:
        with Sandbox() as sandbox:
            http.headers["Authorization"] = f"Bearer {sandbox.api_key}"
            request = http.build_request(
                "POST", sandbox.base_url + CREATE_V2, json={"message": "a page sandbox:stall=2"}
            )
            response = http.send(request, stream=True)
            lines = response.iter_lines()
            opening, title = next_event(lines), next_event(lines)
            assert (opening["object"], title["object"]) == ("chat", "chat.title")
            while (
                http.get(f"{sandbox.base_url}/v2/chats/{opening['id']}/messages").json()["messages"][0]["content"] == ""
            ):
                pass
        with pytest.raises(httpx.RemoteProtocolError):  # open until the sandbox ended, and nothing more had come
            assert [line for line in lines if line] == []
        response.close()


def test_json_answers_can_be_cut_too(sandbox: Sandbox, http: httpx.Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        http.post("/v1/chats", json={"message": "a page sandbox:cut"})
    assert sandbox.requests[-1].status is None
    assert http.get("/v1/chats/chat_sandbox0001").json()["latestVersion"]["status"] == "completed"


@pytest.mark.parametrize("word", ["fail", "error-event"])
def test_a_generation_can_fail(http: httpx.Client, word: str) -> None:
    events = create_v2(http, f"a page sandbox:{word}")
    assert events[-1]["object"] == ("chat" if word == "fail" else "error")
    chat_id, message_id = ids_of(events)
    assert http.get(f"/v2/chats/{chat_id}/messages/{message_id}").json()["finishReason"] == "error"
    chat = create_v1(http, f"a page sandbox:{word}")
    assert (chat["messages"][-1]["finishReason"], chat["latestVersion"]["status"]) == ("error", "failed")


def test_v1_error_event_ends_the_stream(http: httpx.Client) -> None:
    body = {"message": "a page sandbox:error-event", "responseMode": "experimental_stream"}
    last = events_of(http.post("/v1/chats", json=body).text)[-1]
    assert (last["object"], last["error"]["type"]) == ("error", "internal_server_error")


def test_a_turn_can_end_with_a_question(http: httpx.Client) -> None:
    events = create_v2(http, "a page sandbox:ask")
    chat_id, message_id = ids_of(events)
    message = http.get(f"/v2/chats/{chat_id}/messages/{message_id}").json()
    action = message["parts"][-1]
    assert message["finishReason"] == "tool-calls"
    assert (action["type"], action["name"]) == ("agent-action", "ask_user_questions")
    assert action["data"]["questions"][0]["options"]
    chat = create_v1(http, "a page sandbox:ask")
    assert chat["messages"][-1]["finishReason"] == "tool-calls" and "latestVersion" not in chat


def test_rate_limits_and_server_errors_come_as_often_as_asked(sandbox: Sandbox, http: httpx.Client) -> None:
    def post(words: str) -> httpx.Response:
        return http.post("/v1/chats", json={"message": f"a page {words}"})

    sandbox.retry_after = 3
    limited = post("sandbox:rate-limit")
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "3")
    assert limited.json()["error"]["type"] == "too_many_requests_error"
    assert post("sandbox:rate-limit").status_code == 429
    assert [post("sandbox:rate-limit=1 sandbox:500=1").status_code for _ in range(3)] == [429, 500, 200]
    assert http.get("/v1/chats/chat_sandbox0002").status_code == 404, "a refused request creates nothing"


def test_lag_hides_the_new_chat(http: httpx.Client) -> None:
    chat = create_v1(http, "a page sandbox:lag=600")
    assert http.get(f"/v1/chats/{chat['id']}").json()["error"]["code"] == "chat_not_found"


def test_slow_streams_arrive_while_they_are_written(http: httpx.Client) -> None:
    with http.stream("POST", CREATE_V2, json={"message": "a page sandbox:slow=600"}) as response:
        lines = response.iter_lines()
        opening, title = next_event(lines), next_event(lines)
        assert (opening["object"], title["object"]) == ("chat", "chat.title")
        (answer, _) = http.get(f"/v2/chats/{opening['id']}/messages").json()["messages"]
        assert (answer["parts"], answer["finishReason"]) == ([], None)
