"""Scripted turns, in every way that a turn can start, as a plain HTTP client sees them."""

from __future__ import annotations

import copy
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.sandbox_tools import CREATE_V2, apply, content_of, create_v1, create_v2, events_of, ids_of
from v0_client import GenerationFailedError, Poll, StreamError, V0Client, pending_task
from v0_client.sandbox import (
    Connection,
    ErrorResponse,
    Integration,
    Permission,
    Plan,
    Question,
    Questions,
    Sandbox,
    Task,
    Turn,
)
from v0_client.sandbox.generation import ContentFormat
from v0_client.sandbox.turn_content import DefaultContent, turn_steps
from v0_client.sandbox.v1 import turn_format as v1_format
from v0_client.sandbox.v2 import representations as v2_format

SEARCH = {"type": "search", "scope": "web", "query": "bakeries"}
BASH = {"type": "bash", "command": "ls", "output": "a\n" * 40, "exitCode": 2}
NEWER = {"type": "hologram", "depth": [1, {"_t": "a"}]}
COMPLETE = Turn(
    thinking="Let me think about it. " * 3,
    parts=[SEARCH, BASH, NEWER, {"type": "text", "text": "Between.", "startedAt": "2020-01-01T00:00:00.000Z"}],
    files={"app/page.tsx": "<main/>", "logo.png": b"\xff\x00", "old.txt": None},
    text="Here is your bakery, with 🥐 and more.",
    title="Bakery",
)
ANSWER = {
    "type": "answered-questions",
    "answers": [{"questionId": "q1", "questionText": "Colour?", "selectedLabels": ["Red"]}],
}


@pytest.fixture
def http(unchecked_http: httpx.Client) -> httpx.Client:
    """Scripts may contain what the document does not describe."""
    return unchecked_http


def v2_chat(http: httpx.Client) -> str:
    chat_id: str = http.post("/v2/chats/from-files", json={"files": [{"name": "old.txt", "content": ""}]}).json()[
        "chat"
    ]["id"]
    return chat_id


def blocked_chat(served: Sandbox, http: httpx.Client) -> str:
    """A chat with a pending question."""
    chat_id = v2_chat(http)
    served.script(Turn(task=Questions()), when="a question first")
    http.post(f"/v2/chats/{chat_id}/messages", json={"message": "a question first"})
    return chat_id


def read(http: httpx.Client, chat_id: str) -> Any:
    """The newest message, once it is finished."""
    while (message := http.get(f"/v2/chats/{chat_id}/messages").json()["messages"][0])["finishReason"] is None:
        pass
    return message


def without_times(parts: list[Any]) -> list[Any]:
    return [{k: v for k, v in part.items() if k not in ("startedAt", "finishedAt")} for part in parts]


# --- every way that a turn starts


@pytest.mark.parametrize("how", ["create", "create/async", "create/stream"])
def test_v2_create_uses_the_script(served: Sandbox, http: httpx.Client, how: str) -> None:
    served.script(COMPLETE)
    response = http.post("/v2/chats" + how.removeprefix("create"), json={"message": "a bakery"})
    if how == "create/stream":
        events = events_of(response.text)
        chat_id = events[0]["id"]
        assert content_of(events) == read(http, chat_id)["parts"]
        assert [e["delta"] for e in events if e["object"] == "chat.title"] == ["Bak", "Bakery"]
    else:
        chat_id = response.json()["chatId"] if how == "create/async" else response.json()["chat"]["id"]
    message = read(http, chat_id)
    assert (message["finishReason"], message["content"]) == ("stop", COMPLETE.text)
    assert without_times(message["parts"]) == [
        {"type": "thinking", "text": COMPLETE.thinking},
        SEARCH,
        BASH,
        NEWER,
        {"type": "text", "text": "Between."},
        {"type": "file-edit", "operation": "create", "path": "app/page.tsx"},
        {"type": "file-edit", "operation": "create", "path": "logo.png"},
        {"type": "file-edit", "operation": "delete", "path": "old.txt"},
        {"type": "text", "text": COMPLETE.text},
    ]
    assert message["parts"][4]["startedAt"] == "2020-01-01T00:00:00.000Z"
    assert http.get(f"/v2/chats/{chat_id}").json()["title"] == "Bakery"
    files = {file["path"]: file["content"] for file in http.get(f"/v2/chats/{chat_id}/files").json()["files"]}
    assert files == {"app/page.tsx": "<main/>", "logo.png": "/wA="}
    served.assert_all_called()


