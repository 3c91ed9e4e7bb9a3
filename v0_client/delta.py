"""Apply the API's deltas to plain JSON, without I/O.

A delta has the format of jsondiffpatch, plus one form of the vendor's own, ``[[...path, text], 9, 9]``, which appends
text to the string at a path. The vendor's clients ignore much that is invalid; here it raises, because a value that
silently falls behind its stream is worse than an error from which a caller can recover.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import Enum
from typing import Any, Final, Literal, TypeGuard

from .errors import DeltaError

__all__ = ["MISSING", "DeltaError", "Missing", "apply_delta"]


class Missing(Enum):
    """The type of :data:`MISSING`, for annotations such as ``str | Missing``."""

    MISSING = "MISSING"

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> Literal[False]:
        return False


MISSING: Final = Missing.MISSING
"""No value at all: JavaScript's ``undefined``, where None is its ``null``. Falsy, and the same object after a copy."""


def apply_delta(value: Any, delta: Any) -> Any:
    """Apply one delta to a JSON value.

    Lists and dicts are changed in place, at a cost that depends on the delta and not on the value. Use the result all
    the same: a delta may replace or remove the root. The delta is not changed, and shares no list or dict with the
    value afterwards.

    Args:
        value: The value to change, as ``json.loads`` returns it, or :data:`MISSING` for no value yet.
        delta: The delta, as ``json.loads`` returns it. None and scalars change nothing.

    Returns:
        The new root: ``value`` itself where it was changed in place, :data:`MISSING` where the delta removes it.

    Raises:
        DeltaError: The delta is malformed, does not fit the value, contains a text diff, or is nested too deeply. The
            value is as it was before.
    """
    if delta is None:
        return value
    if _is_list(delta) and len(delta) > 2 and delta[1] == 9 and delta[2] == 9:
        return value if append_to_member(value, delta[0]) else _append(value, delta[0])
    patch = _Patch()
    try:
        result = patch.apply(value, delta)
    except RecursionError:
        patch.undo()
    except BaseException:
        patch.undo()
        raise
    else:
        patch.commit()
        return result
    # Outside the except block, so that the error does not keep a thousand frames as its context.
    raise patch.error("nested too deeply for Python")


