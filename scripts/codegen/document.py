"""The hand-written document, read: its operations, its components and what refers to what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from keyword import iskeyword
from pathlib import Path
from typing import Any, Literal

import yaml

from codegen.naming import argument_name, module_name

Schema = dict[str, Any]
Kind = Literal["class", "base", "body", "raised", "union", "enum", "map", "array", "scalar"]

_METHODS = ("get", "put", "post", "delete", "patch")


class DocumentError(Exception):
    """The document breaks a rule that this generator relies on; the text names the place."""


def component_of(schema: Schema) -> str | None:
    """The component a schema refers to."""
    ref = schema.get("$ref")
    return ref.rpartition("/")[2] if ref else None


def alternatives_of(schema: Schema) -> list[Schema]:
    """The members of a union: `oneOf`, or `anyOf` where one of them accepts what the others do not."""
    found: list[Schema] = schema.get("oneOf") or schema.get("anyOf", [])
    return found


def without_null(schema: Schema) -> tuple[Schema, bool]:
    """A schema as it is when null is left aside, and whether it allows null."""
    if alternatives := alternatives_of(schema):
        others = [s for s in alternatives if s.get("type") != "null"]
        return (others[0] if len(others) == 1 else {"oneOf": others}), len(others) < len(alternatives)
    kinds = schema.get("type")
    if isinstance(kinds, list):
        others = [kind for kind in kinds if kind != "null"]
        return {**schema, "type": others[0] if len(others) == 1 else others}, "null" in kinds
    return schema, False


def refers_to(node: Any) -> Iterator[str]:
    """The components named anywhere in a part of the document."""
    if isinstance(node, dict):
        if name := component_of(node):
            yield name
        for value in node.values():
            yield from refers_to(value)
    elif isinstance(node, list):
        for value in node:
            yield from refers_to(value)


@dataclass(frozen=True)
class Argument:
    """One argument of an operation's function: a parameter, or a property of the body."""

    wire_name: str
    schema: Schema
    required: bool
    description: str | None = None  # None where the schema has it

    @property
    def name(self) -> str:
        return argument_name(self.wire_name)


@dataclass(frozen=True)
class Operation:
    """One path and method."""

    document: Document = field(repr=False)
    path: str
    method: str
    raw: Schema = field(repr=False)

    @property
    def id(self) -> str:
        return str(self.raw["operationId"])

    @property
    def tag(self) -> str:
        return str(self.raw["tags"][0])

    def parameters(self, place: str) -> list[Argument]:
        """The parameters in the path or in the query."""
        shared = self.document.raw["components"].get("parameters", {})
        item = self.document.raw["paths"][self.path]
        found: dict[str, Schema] = {}
        for parameter in [*item.get("parameters", []), *self.raw.get("parameters", [])]:
            resolved = shared[component_of(parameter)] if "$ref" in parameter else parameter
            if resolved["in"] == place:
                found[resolved["name"]] = resolved
        return [Argument(n, p["schema"], bool(p.get("required")), p["description"]) for n, p in found.items()]

    @cached_property
    def body(self) -> str | None:
        """The component of the body."""
        body = self.raw.get("requestBody")
        return component_of(body["content"]["application/json"]["schema"]) if body else None

    @property
    def body_union(self) -> str | None:
        """The union that is passed as `body`, where the body is one."""
        return self.body if self.body and self.document.kind(self.body) == "union" else None

    @property
    def members(self) -> list[Argument]:
        """The properties of the body, which are arguments, required ones first."""
        if self.body is None or self.body_union:
            return []
        required = self.document.required(self.body)
        properties = self.document.properties(self.body).items()
        members = [Argument(name, schema, name in required) for name, schema in properties]
        return sorted(members, key=lambda member: not member.required)

    def successes(self) -> Iterator[tuple[str, Schema]]:
        """Media type and schema of each response that means success."""
        shared = self.document.raw["components"].get("responses", {})
        for status, response in self.raw["responses"].items():
            if str(status).startswith("2"):
                resolved = shared[component_of(response)] if "$ref" in response else response
                for media_type, media in resolved.get("content", {}).items():
                    yield media_type, media["schema"]

    @cached_property
    def response(self) -> Schema | None:
        """The schema of the response, of one page or of one event; None where success has no body."""
        return next((schema for _, schema in self.successes()), None)

    @property
    def may_be_empty(self) -> bool:
        return "204" in self.raw["responses"]

    @cached_property
    def kind(self) -> Literal["plain", "pages", "stream", "download"]:
        """How the response is read: as JSON, in pages, as a stream of events, or as a file."""
        successes = list(self.successes())
        if successes and {media_type for media_type, _ in successes} == {"text/event-stream"}:
            return "stream"
        if any(schema.get("format") == "binary" for _, schema in successes):
            return "download"
        return "pages" if "x-pages" in self.raw else "plain"

    @property
    def is_safe(self) -> bool:
        return self.method == "GET" or bool(self.raw.get("x-safe"))

    @property
    def template(self) -> str:
        """The path with the names of arguments in it."""
        path = self.path
        for parameter in self.parameters("path"):
            path = path.replace(f"{{{parameter.wire_name}}}", f"{{{parameter.name}}}")
        return path

    @property
    def optional_defaults(self) -> Schema:
        key = "x-default-unless-rejected"
        return {member.name: member.schema[key] for member in self.members if key in member.schema}


