"""What a test scripts for a prompt: a turn of the model, or an error response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, fields
from typing import Any, get_args

from .agent_tasks import Task
from .json_api import is_object
from .turn_runner import FinishReason
from .validation import (
    Validator,
    anything,
    array,
    boolean,
    closed,
    count,
    fail,
    instance_of,
    integer,
    mapping,
    nullable,
    seconds,
    string,
    validate,
)

_type = {"type": string()}
_times = {"startedAt": string(), "finishedAt": string()}
_text = string(at_least=1)
_prose = closed({**_type, "text": string()}, _times)

_PARTS = {
    "text": _prose,
    "thinking": _prose,
    "file-read": closed({**_type, "paths": array(_text)}, _times),
    "file-edit": closed(
        {**_type, "operation": string(one_of=("create", "update", "delete", "rename", "patch")), "path": _text},
        {**_times, "toPath": _text},
    ),
    "search": closed({**_type, "scope": string(one_of=("repo", "web")), "query": string()}, _times),
    "bash": closed(
        {**_type, "command": string()},
        {
            **_times,
            "output": string(),
            "exitCode": nullable(integer),
            "isDangerous": boolean,
            "timeoutMs": count,
        },
    ),
    "tool-call": closed(
        {**_type, "name": _text, "status": string(one_of=("ok", "error"))},
        {
            **_times,
            "input": anything,
            "output": anything,
            "toolDisplayName": string(),
            "suggestedPermissions": array(anything),
        },
    ),
    "agent-action": closed({**_type, "name": _text, "summary": string()}, {**_times, "data": anything}),
}


def _part(value: Any, path: str) -> None:
    """A v2 message part. A part of an unknown type is accepted as it is: that is how a test scripts a new one."""
    if not is_object(value):
        fail(path, "must be a dict")
    _text(value.get("type"), f"{path}.type")
    _PARTS.get(value["type"], anything)(value, path)


def _file_content(value: Any, path: str) -> None:
    instance_of(str, bytes)(value, path)
    if isinstance(value, str):
        string()(value, path)


_TURN: dict[str, Validator] = {
    **dict.fromkeys(("text", "thinking"), nullable(string())),
    **dict.fromkeys(("title", "error"), nullable(_text)),
    "parts": array(_part),
    "files": mapping(_text, nullable(_file_content)),
    "task": nullable(instance_of(*Task.__subclasses__())),
    "finish_reason": nullable(string(one_of=get_args(FinishReason))),
    "never_finish": boolean,
    **dict.fromkeys(("event_delay", "visible_after"), seconds),
    **dict.fromkeys(("disconnect_after", "eof_after", "stall_after", "pending_reads"), nullable(count)),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One turn of the model: its content, how it ends, and the faults of its connection.

    With `thinking`, `parts`, `files` or `text`, the turn consists of these alone, in this order; `error` and
    `never_finish` apply after them. Without, it has the default content, and the two apply halfway.

    Attributes:
        text: the closing prose.
        thinking: the model's thoughts before anything else.
        parts: v2 message parts as JSON, such as `{"type": "bash", "command": "ls", "output": "a"}`. Parts of unknown
            types are accepted. v1 shows only texts and thoughts.
        files: contents by path; None deletes. They become a new version; a turn without files creates none.
        title: the title of the chat from now on; None: derived from the prompt where the chat has no title.
        task: the task for a person that the turn ends with. Such a turn creates no version.
        finish_reason: None: `tool-calls` with a task, `error` with an error, else `stop`.
        error: its streams end with an `error` event that has this message; the message has finish reason `error`.
        never_finish: the turn stays unfinished until it is stopped or `Sandbox.finish` is called.
        event_delay: minimum seconds between two events.
        visible_after: seconds during which reads of the chat and the messages created by the turn return 404.
        disconnect_after: the connection breaks after N events; the turn continues.
        eof_after: the body ends cleanly after N events; the turn continues.
        stall_after: nothing is sent after N events and the connection stays open; the turn continues. Of these three
            faults, the one after the fewest events occurs.
        pending_reads: in asynchronous mode, N reads find the turn unfinished and the next one finds it finished; None:
            the setting of the sandbox.

    Raises:
        ValueError: an attribute is invalid; the message names it.
    """

    text: str | None = None
    thinking: str | None = None
    parts: Sequence[Mapping[str, Any]] = ()
    files: Mapping[str, str | bytes | None] = field(default_factory=dict[str, "str | bytes | None"])
    title: str | None = None
    task: Task | None = None
    finish_reason: FinishReason | None = None
    error: str | None = None
    never_finish: bool = False
    event_delay: float = 0.0
    visible_after: float = 0.0
    disconnect_after: int | None = None
    eof_after: int | None = None
    stall_after: int | None = None
    pending_reads: int | None = None

    def __post_init__(self) -> None:
        validate(self, _TURN)
        object.__setattr__(self, "parts", deepcopy(tuple(self.parts)))
        object.__setattr__(self, "files", dict(self.files))
        if self.task is not None and self.files:
            raise ValueError("Turn.files: a turn that ends with a task creates no version; write them in the next turn")
        if self.task is not None and self.error is not None:
            raise ValueError("Turn.error: a turn that ends with a task does not fail")
        expected = "tool-calls" if self.task is not None else "error" if self.error is not None else None
        if self.finish_reason is not None and expected not in (None, self.finish_reason):
            cause = "a task" if self.task is not None else "an error"
            raise ValueError(f"Turn.finish_reason: must be {expected!r} with {cause}, not {self.finish_reason!r}")

    @property
    def has_default_content(self) -> bool:
        return self.text is None and self.thinking is None and not self.parts and not self.files

    @property
    def creates_version(self) -> bool:
        return self.task is None and (self.has_default_content or bool(self.files))

    def __repr__(self) -> str:
        """Only the attributes that differ from their defaults, so that a report of unused turns stays readable."""
        values = [(each.name, getattr(self, each.name)) for each in fields(self)]
        shown = ", ".join(f"{name}={value!r}" for name, value in values if value not in (None, (), {}, False, 0.0))
        return f"Turn({shown})"


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorResponse:
    """An error response to a request that would start a turn. Such a request creates nothing.

    Attributes:
        status: the HTTP status, from 400 to 599.
        message: the error message.
        retry_after: seconds in a `Retry-After` header; None: no such header.

    Raises:
        ValueError: an attribute is invalid; the message names it.
    """

    status: int
    message: str = "Rejected by the script"
    retry_after: int | None = None

    def __post_init__(self) -> None:
        validate(self, {"status": _error_status, "message": string(), "retry_after": nullable(count)})


def _error_status(value: Any, path: str) -> None:
    count(value, path)
    if not 400 <= value <= 599:
        fail(path, "must be from 400 to 599")