class _Patch:
    """One delta while it is applied to one value.

    ``journal`` has every change as ``(container, key, old)``. Assigning the old values back, newest first, undoes them.
    A list's key is an index or a slice; an old value of MISSING means that the key did not exist.
    """

    __slots__ = ("journal", "path", "removed")

    def __init__(self) -> None:
        self.path: list[Any] = []  # the position in the delta, also when an error is raised
        self.journal: list[tuple[Any, Any, Any]] = []
        self.removed: list[tuple[dict[str, Any], str]] = []

    def undo(self) -> None:
        for container, key, old in reversed(self.journal):
            if old is MISSING:
                container.pop(key, None)
            else:
                container[key] = old

    def commit(self) -> None:
        # Until here MISSING takes the place of a removed member, so that undoing keeps the order of members.
        for container, key in self.removed:
            if container.get(key) is MISSING:
                del container[key]

    def error(self, reason: str) -> DeltaError:
        return _error(self.path, reason)

    def apply(self, value: Any, delta: Any) -> Any:
        """Apply any delta but an append, and return the new value."""
        if _is_dict(delta):
            if "_t" not in delta:
                if _is_dict(value):
                    self.change_members(value, delta)
                elif _is_list(value):
                    self.change_items(value, delta)
                else:
                    raise self.error(f"it changes members of {_kind(value)}")
            elif delta["_t"] != "a":
                raise self.error('its "_t" is not "a"')
            elif _is_list(value):
                self.change_array(value, delta)
            else:
                raise self.error(f"it changes an array, but the value is {_kind(value)}")
            return value
        if _is_list(delta):
            return self.replacement(delta)
        if delta is None:
            raise self.error("null is not a delta")
        if isinstance(delta, (str, int, float, Missing)):
            return value
        raise self.error(f"{type(delta).__name__} is not JSON")

    def replacement(self, delta: list[Any]) -> Any:
        """The new value of ``[new]``, ``[old, new]`` or ``[old, 0, 0]``, whatever the old one was."""
        size = len(delta)
        if 1 <= size <= 2:
            return _copy(delta[-1])
        if size != 3:
            raise self.error(f"an array of {size} members is not a delta")
        mark = delta[2]
        if mark is not False and mark == 0:
            return MISSING
        if mark == 2:
            raise self.error("text diffs are not supported")
        raise self.error(f"unknown kind of delta: {_show(mark)}")

    def change_members(self, members: dict[str, Any], delta: dict[str, Any]) -> None:
        for key, change in delta.items():
            self.path.append(key)
            old = members.get(key, MISSING)
            new = self.apply(old, change)
            if new is not old:
                self.journal.append((members, key, old))
                members[key] = new
                if new is MISSING:
                    self.removed.append((members, key))
            self.path.pop()

    def change_items(self, items: list[Any], delta: dict[str, Any]) -> None:
        for key, change in delta.items():
            self.path.append(key)
            index = self.index(key)
            if index >= len(items):
                raise self.error(f"the item does not exist, the array has {len(items)}")
            old = items[index]
            new = self.apply(old, change)
            if new is not old:
                self.journal.append((items, index, old))
                items[index] = None if new is MISSING else new
            self.path.pop()

    def change_array(self, items: list[Any], delta: dict[str, Any]) -> None:
        """Apply an array delta: ``_N`` names an item by its old index, ``N`` by its new one."""
        changes: dict[str, Any] = {}
        inserts: list[tuple[int, Any]] = []
        leaving: dict[int, int | None] = {}  # old index: where a moved item goes, or None for a removed one
        for key, change in delta.items():
            if key == "_t":
                continue
            self.path.append(key)
            if key.startswith("_"):
                index = self.index(key[1:])
                if index >= len(items):
                    raise self.error(f"the item does not exist, the array has {len(items)}")
                if index in leaving:
                    raise self.error("the item is removed or moved twice")
                leaving[index] = self.destination(change)
            elif _is_list(change) and len(change) == 1:
                inserts.append((self.index(key), _copy(change[0])))
            else:
                changes[key] = change
            self.path.pop()
        if inserts or leaving:
            self.splice(items, inserts, leaving)
        if changes:
            self.change_items(items, changes)

    def splice(self, items: list[Any], inserts: list[tuple[int, Any]], leaving: dict[int, int | None]) -> None:
        """Remove items by old index, then insert new and moved ones, each at its index in the list so far."""
        going = sorted(leaving)
        for index in reversed(going):
            destination = leaving[index]
            if destination is not None:
                inserts.append((destination, items[index]))
        # Stable: of several values for one index the last one inserted ends up first.
        inserts.sort(key=_first)
        # Only the stretch from the first change to the last is rebuilt, in one pass however many changes there are.
        start = len(items)
        stop = 0
        if going:
            start = going[0]
            stop = going[-1] + 1
        if inserts:
            start = min(start, inserts[0][0])
            stop = max(stop, inserts[-1][0] + len(going))  # past every old item that an insert may have to count
        before = items[start:stop]
        staying: list[Any] = []
        done = 0
        for index in going:
            staying += before[done : index - start]
            done = index - start + 1
        staying += before[done:]
        after: list[Any] = []
        taken = 0
        for target, value in inserts:
            place = target - start
            gap = place - len(after)
            if gap > 0:
                after += staying[taken : taken + gap]
                taken += gap
            after.insert(place, value)
        after += staying[taken:]
        self.journal.append((items, slice(start, start + len(after)), before))
        items[start:stop] = after

    def index(self, digits: str) -> int:
        index = _parse_index(digits)
        if index is None:
            raise self.error("not an index")
        return index

    def destination(self, change: Any) -> int | None:
        """The new index of an item named by its old one; None for one that is removed."""
        if _is_list(change) and len(change) == 3:
            target, mark = change[1:]
            if mark is not False and mark == 0:
                return None
            if mark == 3:
                index = _parse_index(target) if isinstance(target, str) else _step(target)
                if isinstance(index, int) and index >= 0:
                    return min(index, sys.maxsize)
                raise self.error(f"an item cannot move to {_show(target)}")
        raise self.error("it is neither a removal nor a move")


def append_to_member(items: Any, target: Any) -> bool:
    """Apply the append of almost every event, ``[index, key, text]`` with ASCII text; False where it is another one."""
    try:
        index, key, text = target
        item = items[index]
        found = item[key]  # of JSON, only a dict has a value by a str
    except (TypeError, ValueError, LookupError):
        return False
    if type(index) is not int or index < 0 or type(key) is not str or type(found) is not str:
        return False
    if type(text) is not str or not text.isascii():
        return False
    item[key] = None  # as in `_append`
    found += text
    item[key] = found
    return True


