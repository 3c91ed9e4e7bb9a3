"""What generated code builds on: the absent value, reading responses, writing requests, showing models."""

from __future__ import annotations

import inspect
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import wraps
from reprlib import Repr
from typing import Any, Final, Literal, Never, Self, TypeGuard, TypeVar, cast

from attrs import fields

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
"""Stands for an absent value: left out of requests, and read where a response lacks the field. Falsy."""


# ------------------------------------------------------------------------------------------------------- deprecation

if sys.version_info >= (3, 13):
    from warnings import deprecated as deprecated  # noqa: PLC0414 - generated modules import it from here
else:
    F = TypeVar("F", bound=Callable[..., Any])

    def deprecated(message: str, /) -> Callable[[F], F]:
        """Do what :func:`warnings.deprecated` of Python 3.13 does: each call warns, at the line of the caller."""

        def decorate(function: F) -> F:
            @wraps(function)
            def call(*args: Any, **kwargs: Any) -> Any:
                warnings.warn(message, DeprecationWarning, stacklevel=2)
                return function(*args, **kwargs)

            if sys.version_info >= (3, 12) and inspect.iscoroutinefunction(function):
                inspect.markcoroutinefunction(call)
            vars(call)["__deprecated__"] = message
            return cast("F", call)

        return decorate


class Model:
    """What every model is. pydantic, and so FastAPI, can validate, serialise and describe it."""

    __slots__ = ()

    @classmethod
    def from_dict(cls, src: Any, /) -> Self:
        """Read JSON."""
        raise NotImplementedError

    def to_dict(self) -> Any:
        """The model as JSON."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any, /) -> dict[str, Any]:
        from .schemas import core_schema

        return core_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, handler: Callable[[Any], dict[str, Any]], /) -> dict[str, Any]:
        from .schemas import json_schema

        return json_schema(cls, handler)


# ---------------------------------------------------------------------------------------------------- reading responses


def is_dict(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def is_object(value: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping)


def is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def initialised(model: T, names: Iterable[tuple[str, str]]) -> T:
    """The model, made again by its class: a subclass of the caller's may have an ``__init__`` and fields of its own."""
    make: Callable[..., T] = type(model)
    return make(**{name: getattr(model, name) for name, _ in (*names, ("additional_properties", ""))})


def get_method(value: object, owner: str) -> Callable[..., Any]:
    """The ``get`` of a JSON object; FieldError for any other value."""
    if is_dict(value) or is_object(value):
        return value.get
    raise FieldError(f"{owner} must be an object, got {_kind(value)}", owner)


def missing(owner: str, name: str) -> Never:
    """Stands for the value of a member that must be present."""
    raise FieldError(f"{owner}.{name} is missing", f"{owner}.{name}")


def decode_list(value: object, field: str, decode: Callable[[Any], T]) -> list[T]:
    """A list with every member decoded."""
    return [decode(item) for item in _as_list(value, field)]


def copy_list(value: object, field: str) -> list[Any]:
    """A list of plain values, copied."""
    return list(_as_list(value, field))


def copy_dict(value: object, field: str, decode: Callable[[Any], Any] | None = None) -> dict[str, Any]:
    """An object whose keys are data, copied; its values are decoded where there is something to decode."""
    if is_object(value):
        return dict(value) if decode is None else {key: decode(item) for key, item in value.items()}
    raise FieldError(f"{field} must be an object, got {_kind(value)}", field)


def unchanged(value: Any) -> Any:
    """A decoder that leaves JSON as it is."""
    return value


def discard(value: object) -> None:  # noqa: ARG001 - a decoder takes what it ignores
    """A decoder of a response that has no body."""