@pytest.mark.parametrize("mode", ["", "/stream", "/async"])
@pytest.mark.parametrize("kind", ["send", "resolve"])
def test_v2_send_and_resolve_use_the_script(served: Sandbox, http: httpx.Client, kind: str, mode: str) -> None:
    chat_id = blocked_chat(served, http)
    served.script(COMPLETE)
    path, body = ("", {"message": "a bakery"}) if kind == "send" else ("/resolve", {"task": ANSWER})
    response = http.post(f"/v2/chats/{chat_id}/messages{path}{mode}", json=body)
    message = read(http, chat_id)
    if mode == "/stream":
        *events, closing = events_of(response.text)
        assert content_of(events) == closing["parts"] == message["parts"]
    elif mode == "":
        assert response.json() == message
    assert (message["content"], len(message["parts"])) == (COMPLETE.text, 9)
    assert message["parts"][-2]["operation"] == "delete"
    files = http.get(f"/v2/chats/{chat_id}/files").json()["files"]
    assert [file["path"] for file in files] == ["app/page.tsx", "logo.png"]


@pytest.mark.parametrize("mode", ["sync", "async", "experimental_stream"])
@pytest.mark.parametrize("kind", ["create", "send", "resolve"])
def test_v1_uses_the_script(served: Sandbox, http: httpx.Client, kind: str, mode: str) -> None:
    path, body = "/v1/chats", {"message": "a bakery"}
    if kind != "create":
        served.script(Turn(task=Questions()))
        chat_id = create_v1(http, "a question first")["id"]
        send, resolve = (f"{path}/{chat_id}/messages", body), (f"{path}/{chat_id}/tasks/resolve", {"task": ANSWER})
        path, body = send if kind == "send" else resolve
    served.script(COMPLETE)
    response = http.post(path, json={**body, "responseMode": mode})
    events = events_of(response.text) if mode == "experimental_stream" else [response.json()]
    while (chat := http.get(f"/v1/chats/{events[0]['id']}").json())["latestVersion"]["status"] == "pending":
        pass
    message = chat["messages"][-1]
    if mode == "experimental_stream":
        closing = events[-2]["messages"][-1]
        assert content_of(events) == message["experimental_content"] == closing["experimental_content"]
        assert [e["delta"] for e in events if e != "[DONE]" and e["object"] == "chat.name"] == ["Bakery"]
    assert message["content"] == f'Between.\n\n```tsx file="app/page.tsx"\n<main/>```\n\n{_png()}\n\n{COMPLETE.text}'
    assert message["finishReason"] == "stop"
    assert message["experimental_content"][0][1][0][1]["part"]["parts"][0]["thought"] == COMPLETE.thinking
    assert chat["name"] == "Bakery"
    assert [file["name"] for file in chat["latestVersion"]["files"]] == ["app/page.tsx", "logo.png"]


def _png() -> str:
    return '```text file="logo.png"\n\ufffd\0```'


def test_init_starts_no_turn(served: Sandbox, http: httpx.Client) -> None:
    served.script(Turn(text="Later."))
    chat = http.post("/v1/chats/init", json={"type": "files", "files": [{"name": "a", "content": "A"}]}).json()
    assert chat["messages"] == []
    sent = http.post(f"/v1/chats/{chat['id']}/messages", json={"message": "go on"}).json()
    assert sent["messages"][-1]["content"] == "Later."


def test_a_turn_without_files_creates_no_version(served: Sandbox, http: httpx.Client) -> None:
    served.script(Turn(text="Just words."), repeat=True)
    chat = create_v1(http, "a question")
    assert "latestVersion" not in chat and chat["messages"][-1]["content"] == "Just words."
    chat_id, _ = ids_of(create_v2(http, "a question"))
    assert http.get(f"/v2/chats/{chat_id}/files").status_code == 409


