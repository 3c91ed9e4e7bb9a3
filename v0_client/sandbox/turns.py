"""What the model does next, as a test says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, fields
from typing import Any, get_args

from .checks import Check, array, boolean, count, fail, instance, mapping, must_fit, nullable, seconds, string
from .parts import part
from .running import FinishReason
from .tasks import Task

_TASKS = tuple(Task.__subclasses__())


def _content(value: Any, path: str) -> None:
    instance(str, bytes)(value, path)
    if isinstance(value, str):
        string()(value, path)


_TURN: dict[str, Check] = {
    **dict.fromkeys(("text", "thinking"), nullable(string())),
    **dict.fromkeys(("title", "error"), nullable(string(at_least=1))),
    "parts": array(part),
    "files": mapping(string(at_least=1), nullable(_content)),
    "task": nullable(instance(*_TASKS)),
    "finish_reason": nullable(string(one_of=get_args(FinishReason))),
    "hang": boolean,
    **dict.fromkeys(("slow", "lag"), seconds),
    **dict.fromkeys(("cut", "end", "stall", "polls"), nullable(count)),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One turn of the model: what it writes, how it ends, how its connection fares.

    As soon as one of `thinking`, `parts`, `files` and `text` is given, the turn tells these alone, in this order, and
    fails or hangs after them. Without, it tells the built-in story, and fails or hangs halfway.

    Attributes:
        text: the closing prose.
        thinking: what the model thinks first.
        parts: v2 message parts as JSON, such as `{"type": "bash", "command": "ls", "output": "a"}`. They may be of
            types that do not exist yet. v1 tells only texts and thoughts.
        files: contents by path; None deletes. They become a new version; a turn without files makes none.
        title: of the chat from here on; omitted: made of the prompt where the chat has none.
        task: what the turn waits for a person to do. It makes no version then.
        finish_reason: omitted: `tool-calls` with a task, `error` with an error, else `stop`.
        error: the streams end with an `error` event that says this; reading the message finds `error`.
        hang: the turn stays unfinished until it is stopped or `Sandbox.finish` is called.
        slow: least seconds between two events.
        lag: seconds for which the chat and the messages that the turn brings are not found.
        cut: the connection breaks after so many events; the turn goes on.
        end: the body ends cleanly after so many events; the turn goes on.
        stall: the connection falls silent after so many events; the turn goes on.
        polls: in asynchronous mode: so many reads find the turn unfinished, the next one finished; omitted: as set
            for the sandbox.

    Raises:
        ValueError: naming the attribute that makes no sense.
    """

    text: str | None = None
    thinking: str | None = None
    parts: Sequence[Mapping[str, Any]] = ()
    files: Mapping[str, str | bytes | None] = field(default_factory=dict[str, "str | bytes | None"])
    title: str | None = None
    task: Task | None = None
    finish_reason: FinishReason | None = None
    error: str | None = None
    hang: bool = False
    slow: float = 0.0
    lag: float = 0.0
    cut: int | None = None
    end: int | None = None
    stall: int | None = None
    polls: int | None = None

    def __post_init__(self) -> None:
        must_fit(self, _TURN)
        object.__setattr__(self, "parts", deepcopy(tuple(self.parts)))
        object.__setattr__(self, "files", dict(self.files))
        if self.task is not None and self.files:
            raise ValueError("Turn.files: a turn that ends with a task makes no version; write them in the next one")
        if self.task is not None and self.error is not None:
            raise ValueError("Turn.error: a turn that ends with a task does not fail")
        expected = "tool-calls" if self.task is not None else "error" if self.error is not None else None
        if self.finish_reason is not None and expected not in (None, self.finish_reason):
            cause = "a task" if self.task is not None else "an error"
            raise ValueError(f"Turn.finish_reason: with {cause} it is {expected!r}, not {self.finish_reason!r}")

    @property
    def tells_story(self) -> bool:
        """Whether the content is left to the built-in story."""
        return self.text is None and self.thinking is None and not self.parts and not self.files

    @property
    def makes_version(self) -> bool:
        return self.task is None and (self.tells_story or bool(self.files))

    def __repr__(self) -> str:
        """Only what was said, so that a report of unplayed turns stays readable."""
        said = [(each.name, getattr(self, each.name)) for each in fields(self)]
        told = ", ".join(f"{name}={value!r}" for name, value in said if value not in (None, (), {}, False, 0.0))
        return f"Turn({told})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """A request that would begin a turn is refused instead, and creates nothing.

    Attributes:
        status: the HTTP status, from 400 to 599.
        message: what the answer says.
        retry_after: seconds for a `Retry-After` header; omitted: none.

    Raises:
        ValueError: naming the attribute that makes no sense.
    """

    status: int
    message: str = "Refused, as the test asked"
    retry_after: int | None = None

    def __post_init__(self) -> None:
        must_fit(self, {"status": _error_status, "message": string(), "retry_after": nullable(count)})


def _error_status(value: Any, path: str) -> None:
    count(value, path)
    if not 400 <= value <= 599:
        fail(path, "must be from 400 to 599")
