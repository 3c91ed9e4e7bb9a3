"""Check responses against the OpenAPI document, down to every event of a stream."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import schemathesis
import yaml
from jsonschema import Draft202012Validator

PATH = Path(__file__).parents[2] / "openapi" / "v0.yaml"
EVENTS = "text/event-stream"


@cache
def document() -> Any:
    """Return the document without its `Unknown*` members: the sandbox sends only what the document describes."""
    raw = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    schemas = raw["components"]["schemas"]
    unknown = {f"#/components/schemas/{name}" for name, schema in schemas.items() if schema.get("x-catch-all")}
    for schema in schemas.values():
        if "anyOf" in schema:
            schema["anyOf"] = [member for member in schema["anyOf"] if member.get("$ref") not in unknown]
    return schemathesis.openapi.from_dict(raw)


def documented_only(value: Any, schema: Any) -> Any:
    """The value without the keys that a schema does not name: open objects let generated bodies have any."""
    if isinstance(value, list):
        return [documented_only(item, schema.get("items", {})) for item in value]
    if not isinstance(value, dict):
        return value
    known, others = _members(schema, value)
    return {
        name: documented_only(member, known.get(name, others))
        for name, member in value.items()
        if name in known or others is not None
    }


def _members(schema: Any, value: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """The schemas of an object's keys, and that of all other keys: None where there are no others."""
    while "$ref" in schema:
        schema = document().raw_schema["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    known, others = dict(schema.get("properties", {})), schema.get("additionalProperties")
    for part in (*schema.get("allOf", ()), *schema.get("oneOf", ())):
        more, more_others = _members(part, value)
        tag = more.get("type", {}).get("const")
        if tag in (None, value.get("type")):
            known |= more
            others = others or more_others
    return known, others


@cache
def operations() -> dict[str, Any]:
    """Return every operation by its method and path template."""
    return {operation.label: operation for operation in (result.ok() for result in document().get_all_operations())}


def check_response(response: httpx.Response) -> None:
    """Raise if the document does not describe the response; a path that is not in it is not checked."""
    request = response.request
    operation = document().find_operation_by_path(request.method.lower(), request.url.path.removeprefix("/api"))
    kind = response.headers.get("content-type", "").partition(";")[0]
    if operation is None or kind == EVENTS:  # a stream is checked by its events once it was read
        return
    response.read()
    if kind == "application/json" and response.content != b"null":
        operation.validate_response(response)


def check_events(operation: Any, body: str) -> int:
    """Raise if the document does not describe an event; return the number of events."""
    raw = document().raw_schema
    success = operation.definition.raw["responses"]["200"]
    while "$ref" in success:
        success = raw["components"]["responses"][success["$ref"].rpartition("/")[2]]
    validator = Draft202012Validator({**success["content"][EVENTS]["schema"], "components": raw["components"]})
    data = [line.removeprefix("data: ") for line in body.split("\n") if line.startswith("data: ")]
    for event in data:
        if event != "[DONE]":
            validator.validate(json.loads(event))
    return len(data)
