"""Entering a client loads in a thread what its first requests need, so that they do not block the event loop."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import anyio.to_thread
import pytest

from tests.support.raw_server import LAST_CHUNK, RawServer, Request, chunk, chunked_head, json_response
from tests.support.stream_scripts import CHAT_ID, chat, message, sse, usage

PROGRAM = """
import sys
import threading

import anyio

from v0_client import V0Client

loaded = []  # by the thread of the event loop


class Recorder:
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is threading.main_thread():
            loaded.append(name)


async def main():
    http = __import__("httpx").AsyncClient(trust_env=False) if sys.argv[3] == "theirs" else None
    client = V0Client("key", base_url=sys.argv[1], http_client=http)
    await anyio.to_thread.run_sync(int)  # loads what runs the event loop
    sys.meta_path.insert(0, Recorder())
    async with client:
        await client.v1.chats.create(message="Hi")
        async with client.v2.chats.stream(message="Hi") as stream:
            await stream.final()
        async for _ in client.v2.chats.list():
            pass
        await client.v2.messages.list("chat_1")
    if http is not None:
        await http.aclose()
    print(*loaded)


anyio.run(main, backend=sys.argv[2])
"""


def serve(request: Request) -> list[bytes]:
    match request.method, request.path.strip("/").split("/"):
        case "POST", ["v2", *_]:
            return [chunked_head(), chunk(sse(chat(), usage(), chat())), LAST_CHUNK]
        case "POST", _:
            return [json_response({"id": CHAT_ID})]
        case _, [*_, "messages"]:
            return [json_response({"messages": [message("Hello")], "cursor": None})]
        case _, ["v2", "chats"]:
            return [json_response({"chats": [chat()], "cursor": None})]
        case _:
            return [json_response(message("Hello"))]


@pytest.mark.parametrize("http", ["ours", "theirs"])
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
async def test_a_first_request_loads_only_models(backend: str, http: str) -> None:
    async with RawServer(serve) as server:
        run = await anyio.to_thread.run_sync(run_program, server.base_url, backend, http)
    assert run.returncode == 0, run.stderr
    models = "v0_client._generated.models."
    # The library loads what connects once it does: few modules of its own and of the standard library.
    small = [name for name in run.stdout.split() if not name.startswith(models)]
    assert [name for name in small if name.partition(".")[0] in ("v0_client", "httpx", "ssl", "certifi")] == []
    assert len(small) < 10, small


def run_program(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - a program of this test
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def anyio_backend() -> str:
    """The program chooses its own."""
    return "asyncio"


pytestmark = pytest.mark.anyio
