"""The five tasks a turn may leave to a person: how they are asked for, and what an answer says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from .wire import JsonObject

TaskKind: TypeAlias = Literal["questions", "plan", "integration", "permission", "connect"]

ANSWERED_BY: dict[str, TaskKind] = {
    "answered-questions": "questions",
    "plan-exit-response": "plan",
    "confirmed-steps": "integration",
    "confirmed-permissions": "permission",
    "vercel-connect-setup": "connect",
}
"""Which task an answer of a type resolves."""

SENTENCES: dict[TaskKind, str] = {
    "questions": "Which colour scheme do you want?",
    "plan": "Here is my plan. May I go on?",
    "integration": "Please connect a database and an issue tracker.",
    "permission": "May I create an issue for this?",
    "connect": "Please set up the connector in your browser.",
}
"""How the agent asks, in prose."""

_QUESTION: JsonObject = {
    "id": "q1",
    "question": SENTENCES["questions"],
    "header": "Colours",
    "multiSelect": False,
    "options": [
        {"id": "light", "label": "Light"},
        {"id": "dark", "label": "Dark", "description": "Easier on the eyes at night"},
    ],
}
_ISSUE: JsonObject = {"title": "Build the page"}


@dataclass(slots=True)
class Setup:
    """A connector set-up that goes on in a browser, as far as the sandbox plays one.

    Attributes:
        pending: how many more times it answers that it is not ready yet.
        fails: it ends with an error.
    """

    pending: int
    fails: bool


def part_of(kind: TaskKind, request_id: str) -> JsonObject:
    """The v2 message part that asks for a task.

    Args:
        kind: the task.
        request_id: names the set-up of a connector.
    """
    if kind == "questions":
        return _action("ask_user_questions", "Asked 1 question", {"questions": [_QUESTION]})
    if kind == "plan":
        plan = {"plan": "1. Write the page\n2. Build it\n", "summary": "Write and build", "path": "plans/page.md"}
        return _action("exit_plan_mode", "Made a plan", plan)
    if kind == "integration":
        wanted = {"requestedIntegrations": ["Neon"], "requestedMcpPresets": ["Linear"]}
        return _action("get_or_request_integration", "Asked for 2 integrations", wanted)
    if kind == "permission":
        permission = {
            "type": "ALLOW_DYNAMIC_TOOL_STRICT",
            "toolName": "linear_create_issue",
            "input": _ISSUE,
            "taskNameActive": "Creating an issue",
            "taskNameComplete": "Created an issue",
        }
        return {
            "type": "tool-call",
            "name": "linear_create_issue",
            "input": _ISSUE,
            "status": "error",
            "suggestedPermissions": [permission],
        }
    setup = {
        "status": "setup-required",
        "requestId": request_id,
        "service": "slack",
        "connectorName": "Slack",
        "setupUrl": f"https://connect.invalid/setup?requestId={request_id}",
        "environments": ["production", "preview", "development"],
    }
    return _action("configure_vercel_connect", "Asked to set up Slack", setup)


def said_by(task: JsonObject) -> str:
    """What a checked `task` of a resolve says, as the user would write it; all free text in it is there."""
    kind = ANSWERED_BY[task["type"]]
    if kind == "questions":
        return " ".join(_answer(answer) for answer in task["answers"])
    if kind == "plan":
        return f"Plan {task['status']}: {task['content']}"
    if kind == "integration":
        members = ("connectedIntegrationNames", "connectedMcpPresetNames", "appliedScripts", "addedEnvVars")
        done = [name for member in members for name in task.get(member, ())]
        return f"Connected: {', '.join(done)}" if done else "Connected nothing"
    if kind == "permission":
        texts = [task.get("userMessage"), *(each.get("userMessage") for each in task["permissions"])]
        allowed = "Allowed: " + ", ".join(each["toolName"] for each in task["permissions"])
        return ". ".join([allowed, *(text for text in texts if text)])
    return "The connector is set up"


def _answer(answer: JsonObject) -> str:
    chosen = [*answer["selectedLabels"], *([answer["customText"]] if "customText" in answer else [])]
    return f"{answer['questionText']} {', '.join(chosen) or 'No answer'}"


def _action(name: str, summary: str, data: JsonObject) -> JsonObject:
    return {"type": "agent-action", "name": name, "summary": summary, "data": data}
