"""Which turn a prompt gets: the next one that a test scripted, else what the directives in the prompt say."""

from __future__ import annotations

import math
import re
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from .agent_tasks import Connection, Integration, Permission, Plan, Questions, Task
from .json_api import RejectError
from .turn import ErrorResponse, Turn

When: TypeAlias = str | Callable[[str], bool]
"""Which prompts: those that contain this text, or those for which this returns true."""

DIRECTIVES = {
    "event_delay=0.2": "at least N seconds pass between two events",
    "ask": "the turn ends with a question to the user",
    "plan": "the turn ends with a plan to approve",
    "integration": "the turn ends with integrations to connect",
    "permission": "the turn ends with a tool call that needs permission",
    "connect=1": "the turn ends with a connector to set up; N status requests return `pending`, the next `ready`",
    "connect-error=1": "the same, but the final status is `error`",
    "fail": "the generation fails halfway: finish reason `error`; in v1 the version is `failed`",
    "error-event": "the same, and its streams end with an `error` event instead of the closing one",
    "never_finish": "the generation pauses halfway and stays unfinished until it is stopped",
    "disconnect_after=5": "the connection breaks after N events, inside the body; the generation continues",
    "eof_after=5": "the body ends cleanly after N events, without the closing one; the generation continues",
    "stall_after=5": "nothing is sent after N events and the connection stays open; the generation continues",
    "visible_after=0.2": "for N seconds, reads of the new chat and messages return 404",
    "pending_reads=2": "N reads find an asynchronous turn unfinished, the next one finds it finished",
    "rate-limit=N": "the first N requests with this prompt return 429 with `Retry-After`; without N, all do",
    "500=N": "the first N requests with this prompt return 500; without N, all do",
}
"""The effect of each directive. The number after `=` is optional; its default is shown."""

_DEFAULTS = {name: default for name, _, default in (directive.partition("=") for directive in DIRECTIVES)}
_NUMBERS = {name: r"\d+(\.\d+)?" if "." in default else r"\d+" for name, default in _DEFAULTS.items() if default}
_TASKS: dict[str, Callable[[], Task]] = {
    "ask": Questions,
    "plan": Plan,
    "integration": Integration,
    "permission": Permission,
    "connect": Connection,
    "connect-error": partial(Connection, error="The setup failed, as the prompt asked"),
}
_DIRECTIVE = re.compile(rf"\bsandbox:(?:\S*[\w=-]|[ \t]+(?:{'|'.join(_DEFAULTS)})\b)", re.IGNORECASE)
"""What must be a directive: the text up to a space, without punctuation at its end, or a name after a space."""


@dataclass(slots=True)
class Script:
    """Turns for some prompts.

    Attributes:
        turns: the turns, in order.
        when: which prompts; None: any.
        repeat: whether to start again after the last turn.
        used: the number of turns used so far.
    """

    turns: Sequence[Turn | ErrorResponse]
    when: When | None
    repeat: bool
    used: int = 0

    @property
    def unused(self) -> Sequence[Turn | ErrorResponse]:
        return self.turns[self.used :]

    def matches(self, prompt: str) -> bool:
        if not self.repeat and not self.unused:
            return False
        if callable(self.when):
            return bool(self.when(prompt))
        return self.when is None or self.when in prompt

    def next(self) -> Turn | ErrorResponse:
        turn = self.turns[self.used % len(self.turns)]
        self.used += 1
        return turn


class Scripts:
    """All scripts of a sandbox. A test adds to them in one thread while the server takes from them in another."""

    def __init__(self) -> None:
        self._scripts: list[Script] = []
        self._lock = threading.Lock()

    def add(self, turns: Sequence[Turn | ErrorResponse], when: When | None, *, repeat: bool) -> None:
        """Add turns to the end of the queue.

        Raises:
            ValueError: an argument is invalid; the message names it.
        """
        if not turns:
            raise ValueError("turns: pass at least one")
        for turn in turns:
            if not isinstance(turn, (Turn, ErrorResponse)):
                raise ValueError(f"turns: must be Turn or ErrorResponse, not {turn!r}")  # noqa: TRY004 - one class for all
        if not (when is None or isinstance(when, str) or callable(when)):
            raise ValueError(f"when: must be a string or a function of the prompt, not {when!r}")
        with self._lock:
            self._scripts.append(Script(turns, when, repeat))

    def take(self, prompt: str) -> Turn | ErrorResponse | None:
        """The next turn for a prompt; None where no script matches it. Called in one thread only."""
        with self._lock:
            scripts = sorted(self._scripts, key=lambda script: script.when is None)
        for script in scripts:  # without the lock, because `when` may add scripts
            if script.matches(prompt):
                return script.next()
        return None

    def unused(self) -> list[str]:
        """Descriptions of the turns that no request has used."""
        with self._lock:
            return [
                f"{turn!r}" if script.when is None else f"{turn!r} when {script.when!r}"
                for script in self._scripts
                for turn in script.unused
            ]