class Document:
    """The document and what its components are."""

    def __init__(self, path: Path) -> None:
        self.raw: Schema = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.schemas: dict[str, Schema] = self.raw["components"]["schemas"]
        self.operations: dict[str, Operation] = {}
        for operation in self._operations():
            if operation.id in self.operations:
                raise DocumentError(f"two operations are called {operation.id}")
            self.operations[operation.id] = operation
        bodies = [operation.body for operation in self.operations.values() if operation.body]
        responses = [schema for operation in self.operations.values() for _, schema in operation.successes()]
        queries = [p.schema for operation in self.operations.values() for p in operation.parameters("query")]
        self.inputs = self._reachable([*bodies, *refers_to(queries)])
        self.outputs = self._reachable(refers_to(responses))
        extended = {name for schema in self.schemas.values() for name in refers_to(schema.get("allOf", []))}
        nested = {name for schema in self.schemas.values() for name in self._made_of(schema)} | self.outputs
        # A body becomes arguments, and what is only extended becomes part of others: neither needs a class of its own.
        self._without_class = {**dict.fromkeys(extended - nested, "base"), **dict.fromkeys({*bodies} - nested, "body")}

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.raw["paths"].items():
            for method in _METHODS:
                if method in item:
                    yield Operation(self, path, method.upper(), item[method])

    def tag_description(self, tag: str) -> str:
        return next(str(entry["description"]) for entry in self.raw["tags"] if entry["name"] == tag)

    # ------------------------------------------------------------------ components

    def kind(self, name: str) -> Kind:
        """What a component is in Python."""
        schema = self.schemas[name]
        if alternatives_of(schema):
            return "union"
        if "enum" in schema:
            return "enum"
        if schema.get("type") == "array":
            return "array"
        if schema.get("type", "object") != "object":
            return "scalar"
        if "additionalProperties" in schema and "properties" not in schema:
            return "map"
        if schema.get("x-raised"):
            return "raised"
        return self._without_class.get(name, "class")  # type: ignore[return-value]  # a dict of literals widens

    def of_kind(self, kind: Kind) -> list[str]:
        return [name for name in self.schemas if self.kind(name) == kind]

    def resolve(self, schema: Schema) -> Schema:
        """The schema, or that of a component without a name in Python: a map, an array, a scalar."""
        while (name := component_of(schema)) and self.kind(name) in ("map", "array", "scalar"):
            schema = self.schemas[name]
        return schema

    def properties(self, name: str) -> dict[str, Schema]:
        return self._merged(self.schemas[name], lambda part: part.get("properties", {}))

    def required(self, name: str) -> set[str]:
        return set(self._merged(self.schemas[name], lambda part: dict.fromkeys(part.get("required", []))))

    def _merged(self, schema: Schema, members: Callable[[Schema], dict[str, Any]]) -> dict[str, Any]:
        """Members of a schema and of all that it extends."""
        merged: dict[str, Any] = {}
        for part in schema.get("allOf", []):
            base = component_of(part)
            merged |= self._merged(self.schemas[base] if base else part, members)
        return merged | members(schema)

    def description(self, name: str) -> str:
        return str(self.schemas[name]["description"])

    def is_catch_all(self, name: str) -> bool:
        return bool(self.schemas[name].get("x-catch-all"))

    def has_dict(self, name: str) -> bool:
        """Whether a dict may be passed in place of the class, which then has a TypedDict."""
        return name in self.inputs and self.kind(name) == "class" and not self.is_catch_all(name)

    def has_identifiers(self, name: str) -> bool:
        """Whether all wire names can be written as the fields of a class."""
        return all(key.isidentifier() and not iskeyword(key) for key in self.properties(name))

    def exports(self) -> dict[str, str]:
        """The public names of the components, each with its module."""
        names = {name: module_name(name) for kind in ("class", "enum", "union") for name in self.of_kind(kind)}
        names |= {f"{name}Dict": module for name, module in names.items() if self.has_dict(name)}
        names |= {self.input_union(name): names[name] for name in self.of_kind("union") if name in self.inputs}
        return dict(sorted(names.items()))

    def _reachable(self, names: Iterable[str]) -> set[str]:
        seen: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo += self._made_of(self.schemas[name])
        return seen

    def _made_of(self, schema: Schema) -> Iterator[str]:
        """The components a schema consists of. One that it extends is not among them, but what that consists of is."""
        yield from refers_to({k: v for k, v in schema.items() if k != "allOf"})
        for part in schema.get("allOf", []):
            base = component_of(part)
            yield from self._made_of(self.schemas[base] if base else part)

    # ------------------------------------------------------------------ unions

    def members(self, union: str) -> list[str]:
        """The members that values can have; what the client raises as an error is not one."""
        names = [name for schema in alternatives_of(self.schemas[union]) if (name := component_of(schema))]
        return [name for name in names if self.kind(name) != "raised"]

    def fallback(self, union: str) -> str | None:
        return next((name for name in self.members(union) if self.is_catch_all(name)), None)

    def tags(self, union: str) -> tuple[str, dict[str, str]] | None:
        """The property that discriminates a union, and the member for each of its values."""
        plain = [name for name in self.members(union) if not self.is_catch_all(name)]
        tagged: dict[str, dict[str, str]] = {}
        for name in plain:
            for key, schema in self.properties(name).items():
                if isinstance(schema.get("const"), str):
                    tagged.setdefault(key, {})[schema["const"]] = name
        complete = [(key, table) for key, table in tagged.items() if len(table) == len(plain)]
        return complete[0] if len(complete) == 1 else None

    def selector(self, union: str) -> Schema | None:
        """The sibling of a value that discriminates a union: its name, and the member for each of its values."""
        selector: Schema | None = self.schemas[union].get("x-selected-by")
        return selector

    def decoded_unions(self) -> list[str]:
        """Unions in responses, those that others select from first."""
        unions = [union for union in self.of_kind("union") if self.fallback(union)]
        return sorted(unions, key=lambda union: (self.selector(union) is not None, union))

    def input_union(self, union: str) -> str:
        """The name of what an argument may be where a union is wanted: its members, and their dicts."""
        return f"{union}Input" if union in self.outputs else union
