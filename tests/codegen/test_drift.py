"""The drift check, on small made-up documents: differences, their explanations, exit statuses."""

from __future__ import annotations

import copy
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

for library in ("pydantic", "referencing", "rich", "ruamel.yaml"):
    pytest.importorskip(library, reason=f"the drift check needs {library}, of the `check` group")

ROOT = Path(__file__).resolve().parents[2]
Schema = dict[str, Any]

TEXT = {"type": "string"}
NULL = {"type": "null"}


@pytest.fixture
def drift(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/drift.py as a module."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import drift

    return drift


class Outcome:
    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err

    @property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.out)
        return report

    def found(self, part: str = "differences") -> list[tuple[str, str, str, str]]:
        return [(d["kind"], d["field"], d["ours"], d["theirs"]) for d in self.report[part]]


Run = Callable[..., Outcome]


@pytest.fixture
def run(drift: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Compare two documents, given as dicts, under an allow list; the report is JSON unless other options are given."""

    def run(ours: Schema, theirs: Schema, *options: str, allow: str = "[]") -> Outcome:
        for name, document in (("ours.json", ours), ("theirs.json", theirs)):
            (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")
        (tmp_path / "allow.yaml").write_text(allow, encoding="utf-8")
        places = ["--document", str(tmp_path / "ours.json"), "--allow", str(tmp_path / "allow.yaml")]
        status = drift.main([str(tmp_path / "theirs.json"), *places, *(options or ["--json"])])
        return Outcome(status, *capsys.readouterr())

    return run


def document(paths: Schema, schemas: Schema | None = None, **more: Any) -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas or {}},
        **more,
    }


def body(schema: Schema, **more: Any) -> Schema:
    return {"required": True, "content": {"application/json": {"schema": schema}}, **more}


def responses(schema: Schema, media_type: str = "application/json") -> Schema:
    return {"200": {"description": "d", "content": {media_type: {"schema": schema}}}}


def fields(required: str = "", **properties: Schema) -> Schema:
    return {"type": "object", "required": required.split(), "properties": properties}


def sending(schema: Schema, schemas: Schema | None = None) -> Schema:
    """A document with one operation, with this body."""
    return document({"/v2/chats": {"post": {"requestBody": body(schema), "responses": responses({})}}}, schemas)


def responding(schema: Schema, schemas: Schema | None = None) -> Schema:
    """A document with one operation, with this response."""
    return document({"/v2/chats": {"get": {"responses": responses(schema)}}}, schemas)


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


# ---------------------------------------------------------------------------- what is a difference


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        (fields(), fields("a", a=TEXT), ("missing", "request.a", "-", "string, required")),
        (fields(a=TEXT), fields(), ("extra", "request.a", "string", "-")),
        (fields(a=TEXT), fields("a", a=TEXT), ("required", "request.a", "optional", "required")),
        (fields("a", a=TEXT), fields(a=TEXT), ("required", "request.a", "required", "optional")),
        (fields(a=TEXT), fields(a={"type": "integer"}), ("type", "request.a", "string", "integer")),
        (fields(a=TEXT), fields(a={}), ("type", "request.a", "string", "any")),
        (fields(a=TEXT), fields(a={"anyOf": [TEXT, NULL]}), ("nullable", "request.a", "not null", "or null")),
        (
            fields(a={"enum": ["x"]}),
            fields(a={"enum": ["x", "y"]}),
            ("missing value", "request.a", "-", "y"),
        ),
        (
            fields(a={"enum": ["x", "y"]}),
            fields(a={"enum": ["x"]}),
            ("extra value", "request.a", "y", "-"),
        ),
        (fields(a=TEXT), fields(a={"enum": ["x", "y"]}), ("values", "request.a", "any", "x | y")),
        (
            fields(a={"type": "array", "items": TEXT}),
            fields(a={"type": "array", "items": TEXT, "maxItems": 3}),
            ("limit", "request.a", "-", "maxItems 3"),
        ),
        (
            fields(a={"type": "array", "items": fields(b=TEXT)}),
            fields(a={"type": "array", "items": fields(b=TEXT, c=TEXT)}),
            ("missing", "request.a[].c", "-", "string"),
        ),
    ],
)
def test_a_difference_is_reported_with_its_field(
    run: Run, ours: Schema, theirs: Schema, found: tuple[str, str, str, str]
) -> None:
    outcome = run(sending(ours), sending(theirs))
    assert (outcome.status, outcome.found()) == (1, [found])


def test_keys_and_values_of_a_map_are_compared(run: Run) -> None:
    ours = {"type": "object", "additionalProperties": {"type": ["string", "null"]}}
    theirs = {"type": "object", "additionalProperties": TEXT, "propertyNames": {"maxLength": 4}}
    assert run(sending(ours), sending(theirs)).found() == [
        ("limit", "request", "-", "maxLength of keys 4"),
        ("nullable", "request.*", "or null", "not null"),
    ]
    assert run(sending(fields()), sending({"type": "object", "additionalProperties": False})).status == 0


def test_parameters_are_compared_and_path_variables_may_have_other_names(run: Run) -> None:
    def operation(variable: str, *query: Schema) -> Schema:
        path = {"name": variable, "in": "path", "required": True, "schema": TEXT}
        return {f"/v2/chats/{{{variable}}}": {"get": {"parameters": [path, *query], "responses": responses({})}}}

    limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}}
    cursor = {"name": "cursor", "in": "query", "required": True, "schema": TEXT}
    ours = document(operation("chatId", {**limit, "schema": {"type": "integer", "maximum": 50}}))
    assert run(ours, document(operation("id", limit, cursor))).found() == [
        ("missing", "query.cursor", "-", "string, required"),
        ("limit", "query.limit", "maximum 50", "maximum 100"),
    ]


def test_operations_of_one_side_are_differences_within_the_versions_compared(run: Run) -> None:
    operation = {"tags": ["v2_chats"], "responses": responses({})}
    paths = {"/v1/chats": {"get": operation}, "/v2/chats": {"get": operation, "delete": operation}}
    ours = document(paths, servers=[{"url": "https://a.example"}])
    hooks = {"get": {"tags": ["Web Hooks"], "responses": responses({})}}
    theirs = document(
        {"/chats": {"get": {**operation, "tags": ["Chats"]}}, "/hooks": hooks},
        servers=[{"url": "https://{host}/api/v2", "variables": {"host": {"default": "a.example"}}}],
    )
    outcome = run(ours, theirs)
    assert [(d["operation"], d["kind"]) for d in outcome.report["differences"]] == [
        ("DELETE /v2/chats", "extra"),
        ("GET /v2/hooks", "missing"),
    ]
    assert outcome.report["operations"] == 1
    assert [d["operation"] for d in run(ours, theirs, "--json", "--tags", "webHooks").report["differences"]] == [
        "GET /v2/hooks"
    ]


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_members_of_a_union_are_matched_by_their_tag(run: Run, keyword: str) -> None:
    def part(tag: Schema, **more: Schema) -> Schema:
        return fields("type", type=tag, **more)

    def enum(value: str) -> Schema:
        return {"type": "string", "enum": [value]}

    ours = {
        "oneOf": [ref("Text"), part({"const": "file"}, path=TEXT), {"type": "object", "x-catch-all": True}],
    }
    theirs = {keyword: [part(enum("file"), path=TEXT), part(enum("text"), text=TEXT, at=TEXT), part(enum("image"))]}
    outcome = run(
        responding(fields(parts={"type": "array", "items": ours}), {"Text": part({"const": "text"}, text=TEXT)}),
        responding(fields(parts={"type": "array", "items": theirs})),
    )
    assert outcome.found() == [
        ("missing", "response.parts[type=image]", "-", "object"),
        ("missing", "response.parts[type=text].at", "-", "string"),
    ]


def test_members_without_a_tag_are_merged_by_their_fields(run: Run) -> None:
    either = {"anyOf": [fields("name url", name=TEXT, url=TEXT), fields("name text", name=TEXT, text=TEXT)]}
    assert run(sending(fields("name", name=TEXT, url=TEXT, text=TEXT)), sending(either)).status == 0
    assert run(sending(fields("name", name=TEXT, url=TEXT)), sending(either)).found() == [
        ("missing", "request.text", "-", "string")
    ]


def test_how_a_schema_is_written_makes_no_difference(run: Run) -> None:
    base, own = fields(name=TEXT), fields("type", type={"const": "zip"}, url={"type": ["string", "null"]})
    ours = {"oneOf": [{"allOf": [ref("Base"), own]}, {"allOf": [ref("Base"), fields("type", type={"const": "git"})]}]}
    theirs = {
        "allOf": [
            base,
            {
                "anyOf": [
                    fields("type", type={"enum": ["zip"]}, url={"oneOf": [TEXT, NULL]}),
                    {**fields("type", type={"type": "string", "enum": ["git"]}), "additionalProperties": False},
                ]
            },
        ]
    }
    assert run(sending(ours, {"Base": base}), sending(theirs)).found() == []


def test_one_media_type_is_compared_and_another_kind_is_a_difference(run: Run) -> None:
    forms = {"multipart/form-data": {"schema": fields(b=TEXT)}, "application/json": {"schema": fields(a=TEXT)}}
    ours, theirs = sending(fields(a=TEXT)), sending({})
    theirs["paths"]["/v2/chats"]["post"]["requestBody"]["content"] = forms
    ours["paths"]["/v2/chats"]["post"]["responses"] = responses({}, "application/zip")
    assert run(ours, theirs).found() == [("type", "response", "binary", "JSON")]


def test_a_recursive_schema_is_compared_once(run: Run) -> None:
    def tree(**more: Schema) -> Schema:
        return fields(children={"type": "array", "items": ref("Tree")}, parent={"anyOf": [ref("Tree"), NULL]}, **more)

    inline = fields(
        children={"type": "array", "items": {"allOf": [ref("Tree"), ref("Tree")]}},
        parent={"anyOf": [ref("Tree"), NULL]},
    )
    assert run(responding(ref("Tree"), {"Tree": tree()}), responding(inline, {"Tree": tree()})).status == 0
    outcome = run(responding(ref("Tree"), {"Tree": tree()}), responding(ref("Tree"), {"Tree": tree(name=TEXT)}))
    assert outcome.found() == [("missing", "response.name", "-", "string")]


def test_a_schema_in_two_places_differs_in_both(run: Run) -> None:
    theirs = {"Item": {"type": "array"}}
    outcome = run(responding(fields(a={}, b={})), responding(fields(a=ref("Item"), b=ref("Item")), theirs))
    assert [field for _, field, *_ in outcome.found()] == ["response.a", "response.b"]
    ours = responding(fields(a=ref("Item"), b=ref("Item")), theirs)
    outcome = run(ours, responding(fields(a=ref("Item"), b={"anyOf": [ref("Item"), NULL]}), theirs))
    assert outcome.found() == [("nullable", "response.b", "not null", "or null")]


def test_a_reference_to_itself_declares_nothing(run: Run) -> None:
    loop = {"A": ref("B"), "B": {"anyOf": [ref("A"), NULL]}}
    assert run(responding(fields(a={"type": "null"})), responding(fields(a=ref("A")), loop)).status == 0


# ---------------------------------------------------------------------------- what explains one


def explained(outcome: Outcome) -> list[tuple[str, str]]:
    return [(d["by"], d["field"]) for d in outcome.report["explained"]]


def test_rules_of_the_document_explain_their_own_differences_only(run: Run) -> None:
    tagged = fields("id text", id=TEXT, text=TEXT, ok={"const": True})
    outcome = run(responding(fields("id", id=TEXT, text=TEXT, ok={"type": "boolean"})), responding(tagged))
    assert (outcome.status, outcome.found()) == (0, [])
    assert explained(outcome) == [("CONST_DISCRIMINATES", "response.ok"), ("RESPONSES_REQUIRE_IDS", "response.text")]

    back = run(responding(tagged), responding(fields("id", id=TEXT, text=TEXT, ok={"type": "boolean"})))
    assert back.found() == [
        ("values", "response.ok", "true", "any"),
        ("required", "response.text", "required", "optional"),
    ]


def test_limits_of_responses_server_defaults_and_text_streams_are_explained(run: Run) -> None:
    assert explained(run(responding(fields(a=TEXT)), responding(fields(a={**TEXT, "maxLength": 3})))) == [
        ("RESPONSES_HAVE_NO_LIMITS", "response.a")
    ]
    assert explained(run(sending(fields(a=TEXT)), sending(fields("a", a={**TEXT, "default": "x"})))) == [
        ("SERVER_DEFAULTS", "request.a")
    ]
    events = document({"/v2/chats": {"get": {"responses": responses(fields(a=TEXT), "text/event-stream")}}})
    text = document({"/v2/chats": {"get": {"responses": responses(TEXT, "text/event-stream")}}})
    assert explained(run(events, text)) == [("EVENTS_ARE_TYPED", "response")]


def test_ids_and_booleans_in_a_url_are_explained(run: Run) -> None:
    def asking(flag: Schema, item: Schema) -> Schema:
        path = {"name": "id", "in": "path", "required": True, "schema": item}
        query = {"name": "all", "in": "query", "schema": flag}
        return document({"/v2/chats/{id}": {"get": {"parameters": [path, query], "responses": responses({})}}})

    outcome = run(asking({"type": "boolean"}, {**TEXT, "minLength": 1}), asking({"enum": ["true", "false"]}, TEXT))
    assert explained(outcome) == [("IDS_ARE_NOT_EMPTY", "path.id"), ("QUERY_BOOLEANS", "query.all")]


ALLOW = """
- reason: Only the page has it.
  operation: POST /v2/*
  fields: ["request.skills[type=*].{field}"]
  kinds: [extra]
"""


def skills(**more: Schema) -> Schema:
    one = fields("type", type={"const": "one"}, **more)
    return sending(fields(skills={"type": "array", "items": {"oneOf": [one, fields("type", type={"const": "two"})]}}))


def test_an_allowed_difference_is_reported_with_its_reason(run: Run) -> None:
    outcome = run(skills(note=TEXT), skills(), allow=ALLOW.replace("{field}", "note"))
    assert (outcome.status, outcome.report["differences"], outcome.report["stale"]) == (0, [], [])
    entry = outcome.report["explained"][0]
    assert (entry["field"], entry["by"], entry["reason"]) == (
        "request.skills[type=one].note",
        "allow list",
        "Only the page has it.",
    )


@pytest.mark.parametrize(
    "line",
    ["operation: POST /v2/other", "kinds: [missing]", "ours: integer", "theirs: string", "tags: [hooks]"],
)
def test_an_allowance_covers_only_what_it_names_and_is_stale_otherwise(run: Run, line: str) -> None:
    allow = f"- reason: r\n  fields: [request.note]\n  {line}\n"
    outcome = run(sending(fields(note=TEXT)), sending(fields()), allow=allow)
    assert outcome.found() == [("extra", "request.note", "string", "-")]
    assert outcome.report["stale"][0]["reason"] == "r"


def test_a_stale_allowance_alone_fails_the_run_and_is_named(run: Run) -> None:
    ours, theirs = sending(fields(a=TEXT)), sending(fields())
    allow = "- {reason: r, fields: [request.a, request.gone]}\n"
    outcome = run(ours, theirs, allow=allow)
    assert (outcome.status, outcome.found()) == (1, [])
    assert outcome.report["stale"] == [{"reason": "r", "unused": ["request.gone"]}]
    assert "stale allowance: request.gone (r)" in run(ours, theirs, "--explained", allow=allow).out


def test_a_run_that_does_not_cover_an_allowance_does_not_call_it_stale(run: Run) -> None:
    both = sending(fields())
    both["paths"]["/v1/chats"] = copy.deepcopy(both["paths"]["/v2/chats"])
    allow = "- {reason: r, operation: POST /v1/*, fields: [x]}\n- {reason: r, fields: [x]}\n"
    outcome = run(both, sending(fields()), allow=allow)
    assert (outcome.status, outcome.report["unjudged"]) == (0, 2)
    assert len(run(both, both, allow=allow).report["stale"]) == 2
    assert run(both, both, "--json", "--tags", "chats", allow=allow).report["unjudged"] == 2


# ---------------------------------------------------------------------------- what it ends with


def test_the_table_names_everything_within_120_columns(run: Run) -> None:
    name = "aFieldWithAVeryLongName" * 6
    ours, theirs = sending(fields(a={"enum": ["x", "y", "z"]})), sending(fields(a={"enum": ["x"]}, **{name: TEXT}))
    theirs["paths"]["/v2/chats/async"] = copy.deepcopy(theirs["paths"]["/v2/chats"])
    ours["paths"]["/v2/chats/async"] = copy.deepcopy(ours["paths"]["/v2/chats"])
    outcome = run(ours, theirs, "--tags", "")
    lines = outcome.out.splitlines()
    assert outcome.status == 1
    assert max(map(len, lines)) <= 120
    assert lines[:2] == ["POST /v2/chats", "POST /v2/chats/async"]  # equal differences are reported once
    assert [line.split() for line in lines if "request.a " in line] == [
        ["extra", "value", "request.a", "y", "|", "z", "-"]
    ]
    assert name in "".join(line[15:].split("  ")[0].strip() for line in lines)  # folded, not truncated
    assert "6 unexplained, 0 stale allowances" in outcome.out


def test_no_difference_ends_with_0(run: Run) -> None:
    same = sending(fields(a=TEXT))
    outcome = run(same, same, "--explained")
    assert outcome.status == 0
    assert "0 unexplained" in outcome.out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        ("{", "neither JSON nor YAML"),
        ("a: [", "neither JSON nor YAML"),
        ("swagger: '2.0'\npaths: {}", "not an OpenAPI 3 document"),
        ("openapi: 3.1.0\n", "not an OpenAPI 3 document"),
        (json.dumps(responding(ref("Nowhere"))), "there is nothing at #/components/schemas/Nowhere"),
        (json.dumps(document({"/v2/chats": {"$ref": "#/paths/~1v2~1chats"}})), "refers to itself"),
    ],
)
def test_an_unusable_document_ends_with_2_and_the_reason(
    drift: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, says: str
) -> None:
    spec, ours = tmp_path / "spec", tmp_path / "ours.json"
    ours.write_text(json.dumps(responding({})), encoding="utf-8")
    if content is not None:
        spec.write_text(content, encoding="utf-8")
    assert drift.main([str(spec), "--document", str(ours)]) == 2
    error = capsys.readouterr().err
    assert says in error and str(spec) in error


@pytest.mark.parametrize(
    ("allow", "says"),
    [
        ("- {fields: [a]}", "entry 1 reason: Field required"),
        ("- {reason: r, fields: [a]}\n- {reason: r}", "entry 2 fields: Field required"),
        ("- {reason: r, fields: [a], kinds: [lost]}", "entry 1 kinds 1: Input should be"),
        ("- {reason: r, fields: [a], feilds: [b]}", "entry 1 feilds: Extra inputs"),
        ("- [", "not a usable allow list"),
    ],
)
def test_an_unusable_allow_list_ends_with_2_and_the_place(run: Run, allow: str, says: str) -> None:
    outcome = run(sending({}), sending({}), allow=allow)
    assert outcome.status == 2
    assert says in outcome.err


def test_invalid_usage_ends_with_2(drift: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        drift.main(["--no-such-option"])
    assert ended.value.code == 2
    assert "SPEC" in capsys.readouterr().err


@pytest.fixture
def url() -> Iterator[str]:
    """A server on loopback with a document at /spec only."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/spec" else 404)
            self.end_headers()
            self.wfile.write(json.dumps(responding(fields(a=TEXT))).encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_document_may_be_at_a_url(drift: ModuleType, tmp_path: Path, url: str) -> None:
    ours, allow = tmp_path / "ours.yaml", tmp_path / "allow.yaml"
    ours.write_text("openapi: 3.1.0\npaths: {/v2/chats: {get: {responses: {200: {description: d}}}}}", encoding="utf-8")
    allow.write_text("[]", encoding="utf-8")
    rest = ["--document", str(ours), "--allow", str(allow)]
    assert drift.main([f"{url}/spec", *rest]) == 1
    assert drift.main([f"{url}/elsewhere", *rest]) == 2


def test_the_committed_allow_list_is_readable(drift: ModuleType) -> None:
    assert drift.read_allowances(ROOT / "openapi" / "drift-allowed.yaml")


def test_the_document_does_not_differ_from_itself(drift: ModuleType, tmp_path: Path) -> None:
    allow, copied = tmp_path / "allow.yaml", tmp_path / "v0.yaml"
    allow.write_text("[]", encoding="utf-8")
    shutil.copy(ROOT / "openapi" / "v0.yaml", copied)
    assert drift.main([str(copied), "--document", str(copied), "--allow", str(allow)]) == 0
