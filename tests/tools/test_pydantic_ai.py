"""An agent of pydantic-ai uses the tools as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.scripted_agent import Call, prepare, runaway_call, shop_call, to_result
from v0_client import Poll, V0Client
from v0_client.sandbox import Sandbox
from v0_client.tools import app_tools, operation_tools

pydantic_ai = pytest.importorskip("pydantic_ai", reason="needs pydantic-ai, which `make test` installs")
from pydantic_ai import Agent
from pydantic_ai import Tool as FrameworkTool
from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
)
from pydantic_ai.models.function import AgentInfo, FunctionModel
from pydantic_ai.models.test import TestModel

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"])]

POLL = Poll(interval=0.02)


def scripted(next_call: Callable[[list[dict[str, Any]]], Call]) -> FunctionModel:
    def respond(messages: list[ModelMessage], _: AgentInfo) -> ModelResponse:
        parts = [part for message in messages for part in message.parts if isinstance(part, ToolReturnPart)]
        call = next_call([to_result(part.content) for part in parts])
        return ModelResponse(parts=[ToolCallPart(*call) if call is not None else TextPart("Done.")])

    return FunctionModel(respond)


async def test_an_agent_builds_answers_and_reads(client: V0Client, sandbox: Sandbox) -> None:
    prepare(sandbox)
    agent = Agent(scripted(shop_call), tools=app_tools(client, poll=POLL))
    assert (await agent.run("I need a shop")).output == "Done."


async def test_a_runaway_agent_is_stopped(client: V0Client, sandbox: Sandbox) -> None:
    agent = Agent(scripted(runaway_call), tools=app_tools(client, max_generations=2, poll=POLL))
    await agent.run("I need apps")
    assert len(sandbox.requests.filter("create_chat_async")) == 2


async def test_the_framework_reads_the_schema_that_the_tool_has(client: V0Client) -> None:
    model = TestModel(call_tools=[])
    tools = app_tools(client)
    await Agent(model, tools=tools).run("Hello")
    assert model.last_model_request_parameters is not None
    seen = {tool.name: tool.parameters_json_schema for tool in model.last_model_request_parameters.function_tools}
    assert list(seen) == [tool.name for tool in tools]
    for tool in tools:
        assert seen[tool.name]["properties"] == tool.input_schema["properties"]


async def test_an_operation_is_a_tool_with_its_schema(client: V0Client, sandbox: Sandbox) -> None:
    (tool,) = operation_tools(client, ["v2.chats.list"])
    model = TestModel()
    wrapped = FrameworkTool.from_schema(tool, tool.name, tool.description, tool.input_schema)
    await Agent(model, tools=[wrapped]).run("List my chats")
    assert len(sandbox.requests.filter("list_chats")) == 1
