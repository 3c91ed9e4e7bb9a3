"""Pending tasks in words for people."""

from __future__ import annotations

import json
from collections.abc import Iterator

from .. import (
    PendingConnection,
    PendingIntegration,
    PendingPermissions,
    PendingPlan,
    PendingQuestions,
    PendingTask,
    models,
)
from .printable import clean, one_line

__all__ = ["describe_task", "headline", "option_lines", "permission_line", "requested_names"]


def headline(task: PendingTask) -> str:
    """The task on one line."""
    match task:
        case PendingQuestions():
            return f"The agent asks {_counted(len(task.questions), 'question')}"
        case PendingPlan():
            return "The agent has a plan and waits for your approval"
        case PendingPermissions():
            return f"The agent asks for {_counted(len(task.permissions), 'permission')}"
        case PendingIntegration():
            return f"The agent waits for you to connect {requested_names(task)}"
        case PendingConnection():
            return f"The agent waits for you to set up {one_line(task.service or 'a connector')} in a browser"
        case _:
            return "The agent waits for you"


def describe_task(task: PendingTask) -> Iterator[str]:
    """The whole task, in lines."""
    yield f"waiting: {headline(task)}"
    match task:
        case PendingQuestions():
            for question in task.questions:
                yield f"  {one_line(question.question or question.header or '')}"
                yield from (f"    {line}" for line in option_lines(question))
        case PendingPlan():
            yield from (f"  {line}" for line in clean(task.plan).splitlines())
        case PendingPermissions():
            yield from (f"  {permission_line(permission)}" for permission in task.permissions)
        case PendingConnection() if task.setup_url:
            yield f"  {one_line(task.setup_url)}"
        case _:
            pass


def option_lines(question: models.Question) -> Iterator[str]:
    """The options of a question, numbered."""
    for number, option in enumerate(question.options or [], 1):
        more = f": {one_line(option.description)}" if option.description else ""
        yield f"{number}. {one_line(option.label or '')}{more}"


def permission_line(permission: models.SuggestedPermission) -> str:
    """What a permission allows, with the tool's whole input."""
    name = one_line(permission.tool_display_name or permission.tool_name or "a tool")
    # None and absent ask for nothing in particular; anything else is what the person decides about.
    value = permission.input
    return f"{name} with {one_line(json.dumps(value))}" if value or value in (0, False) else name


def requested_names(task: PendingIntegration) -> str:
    """The names of what a person should connect."""
    return ", ".join(map(one_line, (*task.integrations, *task.mcp_presets))) or "an integration"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
