"""The document as JSON Schema, read when it is first needed; and models as pydantic sees them.

pydantic calls the hooks of a model, and FastAPI calls pydantic: nothing here imports either.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pkgutil import get_data
from threading import local
from typing import Any, TypeAlias, TypedDict

from . import models
from .errors import FieldError
from .types import Model, is_dict, is_list, is_object

JsonSchema: TypeAlias = dict[str, Any]

_REFERENCE = "#/components/"


class OperationSchema(TypedDict):
    """What an operation does, its HTTP method, and its arguments as Python takes them."""

    description: str
    method: str
    parameters: JsonSchema


class Schemas(TypedDict):
    """Schemas of models by name and of operations by function; they refer to models as ``#/components/Name``."""

    components: dict[str, JsonSchema]
    operations: dict[str, OperationSchema]


@cache
def load_schemas() -> Schemas:
    """Every schema. The caller changes nothing in them."""
    data = get_data(__name__.rpartition(".")[0], "schemas.json")
    assert data is not None  # the loader of a package reads its files
    loaded: Schemas = json.loads(data)
    return loaded


# ------------------------------------------------------------------------------------------------------------- pydantic


def core_schema(model: type[Model]) -> dict[str, Any]:
    """How pydantic validates and serialises a model: as `from_dict` and `to_dict` do.

    Tags that discriminate a union are checked, so that an alias such as `MessagePart` finds its member.
    """
    name = _component(model)
    component = load_schemas()["components"][name]
    required = component.get("required", ())
    properties: Mapping[str, JsonSchema] = component.get("properties", {})
    tags = {key: value["const"] for key, value in properties.items() if key in required and "const" in value}

    def validate(value: Any) -> Any:
        if isinstance(value, model):
            return value
        if is_object(value):
            for key, tag in tags.items():
                if value.get(key) != tag:
                    raise FieldError(f"{name}.{key} must be {tag!r}", f"{name}.{key}")
        elif isinstance(value, Model):
            raise FieldError(f"expected {name}, got {type(value).__name__}", name)
        return model.from_dict(value)

    return {
        "type": "function-plain",
        "function": {"type": "no-info", "function": validate},
        "serialization": {"type": "function-plain", "function": _to_dict},
        "ref": f"{model.__module__}.{model.__qualname__}:{id(model)}",
    }


def dict_schema(typed_dict: type[Any]) -> dict[str, Any]:
    """How pydantic validates the dict of a model: as the model, and it stays a dict."""
    name = typed_dict.__name__.removesuffix("Dict")
    model: type[Model] = getattr(models, name)
    check: Callable[[Any], object] = core_schema(model)["function"]["function"]

    def validate(value: Any) -> dict[str, Any]:
        if not is_dict(value):
            raise FieldError(f"{name} must be a dict, got {type(value).__name__}", name)
        check(value)
        return value

    def describe(_: Any, handler: Callable[[Any], JsonSchema]) -> JsonSchema:
        described: JsonSchema = _resolved({"$ref": f"{_REFERENCE}{name}"}, handler)
        return described

    return {
        "type": "function-plain",
        "function": {"type": "no-info", "function": validate},
        "metadata": {"pydantic_js_annotation_functions": [describe]},
    }


def json_schema(model: type[Model], handler: Callable[[Any], JsonSchema]) -> JsonSchema:
    """A model's schema of the document, with the schemas of nested models where pydantic keeps definitions."""
    name = _component(model)
    _open.names = {*_names_open(), name}
    try:
        return {"title": name, **_resolved(load_schemas()["components"][name], handler)}
    finally:
        _open.names = _open.names - {name}


_open = local()  # the models whose schemas are being made, so that one that contains itself is made once


def _names_open() -> set[str]:
    names: set[str] = getattr(_open, "names", set())
    return names


def _resolved(node: Any, handler: Callable[[Any], JsonSchema]) -> Any:
    if is_list(node):
        return [_resolved(item, handler) for item in node]
    if not is_dict(node):
        return node
    found = {key: _resolved(value, handler) for key, value in node.items() if key != "$ref"}
    reference: str | None = node.get("$ref")
    if reference is None:
        return found
    name = reference.removeprefix(_REFERENCE)
    model = getattr(models, name, None)
    if not (isinstance(model, type) and issubclass(model, Model)):  # an enum, a union or a map has no class
        return {**_resolved(load_schemas()["components"][name], handler), **found}
    # The handler describes a schema without its metadata, but that of a list's items with it.
    return {**handler({"type": "list", "items_schema": _nested(model)})["items"], **found}


def _nested(model: type[Model]) -> dict[str, Any]:
    schema = core_schema(model)
    if _component(model) in _names_open():
        return {"type": "definition-ref", "schema_ref": schema["ref"]}

    def describe(_: Any, handler: Callable[[Any], JsonSchema]) -> JsonSchema:
        return json_schema(model, handler)

    return {**schema, "metadata": {"pydantic_js_functions": [describe]}}


def _component(model: type[Model]) -> str:
    """The component of a model, or of the model that a class extends."""
    return next(base.__name__ for base in model.__mro__ if base.__module__.startswith(models.__name__))


def _to_dict(value: Model) -> Any:
    return value.to_dict()