@dataclass(frozen=True, slots=True)
class PromptDirectives:
    """The directives in one prompt.

    Attributes:
        turn: the turn they describe.
        rate_limits: the number of requests with this prompt that return 429.
        server_errors: the number of requests that return 500 after those.
    """

    turn: Turn
    rate_limits: float
    server_errors: float

    @classmethod
    def parse(cls, prompt: str) -> PromptDirectives:
        """Parse the directives in a prompt.

        Raises:
            RejectError: 422 for an unknown directive, since a test with a misspelled one would test nothing, and for
                directives that exclude each other.
        """
        values: dict[str, str] = {}
        for written in _DIRECTIVE.findall(prompt):
            name, equals, value = written.removeprefix("sandbox:").partition("=")
            if name not in _DEFAULTS or (equals and not _is_number(name, value)):
                known = ", ".join(f"sandbox:{directive}" for directive in DIRECTIVES)
                raise RejectError(
                    422,
                    f"Unknown sandbox directive {written!r}; known are {known}"
                    " (another number of the same kind, or none, will do)",
                )
            if value and math.isinf(float(value)):
                raise RejectError(422, f"The number of sandbox directive {name!r} is too large")
            values[name] = value
        tasks = [name for name in _TASKS if name in values]
        if len(tasks) > 1:
            raise RejectError(422, f"A turn can end with only one task, not with {' and '.join(tasks)}")
        failures = [name for name in ("fail", "error-event") if name in values]
        if tasks and failures:
            raise RejectError(422, f"A turn can end only one way, not with {' and '.join((*tasks, *failures))}")

        def number(name: str, default: float) -> float:
            return float(values[name] or default) if name in values else 0

        def count(name: str, default: int = 5) -> int | None:
            return int(number(name, default)) if name in values else None

        def task(name: str) -> Task:
            created = _TASKS[name]()
            return replace(created, pending=int(number(name, 1))) if isinstance(created, Connection) else created

        turn = Turn(
            event_delay=number("event_delay", 0.2),
            task=task(tasks[0]) if tasks else None,
            finish_reason="error" if "fail" in values else None,
            error="The generation failed, as the prompt asked" if "error-event" in values else None,
            never_finish="never_finish" in values,
            disconnect_after=count("disconnect_after"),
            eof_after=count("eof_after"),
            stall_after=count("stall_after"),
            visible_after=number("visible_after", 0.2),
            pending_reads=count("pending_reads", 2),
        )
        return cls(turn, number("rate-limit", math.inf), number("500", math.inf))


def _is_number(name: str, value: str) -> bool:
    """Whether a directive takes this number."""
    return name in _NUMBERS and re.fullmatch(_NUMBERS[name], value, re.ASCII) is not None


class TurnSelector:
    """Selects the turn for each prompt of one run of the server."""

    def __init__(self, scripts: Scripts) -> None:
        self._scripts = scripts
        self._rejections: Counter[str] = Counter()

    def select(self, prompt: str, *, retry_after: int) -> Turn:
        """The turn for a prompt.

        Args:
            prompt: the prompt.
            retry_after: seconds in the `Retry-After` header of a rate limit by directive.

        Raises:
            RejectError: the status that a script or a directive chose, or 422 for invalid directives.
        """
        scripted = self._scripts.take(prompt)
        if isinstance(scripted, Turn):
            return scripted
        if scripted is not None:
            raise RejectError(scripted.status, scripted.message, headers=_retry_after(scripted.retry_after))
        directives = PromptDirectives.parse(prompt)
        if self._rejections[prompt] < directives.rate_limits + directives.server_errors:
            self._rejections[prompt] += 1
            if self._rejections[prompt] <= directives.rate_limits:
                raise RejectError(429, "Too many requests", headers=_retry_after(retry_after))
            raise RejectError(500, "An unexpected error occurred")
        return directives.turn


def _retry_after(seconds: int | None) -> Mapping[str, str]:
    return {} if seconds is None else {"Retry-After": str(seconds)}
