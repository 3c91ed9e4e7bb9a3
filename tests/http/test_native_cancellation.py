"""``task.cancel()`` and ``asyncio.timeout`` at every suspension point: nothing stays busy, no cancellation is lost.

Each job is run again and again; the n-th run is cancelled at its n-th suspension, until a run ends before that.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Generator
from contextlib import suppress
from pathlib import Path
from types import coroutine
from typing import Any

import anyio
import httpx
import pytest

from tests.support.http_transports import busy, new_client
from tests.support.raw_server import LAST_CHUNK, Action, Do, RawServer, Request, chunk, chunked_head, json_response
from tests.support.stream_scripts import CHAT_ID, MESSAGE_ID, chat, message, more_text, new_text, sse, usage
from v0_client import Poll, Relay, Timeouts, V0Client, V0Error
from v0_client._http import session
from v0_client._http.cancellation import without_interruption
from v0_client.sandbox import Sandbox

sys.path.insert(0, str(Path(__file__).parents[1] / "stress"))

import deadlines

BEGINNING = [chat(), new_text(0, "Hel"), more_text(0, "lo")]
END = [usage(), chat()]
ARCHIVE = b"PK\x05\x06" + bytes(16) + (3000).to_bytes(2, "little") + bytes(3000)  # empty, with a long comment

Job = Callable[[V0Client, Path], Awaitable[object]]


def serve(request: Request) -> list[Action]:  # noqa: PLR0911 - a response for each operation
    match request.method, request.path.removeprefix("/v2/chats").partition("?")[0].split("/")[1:]:
        case "POST", ["stream"]:
            if b"interrupted" in request.body:
                return [chunked_head() + chunk(sse(*BEGINNING)), Do.RESET]
            return [chunked_head(), chunk(sse(*BEGINNING)), chunk(sse(*END)), LAST_CHUNK]
        case "POST", [_, "resume"]:
            return [chunked_head() + chunk(sse(*BEGINNING, *END)), LAST_CHUNK]
        case "POST", ["async"]:
            return [json_response({"chatId": CHAT_ID, "messageId": MESSAGE_ID}, 202)]
        case "POST", [""] | []:
            return [json_response({"chat": {"id": CHAT_ID}})]
        case "POST", _:
            return [json_response({"messageId": MESSAGE_ID})]
        case "GET", [_, "files", "download"]:
            return [
                chunked_head(content_type="application/zip") + chunk(ARCHIVE[:1000]),
                chunk(ARCHIVE[1000:]),
                LAST_CHUNK,
            ]
        case "GET", [_, "messages"]:
            return [json_response({"messages": [message("Hello")], "cursor": None})]
        case "GET", [_, "messages", _]:
            return [json_response(message("Hello", finish=None if "slow" in request.path else "stop"))]
        case _:
            return [json_response({"chats": [{"id": CHAT_ID}], "cursor": None})]


async def read_stream(client: V0Client, _: Path) -> None:
    async with client.v2.chats.stream(message="Hi") as stream:
        await stream.final()


async def leave_stream(client: V0Client, _: Path) -> None:
    async with client.v2.chats.stream(message="Hi") as stream:
        await anext(stream)


async def read_interrupted_stream(client: V0Client, _: Path) -> None:
    async with client.v2.chats.stream(message="interrupted") as stream:
        await stream.final()


async def create(client: V0Client, _: Path) -> None:
    await client.v2.chats.create(message="Hi")


async def wait_and_stop(client: V0Client, _: Path) -> None:
    with suppress(V0Error):
        await client.v2.messages.wait(
            CHAT_ID, "msg_slow", timeout=0.01, poll=Poll(interval=0.001, max_interval=0.001), on_timeout="stop"
        )


async def list_chats(client: V0Client, _: Path) -> None:
    assert [each.id async for each in client.v2.chats.list()] == [CHAT_ID]


async def download(client: V0Client, folder: Path) -> None:
    await client.v2.chats.download(CHAT_ID, folder / "app.zip")


async def relay(client: V0Client, _: Path) -> None:
    async for _chunk in Relay(client.v2.chats.stream(message="Hi")):
        pass


JOBS: list[Job] = [
    read_stream,
    leave_stream,
    read_interrupted_stream,
    create,
    wait_and_stop,
    list_chats,
    download,
    relay,
]
# The turns of the event loop between one cancellation and the next.
PLANS = {
    "once": (),
    "twice in a row": (0,),
    "twice, one turn apart": (1,),
    "twice, two turns apart": (2,),
    "four times": (1, 1, 1),
}


@coroutine
def cancelled_at(
    job: Awaitable[object], suspension: int, plan: tuple[int, ...], fired: list[bool]
) -> Generator[Any, Any, object]:
    """Await a job and cancel its task at one of its suspensions, and again as planned."""
    steps: Any = job.__await__()
    error: BaseException | None = None
    count = 0
    while True:
        try:
            future = steps.send(None) if error is None else steps.throw(error)
        except StopIteration as stop:
            return stop.value
        error = None
        count += 1
        if count == suspension:
            fired.append(True)
            task = asyncio.current_task()
            assert task is not None
            asyncio.get_running_loop().call_soon(_cancel, task, plan)
        try:
            yield future
        except BaseException as exc:  # noqa: BLE001 - passed on to the job
            error = exc


def _cancel(task: asyncio.Task[object], plan: tuple[int, ...]) -> None:
    task.cancel()
    if not plan:
        return
    loop = asyncio.get_running_loop()

    def later(turns: int) -> None:
        if turns:
            loop.call_soon(later, turns - 1)
        elif not task.done():
            _cancel(task, plan[1:])

    later(plan[0])


@pytest.mark.transports
@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize("job", JOBS)
async def test_a_task_cancelled_anywhere_leaves_nothing_busy(
    job: Job, plan: tuple[int, ...], http_transport: str, tmp_path: Path
) -> None:
    async with RawServer(serve) as server:
        async with new_client(http_transport, max_connections=5) as http:
            client = V0Client(
                "key",
                base_url=server.base_url,
                http_client=http,
                max_concurrency=3,
                timeouts=Timeouts(pool=5),
                max_retries=0,
            )
            suspension, fired = 0, [True]
            while fired:
                suspension += 1
                fired = []
                task = asyncio.create_task(_run(job(client, tmp_path), suspension, plan, fired))
                if await asyncio.wait([task], timeout=20) == (set(), {task}):
                    raise AssertionError(f"the task does not end after a cancellation at suspension {suspension}")
                if fired:
                    assert task.cancelled(), f"the cancellation at suspension {suspension} was lost"
                for _ in range(10):
                    await asyncio.sleep(0)
                assert busy(http) == [], f"after a cancellation at suspension {suspension}"
            assert suspension > 3
            await asyncio.gather(*(create(client, tmp_path) for _ in range(6)))  # all places are free
            assert list(tmp_path.glob("*.part")) == []  # noqa: ASYNC240 - a test may block
        await server.all_closed()


@pytest.mark.parametrize("library", [None, "httpx", "httpx2"])
async def test_a_client_survives_requests_under_deadlines(library: str | None, sandbox: Sandbox) -> None:
    """A short run of `tests/stress/deadlines.py`, which sends thousands."""
    figures = await deadlines.run(sandbox.base_url, sandbox.api_key, library, 150)
    assert figures.busy == 0
    assert figures.outcomes.total() == 150 and set(figures.outcomes) <= {"complete", "cancelled", "TimeoutError"}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
async def test_a_client_whose_closing_is_cancelled_closes_every_connection(
    plan: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[int] = []

    class Connections(httpx.MockTransport):
        async def aclose(self) -> None:
            for connection in range(100):
                await asyncio.sleep(0)
                closed.append(connection)

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={})

    monkeypatch.setattr(session, "new_client", lambda *_: httpx.AsyncClient(transport=Connections(answer)))
    suspension, fired = 0, [True]
    while fired:
        suspension += 1
        fired = []
        closed.clear()
        client = V0Client("key", base_url="http://127.0.0.1:1")
        await client.request("GET", "/v1/user")
        task = asyncio.create_task(_run(client.aclose(), suspension, plan, fired))
        await asyncio.wait([task], timeout=20)
        assert task.cancelled() if fired else task.done()
        assert closed == list(range(100))
    assert suspension > 1


async def test_a_cancellation_that_was_held_leaves_a_lock_usable() -> None:
    lock, entered = anyio.Lock(), asyncio.Event()

    async def hold_cancellation_then_wait_for_the_lock() -> None:
        entered.set()
        await asyncio.sleep(0)  # the cancellation arrives here, and is held
        async with lock:
            raise AssertionError("the cancellation was lost")

    async def guarded() -> None:
        await without_interruption(hold_cancellation_then_wait_for_the_lock())

    async with lock:
        task = asyncio.create_task(guarded())
        await entered.wait()
        task.cancel()
        await asyncio.wait([task], timeout=5)
        assert task.cancelled()
    with anyio.fail_after(5):
        async with lock:
            pass


async def _run(job: Awaitable[object], suspension: int, plan: tuple[int, ...], fired: list[bool]) -> None:
    await cancelled_at(job, suspension, plan, fired)


@pytest.fixture
def anyio_backend() -> str:
    """Native cancellation is asyncio's."""
    return "asyncio"


pytestmark = pytest.mark.anyio