def test_files_extend_those_before_except_locked_ones(served: Sandbox, http: httpx.Client) -> None:
    files = [{"name": "a", "content": "A", "locked": True}, {"name": "b", "content": "B"}]
    chat = http.post("/v1/chats/init", json={"type": "files", "files": files}).json()
    served.script(Turn(files={"a": None, "b": "changed", "c": "new"}))
    chat = http.post(f"/v1/chats/{chat['id']}/messages", json={"message": "go on"}).json()
    assert {file["name"]: file["content"] for file in chat["latestVersion"]["files"]} == {
        "a": "A",
        "b": "changed",
        "c": "new",
    }


# --- how turns end


@pytest.mark.parametrize("reason", ["stop", "length", "content-filter", "other", "error", "tool-calls"])
def test_a_turn_ends_with_its_finish_reason(served: Sandbox, http: httpx.Client, reason: Any) -> None:
    served.script(Turn(text="Up to here", files={"a": "A"}, finish_reason=reason), repeat=True)
    events = create_v2(http, "a page")
    chat_id, message_id = ids_of(events)
    message = http.get(f"/v2/chats/{chat_id}/messages/{message_id}").json()
    assert (message["finishReason"], message["parts"]) == (reason, content_of(events))
    chat = create_v1(http, "a page")
    assert chat["messages"][-1]["finishReason"] == reason
    assert chat["latestVersion"]["status"] == ("failed" if reason == "error" else "completed")


@pytest.mark.anyio
async def test_an_error_reaches_streams_and_waits(sandbox: Sandbox, client: V0Client) -> None:
    sandbox.script(Turn(text="Up to here.", error="Overloaded"), repeat=True)
    with pytest.raises(StreamError, match="Overloaded") as caught:
        async with client.v2.chats.stream(message="a page") as stream:
            await stream.final()
    assert caught.value.result and caught.value.result.text == "Up to here."
    with pytest.raises(GenerationFailedError):
        await client.v1.chats.create_and_wait(message="a page", poll=Poll(interval=0.02))


def test_a_turn_without_content_has_the_default_content(served: Sandbox, http: httpx.Client) -> None:
    served.script(Turn(finish_reason="length", title="Mine"))
    events = create_v2(http, "a page")
    assert len(content_of(events)) == 6 and events[-1]["title"] == "Mine"


TASKS = [
    Questions(
        [Question("Red or blue?", ["Red", "Blue"], multi_select=True), Question("Sure?", {"Yes": "Do it"}, id="s")]
    ),
    Plan(plan="1. Bake", summary="Bake", path="plans/b.md"),
    Integration(["Stripe"], mcp_presets=[]),
    Permission("stripe_refund", {"amount": 1}),
    Connection(service="github", name="GitHub", pending=0),
]


@pytest.mark.anyio
@pytest.mark.parametrize("task", TASKS, ids=[task.kind for task in TASKS])
async def test_the_client_finds_the_pending_task(sandbox: Sandbox, client: V0Client, task: Task) -> None:
    sandbox.script(Turn(text="One thing first.", task=task), Turn(text="Thank you."))
    async with client.v2.chats.stream(message="a page") as stream:
        result = await stream.final()
    pending = result.pending_task
    assert result.finish_reason == "tool-calls" and pending is not None and result.chat and result.message
    assert pending == pending_task(result.message)
    texts = [str(value) for value in vars(task).values() if isinstance(value, str)]
    part = str(pending.part.to_dict())
    assert all(text in part for text in texts)
    assert pending.kind.startswith(task.kind)
    if task.kind == "connect":
        status = await client.v2.chats.get_connect_status(result.chat.id, request_id=pending.request_id)
        assert status.status == "ready" and status.connector.name == "GitHub"


def test_questions_appear_as_scripted(served: Sandbox, http: httpx.Client) -> None:
    served.script(Turn(task=TASKS[0]), repeat=True)
    (colour, sure) = content_of(create_v2(http, "a page"))[-1]["data"]["questions"]
    assert (colour["id"], colour["multiSelect"]) == ("q1", True)
    assert [option["label"] for option in colour["options"]] == ["Red", "Blue"]
    assert (sure["id"], sure["options"]) == ("s", [{"id": "yes", "label": "Yes", "description": "Do it"}])
    assert "Red or blue? Sure?" in create_v1(http, "a page")["messages"][-1]["content"]


