"""The drift check misses nothing: each kind of change in a published document is seen, with its place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

for library in ("pydantic", "referencing", "rich", "ruamel.yaml"):
    pytest.importorskip(library, reason=f"the drift check needs {library}, of the `check` group")

ROOT = Path(__file__).resolve().parents[2]
Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def as_json(schema: Schema) -> Schema:
    return {"content": {"application/json": {"schema": schema}}}


SCHEMAS: Schema = {
    "NewThing": {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 9, "pattern": "^a", "default": "a"},
            "count": {"type": "integer", "minimum": 1, "maximum": 5, "multipleOf": 2},
            "labels": {"type": "array", "items": TEXT, "maxItems": 3},
            "metadata": {"type": "object", "additionalProperties": TEXT, "propertyNames": {"maxLength": 4}},
            "privacy": ref("Privacy"),
            "skill": {"oneOf": [ref("Local"), ref("Remote")]},
            "note": {"anyOf": [TEXT, {"type": "integer"}]},
        },
        "additionalProperties": False,
    },
    "Privacy": {"type": "string", "enum": ["private", "public"]},
    "Local": {"type": "object", "required": ["type"], "properties": {"type": {"const": "local"}, "path": TEXT}},
    "Remote": {"type": "object", "required": ["type"], "properties": {"type": {"const": "remote"}, "id": TEXT}},
    "Thing": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": TEXT, "at": {"type": "string", "format": "date-time"}, "parent": ref("Thing")},
    },
    "Error": {"type": "object", "properties": {"message": TEXT}},
}
BASE: Schema = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "servers": [{"url": "https://api.example/v2"}],
    "security": [{"key": []}],
    "paths": {
        "/things": {
            "get": {
                "operationId": "list",
                "tags": ["things"],
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 20}},
                    {"name": "ids", "in": "query", "schema": {"type": "array", "items": TEXT}},
                    {"name": "X-Scope", "in": "header", "schema": TEXT},
                ],
                "responses": {"200": {"description": "d", **as_json({"type": "array", "items": ref("Thing")})}},
            },
            "post": {
                "operationId": "create",
                "tags": ["things"],
                "requestBody": {"required": True, **as_json(ref("NewThing"))},
                "responses": {
                    "200": {"description": "d", "headers": {"X-Id": {"schema": TEXT}}, **as_json(ref("Thing"))},
                    "404": {"description": "d", **as_json(ref("Error"))},
                },
            },
        },
        "/things/{id}": {
            "get": {
                "operationId": "read",
                "tags": ["things"],
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}],
                "responses": {"200": {"description": "d", **as_json(ref("Thing"))}},
            }
        },
    },
    "webhooks": {
        "changed": {"post": {"requestBody": as_json(ref("Thing")), "responses": {"200": {"description": "d"}}}}
    },
    "components": {"schemas": SCHEMAS, "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
}

LIST = ("paths", "/things", "get")
CREATE = ("paths", "/things", "post")
NEW = ("components", "schemas", "NewThing")
FIELDS = (*NEW, "properties")
THING = ("components", "schemas", "Thing")
OK = (*CREATE, "responses", "200")

Change = Callable[[Schema], None]


def put(*path: Any) -> Change:
    """Set what is at a path; the last one is the value."""
    *steps, last, value = path

    def change(document: Schema) -> None:
        node: Any = document
        for step in steps:
            node = node[step]
        if isinstance(node, list) and last == len(node):
            node.append(value)
        else:
            node[last] = copy.deepcopy(value)

    return change


def drop(*path: Any) -> Change:
    *steps, last = path

    def change(document: Schema) -> None:
        node: Any = document
        for step in steps:
            node = node[step]
        del node[last]

    return change


OTHER = {"tags": ["new"], "responses": {"200": {"description": "d"}}}
MEMBER = {"type": "object", "required": ["type"], "properties": {"type": {"const": "team"}}}

# What a published document may change, and the kind, the field and the place that are reported.
MUTATIONS: dict[str, tuple[Change, str, str, str]] = {
    # the document
    "server added": (put("servers", 1, {"url": "https://b.example/v2"}), "missing", "server", ""),
    "server moved": (put("servers", 0, "url", "https://b.example/v2"), "missing", "server", ""),
    "scheme added": (
        put("components", "securitySchemes", "oauth", {"type": "oauth2", "flows": {}}),
        "missing",
        "security scheme",
        "",
    ),
    "scheme changed": (
        put("components", "securitySchemes", "key", "scheme", "basic"),
        "missing",
        "security scheme",
        "",
    ),
    "webhook added": (put("webhooks", "gone", {"post": OTHER}), "missing", "operation", ""),
    "webhook removed": (drop("webhooks", "changed"), "extra", "operation", "webhooks"),
    "webhook changed": (
        put("webhooks", "changed", "post", "requestBody", as_json(ref("Error"))),
        "missing",
        "request.message",
        "Thing",
    ),
    # operations
    "operation added": (put("paths", "/other", {"get": OTHER}), "missing", "operation", ""),
    "method added": (put("paths", "/things/{id}", "delete", OTHER), "missing", "operation", "parts"),
    "operation removed": (drop("paths", "/things/{id}"), "extra", "operation", "GET /v2/things/{id}"),
    "operation deprecated": (put(*LIST, "deprecated", True), "deprecated", "operation", "GET /v2/things"),
    "operation's security": (put(*LIST, "security", []), "missing", "security", "GET /v2/things"),
    "operation's scopes": (put(*LIST, "security", [{"key": ["read"]}]), "missing", "security", "GET /v2/things"),
    "operation's server": (put(*LIST, "servers", [{"url": "https://b.example/v2"}]), "missing", "server", "GET"),
    "callback added": (put(*CREATE, "callbacks", {"done": {}}), "missing", "callbacks", "POST /v2/things"),
    # parameters
    "parameter added": (
        put(*LIST, "parameters", 3, {"name": "q", "in": "query", "schema": TEXT}),
        "missing",
        "query.q",
        "GET /v2/things",
    ),
    "parameter removed": (drop(*LIST, "parameters", 0), "extra", "query.limit", "GET /v2/things"),
    "parameter required": (put(*LIST, "parameters", 1, "required", True), "required", "query.ids", "GET"),
    "parameter deprecated": (put(*LIST, "parameters", 0, "deprecated", True), "deprecated", "query.limit", "GET"),
    "parameter's place": (put(*LIST, "parameters", 2, "in", "query"), "missing", "query.X-Scope", "GET"),
    "parameter's style": (put(*LIST, "parameters", 1, "explode", False), "style", "query.ids", "GET"),
    "parameter's default": (put(*LIST, "parameters", 0, "schema", "default", 50), "default", "query.limit", "GET"),
    "parameter's type": (put(*LIST, "parameters", 0, "schema", TEXT), "type", "query.limit", "GET"),
    # bodies and responses
    "body optional": (put(*CREATE, "requestBody", "required", False), "required", "request", "POST"),
    "body removed": (drop(*CREATE, "requestBody"), "extra", "request", "POST"),
    "body added": (put(*LIST, "requestBody", as_json(TEXT)), "missing", "request", "GET"),
    "body in another form only": (
        put(*CREATE, "requestBody", "content", {"multipart/form-data": {"schema": ref("NewThing")}}),
        "type",
        "request",
        "POST",
    ),
    "body's encoding": (
        put(*CREATE, "requestBody", "content", "application/json", "encoding", {"name": {"style": "form"}}),
        "missing",
        "request.encoding",
        "POST",
    ),
    "success's status": (put(*CREATE, "responses", "201", {"description": "d"}), "missing", "status.201", "POST"),
    "success's status removed": (drop(*OK), "extra", "status.200", "POST"),
    "error's status": (put(*CREATE, "responses", "409", {"description": "d"}), "missing", "status.409", "POST"),
    "error's status removed": (drop(*CREATE, "responses", "404"), "extra", "status.404", "POST"),
    "default error": (put(*CREATE, "responses", "default", {"description": "d"}), "missing", "status.default", "POST"),
    "error's body": (
        put("components", "schemas", "Error", "properties", "code", TEXT),
        "missing",
        "error 404.code",
        "Error",
    ),
    "header added": (put(*OK, "headers", "X-New", {"schema": TEXT}), "missing", "response.header.x-new", "POST"),
    "header removed": (drop(*OK, "headers", "X-Id"), "extra", "response.header.x-id", "POST"),
    "header's type": (
        put(*OK, "headers", "X-Id", "schema", {"type": "integer"}),
        "type",
        "response.header.x-id",
        "POST",
    ),
    "media type added": (put(*OK, "content", "text/csv", {"schema": TEXT}), "media type", "response", "POST"),
    "media type changed": (
        put(*OK, "content", {"application/zip": {"schema": TEXT}}),
        "type",
        "response",
        "POST",
    ),
    "link added": (put(*OK, "links", {"next": {"operationId": "list"}}), "missing", "response.links", "POST"),
    # schemas
    "property added": (put(*FIELDS, "more", TEXT), "missing", "request.more", "NewThing"),
    "property removed": (drop(*FIELDS, "count"), "extra", "request.count", "NewThing"),
    "property called description": (put(*FIELDS, "description", TEXT), "missing", "request.description", "NewThing"),
    "property required": (put(*NEW, "required", ["name", "count"]), "required", "request.count", "NewThing"),
    "property optional": (put(*NEW, "required", []), "required", "request.name", "NewThing"),
    "property deprecated": (put(*FIELDS, "count", "deprecated", True), "deprecated", "request.count", "NewThing"),
    "reference deprecated": (put(*FIELDS, "privacy", "deprecated", True), "deprecated", "request.privacy", "NewThing"),
    "type changed": (put(*FIELDS, "count", "type", "number"), "type", "request.count", "NewThing"),
    "type added": (put(*FIELDS, "count", "type", ["integer", "string"]), "type", "request.count", "NewThing"),
    "null allowed": (put(*FIELDS, "count", "type", ["integer", "null"]), "nullable", "request.count", "NewThing"),
    "nullable": (put(*FIELDS, "count", "nullable", True), "nullable", "request.count", "NewThing"),
    "null in an enum": (
        put("components", "schemas", "Privacy", "enum", ["private", "public", None]),
        "nullable",
        "request.privacy",
        "NewThing",
    ),
    "value added": (
        put("components", "schemas", "Privacy", "enum", 2, "team"),
        "missing value",
        "request.privacy",
        "Privacy",
    ),
    "value removed": (drop("components", "schemas", "Privacy", "enum", 1), "extra value", "request.privacy", "Privacy"),
    "enum dropped": (drop("components", "schemas", "Privacy", "enum"), "values", "request.privacy", "Privacy"),
    "constant changed": (
        put("components", "schemas", "Local", "properties", "type", {"const": "here"}),
        "missing",
        "request.skill[type=here]",
        "NewThing",
    ),
    "default changed": (put(*FIELDS, "name", "default", "b"), "default", "request.name", "NewThing"),
    "default removed": (drop(*FIELDS, "name", "default"), "default", "request.name", "NewThing"),
    "default null": (put(*FIELDS, "count", "default", None), "default", "request.count", "NewThing"),
    "format added": (put(*FIELDS, "name", "format", "uri"), "limit", "request.name", "NewThing"),
    "format of a response": (put(*THING, "properties", "at", "format", "date"), "limit", "response.at", "Thing"),
    "format of a response removed": (drop(*THING, "properties", "at", "format"), "limit", "response.at", "Thing"),
    "pattern changed": (put(*FIELDS, "name", "pattern", "^b"), "limit", "request.name", "NewThing"),
    "pattern of a response": (put(*THING, "properties", "id", "pattern", "^t"), "limit", "response.id", "Thing"),
    "minLength changed": (put(*FIELDS, "name", "minLength", 2), "limit", "request.name", "NewThing"),
    "maxLength changed": (put(*FIELDS, "name", "maxLength", 8), "limit", "request.name", "NewThing"),
    "minimum removed": (drop(*FIELDS, "count", "minimum"), "limit", "request.count", "NewThing"),
    "maximum changed": (put(*FIELDS, "count", "maximum", 6), "limit", "request.count", "NewThing"),
    "exclusive bound": (put(*FIELDS, "count", "exclusiveMaximum", 6), "limit", "request.count", "NewThing"),
    "multipleOf changed": (put(*FIELDS, "count", "multipleOf", 3), "limit", "request.count", "NewThing"),
    "maxItems changed": (put(*FIELDS, "labels", "maxItems", 4), "limit", "request.labels", "NewThing"),
    "uniqueItems": (put(*FIELDS, "labels", "uniqueItems", True), "limit", "request.labels", "NewThing"),
    "items changed": (put(*FIELDS, "labels", "items", {"type": "integer"}), "type", "request.labels[]", "NewThing"),
    "values of a map": (
        put(*FIELDS, "metadata", "additionalProperties", {"type": "integer"}),
        "type",
        "request.metadata.*",
        "NewThing",
    ),
    "keys of a map": (
        put(*FIELDS, "metadata", "propertyNames", "maxLength", 5),
        "limit",
        "request.metadata",
        "NewThing",
    ),
    "object opened": (drop(*NEW, "additionalProperties"), "limit", "request", "NewThing"),
    "readOnly": (put(*FIELDS, "name", "readOnly", True), "limit", "request.name", "NewThing"),
    "keyword that nobody knows": (
        put(*FIELDS, "name", "contentEncoding", "base64"),
        "limit",
        "request.name",
        "NewThing",
    ),
    "not": (put(*FIELDS, "name", "not", {"const": "x"}), "limit", "request.name", "NewThing"),
    "discriminator": (
        put(*FIELDS, "skill", "discriminator", {"propertyName": "type"}),
        "limit",
        "request.skill",
        "NewThing",
    ),
    "member added": (put(*FIELDS, "skill", "oneOf", 2, MEMBER), "missing", "request.skill[type=team]", "NewThing"),
    "member removed": (drop(*FIELDS, "skill", "oneOf", 1), "extra", "request.skill[type=remote]", "NewThing"),
    "member deprecated": (
        put("components", "schemas", "Remote", "deprecated", True),
        "deprecated",
        "request.skill[type=remote]",
        "Remote",
    ),
    "member's property": (
        put("components", "schemas", "Remote", "properties", "url", TEXT),
        "missing",
        "request.skill[type=remote].url",
        "Remote",
    ),
    "member without a tag": (put(*FIELDS, "note", "anyOf", 2, {"type": "boolean"}), "type", "request.note", "NewThing"),
    "limit of a member": (put(*FIELDS, "note", "anyOf", 0, "maxLength", 3), "limit", "request.note", "NewThing"),
    "property in a recursive schema": (put(*THING, "properties", "name", TEXT), "missing", "response.name", "Thing"),
    "extension of a base": (
        put(*THING, "allOf", [{"properties": {"base": TEXT}}]),
        "missing",
        "response.base",
        "Thing",
    ),
}


@pytest.fixture
def drift(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import drift

    return drift


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """Our document: the same, with the version in its paths, and its only part."""
    document = copy.deepcopy(BASE)
    document["servers"] = [{"url": "https://api.example"}]
    document["paths"] = {f"/v2{path}": item for path, item in document["paths"].items()}
    (tmp_path / "parts").mkdir()
    for path in (tmp_path / "v0.yaml", tmp_path / "parts" / "things.yaml"):
        # Through JSON, so that nothing is an alias.
        path.write_text(yaml.safe_dump(json.loads(json.dumps(document)), sort_keys=False), encoding="utf-8")
    (tmp_path / "allow.yaml").write_text("[]", encoding="utf-8")
    return tmp_path / "v0.yaml"


def run(
    drift: ModuleType, ours: Path, theirs: Schema, capsys: pytest.CaptureFixture[str], *options: str
) -> tuple[int, Any]:
    """Compare our document with another one: the exit status, and the report."""
    spec = ours.parent / "theirs.json"
    spec.write_text(json.dumps(theirs), encoding="utf-8")
    places = ["--document", str(ours), "--allow", str(ours.parent / "allow.yaml")]
    status = drift.main([str(spec), *places, "--json", *options])
    out = capsys.readouterr().out
    return status, json.loads(out) if out.startswith("{") else out


def test_the_document_itself_has_no_difference(
    drift: ModuleType, ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, report = run(drift, ours, BASE, capsys)
    assert (status, report["differences"], report["explained"]) == (0, [], [])


@pytest.mark.parametrize("name", MUTATIONS)
def test_each_kind_of_change_is_seen_with_its_place(
    drift: ModuleType, ours: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    change, kind, field, place = MUTATIONS[name]
    theirs = copy.deepcopy(BASE)
    change(theirs)
    status, report = run(drift, ours, theirs, capsys)
    assert status == 1
    found = [d for d in report["differences"] if (d["kind"], d["field"]) == (kind, field)]
    assert found, [(d["kind"], d["field"]) for d in report["differences"]]
    edit = found[0].get("edit") or ""
    assert place in f"{edit} {found[0].get('part')}", found[0]
    if place:
        assert "parts/things.yaml" in found[0]["part"]


def test_descriptions_and_spelling_make_no_difference(
    drift: ModuleType, ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = copy.deepcopy(BASE)
    put(*FIELDS, "name", "description", "Other words.")(theirs)
    put(*FIELDS, "name", "examples", ["a"])(theirs)
    put(*FIELDS, "privacy", SCHEMAS["Privacy"])(theirs)
    put(*LIST, "summary", "Other words.")(theirs)
    put("info", "version", "2")(theirs)
    assert run(drift, ours, theirs, capsys)[0] == 0


def test_what_a_rule_explains_is_seen_once_the_documents_were_reviewed(
    drift: ModuleType, ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(drift, ours, BASE, capsys, "--review")[0] == 0
    assert run(drift, ours, BASE, capsys)[0] == 0
    theirs = copy.deepcopy(BASE)
    put(*THING, "required", ["id", "at"])(theirs)  # responses may lack any field
    status, report = run(drift, ours, theirs, capsys)
    found = {(d["operation"], d["field"], d["kind"], d["edit"]) for d in report["differences"]}
    assert status == 1
    assert ("GET /v2/things/{id}", "response", "not reviewed", "GET /v2/things/{id}") in found
    assert run(drift, ours, theirs, capsys, "--review")[0] == 0
    assert run(drift, ours, theirs, capsys)[0] == 0


@pytest.mark.parametrize("name", MUTATIONS)
def test_each_kind_of_change_is_seen_between_two_documents_of_the_vendor(
    drift: ModuleType, ours: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    change, kind, field, _ = MUTATIONS[name]
    old, new = ours.parent / "old.json", copy.deepcopy(BASE)
    old.write_text(json.dumps(BASE), encoding="utf-8")
    change(new)
    status, report = run(drift, ours, new, capsys, "--since", str(old))
    called = {"missing": "added", "extra": "removed", "missing value": "added value", "extra value": "removed value"}
    assert status == 1
    assert (called.get(kind, kind), field) in [(d["kind"], d["field"]) for d in report["differences"]]


def test_nothing_changed_between_equal_documents_and_a_change_of_another_version_is_an_error(
    drift: ModuleType, ours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = ours.parent / "old.json"
    old.write_text(json.dumps(BASE), encoding="utf-8")
    assert run(drift, ours, BASE, capsys, "--since", str(old))[0] == 0
    assert (
        run(drift, ours, {**BASE, "servers": [{"url": "https://api.example/v1"}]}, capsys, "--since", str(old))[0] == 2
    )


def test_without_arguments_the_published_documents_are_compared(
    drift: ModuleType, ours: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    published = ours.parent / "published.json"
    published.write_text(json.dumps(BASE), encoding="utf-8")
    monkeypatch.setattr(drift, "PUBLISHED", (str(published),))
    assert drift.main(["--document", str(ours), "--allow", str(ours.parent / "allow.yaml"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["specs"] == [str(published)]


def test_the_published_addresses_are_named_where_one_looks(drift: ModuleType) -> None:
    for page in ("Makefile", "CONTRIBUTING.md", "docs/how-to/api-changes.md"):
        for address in drift.PUBLISHED:
            assert address in (ROOT / page).read_text(encoding="utf-8"), f"{page}: {address}"
