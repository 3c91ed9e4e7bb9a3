"""An operation of a published document in our conventions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from codegen.naming import class_name
from codegen.rules import MARKER
from drifting.reading import Node, Operation, Parameter, Spec, UnusableError, mapping
from drifting.shapes import Shape
from drifting.walking import Walk
from openapi_python_client.strings import snake_case

from drafting.components import Components, Schema

_VERBS = {"GET": "get", "POST": "create", "PUT": "set", "PATCH": "update", "DELETE": "delete"}
# Words that a path may end with and that are the verb of a POST.
_ACTIONS = {
    *("assign", "authorize", "cancel", "delete", "deploy", "duplicate", "fork", "resolve", "restore", "resume"),
    *("stop", "test", "verify"),
}


@dataclass(slots=True)
class Draft:
    """What is to be written, and what was derived on the way."""

    path: str
    method: str
    tag: str
    operation: Schema
    schemas: dict[str, Schema]
    reused: set[str]
    shared: list[str] = field(default_factory=list)  # components of parameters

    @property
    def id(self) -> str:
        return str(self.operation["operationId"])


def draft(ours: Spec, theirs: Spec, key: tuple[str, str]) -> Draft:
    """Draft an operation. Raises UnusableError where it is a stream, whose events are written by hand."""
    operation = theirs.operations[key]
    response = next((r for _, r in sorted(operation.successes.items())), None)
    if response and response.content and response.content.kind == "events":
        raise UnusableError(f"{operation.name} is a stream: write it by hand, like POST /v2/chats/stream")
    components = Components(ours, theirs, operation.version)
    ids = {str(other.node.get("operationId")) for other in ours.operations.values()}
    tag = _tag(ours, operation)
    name = _id(operation, tag, ids)
    drafted: Schema = {"operationId": name, "tags": [tag]}
    if operation.deprecated:
        drafted["deprecated"] = True
    drafted |= {"summary": MARKER, "description": MARKER, "externalDocs": {"url": MARKER}}
    parameters, shared = _parameters(ours, theirs, operation, components)
    if parameters:
        drafted["parameters"] = parameters
    if operation.body:
        schema = components.body(operation.body.schema, f"{class_name(name)}Request")
        drafted["requestBody"] = {"required": operation.body_required, **_json(schema)}
    if errors := _errors(ours, operation):
        drafted["x-errors"] = errors
    responses = _responses(operation, components, class_name(name.partition("_")[2]))
    drafted["responses"] = {
        **responses,
        "default": {"$ref": f"#/components/responses/Error{operation.version.upper()}"},
    }
    if pages := _pages(operation, responses, components):
        drafted = {"operationId": name, "x-pages": pages, **drafted}
    return Draft(
        operation.path,
        operation.method.lower(),
        tag,
        drafted,
        dict(sorted(components.new.items())),
        components.reused,
        shared,
    )


def _json(schema: Schema) -> Schema:
    return {"content": {"application/json": {"schema": schema}}}


def _tag(ours: Spec, operation: Operation) -> str:
    """The tag of the operations beside it, else the group of the path."""
    group = operation.path.split("/")[2:3]
    beside = [
        str(other.node["tags"][0])
        for other in ours.operations.values()
        if other.version == operation.version and other.path.split("/")[2:3] == group
    ]
    return max(set(beside), key=beside.count) if beside else f"{operation.version}_{snake_case(*group)}"


def _id(operation: Operation, tag: str, taken: set[str]) -> str:
    """A verb and what it is done to: `list_hooks`, `delete_hook`, `assign_project`."""
    steps = [step for step in operation.path.split("/")[2:] if step]
    # The group as we call it: a path's `hooks` may be our `webhooks`.
    group = snake_case(tag.partition("_")[2])
    words = [group, *(snake_case(step) for step in steps[1:] if not step.startswith("{"))]
    verb = _VERBS.get(operation.method, operation.method.lower())
    if operation.method == "POST" and words[-1] in _ACTIONS:
        verb = words.pop()
    elif operation.method == "GET" and words and words[-1].endswith("s") and not steps[-1].startswith("{"):
        verb = "list"
    one = verb != "list" and words and (steps[-1].startswith("{") or operation.method == "POST")
    noun = re.sub(r"s$", "", words[-1]) if one else words[-1]
    for name in (f"{verb}_{noun}", f"{verb}_{noun}_{operation.version}", f"{verb}_{'_'.join(words)}"):
        if name not in taken:
            return name
    raise UnusableError(f"no free operationId for {operation.name}")


def _parameters(
    ours: Spec, theirs: Spec, operation: Operation, components: Components
) -> tuple[list[Schema], list[str]]:
    shared = mapping(mapping(ours.raw.get("components")).get("parameters"))
    found: list[Schema] = []
    used: list[str] = []
    for (place, name), parameter in operation.parameters.items():
        same = [key for key, node in shared.items() if _is_same(ours, theirs, mapping(node), (place, name), parameter)]
        if same:
            used.append(same[0])
            found.append({"$ref": f"#/components/parameters/{same[0]}"})
            continue
        schema = components.value(parameter.schema, class_name(name), sent=True)
        if place == "path":
            schema = {**schema, "minLength": 1}
        drafted = {"name": name, "in": place, "required": parameter.required, "description": MARKER}
        if parameter.deprecated:
            drafted["deprecated"] = True
        found.append({**drafted, "schema": schema})
    return found, used


def _is_same(ours: Spec, theirs: Spec, node: Node, key: tuple[str, str], parameter: Parameter) -> bool:
    place, name = key
    if (node.get("in"), node.get("name"), bool(node.get("required"))) != (place, name, parameter.required):
        return False
    walk = Walk(ours, theirs, responses=False, at=node)
    walk.value("", Shape.of(ours, node.get("schema")), Shape.of(theirs, parameter.schema), is_id=place == "path")
    return all(finding.rule for finding in walk.found)


def _errors(ours: Spec, operation: Operation) -> list[int]:
    """The error statuses, where they are not the usual ones of the version."""
    responses = mapping(mapping(ours.raw.get("components")).get("responses"))
    usual = mapping(responses.get(f"Error{operation.version.upper()}")).get("x-errors")
    errors = sorted(int(s) for s in operation.responses if s.isdigit() and s not in operation.successes)
    return [] if errors == usual else errors


def _responses(operation: Operation, components: Components, hint: str) -> Schema:
    found: Schema = {}
    for status, response in sorted(operation.successes.items()):
        found[status] = {"description": MARKER}
        if response.content and response.content.kind == "binary":
            binary = {"schema": {"type": "string", "format": "binary"}}
            found[status]["content"] = {media: dict(binary) for media in sorted(response.content.media_types)}
        elif response.content:
            found[status] |= _json(components.value(response.content.schema, hint, sent=False))
    if not any("content" in response for response in found.values()):
        return {"204": {"description": MARKER}}
    return found


def _pages(operation: Operation, responses: Schema, components: Components) -> Schema | None:
    """How one page leads to the next, where the operation takes a cursor and the response has one."""
    if ("query", "cursor") not in operation.parameters:
        return None
    schema = mapping(
        mapping(mapping(next(iter(responses.values())).get("content")).get("application/json")).get("schema")
    )
    page = components.new.get(str(schema.get("$ref", "")).rpartition("/")[2], {})
    properties = mapping(page.get("properties"))
    entries = next((name for name, value in properties.items() if value.get("type") == "array"), None)
    if entries is None:
        return None
    for owner in ("", "pagination"):
        inner = properties if not owner else _inside(components, properties.get(owner, {}))
        for cursor in ("cursor", "nextCursor"):
            if cursor in inner:
                prefix = f"{owner}." if owner else ""
                more = {"more": f"{prefix}hasMore"} if "hasMore" in inner else {}
                return {"entries": entries, "cursor": f"{prefix}{cursor}", **more}
    return None


def _inside(components: Components, schema: Schema) -> Schema:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    return dict(mapping(components.component(name).get("properties")))
