"""The document as a judge of answers: what an operation may answer, down to every event of a stream."""

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
    """The document without its `Unknown*` members: the sandbox tells nothing that the document does not know."""
    raw = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    schemas = raw["components"]["schemas"]
    unknown = {f"#/components/schemas/{name}" for name, schema in schemas.items() if schema.get("x-catch-all")}
    for schema in schemas.values():
        if "anyOf" in schema:
            schema["anyOf"] = [member for member in schema["anyOf"] if member.get("$ref") not in unknown]
    return schemathesis.openapi.from_dict(raw)


@cache
def operations() -> dict[str, Any]:
    """Every operation, by method and path template."""
    return {made.label: made for made in (found.ok() for found in document().get_all_operations())}


def hold_to_document(response: httpx.Response) -> None:
    """Fails for an answer that the document does not describe; what it does not know is no operation of ours."""
    request = response.request
    operation = document().find_operation_by_path(request.method.lower(), request.url.path.removeprefix("/api"))
    kind = response.headers.get("content-type", "").partition(";")[0]
    if operation is None or kind == EVENTS:  # a stream is judged by its events, once it is read
        return
    response.read()
    if kind == "application/json" and response.content != b"null":
        operation.validate_response(response)


def hold_events_to_document(operation: Any, body: str) -> int:
    """Fails for an event that the document does not describe; gives how many there were."""
    raw = document().raw_schema
    success = operation.definition.raw["responses"]["200"]
    while "$ref" in success:
        success = raw["components"]["responses"][success["$ref"].rpartition("/")[2]]
    judge = Draft202012Validator({**success["content"][EVENTS]["schema"], "components": raw["components"]})
    data = [line.removeprefix("data: ") for line in body.splitlines() if line.startswith("data: ")]
    for event in data:
        if event != "[DONE]":
            judge.validate(json.loads(event))
    return len(data)
