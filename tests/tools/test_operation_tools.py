"""Any operation as a tool, with the schema of its arguments from the document."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import jsonschema
import pytest

from v0_client import InvalidRequestError, SyncV0Client, V0Client
from v0_client.sandbox import Sandbox, Turn
from v0_client.tools import Tool, app_tools, operation_tools

pytestmark = pytest.mark.anyio


def by_name(client: V0Client, *names: str, **options: Any) -> dict[str, Tool]:
    return {tool.name: tool for tool in operation_tools(client, names, **options)}


async def test_every_schema_is_valid_and_self_contained(client: V0Client) -> None:
    tools = operation_tools(client, ["v1.*", "v2.*"])
    assert len(tools) > 90
    for tool in tools:
        assert isinstance(tool, Tool)
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        definitions = tool.input_schema.get("$defs", {})
        text = json.dumps(tool.input_schema)
        assert text.count('"$ref": "#/$defs/') == text.count('"$ref"')
        assert all(f'"#/$defs/{name}"' in text for name in definitions)
        assert all(reference.split('"')[0] in definitions for reference in text.split("#/$defs/")[1:])
        assert tool.description


async def test_what_generates_and_what_only_reads_is_known(client: V0Client) -> None:
    tools = operation_tools(client, ["v1.*", "v2.*"])
    assert {tool.name for tool in tools if tool.generates} == {
        "v1_chats_create",
        "v1_chats_resolve_task",
        "v1_chats_send_message",
        "v2_chats_create",
        "v2_chats_create_async",
        "v2_messages_resolve",
        "v2_messages_resolve_async",
        "v2_messages_send",
        "v2_messages_send_async",
    }
    read_only = {tool.name for tool in tools if tool.read_only}
    assert {"v1_chats_find", "v2_chats_list", "v2_usage_get_summary", "v2_chats_get_files"} <= read_only
    assert not read_only & {"v2_chats_delete", "v2_chats_update", "v2_messages_stop", "v2_chats_deploy"}


async def test_a_pattern_leaves_out_streams_and_files(client: V0Client) -> None:
    tools = by_name(client, "v2.chats.*")
    assert {"v2_chats_create", "v2_chats_list", "v2_chats_get"} <= set(tools)
    assert not {"v2_chats_stream", "v2_chats_download_files", "v2_chats_create_and_wait"} & set(tools)


async def test_names_keep_their_order_and_come_once(client: V0Client) -> None:
    assert list(by_name(client, "v2.messages.get", "v2.chats.get", "v2.messages.*"))[:2] == [
        "v2_messages_get",
        "v2_chats_get",
    ]


async def test_operations_are_called_with_arguments_as_a_model_sends_them(client: V0Client, sandbox: Sandbox) -> None:
    tools = by_name(client, "v2.chats.*")
    created = await tools["v2_chats_create"].call(
        {
            "message": "A shop",
            "title": None,  # models that fill in every argument mean an absent one
            "model_configuration": {"model_id": "v0-pro", "image_generations": False},
        }
    )
    assert "title" not in sandbox.requests.filter("create_chat_v2").last_body
    chat_id = created["chat"]["id"]
    listed = await tools["v2_chats_list"](limit=5)
    assert [chat["id"] for chat in listed["chats"]] == [chat_id]
    updated = await tools["v2_chats_update"].call({"chat_id": chat_id, "metadata": None})  # null has a meaning here
    assert updated["id"] == chat_id
    assert sandbox.requests.filter("update_chat_v2").last_body == {"metadata": None}


async def test_a_response_that_is_not_an_object_becomes_one(client: V0Client) -> None:
    tools = by_name(client, "v2.webhooks.list", "v2.chats.create_from_files", "v2.chats.get_preview")
    assert await tools["v2_webhooks_list"]() == {"result": []}


async def test_a_long_result_is_shortened_and_says_so(client: V0Client, sandbox: Sandbox) -> None:
    sandbox.script(Turn(files={f"app/{n}.ts": "x" * 9_000 for n in range(60)}))
    tools = by_name(client, "v2.chats.*")
    created = await tools["v2_chats_create"](message="Many files")
    result = await tools["v2_chats_get_files"](chat_id=created["chat"]["id"])
    assert len(json.dumps(result)) <= 40_000
    assert "more entries]" in result["files"][-1]
    assert result["files"][0]["content"].endswith("more characters]")


async def test_generations_are_limited(client: V0Client, sandbox: Sandbox) -> None:
    tools = by_name(client, "v2.chats.*", max_generations=1)
    await tools["v2_chats_create"](message="A shop")
    assert "max_generations" in (await tools["v2_chats_create_async"](message="Another"))["error"]["message"]
    assert "chats" in await tools["v2_chats_list"]()
    assert not sandbox.requests.filter("create_chat_async")


async def test_errors_are_results_unless_the_caller_wants_them(client: V0Client) -> None:
    missing = await by_name(client, "v2.chats.get")["v2_chats_get"](chat_id="nothing")
    assert (missing["error"]["type"], missing["error"]["status_code"]) == ("NotFoundError", 404)
    wrong = await by_name(client, "v2.chats.get")["v2_chats_get"].call({"id": "x"})
    assert wrong["error"]["message"] == "v2_chats_get needs the argument 'chat_id'"
    with pytest.raises(InvalidRequestError, match="chat_id"):
        await by_name(client, "v2.chats.get", raise_errors=True)["v2_chats_get"](chat_id="")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("v2.chats.lst", "did you mean v2.chats.list"),
        ("v2.nothing.*", "matches no operation"),
        ("v2.chats.stream", "returns a stream or a file"),
        ("v2.chats.download_files", "returns a stream or a file"),
        ("v2.chats.create_and_wait", "matches no operation"),
    ],
)
async def test_a_name_that_cannot_be_a_tool_is_refused(client: V0Client, name: str, message: str) -> None:
    with pytest.raises(InvalidRequestError, match=message) as caught:
        operation_tools(client, [name])
    assert caught.value.field == "names"


async def test_a_string_in_place_of_names_is_refused(client: V0Client) -> None:
    with pytest.raises(InvalidRequestError, match="list of names"):
        operation_tools(client, "v2.chats.list")
    wrong: Any
    for wrong in ([5], None, 5, iter([5])):
        with pytest.raises(InvalidRequestError, match="list of names") as caught:
            operation_tools(client, wrong)
        assert caught.value.field == "names"


async def test_names_may_be_an_iterator(client: V0Client) -> None:
    assert [tool.name for tool in operation_tools(client, iter(["v2.chats.list"]))] == ["v2_chats_list"]


async def test_a_client_that_is_not_asynchronous_is_refused_before_a_tool_can_pay() -> None:
    with SyncV0Client("key") as client:
        wrong: Any = client
        for make in (app_tools, partial(operation_tools, names=["v2.chats.list"])):
            with pytest.raises(InvalidRequestError, match="client must be a V0Client, got SyncV0Client"):
                make(wrong)


async def test_a_call_that_does_not_fit_is_a_result_unless_the_caller_wants_errors(client: V0Client) -> None:
    (tool,) = operation_tools(client, ["v2.chats.get"])
    unknown = await tool(chat_id="x", colour="blue")
    assert unknown["error"]["message"] == "v2_chats_get: got an unexpected keyword argument 'colour'"
    assert "chat_id" in (await tool())["error"]["message"]
    wrong: Any = ["x"]
    assert (await tool.call(wrong))["error"]["message"] == "v2_chats_get takes an object of arguments, got list"
    (raising,) = operation_tools(client, ["v2.chats.get"], raise_errors=True)
    with pytest.raises(TypeError, match="colour"):
        await raising(chat_id="x", colour="blue")
