"""What of OpenAPI is supported, checked before the document is read as operations and components."""

from __future__ import annotations

from collections.abc import Iterator
from keyword import iskeyword
from typing import Any

from codegen.naming import operation_name

Node = dict[str, Any]

_METHODS = ("get", "put", "post", "delete", "patch")
_OTHER_METHODS = ("head", "options", "trace")
_JSON, _EVENTS = "application/json", "text/event-stream"
_IN_A_PATH = frozenset("\"'\\ ?#")


def unsupported(raw: Node) -> list[str]:
    """What the generator would crash on, or lose without a word; each with its place."""
    return [*_operations(raw), *_references(raw, "")]


def _operations(raw: Node) -> Iterator[str]:
    for path, item in raw["paths"].items():
        if _IN_A_PATH & set(path):
            yield f"{path}: a path cannot have quotes, spaces, ? or #"
        yield from (
            f"{method.upper()} {path}: the method is not supported" for method in _OTHER_METHODS if method in item
        )
        for method in _METHODS:
            if method in item:
                place = f"{method.upper()} {path}"
                yield from _names(item[method], place)
                yield from _bodies(raw, item[method], place)


def _names(operation: Node, place: str) -> Iterator[str]:
    name = str(operation.get("operationId", ""))
    if not name.isidentifier() or iskeyword(name) or operation_name(name) != name:
        yield f"{place}: the operationId {name!r} must be a function's name in snake_case; rename it"
    tags = operation.get("tags", [])
    if len(tags) != 1:
        yield f"{place}: an operation has one tag, which names its module"
    yield from (
        f"{place}: the tag {tag!r} must be a module's name in snake_case; rename it"
        for tag in tags
        if not tag.isidentifier() or iskeyword(tag) or tag != tag.lower()
    )


def _bodies(raw: Node, operation: Node, place: str) -> Iterator[str]:
    if (body := operation.get("requestBody")) and _JSON not in _resolved(raw, body, "requestBodies").get("content", {}):
        yield f"{place}: a body is sent as {_JSON}"
    schemas: list[Any] = []
    for status, response in operation["responses"].items():
        if not str(status).startswith("2"):
            continue
        for media_type, media in _resolved(raw, response, "responses").get("content", {}).items():
            schema = media.get("schema", {})
            if media_type == _JSON and schema not in schemas:
                schemas.append(schema)
            if media_type not in (_JSON, _EVENTS) and schema.get("format") != "binary":
                yield f"{place}: a response of {media_type} is read only as a file, with `format: binary`"
    if len(schemas) > 1:
        yield f"{place}: its successes have {len(schemas)} schemas, of which only the first would be read"


def _resolved(raw: Node, node: Node, kind: str) -> Node:
    name = node.get("$ref", "").rpartition("/")[2]
    return raw["components"][kind][name] if name else node


def cycles(raw: Node) -> Iterator[str]:
    """Components that extend themselves."""
    extends = {
        name: {part["$ref"].rpartition("/")[2] for part in schema.get("allOf", []) if "$ref" in part}
        for name, schema in raw.get("components", {}).get("schemas", {}).items()
    }
    for name, bases in extends.items():
        seen: set[str] = set()
        todo = [*bases]
        while todo and name not in seen:
            if (base := todo.pop()) not in seen:
                seen.add(base)
                todo += extends.get(base, ())
        if name in seen:
            yield f"components/schemas/{name}: extends itself"


def _references(node: Any, place: str) -> Iterator[str]:
    """Properties that are called like a reference."""
    if isinstance(node, dict):
        if not isinstance(node.get("$ref", ""), str):
            yield f"{place}: a property cannot be called $ref"
        for key, value in node.items():
            yield from _references(value, f"{place}/{key}" if place else str(key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _references(value, f"{place}/{number}")
