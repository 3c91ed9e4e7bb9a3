"""Parts, usage and times in words for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from attrs import frozen

from .. import models
from .printable import clean, one_line

__all__ = ["Step", "describe", "format_number", "format_time", "format_usage", "shown_output"]

OUTPUT_LINES = 10
"""Lines shown of a command's output; JSON has all of them."""


@frozen
class Step:
    """A part of a message that is not prose.

    Attributes:
        label: What the agent did, in a word.
        text: What it did it to, on one line.
        output: A command's raw output; empty if there is none.
        note: How it failed; empty if it did not.
    """

    label: str
    text: str
    output: str = ""
    note: str = ""


def describe(part: Mapping[str, Any]) -> Step:
    """A part in words. Takes the part's JSON, because a part in progress may be incomplete."""

    def field(*names: str) -> str:
        return next((value for name in names if isinstance(value := part.get(name), str) and value), "")

    match part.get("type"):
        case "text":
            return Step("writing", "")
        case "thinking":
            return Step("thinking", "")
        case "file-read":
            paths = cast("list[object]", part["paths"]) if isinstance(part.get("paths"), list) else []
            label, text = "read", ", ".join(map(str, paths))
        case "file-edit":
            label, text = field("operation") or "edit", " -> ".join(filter(None, (field("path"), field("toPath"))))
        case "search":
            label, text = "search", f"{field('query')} ({field('scope')})" if field("scope") else field("query")
        case "bash":
            code = part.get("exitCode")
            failed = f"exit code {code}" if isinstance(code, int) and code else ""
            return Step("run", one_line(field("command")), field("output"), failed)
        case "tool-call":
            failed = "failed" if part.get("status") == "error" else ""
            return Step("tool", one_line(field("toolDisplayName", "name")), note=failed)
        case "agent-action":
            label, text = "agent", field("summary", "name")
        case kind:
            label, text = "new", f"a part of an unknown type: {kind}"
    return Step(one_line(label), one_line(text))


def shown_output(step: Step, *, limit: int = OUTPUT_LINES, keep_colour: bool = False) -> Sequence[str]:
    """The last lines of a step's output."""
    # A progress bar overwrites what it has drawn on its line before.
    left = (line.rstrip("\r").rpartition("\r")[2] for line in step.output.split("\n"))
    output = clean("\n".join(left), keep_colour=keep_colour)
    lines = [line.rstrip() for line in output.split("\n") if line.strip()]
    hidden = [f"({len(lines) - limit} lines before)"] if len(lines) > limit else []
    return [*hidden, *lines[-limit:]]


def format_usage(usage: models.Usage | None) -> str:
    """What a turn cost; empty if that is unknown."""
    tokens = usage.tokens.total if usage and usage.tokens else None
    credits_ = usage.credits_cost.total if usage and usage.credits_cost else None
    known = [_amount(tokens, ",.0f", "tokens"), _amount(credits_, ",.2f", "credits")]
    return ", ".join(filter(None, known))


def _amount(value: object, form: str, unit: str) -> str:
    return f"{format_number(value, form)} {unit}" if isinstance(value, (int, float)) and value else ""


def format_number(value: object, form: str) -> str:
    """A number in this form, or as it is where it is beyond that; empty for anything else."""
    if not isinstance(value, (int, float)):
        return ""
    try:
        return format(value, form)
    except OverflowError:  # of a fraction
        return str(value)


def format_time(time: object) -> str:
    """A time of the API in local time, to the minute; anything else as it is."""
    try:
        return datetime.fromisoformat(str(time)).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return one_line(time or "")
