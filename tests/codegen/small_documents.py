"""Documents of a few lines, and the packages generated from them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

Schema = dict[str, Any]

OK: Schema = {
    "type": "object",
    "description": "Done.",
    "properties": {"ok": {"type": "boolean", "description": "Yes."}},
}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def field(schema: Schema | str, **more: Any) -> Schema:
    """A property with a description."""
    return {**({"type": schema} if isinstance(schema, str) else schema), "description": "A field.", **more}


def obj(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    """A component that is an object."""
    needed = {"required": [*required]} if required else {}
    return {"type": "object", "description": "An object.", **needed, "properties": properties}


def operation(
    name: str, response: Schema | None = None, *, body: Schema | None = None, status: str = "200", **more: Any
) -> Schema:
    """An operation whose response has a schema, or no body."""
    content = {"content": {"application/json": {"schema": response}}} if response is not None else {}
    described: Schema = {
        "operationId": name,
        "tags": ["things"],
        "summary": "Do it.",
        "description": "At once.",
        "externalDocs": {"url": "https://example.test/docs"},
        "responses": {status: {"description": "Done.", **content}},
    }
    if body is not None:
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return described | more


def query(name: str, schema: Schema, *, required: bool = False, place: str = "query") -> Schema:
    return {"name": name, "in": place, "required": required, "description": "A parameter.", "schema": schema}


def write_document(path: Path, paths: Schema | None = None, **schemas: Schema) -> Path:
    """A document with one operation, `ping`, and what is added."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Small", "version": "1"},
        "tags": [{"name": "things", "description": "Things."}],
        "paths": {"/ping": {"get": operation("ping", ref("Ok"))}, **(paths or {})},
        "components": {"schemas": {"Ok": OK, **schemas}},
    }
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return path


class Package:
    """A generated package that is imported, and a client that records requests and returns what it is given."""

    def __init__(self, folder: Path) -> None:
        sys.path.insert(0, str(folder.parent))
        self.name = folder.name

    def __getattr__(self, module: str) -> ModuleType:
        return importlib.import_module(f"{self.name}.{module}")

    def unload(self) -> None:
        sys.path.pop(0)
        for name in [name for name in sys.modules if name.partition(".")[0] == self.name]:
            del sys.modules[name]


class Client:
    """Returns one response to every request."""

    def __init__(self, response: Any = None) -> None:
        self.response = response
        self.requests: list[Any] = []

    @property
    def request(self) -> Any:
        return self.requests[-1]

    async def send_request(self, request: Any, parse: Callable[[Any], Any], /) -> Any:
        self.requests.append(request)
        return parse(self.response)
