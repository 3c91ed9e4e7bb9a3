"""The five tasks a turn may leave to a person: how each is asked for, and what an answer says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

from .checks import anything, array, boolean, count, instance, mapping, must_fit, nullable, string
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

_text = string(at_least=1)


class Task:
    """What a turn may end with: it waits for a person. Each kind is a subclass, whose defaults are a whole example."""

    kind: ClassVar[TaskKind]

    def sentence(self) -> str:
        """How the agent asks, in prose: all that v1 tells."""
        raise NotImplementedError

    def part(self, request_id: str, /) -> JsonObject:
        """The v2 message part that asks.

        Args:
            request_id: names the set-up of a connector.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class Question:
    """One question to the user.

    Attributes:
        text: what is asked.
        options: the labels to choose from; a mapping gives each a description.
        header: the question in a word or two.
        multi_select: more than one may be chosen.
        id: what answers name it by; omitted: `q1`, `q2`, ... in their order.
    """

    text: str
    options: Sequence[str] | Mapping[str, str] = ("Yes", "No")
    header: str = "Question"
    multi_select: bool = False
    id: str | None = None

    def __post_init__(self) -> None:
        labels = array(_text) if not isinstance(self.options, Mapping) else mapping(_text, string())
        must_fit(
            self,
            {"text": _text, "options": labels, "header": string(), "multi_select": boolean, "id": nullable(_text)},
        )

    def shape(self, number: int) -> JsonObject:
        """The question as JSON, being the one of this number."""
        described = self.options if isinstance(self.options, Mapping) else dict.fromkeys(self.options, "")
        return {
            "id": self.id or f"q{number}",
            "question": self.text,
            "header": self.header,
            "multiSelect": self.multi_select,
            "options": [
                {"id": label.lower(), "label": label, **({"description": text} if text else {})}
                for label, text in described.items()
            ],
        }


_COLOURS = Question(
    "Which colour scheme do you want?", {"Light": "", "Dark": "Easier on the eyes at night"}, header="Colours"
)


@dataclass(frozen=True)
class Questions(Task):
    """The turn ends with questions.

    Attributes:
        questions: at least one.
    """

    kind: ClassVar[TaskKind] = "questions"
    questions: Sequence[Question] = (_COLOURS,)

    def __post_init__(self) -> None:
        must_fit(self, {"questions": array(instance(Question), at_least=1)})

    def sentence(self) -> str:
        return " ".join(question.text for question in self.questions)

    def part(self, _request_id: str, /) -> JsonObject:
        asked = [question.shape(number) for number, question in enumerate(self.questions, 1)]
        return _action("ask_user_questions", f"Asked {len(asked)} question(s)", {"questions": asked})


@dataclass(frozen=True)
class Plan(Task):
    """The turn ends with a plan to approve.

    Attributes:
        plan: the plan, in Markdown.
        summary: the plan in brief.
        path: the file it is in.
    """

    kind: ClassVar[TaskKind] = "plan"
    plan: str = "1. Write the page\n2. Build it\n"
    summary: str = "Write and build"
    path: str = "plans/page.md"

    def __post_init__(self) -> None:
        must_fit(self, dict.fromkeys(("plan", "summary", "path"), _text))

    def sentence(self) -> str:
        return "Here is my plan. May I go on?"

    def part(self, _request_id: str, /) -> JsonObject:
        data = {"plan": self.plan, "summary": self.summary, "path": self.path}
        return _action("exit_plan_mode", "Made a plan", data)


@dataclass(frozen=True)
class Integration(Task):
    """The turn ends with integrations to connect.

    Attributes:
        integrations: their names.
        mcp_presets: names of MCP presets to connect.
    """

    kind: ClassVar[TaskKind] = "integration"
    integrations: Sequence[str] = ("Neon",)
    mcp_presets: Sequence[str] = ("Linear",)

    def __post_init__(self) -> None:
        must_fit(self, dict.fromkeys(("integrations", "mcp_presets"), array(_text)))

    def sentence(self) -> str:
        return f"Please connect {', '.join((*self.integrations, *self.mcp_presets))}."

    def part(self, _request_id: str, /) -> JsonObject:
        data = {"requestedIntegrations": [*self.integrations], "requestedMcpPresets": [*self.mcp_presets]}
        return _action("get_or_request_integration", "Asked for integrations", data)


@dataclass(frozen=True)
class Permission(Task):
    """The turn ends with a tool call that needs permission.

    Attributes:
        tool: the tool's name.
        input: what it is called with, any JSON.
    """

    kind: ClassVar[TaskKind] = "permission"
    tool: str = "linear_create_issue"
    input: Any = field(default_factory=lambda: {"title": "Build the page"})

    def __post_init__(self) -> None:
        must_fit(self, {"tool": _text, "input": anything})

    def sentence(self) -> str:
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
        service: what to connect to.
        name: the connector's name.
        pending: how many times its status answers that it is not ready yet.
        error: what its status says in the end instead of being ready.
    """

    kind: ClassVar[TaskKind] = "connect"
    service: str = "slack"
    name: str = "Slack"
    pending: int = 1
    error: str | None = None

    def __post_init__(self) -> None:
        must_fit(self, {"service": _text, "name": _text, "pending": count, "error": nullable(_text)})

    def sentence(self) -> str:
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
class Setup:
    """A connector set-up that goes on in a browser, as far as the sandbox plays one.

    Attributes:
        of: what asked for it.
        asked: how many times its status was asked for.
    """

    of: Connection
    asked: int = 0


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
