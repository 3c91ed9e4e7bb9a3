"""What a document must keep to; a breach would be generated wrong, or lost without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from openapi_python_client.strings import ClassName

from codegen.document import (
    Document,
    DocumentError,
    Operation,
    Schema,
    alternatives_of,
    component_of,
    refers_to,
    without_null,
)
from codegen.naming import argument_name, attribute_name, module_name

_SCALARS = ("string", "integer", "number", "boolean")
# What the modules of models import, and so no component can be called.
_TAKEN = frozenset(
    "Any Check ClassVar Literal Mapping Model Required Self Sequence TypeAlias TypedDict Unset".split()  # noqa: SIM905 - shorter than a list
)
# What a schema may state; a comma in a description without quotes makes YAML read a keyword more.
_KEYWORDS = {
    *("type", "format", "description", "title", "deprecated", "const", "enum", "$ref", "oneOf", "anyOf", "allOf"),
    *("required", "properties", "items", "additionalProperties", "propertyNames"),
    *("minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "maxProperties"),
    *("x-at-least-one-of", "x-catch-all", "x-default-unless-rejected", "x-exactly-one-of", "x-raised", "x-secret"),
    *("x-default", "x-selected-by"),
}
# What `make draft` writes in place of what only a person can say.
MARKER = "TODO-describe"


def check(document: Document) -> None:
    """Raises DocumentError with everything that breaks a rule."""
    found = [
        *_drafted(document.raw, ""),
        *_names(document),
        *_components(document),
        *chain.from_iterable(map(_operation, document.operations.values())),
    ]
    if found:
        raise DocumentError("\n".join(dict.fromkeys(found)))


def _drafted(node: object, place: str) -> Iterator[str]:
    """The places that a draft left to describe."""
    if isinstance(node, str) and MARKER in node:
        yield f"{place}: still the draft's {node!r}"
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from _drafted(value, f"{place}/{key}" if place else str(key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _drafted(value, f"{place}/{number}")


# ---------------------------------------------------------------------------------------------------------------- names


def _names(document: Document) -> Iterator[str]:
    for name in document.schemas:
        if str(ClassName(name, "")) != name:
            yield f"components/schemas/{name}: the generator would call it {ClassName(name, '')}; rename it"
        if name in _TAKEN:
            yield f"components/schemas/{name}: the generated modules use this name themselves; rename it"
    yield from _same(document.schemas, module_name, "components/schemas", "in the same module")
    for name in document.schemas:
        yield from _same(document.properties(name), attribute_name, name, "the same attribute in Python")
    for name in document.of_kind("class"):
        if document.has_dict(name) and f"{name}Dict" in document.schemas:
            yield f"components/schemas/{name}Dict: the dict of {name} has this name; rename it"
    for union in document.of_kind("union"):
        if union in document.inputs and union != document.input_union(union) in document.schemas:
            yield f"components/schemas/{union}Input: what may be passed for {union} has this name; rename it"


def _same(names: Iterable[str], rename: Callable[[str], str], owner: str, what: str) -> Iterator[str]:
    seen: dict[str, str] = {}
    for name in names:
        if (other := seen.setdefault(rename(name), name)) != name:
            yield f"{owner}: {other} and {name} are {what} ({rename(name)})"


# ----------------------------------------------------------------------------------------------------------- operations


def _operation(operation: Operation) -> Iterator[str]:
    document, place = operation.document, f"{operation.method} {operation.path}"
    raw_parameters = [
        *document.raw["paths"][operation.path].get("parameters", []),
        *operation.raw.get("parameters", []),
    ]
    shared = document.raw["components"].get("parameters", {})
    for parameter in raw_parameters:
        resolved = shared[component_of(parameter)] if "$ref" in parameter else parameter
        if resolved["in"] not in ("path", "query"):
            yield f"{place}: the parameter {resolved['name']} in {resolved['in']} would not be sent"
    for parameter in operation.parameters("path"):
        if document.resolve(parameter.schema).get("type") != "string":
            yield f"{place}: the path parameter {parameter.wire_name} must be a string"
        if f"{{{parameter.wire_name}}}" not in operation.path:
            yield f"{place}: the path has no {{{parameter.wire_name}}}"
    for parameter in operation.parameters("query"):
        yield from _value(document, parameter.schema, f"{place}: query/{parameter.wire_name}", sent=True)
        if document.resolve(without_null(parameter.schema)[0]).get("type") == "array":
            yield f"{place}: query/{parameter.wire_name}: lists cannot be sent in a query"
        elif (name := component_of(without_null(parameter.schema)[0])) and document.kind(name) in ("class", "union"):
            yield f"{place}: query/{parameter.wire_name}: objects cannot be sent in a query, only maps"
    arguments = [*operation.parameters("path"), *operation.parameters("query"), *operation.members]
    yield from _same([a.wire_name for a in arguments], argument_name, place, "the same argument in Python")
    names = [a.wire_name for a in arguments]
    yield from (f"{place}: two arguments are called {name}" for name in names if names.count(name) > 1)
    body = operation.raw.get("requestBody")
    if body and (operation.body is None or document.kind(operation.body) not in ("class", "body", "base", "union")):
        yield f"{place}: the body must be JSON and a component that is an object or a union"
    yield from _response(operation, place)


def _response(operation: Operation, place: str) -> Iterator[str]:
    document, schema = operation.document, operation.response
    if schema is None:
        if not operation.may_be_empty:
            yield f"{place}: no schema for a success; declare 204 where it has no body"
        return
    if operation.kind == "download":
        return
    yield from _value(document, schema, f"{place}: response", sent=False)
    name = component_of(document.resolve(schema))
    if operation.may_be_empty and name and document.kind(name) == "class":
        needed = [key for key in document.required(name) if "const" not in document.properties(name)[key]]
        if needed:
            yield f"{place}: declares 204, but {name} requires {', '.join(sorted(needed))}"
    if operation.kind == "stream" and (name is None or document.kind(name) != "union"):
        yield f"{place}: the events of a stream must be a component that is a union"
    if "x-pages" in operation.raw:
        yield from _pages(operation, name, place)


def _pages(operation: Operation, name: str | None, place: str) -> Iterator[str]:
    document, pages = operation.document, operation.raw["x-pages"]
    if name is None or document.kind(name) != "class":
        yield f"{place}: x-pages: a page must be an object"
        return
    if "items" not in document.resolve(document.properties(name).get(pages["entries"], {})):
        yield f"{place}: x-pages: {pages['entries']} is not a list of {name}"
    for key in ("cursor", "more"):
        owner: str | None = name
        for part in pages.get(key, "").split("."):
            if part and (owner is None or part not in document.properties(owner)):
                yield f"{place}: x-pages: there is no {pages[key]} in {name}"
                break
            owner = component_of(document.properties(owner)[part]) if owner and part else None


# ----------------------------------------------------------------------------------------------------------- components


def _components(document: Document) -> Iterator[str]:
    for name, schema in document.schemas.items():
        place = f"components/schemas/{name}"
        if "description" not in schema:
            yield f"{place}: no description"
        yield from _keywords(schema, place)
        sent = name in document.inputs
        match document.kind(name):
            case "union":
                yield from _union(document, name, place)
            case "enum":
                if schema.get("type") != "string" or not all(isinstance(value, str) for value in schema["enum"]):
                    yield f"{place}: an enum must be of strings"
            case "map" | "array" | "scalar" if name in _inlined_in(document, name):
                yield f"{place}: refers to itself"
            case "map" if not isinstance(schema["additionalProperties"], Mapping):
                yield f"{place}: additionalProperties must be a schema; unknown properties are kept anyway"
            case "map":
                yield from _value(document, schema["additionalProperties"], f"{place}/additionalProperties", sent=sent)
            case "array" | "scalar":
                yield from _value(document, schema, place, sent=sent)
            case _:
                for key, value in document.properties(name).items():
                    yield from _value(document, value, f"{place}/properties/{key}", sent=sent)


def _keywords(schema: Schema, place: str) -> Iterator[str]:
    """Keywords that would be ignored, in a schema and in those inside it."""
    yield from (f"{place}: the keyword {key!r} is not known" for key in schema if key not in _KEYWORDS)
    for key, value in schema.get("properties", {}).items():
        yield from _keywords(value, f"{place}/properties/{key}")
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(key), dict):
            yield from _keywords(schema[key], f"{place}/{key}")
    for key in ("oneOf", "anyOf", "allOf"):
        for number, value in enumerate(schema.get(key, [])):
            yield from _keywords(value, f"{place}/{key}/{number}")


def _inlined_in(document: Document, name: str) -> set[str]:
    """The components without a name in Python that one without a name consists of."""
    seen: set[str] = set()
    todo = [*refers_to(document.schemas[name])]
    while todo:
        inner = todo.pop()
        if inner not in seen and document.kind(inner) in ("array", "scalar", "map"):
            seen.add(inner)
            todo += refers_to(document.schemas[inner])
    return seen


def _union(document: Document, union: str, place: str) -> Iterator[str]:
    for member in alternatives_of(document.schemas[union]):
        name = component_of(member)
        if name is None:
            yield f"{place}: every member must be a component; null belongs where the union is used"
        elif document.kind(name) not in ("class", "raised"):
            yield f"{place}: {name} is not an object, so nothing discriminates it"
    if union in document.outputs and document.fallback(union) is None:
        yield f"{place}: responses carry it, so it needs a member with x-catch-all"
    selector = document.selector(union)
    if selector is not None:
        unknown = set(selector["mapping"].values()) - document.schemas.keys()
        yield from (f"{place}: x-selected-by names {name}, which is not a component" for name in sorted(unknown))
    elif document.tags(union) is None:
        plain = [name for name in document.members(union) if not document.is_catch_all(name)]
        needed = [frozenset(document.required(name)) for name in plain]
        if document.fallback(union) or len(set(needed)) < len(needed) or frozenset() in needed:
            yield f"{place}: neither a tag nor a required field discriminates its members"


def _value(document: Document, schema: Schema, place: str, *, sent: bool) -> Iterator[str]:
    """What is wrong with a schema inside another."""
    inner, _ = without_null(schema)
    if name := component_of(inner):
        if name not in document.schemas:
            yield f"{place}: there is no component {name}"
        elif document.kind(name) == "raised":
            yield f"{place}: {name} is raised as an error, so it is not a value"
    elif "const" in inner:
        if not isinstance(inner["const"], (str, bool, int)):
            yield f"{place}: a const must be a string, a number or a boolean"
    elif alternatives_of(inner) or "allOf" in inner or "enum" in inner or inner.get("type") == "object":
        yield f"{place}: an inline object, enum or union has no name; make it a component"
    elif inner.get("type") == "array":
        yield from _value(document, inner.get("items", {}), f"{place}/items", sent=sent)
    elif isinstance(inner.get("type"), list):
        if sent:
            yield f"{place}: one type is checked in a request, not several"
    elif inner.get("type") not in (*_SCALARS, None):
        yield f"{place}: the type {inner['type']} is not known"
