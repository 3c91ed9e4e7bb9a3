"""What the generator's templates need to know of the OpenAPI document and the generator does not tell them.

openapi-python-client hands its templates properties it has parsed; unions have lost their names there, limits and
extensions are gone. This module reads the document itself and turns a schema into the Python the templates print:
an annotation, a decoding expression, a description of what a request may carry.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from openapi_python_client.strings import ClassName, PythonIdentifier, snake_case

Schema = dict[str, Any]

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_METHODS = ("get", "put", "post", "delete", "patch")
# What a request is checked against before it is sent; everything else in a schema is for readers.
_LIMITS = ("minLength", "maxLength", "minItems", "maxItems", "maxProperties", "minimum", "maximum")


class DocumentError(Exception):
    """The document breaks a rule this generator relies on; the text says where."""


def python_name(wire_name: str) -> str:
    """The Python name of a field or parameter, by the generator's own rule."""
    return str(PythonIdentifier(wire_name, prefix="field_"))


def module_name(class_name: str) -> str:
    return snake_case(class_name)


class Document:
    """The hand-written document, with the questions that templates ask."""

    def __init__(self, path: Path) -> None:
        self.raw: Schema = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.schemas: dict[str, Schema] = self.raw["components"]["schemas"]
        self.operations = {operation["operationId"]: operation for operation in self._operations()}
        bodies = [self.body(name) for name in self.operations]
        # A body object is flattened into its operation's parameters, so it needs no class; a union is passed as `body`.
        self.flattened = {name for name in bodies if name and not self.is_union(name)}
        self.inputs = self._reachable(name for name in bodies if name)
        answers = [schema for operation in self.operations.values() for _, schema in self._answers(operation)]
        self.outputs = self._reachable(self._names_in(answers))
        self.bases = {
            self._ref_name(s) for schema in self.schemas.values() for s in schema.get("allOf", [])
        } - self.outputs
        self._check_names()
        self._check_unions()

    # ------------------------------------------------------------------ what would be lost without a word

    def _check_names(self) -> None:
        """Two wire names must not become one Python name."""
        groups = {name: [*self.properties(name)] for name in self.schemas}
        for name in self.operations:
            parameters = [p["name"] for place in ("path", "query") for p in self.parameters(name, place)]
            groups[name] = [*parameters, *self.body_fields(name)]
        for owner, names in groups.items():
            seen: dict[str, str] = {}
            for name in names:
                if (other := seen.setdefault(python_name(name), name)) != name:
                    raise DocumentError(f"{owner}: {other} and {name} are both {python_name(name)} in Python")

    def _check_unions(self) -> None:
        """Something must tell the members of a union apart."""
        for union in self.unions():
            selector = self.selector(union)
            if selector is None and self.tags(union)[0] is None:
                needed = [frozenset(self.required(m)) for m in self.members(union) if not self.is_catch_all(m)]
                if self.fallback(union) or len(set(needed)) < len(needed) or frozenset() in needed:
                    raise DocumentError(f"{union}: neither a tag nor a required field tells its members apart")
            if selector is not None and (unknown := set(selector["mapping"].values()) - self.schemas.keys()):
                raise DocumentError(f"{union}: x-selected-by names {', '.join(sorted(unknown))}, which is no component")

    # ------------------------------------------------------------------ operations

    def _operations(self) -> Iterator[Schema]:
        for path, item in self.raw["paths"].items():
            for method in _METHODS:
                if method in item:
                    yield {**item[method], "path": path, "method": method.upper()}

    def body(self, operation_id: str) -> str | None:
        """The component an operation takes as its body."""
        body = self.operations[operation_id].get("requestBody")
        return None if body is None else body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]

    def _response(self, response: Schema) -> Schema:
        name = response.get("$ref", "").rpartition("/")[2]
        return self.raw["components"]["responses"][name] if name else response

    def _answers(self, operation: Schema) -> Iterator[tuple[str, Schema]]:
        """Content type and schema of everything that means success."""
        for status, response in operation["responses"].items():
            for kind, media in self._response(response).get("content", {}).items():
                if status.startswith("2"):
                    yield kind, media["schema"]

    def answer(self, operation_id: str) -> Schema:
        for _, schema in self._answers(self.operations[operation_id]):
            return schema
        raise DocumentError(f"{operation_id} must answer with something")

    def kind(self, operation_id: str) -> str:
        """How an answer is taken: `plain` JSON, the `pages` of a list, a `stream` of events, or a `download`."""
        answers = list(self._answers(self.operations[operation_id]))
        if {kind for kind, _ in answers} == {"text/event-stream"}:
            return "stream"
        if any(schema.get("format") == "binary" for _, schema in answers):
            return "download"
        return "pages" if "x-pages" in self.operations[operation_id] else "plain"

    def tag_prose(self, tag: str) -> str:
        """What a tag stands for, in the document's words."""
        return next(str(entry["description"]) for entry in self.raw["tags"] if entry["name"] == tag)

    def api_exports(self) -> list[tuple[str, str]]:
        """Every name `api` offers, with the module that holds it."""
        names: list[tuple[str, str]] = []
        for name, operation in self.operations.items():
            names.append((operation["tags"][0], name))
            if self.body_fields(name):
                names.append((operation["tags"][0], f"{ClassName(name, '')}Params"))
        return names

    def parameters(self, operation_id: str, place: str) -> list[Schema]:
        parameters = self.raw["components"].get("parameters", {})
        resolved = [
            parameters[p["$ref"].rpartition("/")[2]] if "$ref" in p else p
            for p in self.operations[operation_id].get("parameters", [])
        ]
        return [p for p in resolved if p["in"] == place]

    def body_union(self, operation_id: str) -> str | None:
        """The union an operation takes as `body`, if it takes one."""
        name = self.body(operation_id)
        return name if name and name not in self.flattened else None

    def body_fields(self, operation_id: str) -> dict[str, Schema]:
        """The properties of the body that become keyword parameters, required ones first."""
        name = self.body(operation_id)
        if name is None or name not in self.flattened:
            return {}
        required = self.required(name)
        return dict(sorted(self.properties(name).items(), key=lambda item: item[0] not in required))

    def body_required(self, operation_id: str) -> set[str]:
        name = self.body(operation_id)
        return self.required(name) if name and name in self.flattened else set()

    def body_check(self, name: str) -> Schema:
        """What a body component may carry."""
        return self.check(self.schemas[name], arguments=name in self.flattened)

    def query_schema(self, operation_id: str) -> Schema:
        """The query parameters, checked like the properties of an object."""
        fields = {}
        parameters = self.parameters(operation_id, "query")
        for parameter in parameters:
            fields[parameter["name"]] = self.check(parameter["schema"])
            if python_name(parameter["name"]) != parameter["name"]:
                fields[parameter["name"]]["argument"] = python_name(parameter["name"])
        required = [p["name"] for p in parameters if p.get("required")]
        return {"type": "object", "properties": fields, **({"required": required} if required else {})}

    def path_template(self, operation_id: str) -> str:
        path: str = self.operations[operation_id]["path"]
        for parameter in self.parameters(operation_id, "path"):
            path = path.replace(f"{{{parameter['name']}}}", f"{{{python_name(parameter['name'])}}}")
        return path

    def parser(self, operation_id: str) -> str:
        """The function that reads the answer, one page or one event of it."""
        schema = self.answer(operation_id)
        plain = next((s for s in self.alternatives(schema) if "$ref" in s), schema)
        decoder = self._decoder(plain)
        if decoder is None:
            raise DocumentError(f"{operation_id} must answer with a named component")
        if self.is_nullable(schema):
            return f"nullable({decoder})"
        return f"or_nothing({decoder})" if "204" in self.operations[operation_id]["responses"] else decoder

    def answer_annotation(self, operation_id: str) -> str:
        return self.annotation(self.answer(operation_id), sent=False)

    def client_annotation(self, operation_id: str) -> str:
        """What an operation asks of the client it is given."""
        match self.kind(operation_id):
            case "stream":
                return f"StreamOpener[{self.answer_annotation(operation_id)}, S]"
            case "download":
                return "Downloader[D]"
            case _:
                return "Transport"

    def returned_annotation(self, operation_id: str) -> str:
        """What an operation's function returns."""
        match self.kind(operation_id):
            case "stream":
                return "S"
            case "download":
                return "D"
            case "pages":
                return f"Pages[{self.answer_annotation(operation_id)}, {self.entry(operation_id)}]"
            case _:
                return self.answer_annotation(operation_id)

    def answer_prose(self, operation_id: str) -> str:
        schema = self.answer(operation_id)
        names = [name for s in [schema, *self.alternatives(schema)] if (name := self._ref_name(s))]
        text = " ".join(map(self.description, names))
        return f"{text} Or None." if self.is_nullable(schema) else text

    # ------------------------------------------------------------------ lists that come in pages

    def entry(self, operation_id: str) -> str:
        """The type of one entry of a list that comes in pages."""
        page, pages = self._ref_name(self.answer(operation_id)), self.operations[operation_id]["x-pages"]
        entries = self.properties(page or "").get(pages["entries"], {})
        if "items" not in entries:
            raise DocumentError(f"{operation_id}: x-pages names {pages['entries']}, which is no list of {page}")
        return self.annotation(entries["items"], sent=False)

    def paging(self, operation_id: str) -> str:
        """How the pages of a list hang together, as an expression."""
        pages = self.operations[operation_id]["x-pages"]
        entries = f"lambda page: page.{python_name(pages['entries'])} or ()"
        if "cursor" not in pages:
            return f'Paging({entries}, "offset")'
        *outer, name = map(python_name, pages["cursor"].split("."))
        cursor = f"page.{'.'.join([*outer, name])} or None"
        if "more" in pages:  # said beside the cursor, and to be believed where the two differ
            more = ".".join(map(python_name, pages["more"].split(".")))
            cursor = f"None if page.{more} is False else {cursor}"
        for count in range(len(outer), 0, -1):
            cursor = f"({cursor}) if page.{'.'.join(outer[:count])} else None"
        return f'Paging({entries}, "cursor", lambda page: {cursor})'

    def assumed(self, operation_id: str) -> dict[str, Any]:
        fields = self.body_fields(operation_id)
        return {k: v["x-sent-unless-refused"] for k, v in fields.items() if "x-sent-unless-refused" in v}

    # ------------------------------------------------------------------ components

    @staticmethod
    def _ref_name(schema: Schema) -> str | None:
        ref = schema.get("$ref")
        return ref.rpartition("/")[2] if ref else None

    def _reachable(self, names: Any) -> set[str]:
        seen: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo += self._parts_of(self.schemas[name])
        return seen

    def _parts_of(self, schema: Schema) -> Iterator[str]:
        """The components a schema is made of; one that it only extends is none of them, but its parts are."""
        yield from self._names_in({k: v for k, v in schema.items() if k != "allOf"})
        for part in schema.get("allOf", []):
            base = self._ref_name(part)
            yield from self._parts_of(self.schemas[base] if base else part)

    def _names_in(self, node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if name := self._ref_name(node):
                yield name
            for value in node.values():
                yield from self._names_in(value)
        elif isinstance(node, list):
            for value in node:
                yield from self._names_in(value)

    def properties(self, name: str) -> dict[str, Schema]:
        schema = self.schemas[name]
        merged: dict[str, Schema] = {}
        for part in schema.get("allOf", []):
            base = self._ref_name(part)
            merged |= self.properties(base) if base else part.get("properties", {})
        return merged | schema.get("properties", {})

    def required(self, name: str) -> set[str]:
        schema = self.schemas[name]
        merged = set(schema.get("required", []))
        for part in schema.get("allOf", []):
            base = self._ref_name(part)
            merged |= self.required(base) if base else set(part.get("required", []))
        return merged

    def description(self, name: str) -> str:
        return str(self.schemas[name]["description"])

    def is_map(self, name: str) -> bool:
        return "additionalProperties" in self.schemas[name] and "properties" not in self.schemas[name]

    def is_union(self, name: str) -> bool:
        return bool(self.alternatives(self.schemas[name]))

    @staticmethod
    def alternatives(schema: Schema) -> list[Schema]:
        """What a value may be one of: ``oneOf``, or ``anyOf`` where one takes whatever is none of the others."""
        found: list[Schema] = schema.get("oneOf") or schema.get("anyOf", [])
        return found

    def is_enum(self, name: str) -> bool:
        return "enum" in self.schemas[name]

    def is_catch_all(self, name: str) -> bool:
        return bool(self.schemas[name].get("x-catch-all"))

    def is_class(self, name: str) -> bool:
        """Whether a component becomes a class of its own."""
        return not (
            self.is_map(name) or self.is_union(name) or self.is_enum(name) or name in self.flattened | self.bases
        )

    def has_dict(self, name: str) -> bool:
        """Whether a plain dict may stand for the class in a call, and so needs a TypedDict."""
        return name in self.inputs and self.is_class(name)

    def unions(self) -> list[str]:
        return [name for name in self.schemas if self.is_union(name)]

    def enums(self) -> list[str]:
        return [name for name in self.schemas if self.is_enum(name)]

    def classes(self) -> list[str]:
        return [name for name in self.schemas if self.is_class(name)]

    def exports(self) -> dict[str, str]:
        """Every name `models` offers, with the module that holds it."""
        names = {name: module_name(name) for name in [*self.classes(), *self.enums(), *self.unions()]}
        dicts = {f"{name}Dict": module_name(name) for name in self.classes() if self.has_dict(name)}
        return dict(sorted((names | dicts).items()))

    # ------------------------------------------------------------------ unions

    def members(self, union: str) -> list[str]:
        return [name for schema in self.alternatives(self.schemas[union]) if (name := self._ref_name(schema))]

    def tags(self, union: str) -> tuple[str | None, dict[str, str]]:
        """The property that tells the members apart, and the member of each of its values; no property, no tag."""
        tagged: dict[str, dict[str, str]] = {}
        plain = [name for name in self.members(union) if not self.is_catch_all(name)]
        for name in plain:
            for key, schema in self.properties(name).items():
                if "const" in schema:
                    tagged.setdefault(key, {})[schema["const"]] = name
        whole = [(key, table) for key, table in tagged.items() if len(table) == len(plain)]
        return whole[0] if len(whole) == 1 else (None, {})

    def fallback(self, union: str) -> str | None:
        return next((name for name in self.members(union) if self.is_catch_all(name)), None)

    def selector(self, union: str) -> Schema | None:
        selected: Schema | None = self.schemas[union].get("x-selected-by")
        return selected

    def decodable_unions(self) -> list[str]:
        """Unions that answers carry, members first."""
        return sorted((u for u in self.unions() if self.fallback(u)), key=lambda u: (self.selector(u) is not None, u))

    # ------------------------------------------------------------------ schema -> Python

    def annotation(self, schema: Schema, *, sent: bool) -> str:
        """The type of a value. What is `sent` may be plain dicts, any sequence and any mapping."""
        if name := self._ref_name(schema):
            return self._named_annotation(name, sent=sent)
        if "const" in schema:
            return f'Literal["{schema["const"]}"]'
        if alternatives := self.alternatives(schema):
            return " | ".join(self.annotation(s, sent=sent) for s in alternatives)
        kind = schema.get("type")
        if kind is None:
            return "Any"
        if isinstance(kind, list):
            return " | ".join(_SCALARS[k] for k in kind)
        if kind == "array":
            items = self.annotation(schema["items"], sent=sent)
            return f"Sequence[{items}]" if sent else f"list[{items}]"
        if kind in _SCALARS:
            return _SCALARS[kind]
        raise DocumentError(f"an inline {kind} cannot be named: make it a component")

    def _named_annotation(self, name: str, *, sent: bool) -> str:
        if self.is_map(name):
            value = self.annotation(self.schemas[name]["additionalProperties"], sent=sent)
            return f"Mapping[str, {value}]" if sent else f"dict[str, {value}]"
        if sent and self.is_union(name):
            return " | ".join(self._named_annotation(member, sent=True) for member in self.members(name))
        if sent and self.has_dict(name):
            return f"models.{name} | models.{name}Dict"
        return f"models.{name}"

    def is_nullable(self, schema: Schema) -> bool:
        if alternatives := self.alternatives(schema):
            return any(s.get("type") == "null" for s in alternatives)
        kind = schema.get("type")
        return isinstance(kind, list) and "null" in kind

    def decode(self, wire_name: str, schema: Schema, owner: str, *, required: bool) -> str:
        """The expression that reads one field of an answer; `get` is in scope."""
        if "const" in schema:
            return f'"{schema["const"]}" if (v := get("{wire_name}")) is None else v'
        if self.is_nullable(schema):
            plain = next((s for s in self.alternatives(schema) if "$ref" in s), None)
            decoder = self._decoder(plain) if plain else None
            source = f'get("{wire_name}", UNSET)'
            return f"v if (v := {source}) is UNSET or v is None else {decoder}(v)" if decoder else source
        decoder = self._decoder(schema)
        source = f'required(get, "{wire_name}", "{owner}")' if required else "v"
        name = self._ref_name(schema)
        arguments = [source]
        if decoder in ("items", "values", "mapping"):
            arguments.append(f'"{owner}.{wire_name}"')
        if decoder == "items":
            arguments.append(str(self._decoder(schema["items"])))
        if name and self.is_union(name) and (selector := self.selector(name)):
            arguments.append(f'get("{selector["property"]}")')
        value = f"{decoder}({', '.join(arguments)})" if decoder else source
        if not (decoder or name or schema.get("type")):  # any JSON, and null is JSON
            return f'get("{wire_name}")' if required else f'get("{wire_name}", UNSET)'
        if required:
            return value
        return f'UNSET if (v := get("{wire_name}")) is None else {value}'

    def _decoder(self, schema: Schema) -> str | None:
        """The function that decodes a value that is there; None where it stays as it is."""
        name = self._ref_name(schema)
        if name and self.is_union(name):
            return f"unions.parse_{module_name(name)}"
        if name and self.is_map(name):
            return "mapping"
        if name and not self.is_enum(name):
            return f"models.{name}.from_dict"
        if schema.get("type") == "array":
            return "items" if self._decoder(schema["items"]) else "values"
        return None

    # ------------------------------------------------------------------ schema -> what a request may carry

    def check(self, schema: Schema, *, arguments: bool = False) -> Schema:
        """The part of a schema that `to_wire` in the generated package checks, as a Python literal."""
        if name := self._ref_name(schema):
            if self.is_class(name):
                return {"model": name}
            schema = self.schemas[name]
        if "const" in schema:
            return {"const": schema["const"]}
        if "enum" in schema:
            return {"type": "string"}
        nullable = self.is_nullable(schema)
        alternatives = self.alternatives(schema)
        if alternatives and not nullable:
            return self._union_check(schema)
        if alternatives:
            inner = next(s for s in alternatives if s.get("type") != "null")
            return {**self.check(inner), "nullable": True}
        if "allOf" in schema or "properties" in schema:
            return self._object_check(schema, arguments=arguments)
        checked: Schema = {key: schema[key] for key in _LIMITS if key in schema}
        kind = schema.get("type")
        if kind is not None:
            checked["type"] = next(k for k in kind if k != "null") if isinstance(kind, list) else kind
        if nullable:
            checked["nullable"] = True
        if "items" in schema:
            checked["items"] = self.check(schema["items"])
        if "propertyNames" in schema:
            checked["keys"] = self.check(schema["propertyNames"])
        if "additionalProperties" in schema:
            checked["values"] = self.check(schema["additionalProperties"])
        return checked

    def _union_check(self, schema: Schema) -> Schema:
        union = next(name for name, candidate in self.schemas.items() if candidate is schema)
        tag, table = self.tags(union)
        return {"tag": tag, "members": table} if tag else {"any_of": self.members(union)}

    def _object_check(self, schema: Schema, *, arguments: bool) -> Schema:
        name = next(name for name, candidate in self.schemas.items() if candidate is schema)
        fields = {}
        for wire_name, field in self.properties(name).items():
            fields[wire_name] = self.check(field)
            if arguments and python_name(wire_name) != wire_name:
                fields[wire_name]["argument"] = python_name(wire_name)
        checked: Schema = {"type": "object", "properties": fields}
        if required := sorted(self.required(name)):
            checked["required"] = required
        if "x-exactly-one-of" in schema:
            checked["exactly_one_of"] = schema["x-exactly-one-of"]
        return checked

    def object_check(self, name: str) -> Schema:
        return self._object_check(self.schemas[name], arguments=False)

    # ------------------------------------------------------------------ prose

    @staticmethod
    def prose(text: str, *, indent: int = 0, hanging: int = 0) -> str:
        """Document text as docstring lines: safe to stand between triple quotes, wrapped at 120 columns."""
        text = " ".join(str(text).split()).replace("\\", "\\\\").replace('"""', "'''")
        pad = " " * (indent + hanging)
        return textwrap.fill(text, 118, initial_indent=" " * indent, subsequent_indent=pad).lstrip()

    def field_prose(self, schema: Schema) -> str:
        text = schema.get("description") or (self.description(name) if (name := self._ref_name(schema)) else "")
        if "const" in schema and not text:
            text = f"Always `{schema['const']}`."
        return f"Deprecated. {text}" if schema.get("deprecated") else str(text)

    def parameter_notes(self, parameter: Schema) -> str:
        """A query parameter's prose, with the values of its enum where it has one."""
        return self.field_notes({**parameter["schema"], "description": parameter["description"]})

    def field_notes(self, schema: Schema) -> str:
        """A field's prose, with the values of its enum where it has one."""
        named = [self._ref_name(s) for s in [schema, *self.alternatives(schema)]]
        values = [v for name in named if name and self.is_enum(name) for v in self.schemas[name]["enum"]]
        text = self.field_prose(schema)
        return f"{text} One of {', '.join(f'`{v}`' for v in values)}, or a newer value." if values else text
