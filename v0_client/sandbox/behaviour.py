"""The words in a prompt that make the sandbox misbehave (the table is in the package's documentation)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from .tasks import TaskKind
from .wire import RejectError

_TASKS: dict[str, TaskKind] = {
    "ask": "questions",
    "plan": "plan",
    "integration": "integration",
    "permission": "permission",
    "connect": "connect",
    "connect-error": "connect",
}
_WORD = re.compile(r"\bsandbox:([a-z0-9-]*[a-z0-9])(?:=(\d+(?:\.\d+)?))?")
_WORDS = ("slow", *_TASKS, "fail", "error-event", "hang", "cut", "end", "stall", "lag", "rate-limit", "500")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What one prompt asks for. Counts are numbers of events or of requests, times are in seconds."""

    slow: float = 0.0
    task: TaskKind | None = None
    setup_pending: int = 0
    setup_fails: bool = False
    fail: bool = False
    error_event: bool = False
    hang: bool = False
    cut: int | None = None
    end: int | None = None
    stall: int | None = None
    lag: float = 0.0
    rate_limits: float = 0
    server_errors: float = 0

    @classmethod
    def of(cls, prompt: str) -> Behaviour:
        """Read the words in a prompt.

        Raises:
            RejectError: 422 for a word that means nothing, since a test with a misspelt one would test nothing, and
                for two tasks.
        """
        words: dict[str, str] = dict(_WORD.findall(prompt))
        for word in words:
            if word not in _WORDS:
                raise RejectError(422, f"The sandbox knows no word {word!r}, only {', '.join(_WORDS)}")
        tasks = [word for word in _TASKS if word in words]
        if len(tasks) > 1:
            raise RejectError(422, f"A turn can end with one task only, not with {' and '.join(tasks)}")

        def number(word: str, default: float) -> float:
            return float(words[word] or default) if word in words else 0

        def count(word: str) -> int | None:
            return int(float(words[word] or 5)) if word in words else None

        return cls(
            slow=number("slow", 0.2),
            task=_TASKS[tasks[0]] if tasks else None,
            setup_pending=int(number("connect", 1) + number("connect-error", 1)),
            setup_fails="connect-error" in words,
            fail="fail" in words,
            error_event="error-event" in words,
            hang="hang" in words,
            cut=count("cut"),
            end=count("end"),
            stall=count("stall"),
            lag=number("lag", 0.2),
            rate_limits=number("rate-limit", math.inf),
            server_errors=number("500", math.inf),
        )
