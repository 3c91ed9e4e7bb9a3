"""The five tasks that a turn may end with: how the agent asks, which answers are valid, what an answer says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

from .json_api import JsonObject
from .validation import (
    Validator,
    anything,
    array,
    boolean,
    closed,
    count,
    instance_of,
    mapping,
    nullable,
    string,
    tagged,
    validate,
)

TaskKind: TypeAlias = Literal["questions", "plan", "integration", "permission", "connect"]

RESOLVED_KIND: dict[str, TaskKind] = {
    "answered-questions": "questions",
    "plan-exit-response": "plan",
    "confirmed-steps": "integration",
    "confirmed-permissions": "permission",
    "vercel-connect-setup": "connect",
}
"""The kind of task that an answer of a type resolves. No turn ends with an authorization to be confirmed."""

MCP_PRESETS = (
    *("Linear", "Notion", "Context7", "Sentry", "Zapier", "Glean"),
    *("Hex", "Sanity", "Granola", "PostHog", "Contentful", "Slack", "Mobbin", "Nitrosend"),
)

_text = string(at_least=1)


class Task:
    """A task for a person at the end of a turn. Each kind is a subclass, whose defaults are a complete example."""

    kind: ClassVar[TaskKind]

    def prose(self) -> str:
        """The request as prose: all that v1 shows."""
        raise NotImplementedError

    def part(self, request_id: str, /) -> JsonObject:
        """The v2 message part that asks.

        Args:
            request_id: the id of the connector setup, for a `Connection`.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class Question:
    """One question to the user.

    Attributes:
        text: the question.
        options: the labels to choose from; a mapping adds a description to each.
        header: a short heading.
        multi_select: whether several options may be chosen.
        id: the id that an answer refers to; None: `q1`, `q2`, ... by position.
    """

    text: str
    options: Sequence[str] | Mapping[str, str] = ("Yes", "No")
    header: str = "Question"
    multi_select: bool = False
    id: str | None = None

    def __post_init__(self) -> None:
        labels = array(_text) if not isinstance(self.options, Mapping) else mapping(_text, string())
        validate(
            self,
            {"text": _text, "options": labels, "header": string(), "multi_select": boolean, "id": nullable(_text)},
        )

    def to_json(self, number: int) -> JsonObject:
        """The question as JSON, at this position, counted from 1."""
        descriptions = self.options if isinstance(self.options, Mapping) else dict.fromkeys(self.options, "")
        return {
            "id": self.id or f"q{number}",
            "question": self.text,
            "header": self.header,
            "multiSelect": self.multi_select,
            "options": [
                {"id": label.lower(), "label": label, **({"description": text} if text else {})}
                for label, text in descriptions.items()
            ],
        }


_COLOURS = Question(
    "Which colour scheme do you want?", {"Light": "", "Dark": "Easier on the eyes at night"}, header="Colours"
)


@dataclass(frozen=True)
class Questions(Task):
    """The turn ends with questions.

    Attributes:
        questions: the questions, at least one.
    """

    kind: ClassVar[TaskKind] = "questions"
    questions: Sequence[Question] = (_COLOURS,)

    def __post_init__(self) -> None:
        validate(self, {"questions": array(instance_of(Question), at_least=1)})

    def prose(self) -> str:
        return " ".join(question.text for question in self.questions)

    def part(self, _request_id: str, /) -> JsonObject:
        questions = [question.to_json(number) for number, question in enumerate(self.questions, 1)]
        return _action("ask_user_questions", f"Asked {len(questions)} question(s)", {"questions": questions})


@dataclass(frozen=True)
class Plan(Task):
    """The turn ends with a plan to approve.

    Attributes:
        plan: the plan, in Markdown.
        summary: the plan in brief.
        path: the path of its file.
    """

    kind: ClassVar[TaskKind] = "plan"
    plan: str = "1. Write the page\n2. Build it\n"
    summary: str = "Write and build"
    path: str = "plans/page.md"

    def __post_init__(self) -> None:
        validate(self, dict.fromkeys(("plan", "summary", "path"), _text))

    def prose(self) -> str:
        return "Here is my plan. Shall I continue?"

    def part(self, _request_id: str, /) -> JsonObject:
        data = {"plan": self.plan, "summary": self.summary, "path": self.path}
        return _action("exit_plan_mode", "Made a plan", data)


@dataclass(frozen=True)
class Integration(Task):
    """The turn ends with integrations to connect.

    Attributes:
        integrations: their names.
        mcp_presets: the names of MCP presets to connect.
    """

    kind: ClassVar[TaskKind] = "integration"
    integrations: Sequence[str] = ("Neon",)
    mcp_presets: Sequence[str] = ("Linear",)

    def __post_init__(self) -> None:
        validate(self, dict.fromkeys(("integrations", "mcp_presets"), array(_text)))

    def prose(self) -> str:
        return f"Please connect {', '.join((*self.integrations, *self.mcp_presets))}."

    def part(self, _request_id: str, /) -> JsonObject:
        data = {"requestedIntegrations": [*self.integrations], "requestedMcpPresets": [*self.mcp_presets]}
        return _action("get_or_request_integration", "Asked for integrations", data)


