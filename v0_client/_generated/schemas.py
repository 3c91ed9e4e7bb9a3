"""The document as JSON Schema; read when it is first needed."""

from __future__ import annotations

import json
from functools import cache
from pkgutil import get_data
from typing import Any, TypeAlias, TypedDict

JsonSchema: TypeAlias = dict[str, Any]


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
