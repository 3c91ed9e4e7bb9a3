"""Answers to the agent in a script: `--answer`, and JSON on standard input."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.test_commands import ASKS, QUESTION, TEXT
from tests.support.command_line import json_lines, run, service
from tests.support.fake_service import Service
from v0_client.cli.exit_codes import ExitCode

__all__ = ["service"]

MANY = {"id": "q2", "question": "Which pages?", "multiSelect": True, "options": [{"label": "Shop"}, {"label": "Blog"}]}
TWO = {**ASKS, "data": {"questions": [QUESTION, MANY]}}
PLAN = {"type": "agent-action", "name": "exit_plan_mode", "data": {"plan": "1. Bake"}}
ALLOW = {"type": "ALLOW_DYNAMIC_TOOL_STRICT", "toolName": "deploy", "input": {"to": "web"}}
PERMISSIONS = {"type": "tool-call", "name": "tools", "suggestedPermissions": [ALLOW]}
INTEGRATION = {
    "type": "agent-action",
    "name": "get_or_request_integration",
    "data": {"requestedIntegrations": ["Neon"], "requestedMcpPresets": []},
}
CONNECT = {
    "type": "agent-action",
    "name": "configure_vercel_connect",
    "data": {"status": "setup-required", "requestId": "r1", "service": "Slack", "setupUrl": "https://v0.app/c/1"},
}


def answered(service: Service, part: dict[str, Any], *arguments: str, stdin: str | None = None) -> Any:
    """The task that a turn is resolved with."""
    service.create([part], "tool-calls")
    service.reply("messages/resolve", [TEXT])
    code, output, errors = run("chat", "hi", *arguments, stdin=stdin)
    assert (code, errors) == (0, "")
    assert "waiting: " in output and "I build **a bakery**." in output
    return service.body_of("POST /v2/chats/chat_1/messages/resolve/stream")["task"]


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (["--answer", "dark", "--answer", "blog, 1"], None),
        (["--answer", "-"], '["2", ["Blog", "Shop"]]'),
        (["--answer", "-"], '{"q2": "Blog,Shop", "q1": "Dark"}'),
    ],
)
def test_questions_are_answered_by_words_or_json(service: Service, arguments: list[str], stdin: str | None) -> None:
    task = answered(service, TWO, *arguments, stdin=stdin)
    assert [answer["selectedLabels"] for answer in task["answers"]] == [["Dark"], ["Blog", "Shop"]]


def test_an_answer_may_be_other_words(service: Service) -> None:
    (answer,) = answered(service, ASKS, "--answer", "Rather green")["answers"]
    assert (answer["selectedLabels"], answer["customText"]) == ([], "Rather green")


@pytest.mark.parametrize(
    ("part", "answer", "expected"),
    [
        (PLAN, "approve", {"status": "approved"}),
        (PLAN, "Reject", {"status": "rejected"}),
        (PLAN, "Fewer steps", {"status": "request-changes", "content": "Fewer steps"}),
        (PERMISSIONS, "grant", {"permissions": [ALLOW]}),
        (INTEGRATION, "connected", {"connectedIntegrationNames": ["Neon"]}),
        (INTEGRATION, "declined", {"connectedIntegrationNames": []}),
        (CONNECT, "connected", {"type": "vercel-connect-setup"}),
    ],
)
def test_a_decision_is_a_word(service: Service, part: dict[str, Any], answer: str, expected: dict[str, Any]) -> None:
    task = answered(service, part, "--answer", answer)
    assert {name: task[name] for name in expected} == expected


def test_a_task_may_be_given_as_the_api_takes_it(service: Service) -> None:
    task = {"type": "confirmed-permissions", "permissions": [], "userMessage": "Not now"}
    assert answered(service, PERMISSIONS, "--answer", "-", stdin=json.dumps(task)) == task


@pytest.mark.parametrize(
    ("part", "arguments", "stdin", "reason"),
    [
        (TWO, ["--answer", "Dark"], None, "the agent expects 2 answers, got 1"),
        (TWO, ["--answer", "-"], '{"q1": "Dark"}', "the question 'q2' is not answered"),
        (TWO, ["--answer", "-"], '{"q1": "Dark", "q9": "x"}', "no question has the id 'q9'; the ids are q1, q2"),
        (ASKS, ["--answer", "-"], '[["Green"]]', "'Green' is not an option"),
        (PERMISSIONS, ["--answer", "maybe"], None, "'maybe' is not an answer here: use grant"),
        (CONNECT, ["--answer", "no"], None, "use connected, or decline by sending a message"),
        (PLAN, ["--answer", "-"], '{"q1": "x"}', "the agent asks no questions: use approve"),
        (ASKS, ["--answer", "-"], '{"type": "answered-questions"}', "answers"),
    ],
)
def test_answers_for_another_task_send_nothing(
    service: Service, part: dict[str, Any], arguments: list[str], stdin: str | None, reason: str
) -> None:
    service.create([part], "tool-calls")
    code, _, errors = run("chat", "hi", *arguments, stdin=stdin)

    assert code == ExitCode.USAGE
    assert errors.startswith("Error: --answer: ") and reason in errors and errors.count("\n") == 1
    assert "`v0-client resume chat_1`" in errors
    assert not any("resolve" in line for line, _ in service.requests)


@pytest.mark.parametrize("stdin", ["", "{", "5", "[]", "{}", '[""]', "[1]", "[[]]", "[" * 100_000, '{"a": {"b": 1}}'])
def test_what_is_not_json_of_an_answer_sends_nothing(service: Service, stdin: str) -> None:
    code, output, errors = run("chat", "hi", "--answer", "-", stdin=stdin)
    assert (code, output) == (ExitCode.USAGE, "")
    assert errors.startswith("Error: --answer: standard input is not the JSON of an answer: ")
    assert errors.count("\n") == 1 and service.requests == []


@pytest.mark.parametrize("arguments", [["chat", "-", "--answer", "-"], ["chat", "hi", "--answer", " "]])
def test_an_answer_that_cannot_be_read_sends_nothing(service: Service, arguments: list[str]) -> None:
    assert run(*arguments, stdin='["x"]')[0] == ExitCode.USAGE
    assert service.requests == []


def test_an_answer_that_nobody_asked_for_is_a_warning(service: Service) -> None:
    service.create([TEXT])
    code, _, errors = run("chat", "hi", "--answer", "Dark")
    assert (code, errors) == (0, "Warning: --answer was not used: the agent asked nothing\n")


def test_an_answer_is_for_the_first_task_only(service: Service) -> None:
    service.create([ASKS], "tool-calls")
    service.reply("messages/resolve", [PLAN], "tool-calls")
    assert run("chat", "hi", "--answer", "Dark")[0] == ExitCode.WAITING


def test_the_deltas_of_each_turn_add_up_to_its_text(service: Service) -> None:
    service.create([{"type": "text", "text": "One."}, ASKS], "tool-calls")
    service.reply("messages/resolve", [TEXT, {"type": "text", "text": "Two."}])
    code, output, _ = run("chat", "hi", "--json", "--answer", "Dark")
    assert code == 0
    text, texts = "", []
    for event in json_lines(output):
        if event["event"] == "delta":
            text += event["text"]
        elif event["event"] == "result":
            texts.append((text, event["text"]))
            text = ""
    assert len(texts) == 2 and all(deltas == result for deltas, result in texts)
