"""Cancellation while a sandbox starts or stops: no server thread, no open socket, no lost cancellation."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Iterator
from typing import Any

import anyio
import httpx
import pytest

from tests.support.sandbox_tools import CREATE_V2, plain_client
from v0_client.sandbox import RecordedRequest, Sandbox, application, server


@pytest.fixture(autouse=True)
def _leaves_nothing() -> Iterator[None]:
    """No thread of a sandbox may outlive the test, and no socket: it would raise a ResourceWarning, an error here."""
    yield
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("v0-sandbox")]
    gc.collect()


class Gate:
    """Holds the server's thread until it is opened, so that a test can cancel in between."""

    def __init__(self) -> None:
        self._reached = threading.Event()
        self._opened = threading.Event()
        self.released = False

    def hold_start(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def build_app(*args: Any) -> Any:
            self._hold()
            return application.build_app(*args)

        monkeypatch.setattr(server, "build_app", build_app)

    def hold_exit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        close = server.LiveConnections.close

        async def close_held(connections: server.LiveConnections) -> None:
            self._hold()
            await close(connections)

        monkeypatch.setattr(server.LiveConnections, "close", close_held)

    def hold_callback(self, _: RecordedRequest) -> None:
        self._hold()

    def _hold(self) -> None:
        self._reached.set()
        self.released = self._opened.wait(10)
        assert self.released

    async def wait_until_reached(self) -> None:
        assert await anyio.to_thread.run_sync(self._reached.wait, 10)

    def open(self) -> None:
        self._opened.set()


def assert_stopped(sandbox: Sandbox, base_url: str | None = None) -> None:
    with pytest.raises(RuntimeError, match="only while it runs"):
        sandbox.base_url  # noqa: B018 - reading it raises
    if base_url is not None:
        with plain_client(base_url) as http, pytest.raises(httpx.ConnectError):
            http.get("/v2/chats")


@pytest.mark.parametrize("cancellations", [1, 2, 3])
def test_native_cancellation_during_enter(monkeypatch: pytest.MonkeyPatch, cancellations: int) -> None:
    sandbox, gate = Sandbox(), Gate()
    gate.hold_start(monkeypatch)
    entered = False

    async def use() -> None:
        nonlocal entered
        async with sandbox:
            entered = True

    async def cancel() -> None:
        task = asyncio.create_task(use())
        await gate.wait_until_reached()
        for _ in range(cancellations):
            task.cancel()
            await asyncio.sleep(0)
        gate.open()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert task.cancelled() and not entered

    asyncio.run(cancel())
    assert_stopped(sandbox)


@pytest.mark.parametrize("cancellations", [1, 2, 3])
def test_native_cancellation_during_exit(monkeypatch: pytest.MonkeyPatch, cancellations: int) -> None:
    sandbox, gate = Sandbox(), Gate()
    gate.hold_exit(monkeypatch)
    base_url = ""

    async def use() -> None:
        nonlocal base_url
        async with sandbox:
            base_url = sandbox.base_url

    async def cancel() -> None:
        task = asyncio.create_task(use())
        await gate.wait_until_reached()
        for _ in range(cancellations):
            task.cancel()
            await asyncio.sleep(0)
        gate.open()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert task.cancelled()

    asyncio.run(cancel())
    assert_stopped(sandbox, base_url)


@pytest.mark.anyio
async def test_anyio_cancellation_during_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox, gate = Sandbox(), Gate()
    gate.hold_start(monkeypatch)
    async with anyio.create_task_group() as group:

        async def use() -> None:
            async with sandbox:
                await anyio.sleep_forever()

        group.start_soon(use)
        await gate.wait_until_reached()
        group.cancel_scope.cancel()
        gate.open()
    assert_stopped(sandbox)


@pytest.mark.anyio
async def test_anyio_cancellation_during_exit(monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox, gate = Sandbox(), Gate()
    gate.hold_exit(monkeypatch)
    base_url = ""
    async with anyio.create_task_group() as group:

        async def use() -> None:
            nonlocal base_url
            async with sandbox:
                base_url = sandbox.base_url
            await anyio.sleep_forever()

        group.start_soon(use)
        await gate.wait_until_reached()
        group.cancel_scope.cancel()
        gate.open()
    assert_stopped(sandbox, base_url)


@pytest.mark.anyio
async def test_a_cancelled_scope_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox = Sandbox()
    monkeypatch.setattr(server, "_ServerThread", lambda *_, **__: pytest.fail("started"))
    with anyio.CancelScope() as scope:
        scope.cancel()
        async with sandbox:
            pytest.fail("entered")
    assert scope.cancelled_caught


@pytest.mark.anyio
async def test_exit_leaves_the_loop_free_while_a_callback_runs() -> None:
    gate = Gate()
    async with anyio.create_task_group() as group:

        async def release() -> None:
            gate.open()

        async with Sandbox(on_request=gate.hold_callback) as sandbox:
            base_url = sandbox.base_url
            async with httpx.AsyncClient(trust_env=False) as http:
                await http.get(f"{base_url}/v2/chats")
                await gate.wait_until_reached()
            group.start_soon(release)  # runs first while the sandbox exits
    assert gate.released
    assert_stopped(sandbox, base_url)


def test_native_cancellation_at_any_time_with_a_stream_open() -> None:
    async def use() -> None:
        async with Sandbox() as sandbox:
            with plain_client(sandbox.base_url) as http:
                body = {"message": "a page sandbox:never_finish"}
                with http.stream("POST", CREATE_V2, json=body) as response:
                    next(response.iter_raw())
                    await asyncio.sleep(0.001)

    async def cancel_after(delay: float) -> None:
        task = asyncio.create_task(use())
        await asyncio.sleep(delay)
        if task.cancel():
            with pytest.raises(asyncio.CancelledError):
                await task
        else:
            await task

    for step in range(60):
        asyncio.run(cancel_after(step * 0.0003))


@pytest.mark.anyio
async def test_an_error_while_starting_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def build_app(*_: Any) -> Any:
        raise OSError("no more memory")

    monkeypatch.setattr(server, "build_app", build_app)
    sandbox = Sandbox()
    with pytest.raises(ExceptionGroup) as caught:
        async with sandbox:
            pytest.fail("entered")
    assert caught.group_contains(OSError, match="no more memory")
    with pytest.raises(ExceptionGroup), sandbox:
        pytest.fail("entered")
    assert_stopped(sandbox)


@pytest.mark.anyio
async def test_a_failed_start_leaves_nothing() -> None:
    async with Sandbox() as running:
        port = int(running.base_url.rpartition(":")[2])
        with pytest.raises(OSError, match=r"in use|usage"):
            async with Sandbox(port=port):
                pytest.fail("entered")
    assert_stopped(running)
