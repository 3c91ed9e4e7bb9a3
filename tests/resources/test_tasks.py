"""The tasks a finished turn leaves to a person, as typed values, and their answers."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from v0_client import (
    InvalidRequestError,
    PendingConnection,
    PendingIntegration,
    PendingPermissions,
    PendingPlan,
    PendingQuestions,
    PendingTask,
    models,
    pending_task,
)

COLOURS = {
    "id": "q1",
    "question": "Which colours?",
    "header": "Colours",
    "multiSelect": True,
    "options": [{"id": "a", "label": "Light"}, {"id": "b", "label": "Dark"}],
}
FRAMEWORK = {"id": "q2", "question": "Which framework?", "options": [{"id": "n", "label": "Next"}]}
PERMISSION = {
    "type": "ALLOW_DYNAMIC_TOOL_STRICT",
    "toolName": "linear_create_issue",
    "toolDisplayName": None,
    "taskNameActive": "Creating",
    "newField": 1,
}


def action(name: str, **data: Any) -> dict[str, Any]:
    return {"type": "agent-action", "name": name, "summary": "Waits", "data": data}


def task_of(*parts: dict[str, Any]) -> PendingTask | None:
    message = models.Message.from_dict({"id": "m", "finishReason": "tool-calls", "parts": list(parts)})
    task = pending_task(message)
    assert pending_task(message.parts or ()) == task
    return task


def questions() -> PendingQuestions:
    task = task_of(action("ask_user_questions", questions=[COLOURS, FRAMEWORK]))
    assert isinstance(task, PendingQuestions)
    assert task.kind == "questions"
    return task


def test_questions_are_answered_by_label_or_in_other_words() -> None:
    answer = questions().answer({"q1": ["Light", "Dark"]}, custom={"q2": "Svelte"})
    assert answer.to_dict() == {
        "type": "answered-questions",
        "answers": [
            {"questionId": "q1", "questionText": "Which colours?", "selectedLabels": ["Light", "Dark"]},
            {"questionId": "q2", "questionText": "Which framework?", "selectedLabels": [], "customText": "Svelte"},
        ],
    }


@pytest.mark.parametrize(
    ("chosen", "custom", "field", "text"),
    [
        ({"q1": "Light"}, {}, "q2", "is not answered"),
        ({"q1": "Light", "q2": "Svelte"}, {}, "q2", "choose from 'Next', or answer in other words"),
        ({"q1": "Light", "q2": ["Next", "Next"]}, {}, "q2", "takes one option, got 2"),
        ({"q1": "Light", "q9": "Next"}, {}, "q9", "the questions are 'q1', 'q2'"),
        ({"q1": "Light", "q2": "Next"}, {"q7": "x"}, "q7", "there is no question"),
        ({"q1": [], "q2": "Next"}, {}, "q1", "is not answered"),
    ],
)
def test_a_wrong_answer_is_refused(chosen: Any, custom: Any, field: str, text: str) -> None:
    with pytest.raises(InvalidRequestError, match=text) as refused:
        questions().answer(chosen, custom=custom)
    assert refused.value.field == field


def test_a_plan_is_approved_rejected_or_changed() -> None:
    task = task_of(action("exit_plan_mode", plan="# Plan", path="plan.md"))
    assert isinstance(task, PendingPlan)
    assert (task.kind, task.plan, task.summary) == ("plan", "# Plan", None)
    assert task.approve().to_dict() == {"type": "plan-exit-response", "status": "approved", "content": "Approved."}
    assert task.reject("No.").to_dict() == {"type": "plan-exit-response", "status": "rejected", "content": "No."}
    assert task.request_changes("Smaller.").status == "request-changes"


def test_integrations_are_connected_or_declined() -> None:
    task = task_of(action("get_or_request_integration", requestedIntegrations=["Neon"], requestedMcpPresets=["Linear"]))
    assert isinstance(task, PendingIntegration)
    assert task.connected(added_env_vars=["DB_URL"]).to_dict() == {
        "type": "confirmed-steps",
        "connectedIntegrationNames": ["Neon"],
        "connectedMcpPresetNames": ["Linear"],
        "appliedScripts": [],
        "addedEnvVars": ["DB_URL"],
    }
    declined = task.decline().to_dict()
    assert (declined["connectedIntegrationNames"], declined["connectedMcpPresetNames"]) == ([], [])


def test_permissions_are_granted_as_they_were_suggested() -> None:
    other = {"type": "ALLOW_ANYTHING_NEW", "toolName": "b", "input": {"x": 1}}
    task = task_of({"type": "tool-call", "name": "t", "status": "ok", "suggestedPermissions": [PERMISSION, other]})
    assert isinstance(task, PendingPermissions)
    assert task.grant(user_message="Once.").to_dict() == {
        "type": "confirmed-permissions",
        "permissions": [{**PERMISSION, "input": None}, other],
        "userMessage": "Once.",
    }
    assert [p.tool_name for p in task.grant(task.permissions[1:]).permissions] == ["b"]


@pytest.mark.parametrize(
    ("data", "urls", "answer"),
    [
        (
            {"status": "setup-required", "requestId": "r", "setupUrl": "https://x.test", "service": "slack"},
            ("https://x.test", "r", "slack"),
            "vercel-connect-setup",
        ),
        ({"status": "authorization-required"}, (None, None, None), "vercel-connect-authorization"),
    ],
)
def test_a_connector_is_set_up_or_authorised(data: dict[str, Any], urls: tuple[Any, ...], answer: str) -> None:
    task = task_of(action("configure_vercel_connect", **data))
    assert isinstance(task, PendingConnection)
    assert (task.setup_url, task.request_id, task.service) == urls
    assert task.connected().to_dict() == {"type": answer}


@pytest.mark.parametrize(
    "part",
    [
        action("configure_vercel_connect", status="completed", action="list"),
        action("a_new_action", questions=[COLOURS]),
        {"type": "agent-action", "name": "ask_user_questions", "summary": "No data"},
        {"type": "tool-call", "name": "t", "status": "ok", "suggestedPermissions": []},
        {"type": "text", "text": "Done."},
    ],
)
def test_no_task_is_pending(part: dict[str, Any]) -> None:
    assert task_of(part) is None


def test_the_newest_task_counts() -> None:
    plan, ask = action("exit_plan_mode", plan="p", path="x"), action("ask_user_questions", questions=[COLOURS])
    assert isinstance(task_of(plan, ask, {"type": "text", "text": "So?"}), PendingQuestions)


def test_tasks_survive_pickle_and_copy() -> None:
    task = questions()
    assert pickle.loads(pickle.dumps(task)) == copy.deepcopy(task) == task  # noqa: S301 - our own