def test_a_connection_can_stay_pending_and_fail(served: Sandbox, http: httpx.Client) -> None:
    served.script(Turn(task=Connection(pending=2, error="No such team")))
    events = create_v2(http, "a page")
    request_id = content_of(events)[-1]["data"]["requestId"]
    path = f"/v2/chats/{events[0]['id']}/connect/status"
    responses = [http.get(path, params={"requestId": request_id}).json() for _ in range(3)]
    assert [answer["status"] for answer in responses] == ["pending", "pending", "error"]
    assert responses[-1]["message"] == "No such team"


# --- faults


def test_connections_have_the_scripted_faults(served: Sandbox, http: httpx.Client) -> None:
    served.script(Turn(text="Complete.", disconnect_after=3), Turn(text="Complete.", eof_after=3))
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
        http.post(CREATE_V2, json={"message": "a page"})
    assert len(create_v2(http, "a page")) == 3
    for chat in http.get("/v2/chats").json()["chats"]:
        assert read(http, chat["id"])["content"] == "Complete."


@pytest.mark.anyio
async def test_the_client_resumes_an_interrupted_stream(sandbox: Sandbox, client: V0Client) -> None:
    sandbox.script(Turn(text="The complete text.", disconnect_after=3))
    async with client.v2.chats.stream(message="a page") as stream:
        text = "".join([text async for text in stream.text_deltas()])
    assert text == "The complete text."


def test_error_responses_are_used_in_order(served: Sandbox, http: httpx.Client) -> None:
    served.script(
        ErrorResponse(status=429, retry_after=7), ErrorResponse(status=402, message="No credits"), Turn(text="At last.")
    )
    responses = [http.post("/v1/chats", json={"message": "a page"}) for _ in range(3)]
    assert [response.status_code for response in responses] == [429, 402, 200]
    assert responses[0].headers["retry-after"] == "7" and "retry-after" not in responses[1].headers
    assert responses[1].json()["error"]["message"] == "No credits"
    assert len(http.get("/v1/chats").json()["data"]) == 1, "a rejected request creates nothing"


def test_a_turn_that_never_finishes_can_be_stopped_or_finished(served: Sandbox, http: httpx.Client) -> None:
    served.async_seconds = 0
    for end, reason in (("stop", "stop"), ("finish", "length")):
        served.script(Turn(text="Halfway.", never_finish=True, finish_reason="length"))
        ids = http.post("/v2/chats/async", json={"message": "a page"}).json()
        path = f"/v2/chats/{ids['chatId']}/messages/{ids['messageId']}"
        while "finishedAt" not in (http.get(path).json()["parts"] or [{}])[0]:
            pass
        assert http.get(path).json()["finishReason"] is None
        if end == "stop":
            http.post(f"{path}/stop")
        else:
            served.finish(ids["chatId"])
        assert http.get(path).json()["finishReason"] == reason


# --- which turn a prompt gets


def text_of(http: httpx.Client, prompt: str) -> str:
    text: str = create_v1(http, prompt)["messages"][-1]["content"]
    return text


def test_turns_are_used_in_order_and_then_the_default_content(served: Sandbox, http: httpx.Client) -> None:
    served.script(Turn(text="1"), Turn(text="2"))
    served.script(Turn(text="3"))
    assert [text_of(http, "a page") for _ in range(3)] == ["1", "2", "3"]
    assert "a page" in text_of(http, "a page")


def test_scripts_with_when_go_first(served: Sandbox, http: httpx.Client) -> None:
    served.script(Turn(text="any"), repeat=True)
    served.script(Turn(text="blue"), when="blue")
    served.script(Turn(text="long"), when=lambda prompt: len(prompt) > 20)
    assert [text_of(http, "blue") for _ in range(2)] == ["blue", "any"]
    assert [text_of(http, "a" * 21), text_of(http, "a" * 20)] == ["long", "any"]


