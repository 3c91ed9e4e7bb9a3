"""`v0-client mcp`, with the official client: on standard input and output, and over streamable HTTP."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.support.command_line import environment, process
from tests.support.scripted_agent import Call, prepare, runaway_call, shop_call
from v0_client import V0Client
from v0_client.sandbox import Sandbox
from v0_client.tools import app_tools

mcp = pytest.importorskip("mcp", reason="needs mcp, which `make test` installs")
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

pytestmark = [pytest.mark.anyio, pytest.mark.slow, pytest.mark.parametrize("anyio_backend", ["asyncio"])]

COMMAND = [sys.executable, "-m", "v0_client", "mcp"]


def settings(sandbox: Sandbox) -> dict[str, str]:
    return environment(V0_API_KEY=sandbox.api_key, V0_BASE_URL=sandbox.base_url)


@asynccontextmanager
async def over_stdio(sandbox: Sandbox, *options: str) -> AsyncIterator[ClientSession]:
    server = StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:], *options], env=settings(sandbox))
    async with stdio_client(server) as streams, ClientSession(*streams) as session:
        await session.initialize()
        yield session


@asynccontextmanager
async def over_http(sandbox: Sandbox, *options: str) -> AsyncIterator[ClientSession]:
    with subprocess.Popen(  # noqa: ASYNC220, S603 - our own command line
        [*COMMAND, "--port", "0", *options],
        env=settings(sandbox),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as server:
        try:
            assert server.stderr is not None
            address = server.stderr.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            async with streamable_http_client(address) as streams, ClientSession(*streams[:2]) as session:
                await session.initialize()
                yield session
        finally:
            server.send_signal(signal.SIGINT)
            assert server.communicate()[0] == ""
            assert server.returncode == 130


async def run(session: ClientSession, next_call: Callable[[list[dict[str, Any]]], Call]) -> list[dict[str, Any]]:
    """Act as an agent; results come as structured content and as the same in JSON."""
    results: list[dict[str, Any]] = []
    while (call := next_call(results)) is not None:
        answer = (await session.call_tool(*call)).model_dump(by_alias=True)
        assert json.loads(answer["content"][0]["text"]) == answer["structuredContent"]
        assert answer["isError"] is ("error" in answer["structuredContent"])
        results.append(answer["structuredContent"])
    return results


@pytest.mark.parametrize("connect", [over_stdio, over_http])
async def test_an_agent_builds_answers_and_reads(sandbox: Sandbox, connect: Any) -> None:
    prepare(sandbox)
    async with connect(sandbox) as session:
        await run(session, shop_call)


@pytest.mark.parametrize("connect", [over_stdio, over_http])
async def test_a_runaway_agent_is_stopped(sandbox: Sandbox, connect: Any) -> None:
    async with connect(sandbox, "--max-generations", "2") as session:
        results = await run(session, runaway_call)
    assert ["error" in result for result in results] == [False, False, True, True, True, True]
    assert len(sandbox.requests.filter("create_chat_async")) == 2


async def test_tools_are_listed_with_their_schemas_and_what_they_do(client: V0Client, sandbox: Sandbox) -> None:
    async with over_stdio(sandbox, "--operation", "v2.chats.list", "--operation", "v2.messages.*") as session:
        listed = {tool.name: tool.model_dump(by_alias=True) for tool in (await session.list_tools()).tools}
        chats = await session.call_tool("v2_chats_list", {"limit": 3})
    for tool in app_tools(client):
        shown = listed.pop(tool.name)
        assert shown["inputSchema"] == tool.input_schema
        assert shown["annotations"]["readOnlyHint"] is tool.read_only
    assert {"v2_chats_list", "v2_messages_get", "v2_messages_stop"} <= set(listed)
    assert "v2_messages_send" not in listed  # it generates
    assert chats.model_dump(by_alias=True)["structuredContent"]["chats"] == []


async def test_an_unknown_tool_is_an_error(sandbox: Sandbox) -> None:
    async with over_stdio(sandbox) as session:
        answer = await session.call_tool("build_apps", {})
    assert answer.model_dump(by_alias=True)["isError"] is True


async def test_the_sandbox_serves_without_a_key() -> None:
    server = StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:], "--sandbox"], env=environment())
    async with stdio_client(server) as streams, ClientSession(*streams) as session:
        await session.initialize()
        (built,) = await run(session, lambda results: None if results else ("build_app", {"message": "A shop"}))
    assert built["status"] == "finished"


async def test_a_command_that_cannot_serve_ends_with_one_line(sandbox: Sandbox) -> None:
    no_key = await anyio.to_thread.run_sync(lambda: process("mcp"))
    assert (no_key.returncode, no_key.stdout) == (2, "")
    assert "V0_API_KEY" in no_key.stderr
    misspelled = await anyio.to_thread.run_sync(
        lambda: process("mcp", "--operation", "v2.chats.lst", **settings(sandbox))
    )
    assert (misspelled.returncode, misspelled.stdout) == (2, "")
    assert "did you mean v2.chats.list" in misspelled.stderr
    port = sandbox.base_url.rpartition(":")[2]
    taken = await anyio.to_thread.run_sync(lambda: process("mcp", "--port", port, **settings(sandbox)))
    assert (taken.returncode, taken.stdout) == (1, "")
    assert f"port {port} is not available" in taken.stderr


HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


def serve(sandbox: Sandbox, *requests: Any, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
    """Send these requests and close the input at once."""
    lines = "".join(f"{json.dumps(request)}\n" for request in requests).encode()
    return subprocess.run(  # noqa: S603 - our own command line
        COMMAND, env=settings(sandbox), input=lines, stdout=stdout, stderr=subprocess.PIPE, check=False, timeout=60
    )


async def test_an_input_that_closes_before_the_answers_ends_in_silence(sandbox: Sandbox) -> None:
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    call = {"name": "build_app", "arguments": {"message": "A shop"}}
    calls = [{"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": call} for number in (2, 3, 4)]
    done = await anyio.to_thread.run_sync(lambda: serve(sandbox, HELLO, ready, *calls))
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
async def test_a_full_output_ends_the_command_with_one_line(sandbox: Sandbox) -> None:
    def serve_into_it() -> subprocess.CompletedProcess[bytes]:
        with Path("/dev/full").open("w") as full:
            return serve(sandbox, HELLO, stdout=full.fileno())

    done = await anyio.to_thread.run_sync(serve_into_it)
    assert done.returncode == 1
    assert done.stderr == b"Error: standard output cannot be written: No space left on device\n"


async def test_ctrl_c_ends_the_command_though_it_waits_for_input(sandbox: Sandbox) -> None:
    with subprocess.Popen(  # noqa: ASYNC220, S603 - our own command line
        COMMAND, env=settings(sandbox), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdin is not None and server.stdout is not None
        server.stdin.write(json.dumps(HELLO).encode() + b"\n")
        server.stdin.flush()
        assert json.loads(server.stdout.readline())["result"]["serverInfo"]["name"] == "v0-client"
        server.send_signal(signal.SIGINT)
        assert server.wait(10) == -signal.SIGINT