@dataclass(frozen=True)
class Permission(Task):
    """The turn ends with a tool call that needs permission.

    Attributes:
        tool: the tool's name.
        input: the arguments of the call, any JSON value.
    """

    kind: ClassVar[TaskKind] = "permission"
    tool: str = "linear_create_issue"
    input: Any = field(default_factory=lambda: {"title": "Build the page"})

    def __post_init__(self) -> None:
        validate(self, {"tool": _text, "input": anything})

    def prose(self) -> str:
        return f"May I use {self.tool}?"

    def part(self, _request_id: str, /) -> JsonObject:
        permission = {
            "type": "ALLOW_DYNAMIC_TOOL_STRICT",
            "toolName": self.tool,
            "input": self.input,
            "taskNameActive": f"Using {self.tool}",
            "taskNameComplete": f"Used {self.tool}",
        }
        return {
            "type": "tool-call",
            "name": self.tool,
            "input": self.input,
            "status": "error",
            "suggestedPermissions": [permission],
        }


@dataclass(frozen=True)
class Connection(Task):
    """The turn ends with a connector to set up in a browser.

    Attributes:
        service: the service to connect.
        name: the connector's name.
        pending: the number of status requests whose response is `pending`.
        error: the message of the final status `error`; None: the final status is `ready`.
    """

    kind: ClassVar[TaskKind] = "connect"
    service: str = "slack"
    name: str = "Slack"
    pending: int = 1
    error: str | None = None

    def __post_init__(self) -> None:
        validate(self, {"service": _text, "name": _text, "pending": count, "error": nullable(_text)})

    def prose(self) -> str:
        return "Please set up the connector in your browser."

    def part(self, request_id: str, /) -> JsonObject:
        setup = {
            "status": "setup-required",
            "requestId": request_id,
            "service": self.service,
            "connectorName": self.name,
            "setupUrl": f"https://connect.invalid/setup?requestId={request_id}",
            "environments": ["production", "preview", "development"],
        }
        return _action("configure_vercel_connect", f"Asked to set up {self.name}", setup)


@dataclass(slots=True)
class ConnectorSetup:
    """A connector setup in progress.

    Attributes:
        task: the task that asked for it.
        status_requests: the number of requests for its status so far.
    """

    task: Connection
    status_requests: int = 0


def task_answer(*, at_least: int = 0, max_integrations: int | None = None) -> Validator:
    """The answer to a task, as in the body of a resolve request.

    Args:
        at_least: the minimum number of answers to questions, and of permissions.
        max_integrations: the maximum number of connected integrations.
    """
    permission = closed(
        {"type": string(one_of=("ALLOW_DYNAMIC_TOOL_STRICT",)), "toolName": _text, "input": anything},
        {
            **dict.fromkeys(("taskNameActive", "taskNameComplete", "toolDisplayName"), nullable(_text)),
            "userMessage": _text,
        },
    )
    answer = closed(
        {"questionId": _text, "questionText": _text, "selectedLabels": array(_text)},
        {"customText": _text},
    )
    tag = {"type": string()}
    return tagged(
        {
            "confirmed-steps": closed(
                tag,
                {
                    "connectedIntegrationNames": array(string(at_most=64), at_most=max_integrations),
                    "connectedMcpPresetNames": array(string(one_of=MCP_PRESETS)),
                    "connectedNpmRegistryIds": array(_text),
                    "appliedScripts": array(_text),
                    "addedEnvVars": array(_text),
                },
            ),
            "plan-exit-response": closed(
                {**tag, "status": string(one_of=("approved", "rejected", "request-changes")), "content": _text}
            ),
            "answered-questions": closed({**tag, "answers": array(answer, at_least=at_least)}),
            "confirmed-permissions": closed(
                {**tag, "permissions": array(permission, at_least=at_least)}, {"userMessage": _text}
            ),
            "vercel-connect-setup": closed(tag),
            "vercel-connect-authorization": closed(tag),
        }
    )


def task_to_text(answer: JsonObject) -> str:
    """A valid answer to a task as the text of a user message; includes all its free text."""
    kind = RESOLVED_KIND[answer["type"]]
    if kind == "questions":
        return " ".join(_answer_to_text(each) for each in answer["answers"])
    if kind == "plan":
        return f"Plan {answer['status']}: {answer['content']}"
    if kind == "integration":
        members = ("connectedIntegrationNames", "connectedMcpPresetNames", "appliedScripts", "addedEnvVars")
        names = [name for member in members for name in answer.get(member, ())]
        return f"Connected: {', '.join(names)}" if names else "Connected nothing"
    if kind == "permission":
        texts = [answer.get("userMessage"), *(each.get("userMessage") for each in answer["permissions"])]
        allowed = "Allowed: " + ", ".join(each["toolName"] for each in answer["permissions"])
        return ". ".join([allowed, *(text for text in texts if text)])
    return "The connector is set up"


def _answer_to_text(answer: JsonObject) -> str:
    chosen = [*answer["selectedLabels"], *([answer["customText"]] if "customText" in answer else [])]
    return f"{answer['questionText']} {', '.join(chosen) or 'No answer'}"


def _action(name: str, summary: str, data: JsonObject) -> JsonObject:
    return {"type": "agent-action", "name": name, "summary": summary, "data": data}
