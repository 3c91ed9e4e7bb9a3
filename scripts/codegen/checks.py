"""Schemas as checks: what the generated package verifies of a request before it is sent.

Types, required members, tags and empty strings are checked. Upper limits are the server's, which may raise them: they
stand in the docstrings only. Each table that more than one place needs is written once and referred to by its name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.document import Document, Operation, Schema, component_of, refers_to, without_null
from codegen.naming import argument_name, attribute_name, constant_name

Check = dict[str, Any]


class Reference(str):
    """The name of a table; printed as the name it is."""

    __slots__ = ()
    __repr__ = str.__str__


class Checks:
    """The checks of a document's requests. Printed with `repr`, they are Python expressions."""

    def __init__(self, document: Document, module: str = "checks.") -> None:
        self._document = document
        self._module = module  # what stands before the name of a shared table

    def shared(self) -> dict[str, Check]:
        """The tables of components that have no class to keep them, by name, each after those it refers to."""
        inside = Checks(self._document, module="")
        names: dict[str, None] = {}

        def add(name: str) -> None:
            if self._document.kind(name) in ("map", "array"):
                for inner in refers_to(self._document.schemas[name]):
                    add(inner)
            if name in self._document.inputs and self._is_shared(name):
                names[name] = None

        for name in self._document.schemas:
            add(name)
        return {constant_name(name): inside._plain(self._document.schemas[name]) for name in names}

    def _is_shared(self, name: str) -> bool:
        return self._document.kind(name) in ("map", "array", "union")

    def model(self, name: str) -> Check:
        """What a model may be sent with."""
        return self._object(name, attribute_name)

    def body(self, name: str) -> Check:
        """What a body of arguments may be."""
        return self._object(name, argument_name)

    def query(self, operation: Operation) -> Check:
        """What the query may be."""
        parameters = operation.parameters("query")
        properties = {p.wire_name: p.schema for p in parameters}
        return self._table(properties, {p.wire_name for p in parameters if p.required}, argument_name)

    def _of(self, schema: Schema) -> Check | Reference:
        inner, nullable = without_null(schema)
        name = component_of(inner)
        kind = self._document.kind(name) if name else None
        check: Check | Reference
        if name and kind == "class":
            check = {} if self._document.is_catch_all(name) else {"model": name}
        elif name and self._is_shared(name):
            check = Reference(f"{self._module}{constant_name(name)}")
        else:
            check = self._plain(self._document.schemas[name] if name else inner)
        if not nullable:
            return check
        return {"nullable": True, **check} if isinstance(check, dict) else {"nullable": True, "check": check}

    def _plain(self, schema: Schema) -> Check:
        if "const" in schema:
            return {"const": schema["const"]}
        if "oneOf" in schema or "anyOf" in schema:
            return self._union(next(name for name, known in self._document.schemas.items() if known is schema))
        kind = schema.get("type")
        if kind is None:
            return {}
        check: Check = {"type": kind}
        if schema.get("minLength"):
            check["nonempty"] = True
        if "minimum" in schema:
            check["minimum"] = schema["minimum"]
        if kind == "array":
            check["items"] = self._of(schema["items"])
        if kind == "object":
            check["values"] = self._of(schema["additionalProperties"])
            if schema.get("propertyNames", {}).get("minLength"):
                check["nonempty"] = True  # of its keys
        return check

    def _union(self, name: str) -> Check:
        tags = self._document.tags(name)
        is_open = self._document.fallback(name) is not None
        if tags is None:
            return {} if is_open else {"any_of": self._document.members(name)}
        tag, members = tags
        check: Check = {"tag": tag, "members": members}
        if attribute_name(tag) != tag:
            check["tag_name"] = attribute_name(tag)
        if is_open:
            check["open"] = True
        return check

    def _object(self, name: str, rename: Callable[[str], str]) -> Check:
        check = self._table(self._document.properties(name), self._document.required(name), rename)
        if "x-exactly-one-of" in self._document.schemas[name]:
            check["exactly_one_of"] = self._document.schemas[name]["x-exactly-one-of"]
        if "x-at-least-one-of" in self._document.schemas[name]:
            check["at_least_one_of"] = self._document.schemas[name]["x-at-least-one-of"]
        return check

    def _table(self, properties: dict[str, Schema], required: set[str], rename: Callable[[str], str]) -> Check:
        check: Check = {"type": "object", "properties": {key: self._of(value) for key, value in properties.items()}}
        if names := {rename(key): key for key in properties if rename(key) != key}:
            check["names"] = names
        if required:
            check["required"] = [key for key in properties if key in required]
        return check
