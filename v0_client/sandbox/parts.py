"""What v2 message parts hold, as far as they are documented."""

from __future__ import annotations

from typing import Any

from .checks import anything, array, boolean, closed, count, fail, integer, nullable, string
from .wire import is_object

_type = {"type": string()}
_times = {"startedAt": string(), "finishedAt": string()}
_text = string(at_least=1)
_prose = closed({**_type, "text": string()}, _times)

_KNOWN = {
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


def part(value: Any, path: str) -> None:
    """A part. One of a type that is not known passes as it is: so new ones come into the world.

    Raises:
        RejectError: 422 naming the member that does not fit.
    """
    if not is_object(value):
        fail(path, "must be a dict")
    string(at_least=1)(value.get("type"), f"{path}.type")
    _KNOWN.get(value["type"], anything)(value, path)
