"""Turns that end with a task for a person, and the turns that continue after the answer."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.support.sandbox_tools import content_of, create_v1, create_v2, events_of, ids_of
from v0_client.sandbox import Sandbox

ANSWER = {"questionId": "q1", "questionText": "Which colour scheme do you want?", "selectedLabels": ["Dark"]}
PERMISSION = {"type": "ALLOW_DYNAMIC_TOOL_STRICT", "toolName": "linear_create_issue", "input": None}

TASKS: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {"type": "answered-questions", "answers": [{**ANSWER, "customText": "or grey"}]}, "Dark, or grey"),
    ("plan", {"type": "plan-exit-response", "status": "approved", "content": "Fine"}, "approved: Fine"),
    (
        "integration",
        {"type": "confirmed-steps", "connectedIntegrationNames": ["Neon"], "addedEnvVars": ["A"]},
        "Neon, A",
    ),
    (
        "permission",
        {"type": "confirmed-permissions", "permissions": [PERMISSION], "userMessage": "Once"},
        "issue. Once",
    ),
    ("connect", {"type": "vercel-connect-setup"}, "connector is set up"),
]
RESOLVES = [pytest.param(task, text, directive, id=directive) for directive, task, text in TASKS]


def blocked(http: httpx.Client, directive: str) -> tuple[str, Any]:
    """A v2 chat whose turn ends with a task, and the message with the task."""
    chat_id, message_id = ids_of(create_v2(http, f"a page sandbox:{directive}"))
    return chat_id, http.get(f"/v2/chats/{chat_id}/messages/{message_id}").json()


def answer(text: str) -> dict[str, Any]:
    return {"task": {"type": "answered-questions", "answers": [{**ANSWER, "customText": text}]}}


@pytest.mark.parametrize(
    ("directive", "kind", "members"),
    [
        ("ask", "ask_user_questions", ["questions"]),
        ("plan", "exit_plan_mode", ["path", "plan", "summary"]),
        ("integration", "get_or_request_integration", ["requestedIntegrations", "requestedMcpPresets"]),
        (
            "connect",
            "configure_vercel_connect",
            ["connectorName", "environments", "requestId", "service", "setupUrl", "status"],
        ),
    ],
)
def test_v2_the_last_part_is_the_task(http: httpx.Client, directive: str, kind: str, members: list[str]) -> None:
    _, message = blocked(http, directive)
    part = message["parts"][-1]
    assert (message["finishReason"], message["restorable"]) == ("tool-calls", False)
    assert (part["type"], part["name"], sorted(part["data"])) == ("agent-action", kind, members)
    assert part["summary"]


def test_v2_a_permission_is_a_tool_call(http: httpx.Client) -> None:
    _, message = blocked(http, "permission")
    part = message["parts"][-1]
    (permission,) = part["suggestedPermissions"]
    assert (part["type"], part["status"]) == ("tool-call", "error")
    assert (permission["toolName"], permission["input"]) == (part["name"], part["input"])


@pytest.mark.parametrize(("task", "text", "directive"), RESOLVES)
def test_v2_resolve_continues_with_the_answer(
    http: httpx.Client, task: dict[str, Any], text: str, directive: str
) -> None:
    chat_id, asking = blocked(http, directive)
    response = http.post(f"/v2/chats/{chat_id}/messages/resolve", json={"task": task})
    assert response.status_code == 200, response.text
    message = response.json()
    assert message["id"] != asking["id"] and message["finishReason"] == "stop"
    assert text in message["parts"][1]["text"] and "a page" in message["content"]
    listed = http.get(f"/v2/chats/{chat_id}/messages").json()["messages"]
    assert [each["role"] for each in listed] == ["assistant", "user", "assistant", "user"]
    assert text in listed[1]["content"]
    files = {file["path"] for file in http.get(f"/v2/chats/{chat_id}/files").json()["files"]}
    assert files == {"app/page.tsx", "package.json"}
    again = http.post(f"/v2/chats/{chat_id}/messages/resolve", json={"task": task})
    assert again.status_code == 409 and "No task" in again.json()["message"]


@pytest.mark.parametrize(("task", "text", "directive"), RESOLVES)
def test_v1_resolve_continues_with_the_answer(
    http: httpx.Client, task: dict[str, Any], text: str, directive: str
) -> None:
    chat = create_v1(http, f"a page sandbox:{directive}")
    assert chat["messages"][-1]["finishReason"] == "tool-calls" and "latestVersion" not in chat
    response = http.post(f"/v1/chats/{chat['id']}/tasks/resolve", json={"task": task})
    assert response.status_code == 200, response.text
    *_, sent, reply = response.json()["messages"]
    assert text in sent["content"] and text in reply["content"]
    assert sent["type"] == ("answered-questions" if directive == "ask" else "message")
    assert reply["finishReason"] == "stop" and response.json()["latestVersion"]["status"] == "completed"
    again = http.post(f"/v1/chats/{chat['id']}/tasks/resolve", json={"task": task})
    assert (again.status_code, again.json()["error"]["type"]) == (409, "conflict_error")


@pytest.mark.parametrize("path", ["", "/stream", "/async"])
def test_v2_rejects_an_answer_to_another_task(http: httpx.Client, path: str) -> None:
    chat_id, _ = blocked(http, "plan")
    rejected = http.post(f"/v2/chats/{chat_id}/messages/resolve{path}", json=answer("Dark"))
    assert rejected.status_code == 409 and "plan" in rejected.json()["message"]
    assert len(http.get(f"/v2/chats/{chat_id}/messages").json()["messages"]) == 2


def test_no_task_is_pending_while_a_turn_runs_or_before_the_first(served: Sandbox, http: httpx.Client) -> None:
    served.async_seconds = 60
    chat_id = http.post("/v2/chats/async", json={"message": "a page sandbox:ask"}).json()["chatId"]
    assert http.post(f"/v2/chats/{chat_id}/messages/resolve", json=answer("Dark")).status_code == 409
    empty = http.post("/v1/chats/init", json={"type": "template", "templateId": "t"}).json()["id"]
    assert http.post(f"/v1/chats/{empty}/tasks/resolve", json=answer("Dark")).status_code == 409


def test_a_message_declines_the_task(http: httpx.Client) -> None:
    chat_id, _ = blocked(http, "permission")
    sent = http.post(f"/v2/chats/{chat_id}/messages", json={"message": "Do it without"}).json()
    assert sent["finishReason"] == "stop"
    task = {"type": "confirmed-permissions", "permissions": [PERMISSION]}
    assert http.post(f"/v2/chats/{chat_id}/messages/resolve", json={"task": task}).status_code == 409


def test_declined_integrations_appear_in_the_text(http: httpx.Client) -> None:
    chat_id, _ = blocked(http, "integration")
    message = http.post(f"/v2/chats/{chat_id}/messages/resolve", json={"task": {"type": "confirmed-steps"}}).json()
    assert "Connected nothing" in message["parts"][1]["text"]


def test_v2_resolve_streams_and_runs_asynchronously(served: Sandbox, http: httpx.Client) -> None:
    served.async_seconds = 0
    chat_id, _ = blocked(http, "ask")
    path = f"/v2/chats/{chat_id}/messages"
    opening, *chunks, usage, closing = events_of(http.post(f"{path}/resolve/stream", json=answer("sandbox:plan")).text)
    assert (opening["object"], usage["object"], closing["object"]) == ("message", "message.usage", "message")
    assert closing["parts"] == content_of(chunks)
    assert (closing["finishReason"], closing["parts"][-1]["name"]) == ("tool-calls", "exit_plan_mode"), (
        "one task after another"
    )
    task = {"type": "plan-exit-response", "status": "rejected", "content": "Shorter"}
    accepted = http.post(f"{path}/resolve/async", json={"task": task})
    assert accepted.status_code == 202 and list(accepted.json()) == ["messageId"]
    while (message := http.get(f"{path}/{accepted.json()['messageId']}").json())["finishReason"] is None:
        pass
    assert "rejected: Shorter" in message["parts"][1]["text"]


def test_v1_resolves_in_every_mode(served: Sandbox, http: httpx.Client) -> None:
    served.async_seconds = 60
    chat = create_v1(http, "a page sandbox:ask")
    path = f"/v1/chats/{chat['id']}"
    body = {**answer("sandbox:ask"), "responseMode": "experimental_stream"}
    *events, done = events_of(http.post(f"{path}/tasks/resolve", json=body).text)
    assert done == "[DONE]" and events[-1]["messages"][-1]["experimental_content"] == content_of(events)
    assert events[-1]["messages"][-1]["finishReason"] == "tool-calls"
    pending = http.post(f"{path}/tasks/resolve", json={**answer("Grey"), "responseMode": "async"}).json()
    assert pending["messages"][-1]["content"] == "" and pending["latestVersion"]["status"] == "pending"


def test_directives_in_an_answer_apply_to_its_turn(http: httpx.Client) -> None:
    chat_id, _ = blocked(http, "ask")
    path = f"/v2/chats/{chat_id}/messages/resolve"
    limited = [http.post(path, json=answer("sandbox:rate-limit=1 sandbox:fail")).status_code for _ in range(2)]
    assert limited == [429, 200]
    (message, *_) = http.get(f"/v2/chats/{chat_id}/messages").json()["messages"]
    assert message["finishReason"] == "error"
    chat_id, _ = blocked(http, "ask")
    with pytest.raises(httpx.RemoteProtocolError):
        http.post(f"/v2/chats/{chat_id}/messages/resolve/stream", json=answer("sandbox:disconnect_after=3"))
    chat_id, _ = blocked(http, "ask")
    typo = http.post(f"/v2/chats/{chat_id}/messages/resolve", json=answer("sandbox:disconnect_aftr"))
    assert typo.status_code == 422 and "disconnect_aftr" in typo.json()["message"]


def test_a_turn_ends_with_one_task_only(http: httpx.Client) -> None:
    rejected = http.post("/v2/chats", json={"message": "a page sandbox:ask sandbox:plan"})
    assert rejected.status_code == 422 and "ask and plan" in rejected.json()["message"]


@pytest.mark.parametrize(
    ("directive", "expected"),
    [
        ("connect", ["pending", "ready"]),
        ("connect=0", ["ready"]),
        ("connect=2", ["pending", "pending", "ready"]),
        ("connect-error", ["pending", "error"]),
        ("connect-error=0", ["error"]),
    ],
)
def test_the_status_of_a_connector_setup_changes(http: httpx.Client, directive: str, expected: list[str]) -> None:
    chat_id, message = blocked(http, directive)
    params = {"requestId": message["parts"][-1]["data"]["requestId"]}
    statuses = [http.get(f"/v2/chats/{chat_id}/connect/status", params=params).json() for _ in [*expected, "again"]]
    assert [status["status"] for status in statuses] == [*expected, expected[-1]]
    if expected[-1] == "ready":
        assert statuses[-1]["connector"]["attachedToProject"] is True
    else:
        assert statuses[-1]["message"]
    assert http.get(f"/v2/chats/{chat_id}/connect/status", params={"requestId": "none"}).status_code == 404


@pytest.mark.parametrize(
    ("task", "named"),
    [
        ({}, "type"),
        ({"type": "answered"}, "type"),
        ({"type": "answered-questions", "answers": [{**ANSWER, "note": ""}]}, "note"),
        ({"type": "answered-questions", "answers": [{**ANSWER, "customText": ""}]}, "customText"),
        ({"type": "answered-questions", "answers": [{"questionId": "q1"}]}, "questionText"),
        ({"type": "plan-exit-response", "status": "approved", "content": ""}, "content"),
        ({"type": "plan-exit-response", "status": "maybe", "content": "x"}, "status"),
        ({"type": "confirmed-steps", "connectedIntegrationNames": ["n" * 65]}, "connectedIntegrationNames"),
        ({"type": "confirmed-steps", "connectedMcpPresetNames": ["Neon"]}, "connectedMcpPresetNames"),
        ({"type": "confirmed-permissions", "permissions": [{**PERMISSION, "type": "ALL"}]}, "permissions[0].type"),
        ({"type": "confirmed-permissions", "permissions": [{"type": PERMISSION["type"], "toolName": "x"}]}, "input"),
        ({"type": "vercel-connect-setup", "requestId": "x"}, "requestId"),
    ],
)
def test_both_versions_reject_invalid_answers(http: httpx.Client, task: dict[str, Any], named: str) -> None:
    v2_id, _ = blocked(http, "ask")
    v1_id = create_v1(http, "a page sandbox:ask")["id"]
    v2 = http.post(f"/v2/chats/{v2_id}/messages/resolve", json={"task": task})
    v1 = http.post(f"/v1/chats/{v1_id}/tasks/resolve", json={"task": task})
    assert (v1.status_code, v2.status_code) == (422, 422)
    assert named in v2.json()["message"] and named in v1.json()["error"]["message"]


@pytest.mark.parametrize(
    "task",
    [
        {"type": "answered-questions", "answers": []},
        {"type": "confirmed-permissions", "permissions": []},
        {"type": "confirmed-steps", "connectedIntegrationNames": ["n"] * 101},
    ],
)
def test_only_v2_limits_the_items_of_an_answer(http: httpx.Client, task: dict[str, Any]) -> None:
    directive = {"answered-questions": "ask", "confirmed-permissions": "permission"}.get(task["type"], "integration")
    v2_id, _ = blocked(http, directive)
    v1_id = create_v1(http, f"a page sandbox:{directive}")["id"]
    assert http.post(f"/v2/chats/{v2_id}/messages/resolve", json={"task": task}).status_code == 422
    assert http.post(f"/v1/chats/{v1_id}/tasks/resolve", json={"task": task}).status_code == 200
