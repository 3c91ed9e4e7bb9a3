"""The draft of an operation: in our conventions, in the right part, and refused until it is described."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

for library in ("openapi_python_client", "pydantic", "referencing", "rich", "ruamel.yaml"):
    pytest.importorskip(library, reason=f"drafts need {library}, of the `check` group")

ROOT = Path(__file__).resolve().parents[2]
Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "description": "The vendor's words."}
PUBLISHED: Schema = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "servers": [{"url": "https://api.v0.dev/v2"}],
    "paths": {
        "/ovens/{ovenId}": {
            "patch": {
                "operationId": "ovens.update",
                "tags": ["ovens"],
                "deprecated": True,
                "summary": "The vendor's words.",
                "parameters": [
                    {"name": "ovenId", "in": "path", "required": True, "schema": TEXT},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 7}},
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["heat"],
                                "additionalProperties": False,
                                "properties": {
                                    "heat": {"type": "integer", "minimum": 1, "maximum": 9007199254740991},
                                    "mode": {"type": "string", "enum": ["fan", "grill"], "default": "fan"},
                                    "labels": {"type": "object", "additionalProperties": TEXT},
                                    "note": {"anyOf": [TEXT, {"type": "null"}]},
                                },
                            }
                        }
                    },
                },
                "responses": {
                    "200": {
                        "description": "The vendor's words.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Oven"}}},
                    },
                    "401": {"description": "d"},
                    "418": {"description": "d"},
                },
            }
        },
        "/chats/{chatId}/heat": {
            "get": {
                "parameters": [{"name": "chatId", "in": "path", "required": True, "schema": TEXT}],
                "responses": {"204": {"description": "d"}},
            },
        },
        "/hooks/{hookId}/test": {"post": {"responses": {"204": {"description": "d"}}}},
        "/ovens/stream": {"post": {"responses": {"200": {"content": {"text/event-stream": {"schema": TEXT}}}}}},
    },
    "components": {
        "schemas": {
            "Oven": {
                "type": "object",
                "required": ["id", "heat", "bakes"],
                "properties": {
                    "id": TEXT,
                    "heat": {"type": "number", "maximum": 300},
                    "inner": {"$ref": "#/components/schemas/Oven"},
                    "bakes": {
                        "type": "array",
                        "items": {
                            "oneOf": [
                                {"type": "object", "required": ["type"], "properties": {"type": {"enum": ["bread"]}}},
                                {
                                    "type": "object",
                                    "required": ["type"],
                                    "properties": {"type": {"const": "cake"}, "layers": {"type": "integer"}},
                                },
                            ]
                        },
                    },
                },
            }
        }
    },
}


@pytest.fixture
def draft(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import draft

    return draft


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """A copy of our parts."""
    shutil.copytree(ROOT / "openapi" / "parts", tmp_path / "openapi" / "parts")
    (tmp_path / "published.json").write_text(json.dumps(PUBLISHED), encoding="utf-8")
    return tmp_path / "openapi" / "parts"


def drafted(draft: ModuleType, parts: Path, operation: str) -> int:
    status: int = draft.main([operation, str(parts.parents[1] / "published.json"), "--parts", str(parts)])
    return status


def test_a_draft_follows_our_conventions(draft: ModuleType, parts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drafted(draft, parts, "PATCH /v2/ovens/{ovenId}") == 0
    text = (parts / "v2_ovens.yaml").read_text(encoding="utf-8")
    assert "The vendor's words" not in text
    part = yaml.safe_load(text)
    operation = part["paths"]["/v2/ovens/{ovenId}"]["patch"]
    marker = operation["summary"]
    assert operation["operationId"] == "update_oven"
    assert (operation["tags"], operation["deprecated"], operation["x-errors"]) == (["v2_ovens"], True, [401, 418])
    assert operation["parameters"][1]["schema"] == {"type": "integer", "x-default": 7}
    assert operation["responses"]["default"] == {"$ref": "#/components/responses/ErrorV2"}
    schemas = part["components"]["schemas"]
    request = schemas["UpdateOvenRequest"]
    assert request["required"] == ["heat"]
    assert request["properties"]["heat"] == {"type": "integer", "minimum": 1, "description": marker}
    assert request["properties"]["note"]["type"] == ["string", "null"]
    mode = request["properties"]["mode"]
    assert mode["x-default"] == "fan"
    assert schemas[mode["$ref"].rpartition("/")[2]]["enum"] == ["fan", "grill"]
    oven = schemas["Oven"]
    assert oven["required"] == ["id"]  # of a response
    assert oven["properties"]["heat"] == {"type": "number", "description": marker}
    assert oven["properties"]["inner"]["$ref"] == "#/components/schemas/Oven"
    union = schemas[oven["properties"]["bakes"]["items"]["$ref"].rpartition("/")[2]]
    *members, unknown = [schemas[member["$ref"].rpartition("/")[2]] for member in union["anyOf"]]
    assert unknown["x-catch-all"] is True
    assert [member["properties"]["type"] for member in members] == [{"const": "bread"}, {"const": "cake"}]
    assert max(map(len, text.splitlines())) <= 120
    out = capsys.readouterr().out
    assert "v2_ovens.yaml: replace TODO-describe by your own words" in out
    for place in ("_resources/v2/ovens.py", "sandbox/v2/", "tests/support/", "migrating.md", "docs/reference/v2.md"):
        assert place in out


def test_generation_refuses_a_draft_with_its_places_until_it_is_described(draft: ModuleType, parts: Path) -> None:
    from codegen import rules
    from codegen.bundling import bundled_text
    from codegen.document import Document, DocumentError

    assert drafted(draft, parts, "PATCH /v2/ovens/{ovenId}") == 0
    document = parts.parent / "v0.yaml"
    document.write_text(bundled_text(parts), encoding="utf-8")
    with pytest.raises(DocumentError) as refused:
        rules.check(Document(document))
    assert "paths//v2/ovens/{ovenId}/patch/summary: still the draft's" in str(refused.value)
    assert "components/schemas/Oven/properties/heat/description: still the draft's" in str(refused.value)
    for path in (parts / "v2_ovens.yaml", parts / "api.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace(rules.MARKER, "Words."), encoding="utf-8")
    document.write_text(bundled_text(parts), encoding="utf-8")
    rules.check(Document(document))


def test_an_operation_goes_beside_its_siblings_and_shares_their_parameters(draft: ModuleType, parts: Path) -> None:
    before = (parts / "v2_chats.yaml").read_text(encoding="utf-8")
    assert drafted(draft, parts, "GET /v2/chats/{chatId}/heat") == 0
    after = (parts / "v2_chats.yaml").read_text(encoding="utf-8")
    operation = yaml.safe_load(after)["paths"]["/v2/chats/{chatId}/heat"]["get"]
    assert operation["parameters"] == [{"$ref": "#/components/parameters/ChatId"}]
    assert list(operation["responses"]) == ["204", "default"]
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert len(after.splitlines()) - len(before.splitlines()) == 12 and added  # nothing else has changed
    assert not list(parts.glob("v2_heat*"))


def test_what_cannot_be_drafted_is_an_error(draft: ModuleType, parts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drafted(draft, parts, "POST /v2/ovens/stream") == 2
    assert "write it by hand" in capsys.readouterr().err
    assert drafted(draft, parts, "GET /v2/ovens/{id}") == 2
    assert "the nearest are" in capsys.readouterr().err
    assert draft.main(["GET /v2/hooks", str(ROOT / "openapi" / "v0.yaml"), "--parts", str(parts)]) == 2
    assert "already" in capsys.readouterr().err