def nullable(decode: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """A decoder of a value that may be null, or of a response that may have no body."""
    return lambda value: None if value is None else decode(value)


def or_empty(decode: Callable[[Any], T], empty: Any) -> Callable[[Any], T]:
    """A decoder of a response that may have no body, which then reads as an empty one."""
    return lambda value: decode(empty if value is None else value)


def unknown_fields(src: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """The members that the document does not know; kept, so that nothing the API adds is lost."""
    return {key: value for key, value in src.items() if key not in known}


def _as_list(value: object, field: str) -> list[Any]:
    if is_list(value):
        return value
    raise FieldError(f"{field} must be a list, got {_kind(value)}", field)


def tagged_union(tag: str, members: Mapping[str, str], fallback: str) -> Callable[[Any], Any]:
    """A decoder of one of several classes, discriminated by a tag.

    A value with an unknown tag, or that is not an object, is decoded as the fallback. Classes are looked up by name
    when their tag first occurs, so that a union loads only those.
    """
    decoders: dict[str, Callable[[Any], Any]] = {}

    def decode(value: Any) -> Any:
        try:
            decode_member = decoders[value[tag]]
        except (KeyError, TypeError):  # a tag that occurs for the first time, an unknown one, or none
            decode_member = find(value)
        return decode_member(value)

    def find(value: Any) -> Callable[[Any], Any]:
        found = value.get(tag) if is_dict(value) else None
        if type(found) is not str or found not in members:
            return _from_dict(fallback)
        return decoders.setdefault(found, _from_dict(members[found]))

    return decode


def _from_dict(name: str) -> Callable[[Any], Any]:
    decode: Callable[[Any], Any] = getattr(models, name).from_dict
    return decode


# --------------------------------------------------------------------------------------------------- writing requests


def encode_model(model: Any, names: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """A model as JSON: absent fields left out, additional properties kept."""
    encoded = dict(model.additional_properties)
    for name, wire_name in names:
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
    if is_object(value):
        return {key: encode(item) for key, item in value.items() if item is not UNSET}
    if _is_sequence(value):
        return [encode(item) for item in value]
    return value


def _is_sequence(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    return isinstance(value, (list, tuple))


Check = Mapping[str, Any]
"""What a request value may be: its ``type``, ``nonempty`` strings, the ``minimum`` of a number, the ``items`` of a
list.

An object has ``properties``, which are ``required``, ``exactly_one_of`` or ``at_least_one_of`` some, and the ``names``
that are accepted for wire names. A map has ``values``, and ``nonempty`` keys. ``model`` refers to the check of a class.
``tag`` (in Python ``tag_name``) and ``members`` describe a tagged union, which has others where it is ``open``;
``any_of`` describes a union discriminated by required fields. ``nullable`` may stand beside any of these, or beside
``check``, another table.

Enums stay open, unknown fields are sent, and upper limits are left to the server: the API may know more than the
document.
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
    if "check" in check:
        return to_wire(value, check["check"], path)
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
    raise FieldError(f"{path} is nested too deep, or contains itself: send it flatter", path)


def _plain_to_wire(value: Any, check: Check, path: str) -> Any:
    kind: str = check["type"]
    _check_kind(value, kind, path)
    if kind == "object":
        return _map_to_wire(value, check, path) if "values" in check else _object_to_wire(value, check, path)
    if kind == "array":
        return [to_wire(item, check["items"], f"{path}[{i}]") for i, item in enumerate(value)]
    if kind == "string" and not value and "nonempty" in check:
        raise FieldError(f"{path} must not be empty", path)
    if "minimum" in check and value < check["minimum"]:
        raise FieldError(f"{path} must be at least {check['minimum']}, got {value}", path)
    return value


def _object_to_wire(value: Mapping[str, Any], check: Check, path: str) -> dict[str, Any]:
    properties: Mapping[str, Check] = check["properties"]
    names: Mapping[str, str] = check.get("names", {})
    encoded: dict[str, Any] = {}
    for key, item in value.items():
        if item is not UNSET:
            wire_name = key if key in properties else names.get(key, key)
            if wire_name in encoded:
                name = next(other for other, wire in names.items() if wire == wire_name)
                raise FieldError(f"{_join(path, key)} is given twice, as {wire_name} and as {name}", _join(path, key))
            encoded[wire_name] = to_wire(item, properties.get(wire_name, _ANYTHING), _join(path, key))
    required: list[str] = check.get("required", [])
    if missing := [key for key in required if key not in encoded]:
        raise _missing(missing[0], " and ", required, names, path)
    alternatives: list[str] = check.get("at_least_one_of", [])
    if alternatives and not any(key in encoded for key in alternatives):
        raise _missing(alternatives[0], " or ", alternatives, names, path)
    choice: list[str] = check.get("exactly_one_of", [])
    if choice and sum(key in encoded for key in choice) != 1:
        raise FieldError(f"{path} must have exactly one of {' and '.join(choice)}", path)
    return encoded


def _missing(key: str, joint: str, needed: Sequence[str], names: Mapping[str, str], path: str) -> FieldError:
    # An argument is called by its Python name; a member of a dict may have either, so the text has both.
    spelled = {wire_name: name for name, wire_name in names.items()}
    labels = [_label(name, spelled.get(name, name), is_argument=not path) for name in needed]
    field = _join(path, key if path else spelled.get(key, key))
    return FieldError(f"{field} is missing: {path or 'the request'} needs {joint.join(labels)}", field)


def _label(wire_name: str, name: str, *, is_argument: bool) -> str:
    if is_argument or name == wire_name:
        return name
    return f"{wire_name} (or {name})"


def _map_to_wire(value: Mapping[Any, Any], check: Check, path: str) -> dict[str, Any]:
    encoded: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise FieldError(f"the keys of {path} must be strings, got {_kind(key)}", path)
        if not key and "nonempty" in check:
            raise FieldError(f"the keys of {path} must not be empty", path)
        shown = key if len(key) <= 60 else f"{key[:57]}..."
        encoded[key] = to_wire(item, check["values"], _join(path, shown))
    return encoded


def _tagged_to_wire(value: Any, check: Check, path: str) -> Any:
    members: Mapping[str, str] = check["members"]
    if not is_object(value):
        raise FieldError(f"{path} must be one of {', '.join(members.values())}, got {_kind(value)}", path)
    tag: str = check["tag"]
    name = value.get(tag, value.get(check.get("tag_name", tag)))
    if not isinstance(name, str) or name not in members:
        if check.get("open"):
            return _any_to_wire(value, path)
        field = _join(path, tag)
        known = ", ".join(f"{key!r} ({member})" for key, member in members.items())
        raise FieldError(f"{field} must state what {path} is: one of {known}", field)
    return to_wire(value, {"model": members[name]}, path)


def _untagged_to_wire(value: Any, check: Check, path: str) -> Any:
    candidates: list[str] = check["any_of"]
    _check_kind(value, "object", path)
    for candidate in candidates:
        member: Check = getattr(models, candidate).wire_check
        spelled = {wire_name: name for name, wire_name in member.get("names", {}).items()}
        given = (value.get(key, value.get(spelled.get(key, key), UNSET)) for key in member.get("required", ()))
        if all(item is not UNSET for item in given):
            return to_wire(value, member, path)
    raise FieldError(f"{path} must be one of {', '.join(candidates)}: it has the required fields of none", path)


def _check_kind(value: Any, kind: str, path: str) -> None:
    if not isinstance(value, _KINDS[kind]) or isinstance(value, bool) != (kind == "boolean"):
        remedy = "; leave it out instead" if value is None else ""
        raise FieldError(f"{path} must be {_NAMES[kind]}, got {_kind(value)}{remedy}", path)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _kind(value: object) -> str:
    return "None" if value is None else type(value).__name__


# -------------------------------------------------------------------------------------------------------------- showing


class _ShortRepr(Repr):
    """Shows a model inside another by its first field, and shortens what is long."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = 80
        self.maxlist = self.maxdict = self.maxlevel = 3

    def repr_instance(self, x: Any, level: int) -> str:
        if not hasattr(x, "to_dict"):
            return super().repr_instance(x, level)
        first = _shown_fields(x)[:1]
        return f"{type(x).__name__}({', '.join([*first, '...'])})"


_show = _ShortRepr().repr


def _shown_fields(model: Any) -> list[str]:
    """The fields that are present, but for those whose values are secret."""
    shown: list[str] = []
    for attribute in fields(model.__class__):
        value = getattr(model, attribute.name)
        if attribute.name == "additional_properties":
            shown += [f"additional_properties=<{', '.join(value)}>"] if value else []
        elif value is not UNSET:
            shown.append(f"{attribute.name}={_show(value) if attribute.repr else '<secret>'}")
    return shown


def show_model(model: Any) -> str:
    """The repr of a model: no absent fields, long values shortened, secrets and values of unknown fields hidden."""
    return f"{type(model).__name__}({', '.join(_shown_fields(model))})"
