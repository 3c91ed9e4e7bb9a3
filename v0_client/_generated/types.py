"""What every generated model and function builds on: the absent value, reading answers, writing requests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any, Final, Literal, TypeGuard, TypeVar

from . import models
from .errors import FieldError

T = TypeVar("T")


class Unset(Enum):
    """The type of :data:`UNSET`."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    __str__ = __repr__


UNSET: Final = Unset.UNSET
"""Stands for an absent value: left out of requests, and read where an answer does not carry the field. Falsy."""


# ---------------------------------------------------------------------------------------------------- reading answers


def is_dict(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_object(value: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def getter(value: object, owner: str) -> Callable[..., Any]:
    """The ``get`` of a JSON object; FieldError where the value is none."""
    if is_dict(value) or _is_object(value):
        return value.get
    raise FieldError(f"{owner} must be an object, got {_kind(value)}", owner)


def required(get: Callable[..., Any], name: str, owner: str) -> Any:
    """A member that must be there."""
    if (value := get(name)) is None:
        raise FieldError(f"{owner}.{name} is missing", f"{owner}.{name}")
    return value


def items(value: object, field: str, decode: Callable[[Any], T]) -> list[T]:
    """A list with every member decoded."""
    return [decode(item) for item in _as_list(value, field)]


def values(value: object, field: str) -> list[Any]:
    """A list of plain values, copied."""
    return list(_as_list(value, field))


def mapping(value: object, field: str) -> dict[str, Any]:
    """An object of plain values, copied."""
    if _is_object(value):
        return dict(value)
    raise FieldError(f"{field} must be an object, got {_kind(value)}", field)


def nullable(decode: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """A decoder of an answer that may be null, or nothing at all."""
    return lambda value: None if value is None else decode(value)


def or_nothing(decode: Callable[[Any], T]) -> Callable[[Any], T]:
    """A decoder of an answer that may have no body: then nothing in it is told."""
    return lambda value: decode({} if value is None else value)


def extras(src: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """The members that the document does not know; kept, so that nothing the API adds is lost."""
    return {key: value for key, value in src.items() if key not in known}


def _as_list(value: object, field: str) -> list[Any]:
    if _is_list(value):
        return value
    raise FieldError(f"{field} must be a list, got {_kind(value)}", field)


class TaggedUnion:
    """Decodes one of several classes, told by a tag; an unknown tag, or a value that is no object, gives the fallback.

    Classes are looked up by name when their tag first comes, so that a union loads only what it meets.
    """

    __slots__ = ("_decoders", "_fallback", "_members", "_tag")

    def __init__(self, tag: str, members: Mapping[str, str], fallback: str) -> None:
        self._tag = tag
        self._members = members
        self._fallback = fallback
        self._decoders: dict[str, Callable[[Any], Any]] = {}

    def __call__(self, value: Any) -> Any:
        try:
            decode = self._decoders[value[self._tag]]
        except (KeyError, TypeError):  # a tag that comes for the first time, an unknown one, or none
            decode = self._decoder(value)
        return decode(value)

    def _decoder(self, value: Any) -> Callable[[Any], Any]:
        tag = value.get(self._tag) if is_dict(value) else None
        if type(tag) is not str or tag not in self._members:
            return _from_dict(self._fallback)
        decode = self._decoders[tag] = _from_dict(self._members[tag])
        return decode


def _from_dict(name: str) -> Callable[[Any], Any]:
    decode: Callable[[Any], Any] = getattr(models, name).from_dict
    return decode


# --------------------------------------------------------------------------------------------------- writing requests


def encode_model(model: Any, fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """A model as JSON: absent fields left out, additional properties kept."""
    encoded = dict(model.additional_properties)
    for name, wire_name in fields:
        value = getattr(model, name)
        if value is not UNSET:
            encoded[wire_name] = encode(value)
    return encoded


def encode(value: Any) -> Any:
    """A value as JSON; models anywhere inside become objects, absent members are left out."""
    if isinstance(value, (str, int, float)) or value is None:
        return value
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if _is_object(value):
        return {key: encode(item) for key, item in value.items() if item is not UNSET}
    if _is_sequence(value):
        return [encode(item) for item in value]
    return value


def _is_sequence(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    return isinstance(value, (list, tuple))


Check = Mapping[str, Any]
"""What a value may be, in the document's own words: ``type``, limits, ``properties``, ``required``, ``items``.

Of its own: ``model`` (the check of that class), ``tag`` and ``members`` (a tagged union), ``any_of`` (a union told by
required fields), ``keys`` and ``values`` (of a map), ``nullable``, ``exactly_one_of``, ``argument`` (a field's Python
name). Enums stay open and unknown fields pass: the API may know more than the document.
"""

_ANYTHING: Check = {}

_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list, tuple),
    "object": (dict, Mapping),
}
_NAMES = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "True or False",
    "array": "a list",
    "object": "an object",
}


def to_wire(value: Any, check: Check, path: str) -> Any:
    """A request value as JSON, or FieldError with its path and the remedy."""
    if hasattr(value, "to_dict"):
        value = _any_to_wire(value, path)
    if check.get("nullable") and value is None:
        return value
    if "model" in check:
        return to_wire(value, getattr(models, check["model"]).wire_check, path)
    if "members" in check:
        return _tagged_to_wire(value, check, path)
    if "any_of" in check:
        return _untagged_to_wire(value, check, path)
    if "const" in check:
        if value != check["const"]:
            raise FieldError(f"{path} must be {check['const']!r}", path)
        return value
    if "type" not in check:
        return _any_to_wire(value, path)
    return _plain_to_wire(value, check, path)


def _any_to_wire(value: Any, path: str) -> Any:
    try:
        return encode(value)
    except RecursionError:
        pass
    raise FieldError(f"{path} is nested too deep, or holds itself: send it flatter", path)


def _plain_to_wire(value: Any, check: Check, path: str) -> Any:
    kind: str = check["type"]
    _check_kind(value, kind, path)
    if kind == "object":
        return _map_to_wire(value, check, path) if "values" in check else _object_to_wire(value, check, path)
    if kind == "array":
        _check_size(len(value), check, "Items", "entries", path)
        return [to_wire(item, check["items"], f"{path}[{i}]") for i, item in enumerate(value)]
    if kind == "string":
        _check_size(len(value), check, "Length", "characters", path)
    if "minimum" in check and value < check["minimum"] or "maximum" in check and value > check["maximum"]:
        fitting = f"{check['minimum']} to {check['maximum']}" if "maximum" in check else f"at least {check['minimum']}"
        raise FieldError(f"{path} must be {fitting}, got {value}", path)
    return value


def _object_to_wire(value: Mapping[str, Any], check: Check, path: str) -> dict[str, Any]:
    properties: Mapping[str, Check] = check["properties"]
    encoded: dict[str, Any] = {}
    for key, item in value.items():
        if item is not UNSET:
            known = properties.get(key, _ANYTHING)
            encoded[key] = to_wire(item, known, _join(path, known.get("argument", key)))
    missing = [key for key in check.get("required", ()) if key not in encoded]
    if missing:
        needed = " and ".join(properties[key].get("argument", key) for key in check["required"])
        field = _join(path, properties[missing[0]].get("argument", missing[0]))
        raise FieldError(f"{field} is missing: {path or 'the request'} needs {needed}", field)
    choice: list[str] = check.get("exactly_one_of", [])
    if choice and sum(key in encoded for key in choice) != 1:
        raise FieldError(f"{path} must carry exactly one of {' and '.join(choice)}", path)
    return encoded


def _map_to_wire(value: Mapping[Any, Any], check: Check, path: str) -> dict[str, Any]:
    _check_size(len(value), check, "Properties", "pairs", path)
    encoded: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise FieldError(f"the keys of {path} must be strings, got {_kind(key)}", path)
        shown = key if len(key) <= 60 else f"{key[:57]}..."
        _check_size(len(key), check.get("keys", {}), "Length", "characters", f"the key {shown!r} of {path}", field=path)
        encoded[key] = to_wire(item, check["values"], _join(path, shown))
    return encoded


def _tagged_to_wire(value: Any, check: Check, path: str) -> Any:
    members: Mapping[str, str] = check["members"]
    if not _is_object(value):
        raise FieldError(f"{path} must be one of {', '.join(members.values())}, got {_kind(value)}", path)
    tag: str = check["tag"]
    name = value.get(tag)
    if not isinstance(name, str) or name not in members:
        field = _join(path, tag)
        known = ", ".join(f"{key!r} ({member})" for key, member in members.items())
        raise FieldError(f"{field} must say what {path} is: one of {known}", field)
    return to_wire(value, {"model": members[name]}, path)


def _untagged_to_wire(value: Any, check: Check, path: str) -> Any:
    names: list[str] = check["any_of"]
    _check_kind(value, "object", path)
    for name in names:
        member: Check = getattr(models, name).wire_check
        if all(value.get(key, UNSET) is not UNSET for key in member.get("required", ())):
            return to_wire(value, member, path)
    raise FieldError(f"{path} must be one of {', '.join(names)}: no required field of any of them is there", path)


def _check_kind(value: Any, kind: str, path: str) -> None:
    if not isinstance(value, _KINDS[kind]) or isinstance(value, bool) != (kind == "boolean"):
        remedy = "; leave it out instead" if value is None else ""
        raise FieldError(f"{path} must be {_NAMES[kind]}, got {_kind(value)}{remedy}", path)


def _check_size(size: int, check: Check, what: str, unit: str, path: str, *, field: str | None = None) -> None:
    low, high = check.get(f"min{what}", 0), check.get(f"max{what}")
    if size < low:
        text = "must not be empty" if size == 0 else f"must have at least {low} {unit}, got {size}"
        raise FieldError(f"{path} {text}", field or path)
    if high is not None and size > high:
        raise FieldError(f"{path} may have at most {high} {unit}, got {size}", field or path)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _kind(value: object) -> str:
    return "None" if value is None else type(value).__name__