def test_when_may_script_later_prompts_and_finish_turns(served: Sandbox, http: httpx.Client) -> None:
    def when(prompt: str) -> bool:
        served.finish()
        served.script(Turn(text=f"after {prompt}"))
        return True

    served.async_seconds = None
    ids = http.post("/v2/chats/async", json={"message": "a page"}).json()
    served.script(Turn(text="one"), when=when)
    assert [text_of(http, prompt) for prompt in ("one", "two")] == ["one", "after one"]
    assert read(http, ids["chatId"])["finishReason"] == "stop"


def test_a_scripted_prompt_has_no_directives(served: Sandbox, http: httpx.Client) -> None:
    served.script(Turn(text="Unmoved."))
    assert text_of(http, "a page sandbox:fail sandbox:typo") == "Unmoved."


def test_an_invalid_request_uses_no_turn(served: Sandbox, http: httpx.Client) -> None:
    served.script(Turn(text="Kept."))
    assert http.post("/v1/chats", json={"message": "a page", "surprise": 1}).status_code == 422
    assert http.post("/v1/chats/none/messages", json={"message": "a page"}).status_code == 404
    assert http.post("/v1/chats", json={"message": "a", "attachments": [{"url": "data:x"}]}).status_code == 422
    assert text_of(http, "a page") == "Kept."


def test_assert_all_called_names_the_unused_turns(served: Sandbox, http: httpx.Client) -> None:
    served.assert_all_called()
    served.script(Turn(text="used"), Turn(text="second", pending_reads=3))
    served.script(ErrorResponse(status=429), when="blue")
    served.script(Turn(text="again"), repeat=True, when="x")
    text_of(http, "a page")
    with pytest.raises(AssertionError) as caught:
        served.assert_all_called()
    lines = [line.strip() for line in str(caught.value).splitlines()[1:]]
    assert lines == [
        "Turn(text='second', pending_reads=3)",
        "ErrorResponse(status=429, message='Rejected by the script', retry_after=None) when 'blue'",
        "Turn(text='again') when 'x'",
    ]
    text_of(http, "a page")
    text_of(http, "x")
    text_of(http, "x")
    assert http.post("/v1/chats", json={"message": "blue"}).status_code == 429
    served.assert_all_called()


# --- invalid arguments


INVALID: list[tuple[Any, str]] = [
    (lambda: Turn(text=7), r"Turn\.text: must be a string"),
    (lambda: Turn(text="\ud83d"), r"Turn\.text: .*surrogate"),
    (lambda: Turn(title=""), r"Turn\.title"),
    (lambda: Turn(finish_reason="stopped"), r"Turn\.finish_reason: must be one of stop, length"),
    (lambda: Turn(task=Plan(), finish_reason="stop"), r"Turn\.finish_reason: must be 'tool-calls' with a task"),
    (lambda: Turn(error="x", finish_reason="stop"), r"Turn\.finish_reason: must be 'error' with an error"),
    (lambda: Turn(task=Plan(), error="x"), r"Turn\.error: .*task"),
    (lambda: Turn(task=Plan(), files={"a": "A"}), r"Turn\.files: .*task"),
    (lambda: Turn(task="plan"), r"Turn\.task: must be Questions or Plan"),
    (lambda: Turn(task=Plan), r"Turn\.task"),
    (lambda: Turn(files=["a"]), r"Turn\.files: must be an object"),
    (lambda: Turn(files={"a": 1}), r"Turn\.files\.a: must be str or bytes"),
    (lambda: Turn(files={"": "A"}), r"Turn\.files: key ''"),
    (lambda: Turn(parts="text"), r"Turn\.parts: must be an array"),
    (lambda: Turn(parts=[{"type": "text"}]), r"Turn\.parts\[0\]\.text: is required"),
    (lambda: Turn(parts=[{"text": "x"}]), r"Turn\.parts\[0\]\.type"),
    (lambda: Turn(parts=[BASH, {**BASH, "exit_code": 1}]), r"Turn\.parts\[1\]: unrecognized key 'exit_code'"),
    (lambda: Turn(parts=[{"type": "new", "x": {1}}]), r"Turn\.parts\[0\]: cannot be encoded as JSON"),
    (lambda: Turn(parts=[{"type": "new", "x": float("nan")}]), r"Turn\.parts\[0\]: cannot be encoded as JSON"),
    (lambda: Turn(disconnect_after=-1), r"Turn\.disconnect_after: must not be negative"),
    (lambda: Turn(pending_reads=1.5), r"Turn\.pending_reads: must be an integer"),
    (lambda: Turn(event_delay=float("nan")), r"Turn\.event_delay: must be a number of seconds"),
    (lambda: Turn(never_finish=1), r"Turn\.never_finish: must be true or false"),
    (lambda: ErrorResponse(status=200), r"ErrorResponse\.status: must be from 400 to 599"),
    (lambda: ErrorResponse(status=429, retry_after=-1), r"ErrorResponse\.retry_after"),
    (lambda: Questions([]), r"Questions\.questions: must have at least 1"),
    (lambda: Questions(["Why?"]), r"Questions\.questions\[0\]: must be Question"),
    (lambda: Question("Why?", "Because"), r"Question\.options: must be an array"),
    (lambda: Question(""), r"Question\.text"),
    (lambda: Plan(plan=""), r"Plan\.plan"),
    (lambda: Integration("Neon"), r"Integration\.integrations: must be an array"),
    (lambda: Permission("t", input=object()), r"Permission\.input: cannot be encoded as JSON"),
    (lambda: Connection(pending=-1), r"Connection\.pending"),
    (lambda: Sandbox(pace=-1), r"Sandbox\.pace: must be a number of seconds"),
    (lambda: Sandbox(pending_reads=-1), r"Sandbox\.pending_reads: must not be negative"),
    (lambda: Sandbox(seed="a"), r"Sandbox\.seed: must be an integer"),
    (lambda: Sandbox(revision="newest"), r"Sandbox\.revision: must be one of both"),
    (lambda: Sandbox().script(), "turns: pass at least one"),
    (lambda: Sandbox().script("text"), "turns: must be Turn or ErrorResponse, not 'text'"),
    (lambda: Sandbox().script(Turn(), when=7), "when: must be a string or a function"),
]


