"""Example responses made from the schemas of an OpenAPI document.

From a schema come: a value with every field; one with the required fields only; and, one at a time, every other member
of a union, value of an enum, and null of what is nullable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["Examples"]

Schema = Mapping[str, Any]

_SCALARS: dict[str, Any] = {"string": "text", "integer": 7, "number": 0.5, "boolean": True, "null": None}
_FORMATS = {"date-time": "2026-08-07T10:00:00.000Z", "uri": "https://x.test/a"}


class Examples:
    """The examples of one document, if asked also those with null for optional fields that are not nullable."""

    def __init__(self, document: Mapping[str, Any], *, undeclared_nulls: bool = False) -> None:
        self._document = document
        self._undeclared_nulls = undeclared_nulls

    def responses(self) -> Iterator[tuple[str, str, int, str, Any]]:
        """Method, path, status and media type of each successful response that has a body, with an example of it."""
        for path, item in self._document["paths"].items():
            for method, operation in item.items():
                if "responses" in operation:
                    for status, response in operation["responses"].items():
                        for kind, content in self._resolve(response).get("content", {}).items():
                            if status.startswith("2"):
                                for example in self.of(content["schema"]):
                                    yield method.upper(), path, int(status), kind, example

    def of(self, schema: Schema) -> Iterator[Any]:
        """Examples of a schema; the first one is complete."""
        schema = self._flat(schema)
        members = schema.get("oneOf") or schema.get("anyOf")
        if members:
            for member in members:
                yield from self.of(member)
        elif "x-catch-all" in schema:
            yield {"type": "unheard-of", "object": "unheard-of", "data": [None]}
        elif "const" in schema:
            yield schema["const"]
        elif "enum" in schema:
            yield from schema["enum"]
        else:
            kinds = schema.get("type", "any")
            for kind in [kinds] if isinstance(kinds, str) else kinds:
                yield from self._of_kind(kind, schema)

    def _of_kind(self, kind: str, schema: Schema) -> Iterator[Any]:
        if kind == "object":
            yield from self._objects(schema)
        elif kind == "array":
            yield from ([item] for item in self.of(schema.get("items", {})))
            yield []
        elif kind == "any":
            yield from ({"a": [1, None]}, "text", None)
        else:
            yield _FORMATS.get(schema.get("format", ""), _SCALARS[kind])

    def _objects(self, schema: Schema) -> Iterator[dict[str, Any]]:
        properties: Mapping[str, Schema] = schema.get("properties", {})
        if not properties:
            values = schema.get("additionalProperties")
            yield from ({"key": value} for value in self.of(values if isinstance(values, dict) else {}))
            yield {}
            return
        resolved = {name: self._resolve(s) for name, s in properties.items()}
        selecting = {name: s["x-selected-by"] for name, s in resolved.items() if "x-selected-by" in s}
        choices = {name: list(self.of(s)) for name, s in properties.items() if name not in selecting}
        complete = {name: values[0] for name, values in choices.items()}
        yield complete
        yield {name: complete[name] for name in schema.get("required", ()) if name in complete}
        for name, values in choices.items():
            yield from ({**complete, name: value} for value in values[1:])
            if self._undeclared_nulls and name not in schema.get("required", ()):
                yield {**complete, name: None}
        for name, selected in selecting.items():
            for value, reference in selected["mapping"].items():
                for example in self.of(self._document["components"]["schemas"][reference]):
                    yield {**complete, selected["property"]: value, name: example}

    def _flat(self, schema: Schema) -> Schema:
        """The schema without `$ref` and `allOf`."""
        schema = self._resolve(schema)
        if "allOf" not in schema:
            return schema
        flat: dict[str, Any] = {"type": "object", "properties": {}, "required": []}
        for part in (
            self._flat(part) for part in [*schema["allOf"], {k: v for k, v in schema.items() if k != "allOf"}]
        ):
            flat["properties"] |= part.get("properties", {})
            flat["required"] += part.get("required", [])
        return flat

    def _resolve(self, thing: Schema) -> Schema:
        while "$ref" in thing:
            found: Any = self._document
            for step in thing["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            thing = found
        return thing
