"""Prompts the person at the terminal for a pending task, and builds the answer that resolves it."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.padding import Padding
from rich.prompt import Confirm, Prompt
from rich.text import Text

from .. import (
    PendingConnection,
    PendingIntegration,
    PendingPermissions,
    PendingPlan,
    PendingQuestions,
    PendingTask,
    models,
)
from .printable import one_line
from .task_answers import parse_reply, question_key
from .task_descriptions import headline, option_lines, permission_line
from .views.terminal_view import markdown

__all__ = ["prompt_for_answer"]


def prompt_for_answer(
    console: Console, task: PendingTask, status: Callable[[str], models.ConnectStatus]
) -> models.ResolveTask | None:
    """Prompt for an answer; None if the person leaves the task for later.

    Args:
        console: The terminal.
        task: What the agent waits for.
        status: Reads the status of a connector by its request id.
    """
    _say(console, headline(task), "bold yellow")
    try:
        match task:
            case PendingQuestions():
                return _questions(console, task)
            case PendingPlan():
                return _plan(console, task)
            case PendingPermissions():
                return _permissions(console, task)
            case PendingIntegration():
                return _integration(console, task)
            case PendingConnection():
                return _connection(console, task, status)
            case _:
                return None
    except EOFError:  # Ctrl-D
        console.print()
        return None


def _questions(console: Console, task: PendingQuestions) -> models.ResolveTask:
    chosen: dict[str, list[str]] = {}
    custom: dict[str, str] = {}
    for question in task.questions:
        _say(console, one_line(question.question or question.header or ""), "bold", *option_lines(question))
        many = ", several with commas," if question.multi_select else ""
        how = f"A number{many} or your own words" if question.options else "Your answer"
        labels, words = parse_reply(question, _input(console, how))
        chosen[question_key(question)] = labels
        if words:
            custom[question_key(question)] = words
    return task.answer(chosen, custom=custom)


def _plan(console: Console, task: PendingPlan) -> models.ResolveTask | None:
    console.print()
    console.print(markdown(str(task.plan or task.summary or "")))
    console.print()
    match _choice(console, "Carry it out", ["approve", "change", "reject", "later"]):
        case "approve":
            return task.approve()
        case "change":
            return task.request_changes(_input(console, "What should change"))
        case "reject":
            return task.reject(_input(console, "Why"))
        case _:
            return None


def _permissions(console: Console, task: PendingPermissions) -> models.ResolveTask | None:
    granted: list[models.SuggestedPermission] = []
    for permission in task.permissions:
        _say(console, permission_line(permission))
        if Confirm.ask(Text("  Allow it"), console=console, default=False):
            granted.append(permission)
    return task.grant(granted) if granted else None


def _integration(console: Console, task: PendingIntegration) -> models.ResolveTask | None:
    _say(console, "Connect them in v0, then say so here.")
    match _choice(console, "They are", ["connected", "declined", "later"]):
        case "connected":
            return task.connected()
        case "declined":
            return task.decline()
        case _:
            return None


def _connection(
    console: Console, task: PendingConnection, status: Callable[[str], models.ConnectStatus]
) -> models.ResolveTask | None:
    if task.setup_url:
        console.print()
        console.print(Text(f"  Open {one_line(task.setup_url)}"), soft_wrap=True)  # unbroken, to be copied
    while _choice(console, "It is", ["done", "later"]) == "done":
        match status(task.request_id) if task.request_id else None:
            case models.ConnectPending(progress=progress):
                _say(console, f"v0 says it is not done yet. {one_line(progress or '')}")
            case models.ConnectFailed(message=message):
                _say(console, f"v0 says it failed. {one_line(message or '')}")
            case _:
                return task.connected()
    return None


def _say(console: Console, text: str, style: str = "", *more: str) -> None:
    console.print()
    console.print(Padding(Text(text.rstrip(), style), (0, 2)))
    for line in more:
        console.print(Padding(Text(line), (0, 4)))


def _input(console: Console, what: str) -> str:
    while not (reply := Prompt.ask(Text(f"  {what}"), console=console).strip()):
        pass
    return reply


def _choice(console: Console, what: str, choices: list[str]) -> str:
    """One of several words; its first letter is enough."""
    letters = {choice[0]: choice for choice in choices}
    shown = Text.assemble((f"  {what}? ", ""), (" / ".join(f"({c[0]}){c[1:]}" for c in choices), "magenta"))
    while True:
        reply = Prompt.ask(shown, console=console).strip().casefold()
        choice = reply if reply in choices else letters.get(reply)
        if choice is not None:
            return choice
