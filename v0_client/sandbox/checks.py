"""Checks of request bodies: small functions that combine into the description of a whole body.

A check takes a value and the path to it, and rejects what does not fit with 422 and that path. Objects are closed:
a key that is not named is refused, as the real service does. What a test scripts is checked by the same functions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn, TypeAlias

from .wire import JsonObject, RejectError, encode, is_array, is_object

Check: TypeAlias = Callable[[Any, str], None]


def fail(path: str, problem: str) -> NoReturn:
    raise RejectError(422, f"{path or 'body'}: {problem}")


def must_fit(thing: object, checks: Mapping[str, Check]) -> None:
    """Check attributes of what a test made.

    Raises:
        ValueError: naming the class and the attribute.
    """
    for name, check in checks.items():
        try:
            check(getattr(thing, name), f"{type(thing).__name__}.{name}")
        except RejectError as error:
            raise ValueError(error.message) from None


def string(*, at_least: int = 0, at_most: int | None = None, one_of: Collection[str] | None = None) -> Check:
    def check(value: Any, path: str) -> None:
        if not isinstance(value, str):
            fail(path, "must be a string")
        try:
            value.encode()
        except UnicodeEncodeError:
            fail(path, "holds half of a surrogate pair, which cannot be sent")
        if one_of is not None and value not in one_of:
            fail(path, f"must be one of {', '.join(one_of)}")
        if len(value) < at_least:
            fail(path, f"must have at least {at_least} character(s)")
        if at_most is not None and len(value) > at_most:
            fail(path, f"must have at most {at_most} characters")

    return check


def boolean(value: Any, path: str) -> None:
    if not isinstance(value, bool):
        fail(path, "must be true or false")


def integer(value: Any, path: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        fail(path, "must be a whole number")


def count(value: Any, path: str) -> None:
    integer(value, path)
    if value < 0:
        fail(path, "must not be negative")


def seconds(value: Any, path: str) -> None:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value < math.inf:
        fail(path, "must be a number of seconds, 0 or more")


def nullable(inner: Check) -> Check:
    def check(value: Any, path: str) -> None:
        if value is not None:
            inner(value, path)

    return check


def anything(value: Any, path: str) -> None:
    """Whatever JSON has."""
    try:
        encode(value)
    except (TypeError, ValueError, RecursionError):
        fail(path, "cannot be written as JSON")


def instance(*classes: type) -> Check:
    """No JSON, but a thing of one of these classes."""
    names = " or ".join(each.__name__ for each in classes)

    def check(value: Any, path: str) -> None:
        if not isinstance(value, classes):
            fail(path, f"must be {names}, not {value!r}")

    return check


def uri(value: Any, path: str) -> None:
    string()(value, path)
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", value):
        fail(path, "must be a URI")


def array(item: Check, *, at_least: int = 0, at_most: int | None = None) -> Check:
    def check(value: Any, path: str) -> None:
        if not is_array(value):
            fail(path, "must be an array")
        if len(value) < at_least:
            fail(path, f"must have at least {at_least} item(s)")
        if at_most is not None and len(value) > at_most:
            fail(path, f"must have at most {at_most} items")
        for index, member in enumerate(value):
            item(member, f"{path}[{index}]")

    return check


def mapping(key: Check, item: Check, *, at_most: int | None = None) -> Check:
    """An object whose keys are the caller's own."""

    def check(value: Any, path: str) -> None:
        members = _object(value, path)
        if at_most is not None and len(members) > at_most:
            fail(path, f"must have at most {at_most} keys")
        for name, member in members.items():
            key(name, f"{path}: key {name!r}")
            item(member, f"{path}.{name}")

    return check


def closed(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these keys and no others."""
    known = {**required, **(optional or {})}

    def check(value: Any, path: str) -> None:
        members = _object(value, path)
        dot = f"{path}." if path else ""
        for name in members:
            if name not in known:
                fail(path, f"unrecognized key {name!r}")
        for name in required:
            if name not in members:
                fail(f"{dot}{name}", "is required")
        for name, member in members.items():
            known[name](member, f"{dot}{name}")

    return check


def tagged(variants: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of the variants it is."""
    type_of = string(one_of=variants)

    def check(value: Any, path: str) -> None:
        tag: Any = _object(value, path).get("type")
        type_of(tag, f"{path}.type" if path else "type")
        variants[tag](value, path)

    return check


def _object(value: Any, path: str) -> JsonObject:
    if not is_object(value):
        fail(path, "must be an object")
    return value
