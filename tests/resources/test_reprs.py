"""Models print short: without absent fields, without what is long, without secrets."""

from __future__ import annotations

from tests.support import sample_responses as samples
from tests.support.group_operations import WAYS_IN_V1, WAYS_IN_V2
from v0_client import models
from v0_client._generated.client import Request

SECRETS = {
    models.EnvironmentVariable: samples.ENV_VAR,
    models.McpServer: samples.MCP_SERVER,
    models.McpServerAuthorization: {**samples.AUTHORIZATION, "url": "https://issues.test/authorize"},
    models.BearerMcpAuthDetail: samples.MCP_AUTHS[1],
}


def test_absent_fields_are_left_out() -> None:
    assert repr(models.Chat(id="c")) == "Chat(id='c')"
    assert repr(models.Message(id="m", finish_reason=None)) == "Message(id='m', finish_reason=None)"


def test_nested_models_are_shown_by_their_first_field() -> None:
    version = models.VersionDetail(id="v", files=[models.FileDetail(name="a")])
    chat = models.ChatDetail(
        id="c", latest_version=version, messages=[models.MessageSummary(id=str(n)) for n in range(9)]
    )
    assert repr(chat) == (
        "ChatDetail(id='c', object='chat', latest_version=VersionDetail(id='v', ...), messages=["
        "MessageSummary(id='0', ...), MessageSummary(id='1', ...), MessageSummary(id='2', ...), ...])"
    )


def test_a_large_chat_prints_short() -> None:
    files = [{"name": f"{n}.tsx", "content": "x" * 10_000, "object": "file"} for n in range(100)]
    chat = models.ChatDetail.from_dict(
        {
            "id": "c",
            "text": "y" * 10_000,
            "metadata": {str(n): "z" * 500 for n in range(50)},
            "messages": [{"id": str(n), "content": "m" * 10_000} for n in range(50)],
            "latestVersion": {"id": "v", "files": files},
            "unheardOf": "u" * 10_000,
        }
    )
    shown = repr(chat)
    assert len(shown) < 1_000
    assert "\n" not in shown
    assert "additional_properties=<unheardOf>" in shown
    assert "uuu" not in shown


def test_unknown_parts_print_short() -> None:
    part = models.UnknownPart.from_dict({"type": "hologram", "data": "x" * 10_000})
    assert repr(part).startswith("UnknownPart(raw={")
    assert len(repr(part)) < 200


def test_secrets_are_hidden() -> None:
    preview = models.ChatPreview(url="https://x.test", token="hunter2")
    assert repr(preview) == "ChatPreview(url='https://x.test', token=<secret>)"
    assert preview.token == preview.to_dict()["token"] == "hunter2"
    for model, sample in SECRETS.items():
        read = model.from_dict(sample)
        assert "hunter2" not in repr(read)
        assert read.to_dict() == sample
    for sent in (
        models.NewEnvironmentVariable(key="K", value="hunter2"),
        models.ChangedEnvironmentVariable(id="env_1", value="hunter2"),
        *(model for _, model in (*WAYS_IN_V1, *WAYS_IN_V2)),
    ):
        assert "hunter2" not in repr(sent)
    request = Request(operation="x", method="POST", template="/", body={"token": "hunter2"}, query={"t": "hunter2"})
    assert "hunter2" not in repr(request)
