"""`schemas.json` says what the generated code accepts and returns."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.failures import collect_failures
from tests.support.operations import OPERATIONS
from v0_client import api, models
from v0_client._generated.schemas import load_schemas

ROOT = Path(__file__).resolve().parents[2]
UPPER_LIMITS = {"maxLength", "maxItems", "maximum", "maxProperties", "minItems"}


def walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walk(inner)


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": load_schemas()["components"]})


def run(program: str, folder: Path) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder).stdout  # noqa: S603 - our own


def test_every_schema_is_valid_and_every_reference_resolves() -> None:
    schemas = load_schemas()
    for node in walk(schemas):
        if "$ref" in node:
            assert node["$ref"].removeprefix("#/components/") in schemas["components"]
    for schema in [*schemas["components"].values(), *(o["parameters"] for o in schemas["operations"].values())]:
        Draft202012Validator.check_schema(schema)
        assert not UPPER_LIMITS & {key for node in walk(schema) for key in node}  # left to the server


def test_every_model_has_a_schema() -> None:
    names = {name for name in dir(models) if hasattr(getattr(models, name), "from_dict")}
    assert names <= load_schemas()["components"].keys()


def test_operations_take_the_arguments_of_their_functions() -> None:
    functions = {name for name in dir(api) if inspect.isfunction(getattr(api, name))}
    operations = load_schemas()["operations"]
    assert operations.keys() == functions
    with collect_failures() as case:
        for name, operation in operations.items():
            with case(name=name):
                _, *arguments = inspect.signature(getattr(api, name)).parameters.values()
                schema = operation["parameters"]
                assert schema["properties"].keys() == {argument.name for argument in arguments}
                required = {argument.name for argument in arguments if argument.default is argument.empty}
                assert {*schema.get("required", [])} == required
                assert all("description" in s or "$ref" in s for s in schema["properties"].values())
                assert operation["description"]


def test_the_examples_of_the_vendor_fit() -> None:
    operations = load_schemas()["operations"]
    with collect_failures() as case:
        for operation in OPERATIONS.values():
            with case(name=operation.name):
                check = validator(operations[operation.name]["parameters"]).validate
                arguments = {**operation.ids, **operation.required}
                check(arguments)
                for parameter in operation.parameters:
                    check({**arguments, parameter.keyword: parameter.value})
            if operation.is_json and operation.response_class:
                with case(name=operation.name, response=operation.response):
                    check = validator({"$ref": f"#/components/{operation.response_class}"}).validate
                    for value in operation.response if isinstance(operation.response, list) else [operation.response]:
                        check(value)


def test_enums_are_open_and_tags_are_not() -> None:
    status = validator({"$ref": "#/components/VersionStatus"})
    assert load_schemas()["components"]["VersionStatus"]["anyOf"][0]["enum"] == ["pending", "completed", "failed"]
    assert status.is_valid("completed")
    assert status.is_valid("paused")
    assert not status.is_valid(1)
    assert not validator({"$ref": "#/components/TextPart"}).is_valid({"type": "bash"})


def test_descriptions_state_the_limits() -> None:
    skills = load_schemas()["operations"]["create_chat_v2"]["parameters"]["properties"]["skills"]
    assert "at most 3" in skills["description"]
    metadata = load_schemas()["components"]["Metadata"]
    assert "values of at most 500 characters" in metadata["description"]


def test_nothing_is_read_before_it_is_needed() -> None:
    program = (
        "import sys, v0_client\n"
        "v0_client.V0Client('key'), v0_client.models.ChatDetail, v0_client.api.create_chat\n"
        "print(*(name for name in sys.modules if name.endswith('.schemas')))\n"
    )
    assert run(program, ROOT).strip() == ""


def test_a_copy_under_another_name_reads_its_own(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import vendor
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    vendor.vendor(tmp_path / "copied", ["sandbox"])
    program = "import json; from copied._generated.schemas import load_schemas; print(json.dumps(load_schemas()))"
    assert json.loads(run(program, tmp_path)) == load_schemas()


@pytest.mark.parametrize("name", ["components", "operations"])
def test_entries_are_sorted_one_a_line(name: str) -> None:
    text = (ROOT / "v0_client" / "_generated" / "schemas.json").read_text(encoding="utf-8")
    lines = text.partition(f'"{name}":{{')[2].partition("\n}")[0].strip().splitlines()
    assert [json.loads(f"{{{line.rstrip(',')}}}").popitem()[0] for line in lines] == sorted(json.loads(text)[name])
