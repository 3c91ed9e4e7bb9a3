"""Tasks that a finished turn leaves to a person, and the answers that let the agent continue.

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
from .errors import InvalidRequestError

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
    """A task the agent leaves to a person before it continues. Sending an ordinary message instead declines it.

    Attributes:
        kind: ``questions`` to answer, a ``plan`` to approve, an ``integration`` to connect, ``permissions`` to grant,
            or a connector to ``connect`` in a browser; each has a subclass.
        part: The part that asks: an agent action with typed ``data``, or a tool call with ``suggested_permissions``.
    """

    kind: ClassVar[TaskKind]
    part: models.AgentActionPart | models.ToolCallPart


@frozen
class PendingQuestions(PendingTask):
    """The agent asks questions.

    Attributes:
        questions: The questions.
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
            chosen: For each question's id, the label of the option chosen, or several labels if it allows that.
            custom: For each question's id, an answer in other words, instead of options or in addition to them.

        Raises:
            InvalidRequestError: A question is unknown or not answered, a label is not one of its options, or it takes
                one option and got several.
        """
        chosen, custom = chosen or {}, custom or {}
        known = {question.id or "": question for question in self.questions}
        for question_id in [*chosen, *custom]:
            if question_id not in known:
                raise InvalidRequestError(
                    f"there is no question {question_id!r}; the questions are {', '.join(map(repr, known))}",
                    field=question_id,
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
                f"{label!r} is not an option of {text!r}: choose from {', '.join(map(repr, options))}, or answer in "
                f"other words with custom={{{question_id!r}: ...}}",
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
        summary: A summary of the plan, or None.
    """

    kind: ClassVar[TaskKind] = "plan"
    plan: str
    summary: str | None

    def approve(self, content: str = "Approved.") -> models.PlanExitResponseTask:
        """Let the agent carry out the plan, with a comment."""
        return models.PlanExitResponseTask(status="approved", content=content)

    def request_changes(self, content: str) -> models.PlanExitResponseTask:
        """Ask for another plan; the content says what should change."""
        return models.PlanExitResponseTask(status="request-changes", content=content)

    def reject(self, content: str = "Rejected.") -> models.PlanExitResponseTask:
        """Reject the plan, with a reason."""
        return models.PlanExitResponseTask(status="rejected", content=content)


@frozen
class PendingIntegration(PendingTask):
    """The agent waits for integrations or MCP servers to be connected, which a person does in v0.

    Attributes:
        integrations: Names of the requested integrations.
        mcp_presets: Names of the requested MCP presets.
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
        """Confirm what is connected now.

        Args:
            integrations: Names of the integrations; by default all that were requested.
            mcp_presets: Names of the MCP presets; by default all that were requested.
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
        """Continue without them."""
        return self.connected((), mcp_presets=())


@frozen
class PendingPermissions(PendingTask):
    """The agent waits for permission to use tools.

    Attributes:
        permissions: The requested permissions.
    """

    kind: ClassVar[TaskKind] = "permissions"
    permissions: Sequence[models.SuggestedPermission]

    def grant(
        self, permissions: Iterable[models.SuggestedPermission] | None = None, *, user_message: str | None = None
    ) -> models.ConfirmedPermissionsTask:
        """Grant permissions as they were suggested.

        Args:
            permissions: Some of :attr:`permissions`; by default all.
            user_message: A message to send with them.
        """
        granted = [_confirmed(p) for p in (self.permissions if permissions is None else permissions)]
        task = models.ConfirmedPermissionsTask(permissions=granted)
        if user_message:
            task.user_message = user_message
        return task


def _confirmed(suggested: models.SuggestedPermission) -> models.ConfirmedPermission:
    # Returned unchanged; `input` is required here even if the suggestion had none.
    return models.ConfirmedPermission.from_dict({"input": None, **suggested.to_dict()})


@frozen
class PendingConnection(PendingTask):
    """The agent waits for a connector, which a person sets up or authorises in a browser.

    Attributes:
        setup_url: Where that is done, or None if the server does not say.
        request_id: For ``client.v2.chats.get_connect_status``, or None.
        service: The service to connect, or None.
    """

    kind: ClassVar[TaskKind] = "connect"
    setup_url: str | None
    request_id: str | None
    service: str | None

    def connected(self) -> models.VercelConnectSetupTask | models.VercelConnectAuthorizationTask:
        """Confirm that it is done; ``get_connect_status`` reports when."""
        data = self.part.data if isinstance(self.part, models.AgentActionPart) else None
        if isinstance(data, models.ConnectAuthorizationData):
            return models.VercelConnectAuthorizationTask()
        return models.VercelConnectSetupTask()


def pending_task(source: models.Message | Iterable[models.MessagePart], /) -> PendingTask | None:
    """The task that a message is waiting for a person to do, from its newest part with one; None if there is none.

    Args:
        source: A version 2 message, or its parts.
    """
    parts = (source.parts or ()) if isinstance(source, models.Message) else source
    for part in reversed(list(parts)):
        if isinstance(part, models.ToolCallPart):
            if part.suggested_permissions:
                return PendingPermissions(part, part.suggested_permissions)
        elif isinstance(part, models.AgentActionPart) and (task := _task_of_action(part)) is not None:
            return task
    return None


def _task_of_action(part: models.AgentActionPart) -> PendingTask | None:
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


def __dir__() -> list[str]:
    return __all__
