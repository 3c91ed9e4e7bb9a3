"""What a finished turn still waits for a person to do, and the answers that let it go on.

    message = await client.v2.messages.wait(chat_id, message_id)
    match pending_task(message):
        case PendingQuestions() as task:
            answer = task.answer({question.id: question.options[0].label for question in task.questions})
            message = await client.v2.messages.resolve(chat_id, task=answer)

An answer is what `task=` of every resolving operation takes, in both versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Literal, TypeAlias

from attrs import frozen

from . import models
from ._base_errors import InvalidRequestError

__all__ = [
    "PendingConnection",
    "PendingIntegration",
    "PendingPermissions",
    "PendingPlan",
    "PendingQuestions",
    "PendingTask",
    "TaskKind",
    "pending_task",
]

TaskKind: TypeAlias = Literal["questions", "plan", "integration", "permissions", "connect"]


@frozen
class PendingTask:
    """A task the agent leaves to a person before it goes on. Sending an ordinary message instead declines it.

    Attributes:
        kind: ``questions`` to answer, a ``plan`` to approve, an ``integration`` to connect, ``permissions`` to grant,
            or a connector to ``connect`` in a browser; a subclass each.
        part: The part that asks: an agent action with typed ``data``, or a tool call with ``suggested_permissions``.
    """

    kind: ClassVar[TaskKind]
    part: models.AgentActionPart | models.ToolCallPart


@frozen
class PendingQuestions(PendingTask):
    """The agent asks questions.

    Attributes:
        questions: What it asks.
    """

    kind: ClassVar[TaskKind] = "questions"
    questions: Sequence[models.Question]

    def answer(
        self,
        chosen: Mapping[str, str | Sequence[str]] | None = None,
        *,
        custom: Mapping[str, str] | None = None,
    ) -> models.AnsweredQuestionsTask:
        """Answer every question.

        Args:
            chosen: By a question's id, the label of the option chosen, or several labels where it allows that.
            custom: By a question's id, an answer in own words, in place of options or beside them.

        Raises:
            InvalidRequestError: A question is not answered or not known, a label is none of its options, or there are
                several for one.
        """
        chosen, custom = chosen or {}, custom or {}
        known = {question.id or "": question for question in self.questions}
        for question_id in [*chosen, *custom]:
            if question_id not in known:
                raise InvalidRequestError(
                    f"there is no question {question_id!r}; asked are {', '.join(map(repr, known))}", field=question_id
                )
        answers = [_answer(question, chosen.get(key), custom.get(key)) for key, question in known.items()]
        return models.AnsweredQuestionsTask(answers=answers)


def _answer(question: models.Question, chosen: str | Sequence[str] | None, custom: str | None) -> models.QuestionAnswer:
    question_id, text = question.id or "", question.question or question.header or ""
    labels = [chosen] if isinstance(chosen, str) else list(chosen or ())
    options = [option.label for option in question.options or () if option.label]
    for label in labels:
        if label not in options:
            raise InvalidRequestError(
                f"{label!r} is no option of {text!r}: choose from {', '.join(map(repr, options))}, or answer in own "
                f"words with custom={{{question_id!r}: ...}}",
                field=question_id,
            )
    if len(labels) > 1 and not question.multi_select:
        raise InvalidRequestError(f"{text!r} takes one option, got {len(labels)}", field=question_id)
    if not labels and not custom:
        raise InvalidRequestError(f"{text!r} ({question_id!r}) is not answered", field=question_id)
    answer = models.QuestionAnswer(question_id=question_id, question_text=text, selected_labels=labels)
    if custom:
        answer.custom_text = custom
    return answer


@frozen
class PendingPlan(PendingTask):
    """The agent has made a plan and waits for it to be approved.

    Attributes:
        plan: The plan, in Markdown.
        summary: The plan in brief, None where there is none.
    """

    kind: ClassVar[TaskKind] = "plan"
    plan: str
    summary: str | None

    def approve(self, content: str = "Approved.") -> models.PlanExitResponseTask:
        """Let the agent carry the plan out, with a word to it."""
        return models.PlanExitResponseTask(status="approved", content=content)

    def request_changes(self, content: str) -> models.PlanExitResponseTask:
        """Ask for another plan; the content says what is to change."""
        return models.PlanExitResponseTask(status="request-changes", content=content)

    def reject(self, content: str = "Rejected.") -> models.PlanExitResponseTask:
        """Drop the plan, with a word why."""
        return models.PlanExitResponseTask(status="rejected", content=content)


@frozen
class PendingIntegration(PendingTask):
    """The agent waits for integrations or MCP servers to be connected, which a person does in v0.

    Attributes:
        integrations: Names of the integrations it asks for.
        mcp_presets: Names of the MCP presets it asks for.
    """

    kind: ClassVar[TaskKind] = "integration"
    integrations: Sequence[str]
    mcp_presets: Sequence[str]

    def connected(
        self,
        integrations: Sequence[str] | None = None,
        *,
        mcp_presets: Sequence[str] | None = None,
        applied_scripts: Sequence[str] = (),
        added_env_vars: Sequence[str] = (),
    ) -> models.ConfirmedStepsTask:
        """Tell what is connected now.

        Args:
            integrations: Names of the integrations; all that were asked for if not given.
            mcp_presets: Names of the MCP presets; all that were asked for if not given.
            applied_scripts: Scripts that were run.
            added_env_vars: Names of environment variables that were added.
        """
        return models.ConfirmedStepsTask(
            connected_integration_names=list(self.integrations if integrations is None else integrations),
            connected_mcp_preset_names=list(self.mcp_presets if mcp_presets is None else mcp_presets),
            applied_scripts=list(applied_scripts),
            added_env_vars=list(added_env_vars),
        )

    def decline(self) -> models.ConfirmedStepsTask:
        """Go on without."""
        return self.connected((), mcp_presets=())


@frozen
class PendingPermissions(PendingTask):
    """The agent waits for permission to use tools.

    Attributes:
        permissions: What it asks for.
    """

    kind: ClassVar[TaskKind] = "permissions"
    permissions: Sequence[models.SuggestedPermission]

    def grant(
        self, permissions: Iterable[models.SuggestedPermission] | None = None, *, user_message: str | None = None
    ) -> models.ConfirmedPermissionsTask:
        """Grant permissions, as they were suggested.

        Args:
            permissions: Some of :attr:`permissions`; all if not given.
            user_message: A message that goes with them.
        """
        granted = [_confirmed(p) for p in (self.permissions if permissions is None else permissions)]
        task = models.ConfirmedPermissionsTask(permissions=granted)
        if user_message:
            task.user_message = user_message
        return task


def _confirmed(suggested: models.SuggestedPermission) -> models.ConfirmedPermission:
    # Handed back as it came; `input` is required here even where the suggestion had none.
    return models.ConfirmedPermission.from_dict({"input": None, **suggested.to_dict()})


@frozen
class PendingConnection(PendingTask):
    """The agent waits for a connector, which a person sets up or authorises in a browser.

    Attributes:
        setup_url: Where that is done, None where it is not told.
        request_id: For ``client.v2.chats.get_connect_status``, None where it is not told.
        service: The service to connect, None where it is not told.
    """

    kind: ClassVar[TaskKind] = "connect"
    setup_url: str | None
    request_id: str | None
    service: str | None

    def connected(self) -> models.VercelConnectSetupTask | models.VercelConnectAuthorizationTask:
        """Tell that it is done; ``get_connect_status`` says when."""
        data = self.part.data if isinstance(self.part, models.AgentActionPart) else None
        if isinstance(data, models.ConnectAuthorizationData):
            return models.VercelConnectAuthorizationTask()
        return models.VercelConnectSetupTask()


def pending_task(source: models.Message | Iterable[models.MessagePart], /) -> PendingTask | None:
    """The task that a message's newest part with one asks for; None where nothing is waited for.

    Args:
        source: A version 2 message, or its parts.
    """
    parts = (source.parts or ()) if isinstance(source, models.Message) else source
    for part in reversed(list(parts)):
        if isinstance(part, models.ToolCallPart):
            if part.suggested_permissions:
                return PendingPermissions(part, part.suggested_permissions)
        elif isinstance(part, models.AgentActionPart) and (task := _of_action(part)) is not None:
            return task
    return None


def _of_action(part: models.AgentActionPart) -> PendingTask | None:
    match part.data:
        case models.AskUserQuestionsData() as data:
            return PendingQuestions(part, data.questions or ())
        case models.ExitPlanModeData() as data:
            return PendingPlan(part, data.plan or "", data.summary or None)
        case models.RequestIntegrationData() as data:
            return PendingIntegration(part, data.requested_integrations or (), data.requested_mcp_presets or ())
        case models.ConnectSetupData() as data:
            return PendingConnection(part, data.setup_url or None, data.request_id or None, data.service or None)
        case models.ConnectAuthorizationData():
            return PendingConnection(part, None, None, None)
        case _:
            return None
