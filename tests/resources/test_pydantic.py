"""Models in pydantic and FastAPI, which call hooks of the models; this package imports neither."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from jsonschema import Draft202012Validator

pytest.importorskip("pydantic", reason="needs pydantic, which `make test` installs")
pytest.importorskip("fastapi", reason="needs FastAPI, which `make test` installs")

from fastapi import Body, FastAPI
from openapi_spec_validator import validate
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.testclient import TestClient

from tests.support import sample_responses
from tests.support.failures import collect_failures
from v0_client import models

ROOT = Path(__file__).resolve().parents[2]
CHAT: dict[str, Any] = {
    "id": "chat_1",
    "object": "chat",
    "latestVersion": {"id": "v_1", "object": "version", "status": "later"},
    "messages": [{"id": "msg_1", "object": "message", "role": "assistant"}],
    "unheardOf": {"a": [1]},
}


def adapters() -> Iterator[tuple[str, TypeAdapter[Any]]]:
    for name in dir(models):
        model = getattr(models, name)
        if isinstance(model, type) and hasattr(model, "from_dict"):
            yield name, TypeAdapter(model)


def test_a_model_is_validated_and_serialised_by_wire_names() -> None:
    adapter = TypeAdapter(models.ChatDetail)
    chat = models.ChatDetail.from_dict(CHAT)
    assert adapter.validate_python(CHAT) == adapter.validate_json(json.dumps(CHAT)) == chat
    assert adapter.validate_python(chat) is chat
    assert adapter.dump_python(chat) == json.loads(adapter.dump_json(chat)) == chat.to_dict() == CHAT
    for invalid, reason in (
        ({}, "ChatDetail.id is missing"),
        ({"id": "c", "messages": 5}, "ChatDetail.messages must be a list, got int"),
        (5, "ChatDetail must be an object, got int"),
        (models.Chat(id="c"), "expected ChatDetail, got Chat"),
    ):
        with pytest.raises(ValidationError, match=reason):
            adapter.validate_python(invalid)


def test_every_sample_makes_the_round_trip() -> None:
    with collect_failures() as case:
        for name, model in (
            ("CHAT_DETAIL", models.ChatDetail),
            ("MESSAGE_DETAIL", models.MessageDetail),
            ("VERSION_DETAIL", models.VersionDetail),
        ):
            with case(name=name):
                sample = getattr(sample_responses, name)
                adapter = TypeAdapter(model)
                value = adapter.validate_python(sample)
                assert value == model.from_dict(sample)
                assert json.loads(adapter.dump_json(value)) == value.to_dict()


def test_every_model_has_a_json_schema_of_the_document() -> None:
    with collect_failures() as case:
        for name, adapter in adapters():
            with case(name=name):
                validation = adapter.json_schema()
                assert validation == adapter.json_schema(mode="serialization")
                Draft202012Validator.check_schema(validation)
                assert validation["title"] == name
                assert validation["description"]
                assert "#/components/" not in json.dumps(validation)
    schema = TypeAdapter(models.ChatDetail).json_schema()
    assert schema["required"] == ["id"]
    assert schema["properties"]["latestVersion"]["$ref"] == "#/$defs/VersionDetail"
    assert schema["properties"]["latestVersion"]["description"] == "The newest generated version."
    status = schema["$defs"]["VersionDetail"]["properties"]["status"]
    assert status["anyOf"][0]["enum"] == ["pending", "completed", "failed"]
    check = Draft202012Validator(schema)
    assert check.is_valid(CHAT)
    assert not check.is_valid({"id": 5})


UNIONS: tuple[tuple[Any, Any, type[Any]], ...] = (
    (models.ChatStreamEvent, {"object": "chat", "id": "c"}, models.ChatStateEvent),
    (models.ChatStreamEvent, {"object": "message.usage", "id": "m", "usage": {}}, models.MessageUsageEvent),
    (models.ChatStreamEvent, {"object": "later"}, models.UnknownEvent),
    (models.ChatStreamEvent, {"id": "c"}, models.UnknownEvent),
    (models.MessageStreamEvent, {"object": "message", "id": "m"}, models.MessageStateEvent),
    (models.MessagePart, {"type": "text", "text": "a"}, models.TextPart),
    (models.MessagePart, {"type": "bash"}, models.BashPart),
    (models.MessagePart, {"type": "later", "x": 1}, models.UnknownPart),
    (models.McpAuth, {"type": "later"}, models.UnknownMcpAuth),
)


def test_a_union_finds_its_member_by_the_tag() -> None:
    with collect_failures() as case:
        for alias, wire, member in UNIONS:
            with case(wire=wire):
                adapter: TypeAdapter[Any] = TypeAdapter(alias)
                value = adapter.validate_json(json.dumps(wire))
                assert type(value) is member
                assert adapter.validate_python(value) is value
                assert adapter.dump_python(value) == value.to_dict()
                assert Draft202012Validator(adapter.json_schema()).is_valid(wire)
        for alias in (models.ChatStreamEvent, models.MessageStreamEvent, models.MessagePart):
            for member in typing.get_args(alias):
                with case(member=member):
                    assert TypeAdapter(member).json_schema()["title"] == member.__name__


REQUEST_UNIONS: tuple[tuple[Any, dict[str, Any], type[Any]], ...] = (
    (models.ResolveTask, {"type": "confirmed-steps", "connectedIntegrationNames": []}, models.ConfirmedStepsTask),
    (models.Skill, {"type": "remote", "id": "s"}, models.RemoteSkill),
    (models.AttachmentInput, {"url": "data:,a"}, models.Attachment),
    (models.InitChat, {"type": "files", "files": [{"name": "a", "content": "b"}]}, models.InitChatFromFiles),
    (models.McpAuthInput, {"type": "bearer", "token": "t"}, models.BearerMcpAuth),
    (models.McpAuthInputV2, {"type": "none"}, models.NoMcpAuth),
)


def test_what_requests_accept_becomes_a_model() -> None:
    """The aliases hold TypedDicts, which pydantic does not take from Python 3.11 by itself."""
    aliases = [getattr(models, name) for name in dir(models)]
    aliases = [alias for alias in aliases if any(map(typing.is_typeddict, typing.get_args(alias)))]
    assert {str(alias) for alias in aliases} == {str(alias) for alias, _, _ in REQUEST_UNIONS}
    with collect_failures() as case:
        for alias, wire, member in REQUEST_UNIONS:
            with case(wire=wire):
                adapter: TypeAdapter[Any] = TypeAdapter(alias)
                value = adapter.validate_json(json.dumps(wire))
                assert type(value) is member
                assert adapter.validate_python(value) is value
                assert adapter.dump_python(value) == json.loads(adapter.dump_json(value)) == wire
                with pytest.raises(ValidationError):
                    adapter.validate_python({})
                schema = adapter.json_schema()
                assert schema == adapter.json_schema(mode="serialization")
                assert Draft202012Validator(schema).is_valid(wire)
                assert not [name for name in schema["$defs"] if name.endswith("Dict")]


def test_the_dict_of_a_model_stays_a_dict() -> None:
    with collect_failures() as case:
        for name in dir(models):
            with case(name=name):
                if typing.is_typeddict(getattr(models, name)):
                    of_dict, of_model = (getattr(models, each) for each in (name, name.removesuffix("Dict")))
                    assert TypeAdapter(of_dict).json_schema() == TypeAdapter(of_model).json_schema()
    adapter = TypeAdapter(models.RemoteSkillDict)
    wire: dict[str, Any] = {"type": "remote", "id": "s", "later": 1}
    assert adapter.validate_python(wire) == adapter.validate_json(json.dumps(wire)) == wire
    for invalid, reason in (
        ({"type": "remote"}, "RemoteSkill.id is missing"),
        ({"type": "memory", "id": "s"}, "RemoteSkill.type must be 'remote'"),
        (models.RemoteSkill(id="s"), "RemoteSkill must be a dict, got RemoteSkill"),
    ):
        with pytest.raises(ValidationError, match=reason):
            adapter.validate_python(invalid)


class Report(BaseModel):
    chat: models.ChatDetail
    parts: list[models.MessagePart] = []
    usage: models.Usage | None = None
    by_id: dict[str, models.Message] = {}
    status: models.VersionStatus = "pending"


@dataclasses.dataclass
class Summary:
    usage: models.Usage
    version: models.VersionDetail | None = None


def test_models_stand_inside_models_of_pydantic() -> None:
    wire = {"chat": CHAT, "parts": [{"type": "text"}], "by_id": {"m": {"id": "m", "chatId": "c"}}, "status": "later"}
    report = Report.model_validate(wire)
    assert report.by_id["m"] == models.Message(id="m", chat_id="c")
    assert report.parts == [models.TextPart()]
    assert Report.model_validate_json(report.model_dump_json()) == report
    assert report.model_dump()["chat"] == CHAT
    with pytest.raises(ValidationError, match=r"chat\n  Value error, ChatDetail\.id is missing"):
        Report.model_validate({"chat": {}})
    defs = Report.model_json_schema()["$defs"]
    assert {"ChatDetail", "TextPart", "Usage", "VersionDetail"} <= defs.keys()
    assert not [name for name in defs if "__" in name or "-" in name]


def test_a_class_that_extends_a_model_is_validated_too() -> None:
    class Mine(models.Chat):
        pass

    assert type(TypeAdapter(Mine).validate_python({"id": "c"})) is Mine


# -------------------------------------------------------------------------------------------------------------- FastAPI

app = FastAPI()


@app.get("/chat")
async def get_chat() -> models.ChatDetail:
    return models.ChatDetail.from_dict(CHAT)


@app.get("/chats")
async def get_chats() -> list[models.ChatDetail]:
    return [models.ChatDetail.from_dict(CHAT)]


@app.get("/none")
async def get_none() -> models.ChatDetail | None:
    return None


@app.get("/report")
async def get_report() -> Report:
    return Report(chat=models.ChatDetail.from_dict(CHAT))


@app.get("/summary")
async def get_summary() -> Summary:
    return Summary(models.Usage())


@app.get("/event")
async def get_event() -> models.ChatStreamEvent:
    return models.ChatTitleEvent(delta="Bakery")


@app.post("/chat")
async def post_chat(chat: Annotated[models.ChatDetail, Body()]) -> models.ChatDetail:
    return chat


@app.post("/files")
async def post_files(files: list[models.InitFile]) -> int:
    return len(files)


@app.post("/report")
async def post_report(report: Report) -> models.ChatDetail:
    return report.chat


@app.post("/skill")
async def post_skill(skill: Annotated[models.Skill, Body()]) -> models.Skill:
    assert isinstance(skill, models.RemoteSkill)
    return skill


@pytest.fixture
def http() -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


def test_endpoints_return_models(http: TestClient) -> None:
    assert http.get("/chat").json() == CHAT
    assert http.get("/chats").json() == [CHAT]
    assert http.get("/none").json() is None
    assert http.get("/report").json()["chat"] == CHAT
    assert http.get("/summary").json() == {"usage": {}, "version": None}
    assert http.get("/event").json() == {"object": "chat.title", "delta": "Bakery"}


def test_endpoints_take_models(http: TestClient) -> None:
    assert http.post("/chat", json=CHAT).json() == CHAT
    assert http.post("/report", json={"chat": CHAT}).json() == CHAT
    assert http.post("/files", json=[{"name": "a.txt", "content": "a"}]).json() == 1
    assert http.post("/skill", json={"type": "remote", "id": "s"}).json() == {"type": "remote", "id": "s"}
    assert http.post("/skill", json={"type": "remote"}).status_code == 422
    refused = http.post("/report", json={"chat": {}})
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["loc"] == ["body", "chat"]
    assert "ChatDetail.id is missing" in refused.json()["detail"][0]["msg"]


def test_the_openapi_document_is_valid_and_readable(http: TestClient) -> None:
    document = http.get("/openapi.json").json()
    validate(document)
    schemas = document["components"]["schemas"]
    assert not [name for name in schemas if "__" in name or "-" in name or "." in name]
    chat = schemas["ChatDetail"]
    assert chat["description"] == "A version 1 chat with its messages and latest version."
    assert chat["properties"]["latestVersion"]["$ref"] == "#/components/schemas/VersionDetail"
    assert chat["properties"]["demo"]["deprecated"] is True
    response = document["paths"]["/chat"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert response == {"$ref": "#/components/schemas/ChatDetail"}


def test_pydantic_is_never_imported_by_this_package() -> None:
    program = (
        "import sys\n"
        "from v0_client import models\n"
        "chat = models.ChatDetail.from_dict({'id': 'c'})\n"
        "chat.__get_pydantic_core_schema__(None, None)\n"
        "print('pydantic' in sys.modules, 'pydantic_core' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603 - our own
    assert done.stdout.split() == ["False", "False"]
