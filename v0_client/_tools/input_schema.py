"""JSON Schema of a tool's arguments: made from a function with simple annotations, and checked."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from types import NoneType
from typing import Any, get_args, get_type_hints

from .._json import is_list, is_object
from ..errors import InvalidRequestError

__all__ = ["check_arguments", "describe_function", "schema_of", "without_nulls"]

_TYPES: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    list[str]: {"type": "array", "items": {"type": "string"}},
    NoneType: {"type": "null"},
}
_ARGUMENT = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)


def schema_of(function: Callable[..., Any]) -> dict[str, Any]:
    """JSON Schema of a function's parameters, described as in the ``Args`` of its docstring."""
    hints = get_type_hints(function)
    descriptions = dict(_ARGUMENT.findall(_docstring(function).partition("\nArgs:\n")[2]))
    properties: dict[str, Any] = {}
    required: list[str] = []
    for parameter in inspect.signature(function).parameters.values():
        hint = hints[parameter.name]
        schema = _TYPES[hint] if hint in _TYPES else {"anyOf": [_TYPES[member] for member in get_args(hint)]}
        properties[parameter.name] = {**schema, "description": " ".join(descriptions[parameter.name].split())}
        if parameter.default is parameter.empty:
            required.append(parameter.name)
        else:
            properties[parameter.name]["default"] = parameter.default
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def describe_function(function: Callable[..., Any]) -> str:
    """A function's docstring without its sections."""
    return re.split(r"\n\n\w+:\n", _docstring(function), maxsplit=1)[0].strip()


def _docstring(function: Callable[..., Any]) -> str:
    return inspect.getdoc(function) or ""


def check_arguments(arguments: Mapping[str, Any], schema: Mapping[str, Any], name: str) -> None:
    """Check names, and values of simple types, so that a model learns how to correct its call.

    Raises:
        InvalidRequestError: An argument is missing, unknown or of another type.
    """
    properties: dict[str, Any] = schema["properties"]
    for missing in [each for each in schema.get("required", []) if each not in arguments]:
        raise InvalidRequestError(f"{name} needs the argument {missing!r}", field=missing)
    for key, value in arguments.items():
        if key not in properties:
            raise InvalidRequestError(
                f"{name} has no argument {key!r}; it takes {', '.join(map(repr, properties)) or 'none'}", field=key
            )
        alternatives = properties[key].get("anyOf", [properties[key]])
        if not any(_matches(value, alternative) for alternative in alternatives):
            expected = " or ".join(_described(alternative) for alternative in alternatives)
            raise InvalidRequestError(f"{key} must be {expected}, got {type(value).__name__}", field=key)


def without_nulls(arguments: Mapping[str, Any], schema: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The arguments without nulls that stand for absent ones: some models fill in every argument.

    Raises:
        InvalidRequestError: They are not a mapping.
    """
    if not isinstance(arguments, Mapping):
        raise InvalidRequestError(f"{name} takes an object of arguments, got {type(arguments).__name__}")
    properties: dict[str, Any] = schema["properties"]
    return {
        key: value
        for key, value in arguments.items()
        if value is not None or key not in properties or _allows(properties[key], "null")
    }


def _allows(schema: Mapping[str, Any], kind: str) -> bool:
    return any(alternative.get("type") == kind for alternative in schema.get("anyOf", [schema]))


def _matches(value: object, schema: Mapping[str, Any]) -> bool:
    match schema.get("type"):
        case "string":
            return isinstance(value, str)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "array":
            return is_list(value) and all(_matches(entry, schema.get("items", {})) for entry in value)
        case "object":
            return is_object(value)
        case "null":
            return value is None
        case _:
            return True


def _described(schema: Mapping[str, Any]) -> str:
    match schema.get("type"):
        case "array":
            return f"an array of {schema['items']['type']}s" if "type" in schema.get("items", {}) else "an array"
        case "integer" | "object" as kind:
            return f"an {kind}"
        case "null":
            return "null"
        case kind:
            return f"a {kind}"
