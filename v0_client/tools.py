"""Operations as tools for agents: of pydantic-ai, OpenAI Agents, LangChain, MCP, or a loop of your own.

    async with V0Client() as client:
        agent = Agent("...", tools=app_tools(client, max_generations=5))

`app_tools` returns eight tools that build, change, read and deploy apps. `operation_tools` turns any operation of the
API into a tool. Results are small JSON objects, made for a model. `v0-client mcp` serves the same tools over MCP.
"""

from __future__ import annotations

from ._tools.app_tools import app_tools
from ._tools.operation_tools import operation_tools
from ._tools.tool import Tool

__all__ = ["Tool", "app_tools", "operation_tools"]


def __dir__() -> list[str]:
    return __all__
