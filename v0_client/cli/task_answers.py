"""Answers to a pending task that are given with the command: words of `--answer`, or JSON on standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, cast

from .. import (
    PendingConnection,
    PendingIntegration,
    PendingPermissions,
    PendingPlan,
    PendingQuestions,
    PendingTask,
    models,
)
from .exit_codes import CliError, ExitCode
from .printable import one_line

__all__ = ["GivenAnswers", "build_answer", "parse_reply", "question_key", "read_answers"]

GivenAnswers: TypeAlias = Sequence[str | Sequence[str]] | Mapping[str, Any]
"""One answer for each question, in order; or by the question's id; or the task as the API takes it, with its type."""

FORM = 'a list, an object with an answer for each question\'s id, or a task with its "type"'


def read_answers(given: Sequence[str]) -> GivenAnswers:
    """The answers of the command line; `-` alone stands for JSON on standard input. Raises CliError."""
    if list(given) != ["-"]:
        if not all(answer.strip() for answer in given):
            raise _refused("an answer is empty")
        return given
    if sys.stdin is None:
        raise _refused("standard input is closed")
    try:
        value: object = json.loads(sys.stdin.read())
    except (OSError, ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else one_line(error)
    else:
        if isinstance(value, dict) and value and all(map(_is_answer, cast("dict[str, Any]", value).values())):
            return cast("dict[str, Any]", value)
        if isinstance(value, dict) and isinstance(cast("dict[str, Any]", value).get("type"), str):
            return cast("dict[str, Any]", value)
        if isinstance(value, list) and value and all(map(_is_answer, cast("list[object]", value))):
            return cast("list[str | list[str]]", value)
        reason = f"expected {FORM}"
    raise _refused(f"standard input is not the JSON of an answer: {reason}")


def build_answer(task: PendingTask, given: GivenAnswers) -> models.ResolveTask:
    """What resolves the task. Raises CliError where the answers are not for it."""
    try:
        if isinstance(given, Mapping):
            return _from_object(task, given)
        expected = len(task.questions) if isinstance(task, PendingQuestions) else 1
        if len(given) != expected:
            raise _refused(f"the agent expects {expected} answer{'' if expected == 1 else 's'}, got {len(given)}")
        if isinstance(task, PendingQuestions):
            return _answer_questions(task, given)
        return _decide(task, given[0] if isinstance(given[0], str) else ", ".join(given[0]))
    except ValueError as error:  # an InvalidRequestError, or a malformed task
        reason = one_line(error)
    raise _refused(reason)


def parse_reply(question: models.Question, reply: str) -> tuple[list[str], str]:
    """The labels that a reply names, by number or in full; otherwise the reply as custom text."""
    labels = [option.label for option in question.options or [] if isinstance(option.label, str) and option.label]
    known = {str(number): label for number, label in enumerate(labels, 1)}
    known |= {label.casefold(): label for label in labels}
    whole = reply.strip().casefold()
    named = [whole] if whole in known or not question.multi_select else [name.strip() for name in whole.split(",")]
    if all(name in known for name in named):
        return list(dict.fromkeys(known[name] for name in named)), ""
    return [], reply


def question_key(question: models.Question) -> str:
    """What names a question among the answers. Raises CliError for an id of a type that cannot."""
    try:
        hash(question.id)
    except TypeError:
        raise CliError(ExitCode.ERROR, "Error: the agent's question has an id that no answer can name") from None
    return question.id or ""


def _is_answer(value: object) -> bool:
    if isinstance(value, list):
        entries = cast("list[object]", value)
        return bool(entries) and all(isinstance(entry, str) and entry.strip() for entry in entries)
    return isinstance(value, str) and bool(value.strip())


def _from_object(task: PendingTask, given: Mapping[str, Any]) -> models.ResolveTask:
    kinds: dict[str, Callable[[Mapping[str, Any]], models.ResolveTask]] = {
        "answered-questions": models.AnsweredQuestionsTask.from_dict,
        "plan-exit-response": models.PlanExitResponseTask.from_dict,
        "confirmed-permissions": models.ConfirmedPermissionsTask.from_dict,
        "confirmed-steps": models.ConfirmedStepsTask.from_dict,
        "vercel-connect-setup": models.VercelConnectSetupTask.from_dict,
        "vercel-connect-authorization": models.VercelConnectAuthorizationTask.from_dict,
    }
    if (read := kinds.get(str(given.get("type")))) is not None:
        return read(given)
    if not isinstance(task, PendingQuestions):
        raise _refused(f"the agent asks no questions: {_how(task)}")
    by_id = {question_key(question): question for question in task.questions}
    if unknown := [name for name in given if name not in by_id]:
        raise _refused(
            f"no question has the id {one_line(unknown[0])!r}; the ids are {one_line(', '.join(map(str, by_id)))}"
        )
    if missing := [name for name in by_id if name not in given]:
        raise _refused(f"the question {one_line(missing[0])!r} is not answered")
    return _answer_questions(task, [given[name] for name in by_id])


def _answer_questions(task: PendingQuestions, given: Sequence[str | Sequence[str]]) -> models.ResolveTask:
    chosen: dict[str, Sequence[str]] = {}
    custom: dict[str, str] = {}
    for question, answer in zip(task.questions, given, strict=True):
        name = question_key(question)
        if isinstance(answer, str):
            chosen[name], words = parse_reply(question, answer)
            if words:
                custom[name] = words
        else:
            chosen[name] = answer
    return task.answer(chosen, custom=custom)


def _decide(task: PendingTask, answer: str) -> models.ResolveTask:
    match task, answer.strip().casefold():
        case PendingPlan(), "approve":
            return task.approve()
        case PendingPlan(), "reject":
            return task.reject()
        case PendingPlan(), _:
            return task.request_changes(answer)
        case PendingPermissions(), "grant":
            return task.grant()
        case ((PendingIntegration() | PendingConnection()), "connected"):
            return task.connected()
        case PendingIntegration(), "declined":
            return task.decline()
        case _:
            raise _refused(f"{one_line(answer)!r} is not an answer here: {_how(task)}")


def _how(task: PendingTask) -> str:
    match task:
        case PendingPlan():
            return "use approve, reject or what should change"
        case PendingPermissions():
            return "use grant, or decline by sending a message"
        case PendingIntegration():
            return "use connected or declined"
        case PendingConnection():
            return "use connected, or decline by sending a message"
        case _:
            return "send a message instead"


def _refused(reason: str) -> CliError:
    return CliError(ExitCode.USAGE, f"Error: --answer: {reason}")
