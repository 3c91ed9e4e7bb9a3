"""Random responses of a broken or hostile server: valid ones, and mutations of them, all drawn from one `Random`."""

from __future__ import annotations

import copy
import json
import sys
import types
import typing
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from v0_client import Unset, models

CHAT_ID, MESSAGE_ID = "chat_1", "msg_1"
DATE = "2026-05-01T12:00:00.000Z"
COUNTS = {"input": 1, "output": 2, "cacheRead": 0, "cacheWrite": 0, "total": 3}
USAGE = {"tokens": COUNTS, "creditsCost": COUNTS}

_DEEP = "\0deep"  # in JSON text: nested deeper than Python follows
_LONG = "\0long"  # in JSON text: a number of more digits than Python converts
_TEXTS = [
    "",
    "x",
    "text",
    "a",
    "error",
    "stop",
    "__proto__",
    "\ud83d",
    "\ude00",
    "\U0001f600",
    "\0",
    "\r\n\n",
    "٣",
    DATE,
]
_NUMBERS = [0, 1, -1, 9, 2**31, 2**63, -(2**64), 10**400, 0.5, -0.0, 1e308, float("nan"), float("inf"), float("-inf")]
_KEYS = ["", "id", "object", "type", "_t", "0", "_0", "1", "_1", "99999999999999999999", "-1", "delta", "parts", "text"]

# ------------------------------------------------------------------ any JSON


def any_json(rng: Random, depth: int = 3) -> Any:
    match rng.randrange(7 if depth else 4):
        case 0:
            return rng.choice([None, True, False])
        case 1:
            return rng.choice(_NUMBERS)
        case 2 | 3:
            return rng.choice(_TEXTS)
        case 4:
            return {rng.choice(_KEYS): any_json(rng, depth - 1) for _ in range(rng.randrange(5))}
        case 5:
            return [any_json(rng, depth - 1) for _ in range(rng.randrange(5))]
        case _:
            return delta_like(rng, depth - 1)


def delta_like(rng: Random, depth: int = 3) -> Any:
    """Return a value in the form of a delta, which may or may not be applicable."""
    value = any_json(rng, depth - 1) if depth > 0 else rng.choice(_TEXTS)
    match rng.randrange(6):
        case 0:
            return [[rng.choice([0, 1, 0.0, "0", -1]), rng.choice(["text", 0, "source"]), rng.choice(_TEXTS)], 9, 9]
        case 1:
            return [value, rng.choice([0, 0.0, False, "", value]), rng.choice([0, 2, 3, 9, False, value])]
        case 2:
            return ["", rng.choice(["0", 0, 1.0, -1, 10**30, value]), 3]
        case 3:
            return [value] * rng.randrange(1, 5)
        case _:
            keys = rng.choices(_KEYS, k=rng.randrange(1, 4))
            changes = {key: delta_like(rng, depth - 1) if depth > 0 else value for key in keys}
            return {"_t": rng.choice(["a", "a", "a", value])} | changes if rng.randrange(3) else changes


def nested(value: Any, depth: int) -> Any:
    for level in range(depth):
        value = [value] if level % 2 else {"0": value}
    return value


# ------------------------------------------------------------------ valid responses


