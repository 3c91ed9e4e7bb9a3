"""The document's schemas as JSON Schema that stands alone: for agents' tools, for pydantic, for anyone's validator.

They promise what Python promises. Enums are open: a known value, or any other string. Upper limits and lengths of lists
are the server's, so they stand in descriptions only. Unknown properties are allowed, except as arguments.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from codegen.document import Document, Operation, Schema, alternatives_of, component_of, without_null
from codegen.prose import Prose

# What is copied from the document as it stands.
_KEPT = ("type", "const", "format", "pattern", "minLength", "minimum", "deprecated", "title")


class Schemas:
    """The components by name, and the arguments of the operations by the function's name."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._prose = Prose(document)

    def text(self) -> str:
        """Everything as JSON, one entry a line."""
        document = self._document
        needless = {name for kind in ("base", "body", "raised") for name in document.of_kind(kind)}
        components = {name: self._component(name) for name in document.schemas if name not in needless}
        operations = {operation.id: self._operation(operation) for operation in document.operations.values()}
        return f'{{"components":{_lines(components)},"operations":{_lines(operations)}}}\n'

    def _operation(self, operation: Operation) -> Schema:
        arguments = [*operation.parameters("path"), *operation.members, *operation.parameters("query")]
        properties = {
            argument.name: self._value(argument.schema, description=argument.description) for argument in arguments
        }
        required = [argument.name for argument in arguments if argument.required]
        if operation.body_union:
            properties["body"] = {"$ref": f"#/components/{operation.body_union}"}
            required.append("body")
        parameters: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if required:
            parameters["required"] = required
        deprecated = "Deprecated. " if operation.raw.get("deprecated") else ""
        description = f"{operation.raw['summary']} {deprecated}{operation.raw['description']}"
        return {"description": description, "method": operation.method, "parameters": parameters}

    def _component(self, name: str) -> Schema:
        document, schema = self._document, self._document.schemas[name]
        description = {"description": document.description(name)}
        match document.kind(name):
            case "union":
                return {**description, "anyOf": [_reference(member) for member in document.members(name)]}
            case "enum":
                known = {"type": "string", "enum": schema["enum"]}
                return {**description, "anyOf": [known, {"type": "string", "description": "A newer value."}]}
            case "class" if document.is_catch_all(name):
                return description
            case "class":
                return {**description, **self._object(name)}
            case _:
                return {**description, **self._value(schema)}

    def _object(self, name: str) -> Schema:
        properties = {key: self._value(value) for key, value in self._document.properties(name).items()}
        found: Schema = {"type": "object", "properties": properties}
        if needed := self._document.required(name):
            found["required"] = sorted(needed)
        if choice := self._document.schemas[name].get("x-exactly-one-of"):
            found["oneOf"] = [{"required": [key]} for key in choice]
        if choice := self._document.schemas[name].get("x-at-least-one-of"):
            found["anyOf"] = [{"required": [key]} for key in choice]
        return found

    def _value(self, schema: Schema, *, description: str | None = None) -> Schema:
        """A schema inside another. Its limits join its description."""
        inner, nullable = without_null(schema)
        if description := self._prose.with_limits({**schema, "description": description or schema.get("description")}):
            return {**self._plain(inner, nullable=nullable), "description": description}
        return self._plain(inner, nullable=nullable)

    def _plain(self, schema: Schema, *, nullable: bool) -> Schema:
        if name := component_of(schema):
            found = _reference(name)
            return {"anyOf": [found, {"type": "null"}]} if nullable else found
        if alternatives := alternatives_of(schema):
            members = [self._value(member) for member in alternatives]
            return {"anyOf": [*members, {"type": "null"}] if nullable else members}
        found = {key: schema[key] for key in _KEPT if key in schema}
        if isinstance(schema.get("const"), str):
            found |= {"type": "string", "default": schema["const"]}
        if nullable:
            kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
            found["type"] = [*kinds, "null"]
        if "items" in schema:
            found["items"] = self._value(schema["items"])
        if "additionalProperties" in schema:
            found["additionalProperties"] = self._value(schema["additionalProperties"])
        return found


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/{name}"}


def _lines(entries: Mapping[str, Any]) -> str:
    """An object with an entry a line, so that a change of one reads as such."""
    lines = [
        f"{json.dumps(name)}:{json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(',', ':'))}"
        for name, value in sorted(entries.items())
    ]
    return "{\n" + ",\n".join(lines) + "\n}"