def _append(value: Any, target: Any) -> Any:
    """Apply ``[target, 9, 9]``, where target is ``[...path, text]``, and return the new root."""
    if not _is_list(target) or not target or not isinstance(target[-1], str):
        raise _error([], "an append needs a path and a text")
    steps = [step if type(step) is int else _step(step) for step in target[:-1]]
    if None in steps:
        raise _error([], "an append's path contains something other than indexes and keys")
    text = _join_surrogates(target[-1])
    if not steps and isinstance(value, str):
        return value[:-1] + _join_surrogates(value[-1:] + text)
    container = value
    for step in steps:
        key: Any = step
        found: Any = MISSING
        if _is_dict(container):
            key = str(step)
            found = container.get(key, MISSING)
        elif _is_list(container) and isinstance(step, int) and 0 <= step < len(container):
            found = container[step]
        if isinstance(found, str):
            # Taken out of its container, the string has no owner but this local name, so that CPython's += grows it
            # in place instead of copying it for every chunk of text.
            container[key] = None
            if "\udc00" <= text[:1] <= "\udfff" and "\ud800" <= found[-1:] <= "\udbff":
                text = _join_surrogates(found[-1] + text)
                found = found[:-1]
            found += text
            container[key] = found
            return value
        container = found
    raise _error(steps, f"an append found {_kind(container)} instead of a string")


# For type checkers: isinstance alone leaves members of unknown type.
def _is_dict(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _first(insert: tuple[int, Any]) -> int:
    return insert[0]


def _copy(value: Any) -> Any:
    """A deep copy of a JSON value."""
    copied: Any
    entries: Iterable[tuple[Any, Any]]
    if _is_dict(value):
        copied = value.copy()
        entries = value.items()
    elif _is_list(value):
        copied = value.copy()
        entries = enumerate(value)
    else:
        return _join_surrogates(value) if isinstance(value, str) else value
    # Most members are scalars, which the shallow copy has already; only the others cost a step each.
    for key, item in entries:
        if isinstance(item, str):
            if not item.isascii():
                copied[key] = _join_surrogates(item)
        elif isinstance(item, (dict, list)):
            copied[key] = _copy(item)
    return copied


def _join_surrogates(text: str) -> str:
    """Join the halves of every surrogate pair; halves without a partner stay."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return text


def _step(step: Any) -> int | str | None:
    """A path step as int or str, as JavaScript knows no difference between 1 and 1.0; None for anything else."""
    if type(step) is int or isinstance(step, str):
        return step
    if isinstance(step, float) and step.is_integer():
        return int(step)
    return None


def _parse_index(digits: str) -> int | None:
    if not (digits.isascii() and digits.isdigit()):
        return None
    if len(digits) > 18:
        # Python refuses to convert very many digits. No list is that long, so all of them mean "past the end".
        digits = digits.lstrip("0") or "0"
        if len(digits) > 18:
            return sys.maxsize
    return min(int(digits), sys.maxsize)


_KINDS: Final[dict[type[Any], str]] = {
    dict: "an object",
    list: "an array",
    str: "a string",
    bool: "a boolean",
    int: "a number",
    float: "a number",
}


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if value is MISSING:
        return "nothing"
    kind = type(value)
    return _KINDS.get(kind) or kind.__name__


def _show(value: Any) -> str:
    """A short scalar as it is, anything else by its kind, so that errors stay short."""
    if isinstance(value, (bool, int, float, str)):
        text = ascii(value)
        if len(text) <= 40:
            return text
    return _kind(value)


def _error(path: list[Any], reason: str) -> DeltaError:
    return DeltaError(f"cannot apply the delta at {_show_path(path)}: {reason}")


def _show_path(path: list[Any]) -> str:
    """The position in the delta, such as ``delta[3].text``; of a long one its ends only."""
    steps = path if len(path) <= 12 else [*path[:6], None, *path[-6:]]
    return "delta" + "".join(map(_show_step, steps))


def _show_step(step: Any) -> str:
    if step is None:
        return "[...]"
    text = str(step)
    text = text if len(text) <= 40 else text[:37] + "..."
    if text.lstrip("_-").isdigit() and text.isascii():
        return f"[{text}]"
    return f".{text}" if text.isascii() and text.isidentifier() else f"[{text!a}]"


def __dir__() -> list[str]:
    return __all__