def sample(rng: Random, hint: Any) -> Any:
    """JSON that a type of the SDK describes, so that every class, a new one too, has valid responses."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hasattr(hint, "from_dict"):
        return _sample_model(rng, hint)
    if origin in (Union, types.UnionType):
        return sample(rng, rng.choice([a for a in arguments if a is not Unset]))
    if origin is Literal:
        return rng.choice(arguments)
    if origin is list:
        return [sample(rng, arguments[0]) for _ in range(rng.randrange(3))]
    if origin is dict:
        return {rng.choice(_KEYS): sample(rng, arguments[1]) for _ in range(rng.randrange(3))}
    scalars: dict[Any, Any] = {str: rng.choice(_TEXTS), int: 7, float: 0.5, bool: True, types.NoneType: None}
    return scalars[hint] if hint in scalars else any_json(rng, 1)


def _sample_model(rng: Random, cls: Any) -> Any:
    fields = getattr(sys.modules[cls.__module__], "_FIELDS", ())
    hints = get_type_hints(cls)
    return {wire: sample(rng, hints[name]) for name, wire in fields if rng.random() < 0.9}


def parts(rng: Random) -> list[Any]:
    hint = typing.get_type_hints(models.Message)["parts"]
    return [{"type": "text", "text": "Hello wörld \U0001f600"}, *sample(rng, get_args(hint)[0])]


def message(rng: Random, **more: Any) -> dict[str, Any]:
    fixed = {"id": MESSAGE_ID, "chatId": CHAT_ID, "role": "assistant", "content": "", "usage": USAGE}
    finish = rng.choice(["stop", "tool-calls", "error", None])
    return {**fixed, "parts": parts(rng), "finishReason": finish, **more}


def chat_v1(rng: Random) -> dict[str, Any]:
    finish = rng.choice(["stop", "error", None])
    reply = {"id": MESSAGE_ID, "object": "message", "role": "assistant", "createdAt": DATE, "finishReason": finish}
    status = rng.choice(["completed", "failed", "pending", "new"])
    version = {"id": "v_1", "object": "version", "status": status, "createdAt": DATE, "files": []}
    fixed = {"id": CHAT_ID, "object": "chat", "title": "T", "privacy": "private", "messages": [reply]}
    return {**fixed, "latestVersion": version}


def events_v2(rng: Random) -> list[Any]:
    chat = {"object": "chat", "id": CHAT_ID, "privacy": "private"}
    chunk = {"object": "message.parts.chunk", "id": MESSAGE_ID}
    first = message(rng) | {"object": "message"} if rng.random() < 0.2 else chat
    deltas = [
        {"_t": "a", "0": [{"type": "text", "text": "Hel"}]},
        [[0, "text", "lo \ud83d"], 9, 9],
        [[0, "text", "\ude00"], 9, 9],
        {"_t": "a", "1": [part] if (part := rng.choice(parts(rng))) else []},
        {"0": {"finishedAt": [DATE]}, "_t": "a"},
        delta_like(rng),
    ]
    chunks = [{**chunk, "delta": delta} for delta in deltas[: rng.randrange(3, 7)]]
    ends = [{"object": "message.usage", "id": MESSAGE_ID, "usage": USAGE}, chat]
    title = {"object": "chat.title", "id": CHAT_ID, "delta": "A title"}
    error = {"object": "error", "id": MESSAGE_ID, "message": "it failed", "code": "x"}
    return [first, title, *chunks, *(ends if rng.random() < 0.6 else rng.choice([[], [error]]))]


def events_v1(rng: Random) -> list[Any]:
    chunk = {"object": "message.experimental_content.chunk", "id": MESSAGE_ID}
    deltas = [
        {"_t": "a", "0": [[0, ["p", {}, ["text", {}, "Hi"]]]]},
        [[0, 1, 2, 2, " there"], 9, 9],
        delta_like(rng),
    ]
    chunks = [{**chunk, "delta": delta} for delta in deltas[: rng.randrange(1, 4)]]
    names = [{"object": f"chat.{field}", "id": CHAT_ID, "delta": "A name"} for field in ("title", "name")]
    error = {"object": "error", "id": MESSAGE_ID, "error": {"message": "it failed", "type": "x"}}
    ends = rng.choice([[chat_v1(rng)], [{"type": "done"}], [error], []])
    return [chat_v1(rng), *names, *chunks, *ends]


# ------------------------------------------------------------------ mutating values


def broken(rng: Random, value: Any) -> Any:
    """Return a copy with some places removed, replaced, retyped, nested or duplicated; one in six stays valid."""
    root = {"": copy.deepcopy(value)}
    for _ in range(rng.choice([0, 1, 1, 2, 3, 8])):
        holder, key = _place(rng, root)
        rng.choice(_BREAKS)(rng, holder, key)
    return root.get("")


def _place(rng: Random, root: Any) -> tuple[Any, Any]:
    holder: Any = root
    key: Any = ""
    while True:
        child = holder.get(key) if isinstance(holder, dict) else holder[key]
        if not isinstance(child, (dict, list)) or not child or rng.random() < 0.2:
            return holder, key
        holder, key = child, rng.choice(list(child)) if isinstance(child, dict) else rng.randrange(len(child))


def _at(holder: Any, key: Any) -> Any:
    return holder.get(key) if isinstance(holder, dict) else holder[key]


def _drop(_: Random, holder: Any, key: Any) -> None:
    if not (isinstance(holder, dict) and key not in holder):
        del holder[key]


def _replace(rng: Random, holder: Any, key: Any) -> None:
    holder[key] = any_json(rng)


def _retype(rng: Random, holder: Any, key: Any) -> None:
    value = _at(holder, key)
    kinds: list[Callable[[], Any]] = [
        lambda: [value],
        lambda: {"0": value},
        lambda: repr(value)[:100],
        lambda: dict.fromkeys(map(str, range(3)), value),
        lambda: not value,
    ]
    holder[key] = rng.choice(kinds)()


def _nest(rng: Random, holder: Any, key: Any) -> None:
    holder[key] = rng.choice([nested(_at(holder, key), rng.choice([3, 40, 200])), _DEEP, _LONG])


def _double(rng: Random, holder: Any, key: Any) -> None:
    try:
        twin = copy.deepcopy(_at(holder, key))
    except RecursionError:  # nested several times already
        return
    if isinstance(holder, list):
        holder.insert(rng.randrange(len(holder) + 1), twin)
    else:
        holder[rng.choice([*_KEYS, *holder])] = twin


_BREAKS: list[Callable[[Random, Any, Any], None]] = [_drop, _replace, _retype, _nest, _double]


def deepened(value: Any, depth: int) -> Any:
    """Nest every deep place of a value to `depth`, for functions that take values instead of text.

    Without recursion, since what was broken several times is nested deeply already.
    """
    whole = [value]
    todo: list[Any] = [whole]
    while todo:
        holder = todo.pop()
        for key, item in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            if isinstance(item, (dict, list)):
                todo.append(item)
            elif item == _DEEP:
                holder[key] = nested(None, depth)
    return whole[0]


# ------------------------------------------------------------------ mutating bytes


def text_of_json(rng: Random, value: Any) -> bytes:
    """Return JSON text that no Python value can express: repeated members, too deep nesting, too long numbers."""
    text = json.dumps(value, ensure_ascii=rng.random() < 0.5)
    deep = rng.choice([900, 100_000])
    text = text.replace(json.dumps(_DEEP), "[" * deep + "]" * deep).replace(json.dumps(_LONG), "9" * 5000)
    if rng.random() < 0.1:
        text = text.replace("{", '{"id": "twice", "id": null, ', 1)
    return text.encode("utf-8", "surrogatepass")


def broken_bytes(rng: Random, data: bytes) -> bytes:
    """Return the bytes unchanged, truncated, or with some of them changed, removed or inserted."""
    match rng.randrange(10):
        case 0:
            return data[: rng.randrange(len(data) + 1)]
        case 1:
            return rng.randbytes(rng.randrange(200))
        case 2:
            changed = bytearray(data)
            for _ in range(rng.randrange(1, 6)):
                at = rng.randrange(len(changed) + 1)
                changed[at : at + rng.randrange(3)] = rng.choice(
                    [b"\n", b"\n\n", b"\r", b"\0", b'"', b"\xff", b"{", b":"]
                )
            return bytes(changed)
    return data


def sse(rng: Random, events: list[Any]) -> bytes:
    """Return events as a server might send them, with other lines that the standard allows."""
    end = rng.choice([b"\n", b"\n", b"\r\n", b"\r"])
    pieces = [b"\xef\xbb\xbf" if rng.random() < 0.1 else b""]
    for event in events:
        odd = [
            b": comment",
            b"id: 7",
            b"id",
            b"event: x",
            b"retry: 10",
            b"retry: " + b"9" * 700,
            b"data",
            b"data:[",
            b"x: y",
        ]
        lines = [rng.choice(odd)] if rng.random() < 0.15 else []
        data = b"[DONE]" if rng.random() < 0.02 else text_of_json(rng, event)
        pieces.append(end.join([*lines, b"data: " + data, b"", b""]))
    if rng.random() < 0.3:
        pieces.append(b"data: [DONE]" + end * 2)
    return b"".join(pieces)


def cut(rng: Random, data: bytes) -> Iterator[bytes]:
    """Yield the same bytes in chunks of any size, including empty ones."""
    size = rng.choice([1, 7, 50, 1000, 10**6])
    if len(data) > 5000:
        size = max(size, 1000)
    start = 0
    while start < len(data):
        stop = start + rng.randrange(size + 1)
        yield data[start:stop]
        start = stop
