"""The tools over the Model Context Protocol: on standard input and output, or over streamable HTTP on this machine.

Needs the extra `mcp`. Works with both major versions of the `mcp` package, whose servers take handlers differently.
"""

from __future__ import annotations

import json
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import anyio
import uvicorn
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from .. import __version__
from ..tools import Tool
from .exit_codes import CliError, ExitCode
from .standard_output import OutputError

__all__ = ["serve_http", "serve_stdio"]

HOST = "127.0.0.1"  # whoever reaches the server spends the key's credits
PATH = "/mcp"
INSTRUCTIONS = (
    "Builds web apps with v0. Generations cost credits: start one only where the person wants it, and continue a "
    "running one with check_app. Show the person what waiting_for says instead of answering yourself."
)


async def serve_stdio(tools: Sequence[Tool]) -> None:
    """Serve one client on standard input and output, until it closes them."""
    # A thread waits for input, and asyncio's own way to end would wait for that thread.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    server = _server(tools)
    failure: OSError | None = None  # raised in an `except*`, it would be in a group again
    try:
        async with stdio_server() as (requests, responses):
            await server.run(requests, responses, server.create_initialization_options())
    except* (anyio.ClosedResourceError, anyio.BrokenResourceError):
        pass  # the client, or the output, went away before every call was answered
    except* OSError as errors:
        failure = next(_members(errors))
    if failure is not None:
        raise OutputError(failure)


async def serve_http(tools: Sequence[Tool], port: int) -> None:
    """Serve any number of clients over streamable HTTP on this machine, until Ctrl-C."""
    # A page in a browser must not reach the server under another name.
    hosts = TransportSecuritySettings(allowed_hosts=[f"{HOST}:*", "localhost:*"], allowed_origins=[f"http://{HOST}:*"])
    manager = StreamableHTTPSessionManager(_server(tools), security_settings=hosts)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        async with manager.run():
            yield

    app = Starlette(routes=[Route(PATH, _Endpoint(manager))], lifespan=lifespan)
    with _listen(port) as listening:
        sys.stderr.write(f"http://{HOST}:{listening.getsockname()[1]}{PATH}\n")
        sys.stderr.flush()
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        await uvicorn.Server(config).serve(sockets=[listening])


class _Endpoint:
    """The manager as an application: a route takes a method of it for an ordinary endpoint."""

    def __init__(self, manager: StreamableHTTPSessionManager) -> None:
        self._manager = manager

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._manager.handle_request(scope, receive, send)


def _members(group: BaseExceptionGroup[OSError]) -> Iterator[OSError]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _members(error)
        else:
            yield error


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        reason = error.strerror
    raise CliError(ExitCode.ERROR, f"Error: port {port} is not available: {reason}. Choose another with --port")


def _server(tools: Sequence[Tool]) -> Server[Any, Any]:
    by_name = {tool.name: tool for tool in tools}
    listed = types.ListToolsResult.model_validate({"tools": [_describe(tool) for tool in tools]})

    async def call(name: str, arguments: dict[str, Any] | None) -> types.CallToolResult:
        tool = by_name.get(name)
        if tool is None:
            return _result({"error": {"type": "InvalidRequestError", "message": f"there is no tool {name!r}"}})
        return _result(await tool.call(arguments))

    # `Any`: a checker knows one of the two versions.
    server_class = cast("Any", Server)
    if hasattr(Server, "call_tool"):

        async def list_tools() -> list[types.Tool]:
            return listed.tools

        server = server_class("v0-client", version=__version__, instructions=INSTRUCTIONS)
        server.list_tools()(list_tools)
        server.call_tool(validate_input=False)(call)  # the tools check their arguments
        return cast("Server[Any, Any]", server)

    async def on_list_tools(_context: object, _params: object) -> types.ListToolsResult:
        return listed

    async def on_call_tool(_context: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        return await call(params.name, params.arguments)

    return cast(
        "Server[Any, Any]",
        server_class(
            "v0-client",
            version=__version__,
            instructions=INSTRUCTIONS,
            on_list_tools=on_list_tools,
            on_call_tool=on_call_tool,
        ),
    )


def _describe(tool: Tool) -> dict[str, Any]:
    return {
        "name": tool.name,
        "description": tool.description,
        "inputSchema": tool.input_schema,
        "annotations": {"readOnlyHint": tool.read_only, "openWorldHint": True},
    }


def _result(value: dict[str, Any]) -> types.CallToolResult:
    text = json.dumps(value, ensure_ascii=False)
    return types.CallToolResult.model_validate(
        {"content": [{"type": "text", "text": text}], "structuredContent": value, "isError": "error" in value}
    )
