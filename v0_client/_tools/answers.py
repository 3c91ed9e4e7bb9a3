"""What an agent asks a person, in plain terms, and a person's answers as the API takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from .. import models
from ..errors import InvalidRequestError
from ..pending_tasks import (
    PendingConnection,
    PendingIntegration,
    PendingPermissions,
    PendingPlan,
    PendingQuestions,
    PendingTask,
)
from .shortening import shorten_json, shorten_text

__all__ = ["Answer", "describe_task", "to_answer"]

Answer: TypeAlias = models.ResolveTask | str
"""The task to resolve with; or, where the API knows no refusal, a message that declines."""

PLAN_CHARACTERS = 6_000
VALUE_CHARACTERS = 500


def describe_task(task: PendingTask) -> dict[str, Any]:
    """The task for a model: what a person decides, and what to pass to answer_question."""
    match task:
        case PendingQuestions():
            details: dict[str, Any] = {"questions": [_describe_question(question) for question in task.questions]}
            how = (
                "One answer for each question, in this order: the label of an option, or other words. Separate several "
                "labels with a semicolon where the question allows several."
            )
        case PendingPlan():
            details = {"plan": shorten_text(task.plan, PLAN_CHARACTERS)}
            how = "One answer: approve, reject, or what should change."
        case PendingPermissions():
            details = {"permissions": [_describe_permission(permission) for permission in task.permissions]}
            how = "One answer: grant, or why not. Grant only what the person allowed."
        case PendingIntegration():
            details = {"connect_in_v0": [*task.integrations, *task.mcp_presets]}
            how = "One answer: connected, once the person has connected them in the chat at v0; or decline."
        case PendingConnection():
            details = {"set_up": task.service or "a connector", "address": task.setup_url}
            how = "One answer: connected, once the person has done it in a browser; or why not."
        case _:
            details, how = {}, "Send a message with change_app instead."
    return {"kind": task.kind, **details, "how_to_answer": how}


def _describe_question(question: models.Question) -> dict[str, Any]:
    described: dict[str, Any] = {
        "question": question.question or question.header or "",
        "options": [
            {"label": option.label or ""} | ({"description": option.description} if option.description else {})
            for option in question.options or ()
        ],
    }
    if question.multi_select:
        described["several_allowed"] = True
    return described


def _describe_permission(permission: models.SuggestedPermission) -> dict[str, Any]:
    name = permission.tool_display_name or permission.tool_name or "a tool"
    return {"tool": name, "input": shorten_json(permission.input or None, characters=VALUE_CHARACTERS)}


def to_answer(task: PendingTask, answers: Sequence[str]) -> Answer:
    """The answers to a task as the API takes them.

    Raises:
        InvalidRequestError: There are too many or too few answers, or an empty one.
    """
    expected = len(task.questions) if isinstance(task, PendingQuestions) else 1
    if len(answers) != expected:
        raise InvalidRequestError(f"answers: expected {expected}, got {len(answers)}", field="answers")
    if not all(answer.strip() for answer in answers):
        raise InvalidRequestError("answers: an answer is empty", field="answers")
    if isinstance(task, PendingQuestions):
        return _answer_questions(task, answers)
    answer = answers[0].strip()
    word = answer.casefold().rstrip(".!")
    match task:
        case PendingPlan() if word in ("approve", "approved"):
            return task.approve()
        case PendingPlan() if word in ("reject", "rejected"):
            return task.reject()
        case PendingPlan():
            return task.request_changes(answer)
        case PendingPermissions() if word in ("grant", "granted"):
            return task.grant()
        case PendingIntegration():
            return task.connected() if word == "connected" else task.decline()
        case PendingConnection() if word == "connected":
            return task.connected()
        case _:
            return answer


def _answer_questions(task: PendingQuestions, answers: Sequence[str]) -> models.AnsweredQuestionsTask:
    chosen: dict[str, list[str]] = {}
    custom: dict[str, str] = {}
    for question, answer in zip(task.questions, answers, strict=True):
        labels = {option.label.casefold(): option.label for option in question.options or () if option.label}
        words = [word.strip() for word in answer.split(";")] if question.multi_select else [answer.strip()]
        found = [labels[word.casefold()] for word in words if word.casefold() in labels]
        if len(found) == len(words):
            chosen[question.id or ""] = found
        else:
            custom[question.id or ""] = answer.strip()
    return task.answer(chosen, custom=custom)
