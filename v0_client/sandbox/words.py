"""The words in a prompt that say what the turn does."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from .tasks import Connection, Integration, Permission, Plan, Questions, Task
from .turns import Turn
from .wire import RejectError

WORDS = {
    "slow=0.2": "at least so many seconds pass between two events",
    "ask": "the turn ends with a question to the user",
    "plan": "the turn ends with a plan to approve",
    "integration": "the turn ends with integrations to connect",
    "permission": "the turn ends with a tool call that needs permission",
    "connect=1": "the turn ends with a connector to set up, whose status is `pending` so many times",
    "connect-error=1": "the same, and its status ends as `error` instead of `ready`",
    "fail": "the generation fails halfway: finish reason `error`; in v1 the version is `failed`",
    "error-event": "the same, and its streams end with an `error` event instead of the closing one",
    "hang": "the generation halts halfway and stays unfinished until it is stopped",
    "cut=5": "the connection breaks after so many events, inside the body; the generation goes on",
    "end=5": "the body ends cleanly after so many events, without the closing one; the turn goes on",
    "stall=5": "the connection falls silent after so many events, staying open; the generation goes on",
    "lag=0.2": "for so many seconds, what the prompt made (chat, messages) is not found: 404",
    "polls=2": "an asynchronous turn is found unfinished by so many reads, and finished by the next",
    "rate-limit=N": "the first N requests with this prompt answer 429 with `Retry-After`; without N, all do",
    "500=N": "the first N requests with this prompt answer 500; without N, all do",
}
"""What each word does; a number after `=` is optional, its default is shown."""

_NAMES = [word.partition("=")[0] for word in WORDS]
_TASKS: dict[str, Callable[[], Task]] = {
    "ask": Questions,
    "plan": Plan,
    "integration": Integration,
    "permission": Permission,
    "connect": Connection,
    "connect-error": partial(Connection, error="The set-up failed, as the prompt asked"),
}
_WORD = re.compile(r"\bsandbox:([a-z0-9-]*[a-z0-9])(?:=(\d+(?:\.\d+)?))?")


@dataclass(frozen=True, slots=True)
class Words:
    """What the words in one prompt say.

    Attributes:
        turn: what the turn does.
        rate_limits: how many requests with this prompt answer 429.
        server_errors: how many answer 500 after that.
    """

    turn: Turn
    rate_limits: float
    server_errors: float

    @classmethod
    def of(cls, prompt: str) -> Words:
        """Read the words in a prompt.

        Raises:
            RejectError: 422 for a word that means nothing, since a test with a misspelt one would test nothing, and
                for two tasks.
        """
        words: dict[str, str] = dict(_WORD.findall(prompt))
        for word in words:
            if word not in _NAMES:
                raise RejectError(422, f"The sandbox knows no word {word!r}, only {', '.join(_NAMES)}")
        tasks = [word for word in _TASKS if word in words]
        if len(tasks) > 1:
            raise RejectError(422, f"A turn can end with one task only, not with {' and '.join(tasks)}")
        failed = [word for word in ("fail", "error-event") if word in words]
        if tasks and failed:
            raise RejectError(422, f"A turn can end one way only, not with {' and '.join((*tasks, *failed))}")

        def number(word: str, default: float) -> float:
            return float(words[word] or default) if word in words else 0

        def count(word: str, default: int = 5) -> int | None:
            return int(number(word, default)) if word in words else None

        def task(word: str) -> Task:
            made = _TASKS[word]()
            return replace(made, pending=int(number(word, 1))) if isinstance(made, Connection) else made

        turn = Turn(
            slow=number("slow", 0.2),
            task=task(tasks[0]) if tasks else None,
            finish_reason="error" if "fail" in words else None,
            error="The generation failed, as the prompt asked" if "error-event" in words else None,
            hang="hang" in words,
            cut=count("cut"),
            end=count("end"),
            stall=count("stall"),
            lag=number("lag", 0.2),
            polls=count("polls", 2),
        )
        return cls(turn, number("rate-limit", math.inf), number("500", math.inf))
