"""An agent of OpenAI Agents uses the tools through `function_tool`."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from tests.support.scripted_agent import Call, prepare, runaway_call, shop_call, to_result
from v0_client import Poll, V0Client
from v0_client.sandbox import Sandbox
from v0_client.tools import app_tools, operation_tools

agents = pytest.importorskip("agents", reason="needs openai-agents, which `make test` installs")
from agents import Agent, FunctionTool, Model, ModelResponse, RunConfig, Runner, Usage, function_tool
from openai.types.responses import (
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
)

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"])]

POLL = Poll(interval=0.02)


class Scripted(Model):
    """A model that follows a script."""

    def __init__(self, next_call: Callable[[list[dict[str, Any]]], Call]) -> None:
        self._next_call = next_call

    async def get_response(self, system_instructions: Any, input: Any, *_: Any, **__: Any) -> ModelResponse:
        del system_instructions
        outputs = [item["output"] for item in input if item.get("type") == "function_call_output"]
        call = self._next_call([to_result(output) for output in outputs])
        if call is not None:
            name, arguments = call
            item: Any = ResponseFunctionToolCall(
                type="function_call", call_id=f"call_{len(outputs)}", name=name, arguments=json.dumps(arguments)
            )
        else:
            text = ResponseOutputText(type="output_text", text="Done.", annotations=[])
            item = ResponseOutputMessage(
                id="message", type="message", role="assistant", status="completed", content=[text]
            )
        return ModelResponse(output=[item], usage=Usage(), response_id=None)

    def stream_response(self, *_: Any, **__: Any) -> AsyncIterator[Any]:
        raise NotImplementedError


async def run(model: Scripted, tools: list[Any]) -> str:
    agent = Agent(name="Builder", model=model, tools=tools)
    result = await Runner.run(agent, "I need a shop", run_config=RunConfig(tracing_disabled=True))
    return str(result.final_output)


async def test_an_agent_builds_answers_and_reads(client: V0Client, sandbox: Sandbox) -> None:
    prepare(sandbox)
    tools = [function_tool(tool) for tool in app_tools(client, poll=POLL)]
    assert await run(Scripted(shop_call), tools) == "Done."


async def test_a_runaway_agent_is_stopped(client: V0Client, sandbox: Sandbox) -> None:
    tools = [function_tool(tool) for tool in app_tools(client, max_generations=2, poll=POLL)]
    await run(Scripted(runaway_call), tools)
    assert len(sandbox.requests.filter("create_chat_async")) == 2


async def test_the_framework_reads_the_descriptions(client: V0Client) -> None:
    for tool in app_tools(client):
        wrapped = function_tool(tool)
        assert (wrapped.name, wrapped.strict_json_schema) == (tool.name, True)
        for name, schema in tool.input_schema["properties"].items():
            assert wrapped.params_json_schema["properties"][name]["description"] == schema["description"]


async def test_an_operation_is_a_tool_with_its_schema(client: V0Client, sandbox: Sandbox) -> None:
    (tool,) = operation_tools(client, ["v2.chats.list"])

    async def invoke(_: Any, arguments: str) -> Any:
        return await tool.call(json.loads(arguments))

    wrapped = FunctionTool(tool.name, tool.description, tool.input_schema, invoke, strict_json_schema=False)
    await run(Scripted(lambda results: None if results else (tool.name, {"limit": 3})), [wrapped])
    assert sandbox.requests.filter("list_chats").last_body is None
    assert len(sandbox.requests.filter("list_chats")) == 1
