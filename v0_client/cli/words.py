"""What the service tells, in words for people, and safe to print: nothing in it can steer a terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from .. import models

__all__ = ["Cleaner", "Step", "clean", "describe", "in_words", "one_line", "paired", "shown_output", "when"]

OUTPUT_LINES = 10
"""Lines that are shown of what a command of the agent printed; JSON has them all."""

# A control sequence (CSI), a string for the terminal (OSC and its like), or another escape.
_ESCAPE = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*(?![\[\]PX^_])[0-~])"
_COLOUR = r"\x1b\[[0-9;:]*m"
# C0 but tab and line feed, C1, and what makes text run the other way than it is written.
_CONTROL = r"[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
_UNSAFE = re.compile(f"{_ESCAPE}|{_CONTROL}", re.DOTALL)
_UNSAFE_BUT_COLOUR = re.compile(f"(?!{_COLOUR})(?:{_ESCAPE}|{_CONTROL})", re.DOTALL)
_OVERWRITTEN = re.compile(r"[^\n]*\r(?=[^\r\n])")  # a progress bar draws over what it had drawn before
_UNFINISHED = re.compile(f"(?!{_ESCAPE})\x1b[^\x1b]{{0,64}}\\Z", re.DOTALL)


def clean(text: str, *, keep_colour: bool = False) -> str:
    """Text without what a terminal would obey; colours may stay."""
    shown = _OVERWRITTEN.sub("", text) if "\r" in text else text
    shown = (_UNSAFE_BUT_COLOUR if keep_colour else _UNSAFE).sub("", shown)
    return paired(shown)


def paired(text: str) -> str:
    """Text with its halves of surrogate pairs joined; a lone one becomes U+FFFD."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def one_line(text: str) -> str:
    """Text on one line."""
    return " ".join(clean(text).split())


class Cleaner:
    """Cleans a growing text piece by piece; what may be half an escape waits for the rest."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str, *, is_last: bool = False) -> str:
        text = self._held + piece
        half = None if is_last else _UNFINISHED.search(text)
        end = half.start() if half is not None else len(text)
        self._held = text[end:]
        return clean(text[:end])


@frozen
class Step:
    """One part of a message, but for its prose.

    Attributes:
        label: What was done, in a word.
        text: What it was done to, on one line.
        output: What a command printed, raw; empty where nothing was.
        note: How it ended, where that is not well.
    """

    label: str
    text: str
    output: str = ""
    note: str = ""


def describe(part: Mapping[str, Any]) -> Step:
    """A part in words. Takes the part's JSON, so that one still being written need not be whole."""

    def said(*names: str) -> str:
        return next((value for name in names if isinstance(value := part.get(name), str) and value), "")

    match part.get("type"):
        case "text":
            return Step("writing", "")
        case "thinking":
            return Step("thinking", "")
        case "file-read":
            label, text = "read", ", ".join(map(str, part.get("paths") or ()))
        case "file-edit":
            label, text = said("operation") or "edit", " -> ".join(filter(None, (said("path"), said("toPath"))))
        case "search":
            label, text = "search", f"{said('query')} ({said('scope')})" if said("scope") else said("query")
        case "bash":
            code = part.get("exitCode")
            failed = f"exit code {code}" if isinstance(code, int) and code else ""
            return Step("run", one_line(said("command")), said("output"), failed)
        case "tool-call":
            failed = "failed" if part.get("status") == "error" else ""
            return Step("tool", one_line(said("toolDisplayName", "name")), note=failed)
        case "agent-action":
            label, text = "agent", said("summary", "name")
        case kind:
            label, text = "new", f"a part of a kind this version does not know: {kind}"
    return Step(one_line(label), one_line(text))


def shown_output(step: Step, *, limit: int = OUTPUT_LINES, keep_colour: bool = False) -> Sequence[str]:
    """The last lines of what a step printed."""
    lines = [line.rstrip() for line in clean(step.output, keep_colour=keep_colour).split("\n") if line.strip()]
    hidden = [f"({len(lines) - limit} lines before)"] if len(lines) > limit else []
    return [*hidden, *lines[-limit:]]


def in_words(usage: models.Usage | None) -> str:
    """What a turn cost; empty where that is not known."""
    tokens = usage.tokens.total if usage and usage.tokens else None
    credits_ = usage.credits_cost.total if usage and usage.credits_cost else None
    known = [f"{tokens:,.0f} tokens" if tokens else "", f"{credits_:,.2f} credits" if credits_ else ""]
    return ", ".join(filter(None, known))


def when(time: str | None) -> str:
    """A time of the API in local time, to the minute; as it came where it is none."""
    try:
        return datetime.fromisoformat(time or "").astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return one_line(time or "")