@pytest.mark.parametrize(("create", "message"), INVALID, ids=[message for _, message in INVALID])
def test_an_invalid_argument_raises(create: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        create()


def test_a_turn_does_not_share_its_arguments() -> None:
    part, files = {"type": "text", "text": "before"}, dict[str, Any](a="before")
    turn = Turn(parts=[part], files=files)
    part["text"] = files["a"] = "after"
    assert repr(turn) == "Turn(parts=({'type': 'text', 'text': 'before'},), files={'a': 'before'})"


# --- streamed and read content are equal


texts = st.text(st.characters(codec="utf-8"), max_size=80)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts, lambda v: st.lists(v) | st.dictionaries(texts, v)
)
raw_parts = st.one_of(
    st.fixed_dictionaries({"type": st.sampled_from(["text", "thinking"]), "text": texts}),
    st.fixed_dictionaries(
        {"type": st.just("bash"), "command": texts}, optional={"output": texts, "exitCode": st.integers()}
    ),
    st.fixed_dictionaries(
        {"type": st.just("tool-call"), "name": st.just("t"), "status": st.just("ok")}, optional={"input": values}
    ),
    st.fixed_dictionaries({"type": st.just("new"), "x": values}, optional={"finishedAt": texts}),
)
turns = st.builds(
    Turn,
    thinking=st.none() | texts,
    text=st.none() | texts,
    parts=st.lists(raw_parts, max_size=4),
    files=st.dictionaries(st.sampled_from(["a.tsx", "b"]), st.none() | texts | st.binary(max_size=9), max_size=2),
    never_finish=st.booleans(),
)


@given(turn=turns, content_format=st.sampled_from([v1_format.CONTENT_FORMAT, v2_format.CONTENT_FORMAT]))
def test_deltas_build_the_content_that_a_read_returns_at_every_step(turn: Turn, content_format: ContentFormat) -> None:
    live, streamed = list[Any](), list[Any]()
    default = DefaultContent.for_prompt("a page")
    steps = turn_steps(turn, default, has_title=False, files={}, request_id="")
    for update in content_format.write(live, steps, lambda: "now"):
        if update.kind == "delta":
            apply(streamed, copy.deepcopy(update.value))
        assert streamed == live
    assert isinstance(content_format.to_text(live), str)
