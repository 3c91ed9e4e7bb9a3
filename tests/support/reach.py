"""Find every text reachable from an object, to assert that a secret is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def texts_in(root: object) -> list[str]:
    """Return every string and bytes reachable through fields, items and, for errors, causes and contexts."""
    return list(_texts(root))


def _texts(root: object) -> Iterator[str]:
    seen: set[int] = set()
    kept: list[object] = []  # an id is unique only while its object exists
    todo: list[object] = [root]
    while todo:
        value = todo.pop()
        if id(value) in seen or isinstance(value, type):
            continue
        seen.add(id(value))
        kept.append(value)
        if isinstance(value, str):
            yield value
        elif isinstance(value, (bytes, bytearray)):
            yield value.decode("latin-1")
        elif isinstance(value, Mapping):
            todo += [*value.keys(), *value.values()]
        elif isinstance(value, (list, tuple, set, frozenset)):
            todo += value
        else:
            yield repr(value)
            todo += _fields(value)


def _fields(value: Any) -> list[object]:
    found = list(getattr(value, "__dict__", {}).values())
    for cls in type(value).__mro__:
        slots = cls.__dict__.get("__slots__", ())
        found += [getattr(value, name, None) for name in ([slots] if isinstance(slots, str) else slots)]
    if isinstance(value, BaseException):
        found += [value.args, value.__cause__, value.__context__]
    return found
