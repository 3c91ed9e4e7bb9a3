"""An agent of LangChain uses the tools as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.support.scripted_agent import Call, prepare, runaway_call, shop_call, to_result
from v0_client import Poll, V0Client
from v0_client.sandbox import Sandbox
from v0_client.tools import Tool, app_tools, operation_tools

langchain = pytest.importorskip("langchain", reason="needs langchain, which `make test` installs")
from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.tools import StructuredTool
from langchain_core.tools import tool as as_tool

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"])]

POLL = Poll(interval=0.02)


class Scripted(BaseChatModel):
    """A chat model that follows a script."""

    next_call: Callable[[list[dict[str, Any]]], Call]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Any:  # type: ignore[override]  # the framework passes more
        del tools
        return self

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        results = [to_result(message.content) for message in messages if isinstance(message, ToolMessage)]
        call = self.next_call(results)
        calls = [{"name": call[0], "args": call[1], "id": f"call_{len(results)}"}] if call is not None else []
        message = AIMessage(content="" if calls else "Done.", tool_calls=calls)
        return ChatResult(generations=[ChatGeneration(message=message)])


async def run(model: Scripted, tools: list[Any]) -> str:
    agent = create_agent(model, tools)
    result = await agent.ainvoke({"messages": [("user", "I need a shop")]}, {"recursion_limit": 50})
    return str(result["messages"][-1].content)


def wrapped_structured(tool: Tool) -> Any:
    return StructuredTool.from_function(coroutine=tool)


@pytest.mark.parametrize(
    "wrap", [lambda tool: tool, as_tool, wrapped_structured], ids=["as it is", "tool", "structured"]
)
async def test_an_agent_builds_answers_and_reads(client: V0Client, sandbox: Sandbox, wrap: Any) -> None:
    prepare(sandbox)
    tools = [wrap(tool) for tool in app_tools(client, poll=POLL)]
    assert await run(Scripted(next_call=shop_call), tools) == "Done."


async def test_a_runaway_agent_is_stopped(client: V0Client, sandbox: Sandbox) -> None:
    await run(Scripted(next_call=runaway_call), app_tools(client, max_generations=2, poll=POLL))
    assert len(sandbox.requests.filter("create_chat_async")) == 2


async def test_an_operation_is_a_tool_with_its_schema(client: V0Client, sandbox: Sandbox) -> None:
    (tool,) = operation_tools(client, ["v2.chats.list"])
    wrapped = StructuredTool(
        name=tool.name, description=tool.description, args_schema=tool.input_schema, coroutine=tool
    )
    script = Scripted(next_call=lambda results: None if results else (tool.name, {"limit": 3}))
    await run(script, [wrapped])
    assert len(sandbox.requests.filter("list_chats")) == 1
