"""Calls of the synchronous client, wherever they are made: threads, running loops, callbacks, closed clients."""

from __future__ import annotations

import asyncio
import contextvars
import copy
import gc
import io
import pickle
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import httpx
import pytest
import trio

from tests.http.test_errors import shown_by_frames
from tests.support.raw_server import STALL, RawServer, always, json_response
from v0_client import (
    ConfigurationError,
    InvalidRequestError,
    NotFoundError,
    Poll,
    SyncV0Client,
    Timeouts,
    V0Error,
    WaitTimeoutError,
    models,
)
from v0_client.sandbox import Sandbox

CHAT = {"object": "chat", "id": "chat_1", "privacy": "private"}


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "v0-client"]


# ------------------------------------------------------------------ operations


def test_a_turn_of_each_kind(client: SyncV0Client, tmp_path: Path) -> None:
    chat = client.v1.chats.create(message="A bakery")
    assert client.v1.chats.get(chat.id).id == chat.id
    message = client.v2.chats.create_and_wait(message="A bakery")
    assert message.finish_reason == "stop"
    reply = client.v2.messages.send_and_wait(message.chat_id, message="More bread", poll=Poll(interval=0.01))
    assert reply.id != message.id
    with client.v2.messages.send_stream(message.chat_id, message="Even more") as stream:
        assert "".join(stream.text_deltas()) == stream.text == stream.final().text
    archive = client.v2.chats.download_files(message.chat_id)
    assert archive[:2] == b"PK"
    assert client.v2.chats.download(message.chat_id, tmp_path / "app.zip") == len(archive)
    assert (tmp_path / "app.zip").read_bytes() == archive
    assert client.request("GET", f"/v2/chats/{message.chat_id}")["id"] == message.chat_id


def test_lists(client: SyncV0Client) -> None:
    ids = [client.v2.chats.create_async(message=f"Chat {n}").chat_id for n in range(5)][::-1]
    assert [chat.id for chat in client.v2.chats.list(limit=2)] == ids
    assert [len(page.chats or []) for page in client.v2.chats.list(limit=2).iter_pages()] == [2, 2, 1]
    page = client.v2.chats.list(limit=2).page()
    assert [chat.id for chat in page.chats or []] == ids[:2]
    rest = client.v2.chats.list(limit=2, cursor=page.cursor or "")
    assert [chat.id for chat in rest] == ids[2:] == [chat.id for chat in rest]


def test_polls_are_plain_iterators(client: SyncV0Client) -> None:
    begun = client.v2.chats.create_async(message="A bakery")
    changes = client.v2.messages.poll(begun.chat_id, begun.message_id, poll=Poll(interval=0.01))
    assert iter(changes) is changes
    finished = [bool(message.finish_reason) for message in changes]
    assert finished[-1] and not any(finished[:-1])
    assert next(changes, None) is None


def test_a_view_shares_the_thread_and_closes_nothing(client: SyncV0Client, sandbox: Sandbox) -> None:
    client.v2.chats.list().page()
    with client.with_options(extra_headers={"x-team": "core"}, max_retries=0) as view:
        view.v2.chats.list().page()
    assert isinstance(view, SyncV0Client) and threads() == ["v0-client"]
    assert client.v2.chats.list().page() and view.v2.chats.list().page()
    assert [r.headers.get("x-team") for r in sandbox.requests] == [None, "core", None, "core"]


# ------------------------------------------------------------------ callbacks


def test_callbacks_run_in_the_calling_thread_and_may_call(client: SyncV0Client) -> None:
    seen: list[tuple[str, int]] = []
    message = client.v2.chats.create_and_wait(
        message="A bakery",
        on_update=lambda m: seen.append((client.v2.messages.get(m.chat_id, m.id).id, threading.get_ident())),
    )
    assert {seen_id for seen_id, _ in seen} == {message.id} and len(seen) > 1
    progress: list[int] = []
    size = client.v2.chats.download(message.chat_id, io.BytesIO(), on_progress=lambda done, _: progress.append(done))
    assert progress[-1] == size
    assert {thread for _, thread in seen} == {threading.get_ident()}


def test_what_a_callback_raises_ends_the_call_as_it_is(client: SyncV0Client) -> None:
    class TooMuchError(Exception):
        pass

    error = TooMuchError("no")

    def refuse(_: object) -> None:
        raise error

    with pytest.raises(TooMuchError) as caught:
        client.v2.chats.create_and_wait(message="A bakery", on_update=refuse)
    assert caught.value is error

    def stop(_: object) -> None:
        raise StopIteration

    with pytest.raises(RuntimeError, match="StopIteration"):
        client.v2.chats.create_and_wait(message="A bakery", on_update=stop)


def test_an_async_callback_is_refused_before_anything_is_sent(client: SyncV0Client, sandbox: Sandbox) -> None:
    async def update(_: object) -> None: ...

    with pytest.raises(InvalidRequestError, match="on_update must not be async") as caught:
        client.v2.chats.create_and_wait(message="A bakery", on_update=update)
    assert caught.value.field == "on_update" and not sandbox.requests

    def started(message: object) -> object:
        return update(message)  # only the call shows what it is

    with pytest.raises(TypeError, match="on_update must not be async"):
        client.v2.chats.create_and_wait(message="A bakery", on_update=started)


def test_a_timeout_covers_a_slow_callback(client: SyncV0Client) -> None:
    ended = threading.Event()
    with pytest.raises(WaitTimeoutError):  # as for the asynchronous client; the callback itself cannot be interrupted
        client.v2.chats.create_and_wait(message="A bakery", timeout=0.2, on_update=lambda _: ended.wait(0.5))


@pytest.mark.parametrize("is_async", [False, True])
def test_a_function_for_the_key_is_called_for_every_request(sandbox: Sandbox, *, is_async: bool) -> None:
    called: list[bool] = []

    def key() -> str:
        called.append(threading.current_thread() is threading.main_thread())
        return sandbox.api_key

    async def async_key() -> str:
        return key()

    with SyncV0Client(async_key if is_async else key, base_url=sandbox.base_url) as client:
        client.v2.chats.list().page()
        list(client.v2.chats.list())
    assert called == [not is_async] * 2


def test_the_caller_s_context_reaches_the_observer(sandbox: Sandbox) -> None:
    span: contextvars.ContextVar[str] = contextvars.ContextVar("span")
    seen: list[str] = []
    with SyncV0Client(sandbox.api_key, base_url=sandbox.base_url, observer=lambda _: seen.append(span.get())) as client:
        span.set("mine")
        client.v2.chats.list().page()
    assert seen and set(seen) == {"mine"}


def test_the_client_s_own_thread_cannot_call_it(sandbox: Sandbox) -> None:
    errors: list[Exception] = []

    def observe(_: object) -> None:
        try:
            client.v2.chats.list().page()
        except V0Error as error:
            errors.append(error)

    with SyncV0Client(sandbox.api_key, base_url=sandbox.base_url, observer=observe) as client:
        client.v2.chats.list().page()
    assert errors and "cannot be called from its own event loop" in str(errors[0])


# ------------------------------------------------------------------ threads and loops


def test_threads_share_a_client(client: SyncV0Client, sandbox: Sandbox) -> None:
    def work(n: int) -> tuple[str, str]:
        text = f"Chat {n}"
        with client.v2.chats.stream(message=text) as stream:
            return text, stream.final().text

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(work, range(24)))
    assert all(text in result for text, result in results)
    assert threads() == ["v0-client"]
    assert len(sandbox.requests.filter("create_chat_stream")) == 24


def test_a_slow_call_does_not_delay_another() -> None:
    with (
        RawServer(lambda r: [STALL] if r.path.endswith("slow") else [json_response(CHAT)]) as server,
        SyncV0Client("key", base_url=server.base_url) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        slow = pool.submit(client.v2.chats.get, "slow")
        server.wait_received()
        assert client.v2.chats.get("chat_1").id == "chat_1"
        client.close()
        with pytest.raises(V0Error):
            slow.result()
        server.wait_closed()


@pytest.mark.parametrize("loop", ["asyncio", "trio", "anyio on trio"])
def test_it_works_inside_a_running_loop(sandbox: Sandbox, loop: str) -> None:
    async def main() -> str:
        client = SyncV0Client(sandbox.api_key, base_url=sandbox.base_url)
        with client, client.v2.chats.stream(message="A bakery") as stream:
            return "".join(stream.text_deltas())

    run: dict[str, Callable[[], str]] = {
        "asyncio": lambda: asyncio.run(main()),
        "trio": lambda: trio.run(main),
        "anyio on trio": lambda: anyio.run(main, backend="trio"),
    }
    assert "A bakery" in run[loop]()


# ------------------------------------------------------------------ errors


def test_errors_name_the_call_as_it_was_typed(client: SyncV0Client) -> None:
    with pytest.raises(TypeError, match=r"^client\.v2\.chats\.create\(\) missing 1 required"):
        client.v2.chats.create()  # type: ignore[call-arg]  # the missing message is tested
    with pytest.raises(InvalidRequestError, match=r"^client\.v2\.chats\.create: message"):
        client.v2.chats.create(message="")
    with pytest.raises(NotFoundError) as caught:
        client.v2.chats.get("nothing")
    frames = [frame.name for frame in traceback.extract_tb(caught.tb)]
    assert frames[:2] == ["test_errors_name_the_call_as_it_was_typed", "get"]


def test_no_frame_of_an_error_s_traceback_holds_the_error(client: SyncV0Client) -> None:
    """Only the garbage collector could free it then."""
    with pytest.raises(NotFoundError) as caught:
        client.v2.chats.get("nothing")
    frames = [frame for frame, _ in traceback.walk_tb(caught.tb) if "/_sync/" in frame.f_code.co_filename]
    held = [value for frame in frames for value in frame.f_locals.values()]
    assert len(frames) >= 3
    assert not [value for value in held if value is caught.value or getattr(value, "error", None) is caught.value]


def test_the_key_is_in_no_error_and_no_frame(sandbox: Sandbox) -> None:
    secret = "v0-secret-key-0123456789"
    with pytest.raises(ConfigurationError) as refused:
        SyncV0Client(f"{secret}\n{secret}", base_url=sandbox.base_url)
    with SyncV0Client(lambda: secret, base_url=sandbox.base_url) as client, pytest.raises(V0Error) as failed:
        client.v2.chats.get("chat_1")
    for caught in (refused, failed):
        assert not [text for text in shown_by_frames(caught.value) if secret in text]


def test_it_is_neither_pickled_nor_copied(client: SyncV0Client) -> None:
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
        for thing in (client, client.v2, client.v2.chats, client.v2.chats.list()):
            with pytest.raises(TypeError, match="cannot be pickled or copied"):
                attempt(thing)


# ------------------------------------------------------------------ the end


def test_a_closed_client_says_so(sandbox: Sandbox) -> None:
    with SyncV0Client(sandbox.api_key, base_url=sandbox.base_url) as client:
        chats, view = client.v2.chats, client.with_options(max_retries=0)
        chats.list().page()
    client.close()  # once more
    assert threads() == []
    for call in (chats.list().page, view.v2.chats.list().page, chats.stream(message="x").__enter__, client.__enter__):
        with pytest.raises(V0Error, match="the client is closed: create a new SyncV0Client"):
            call()


def test_a_client_that_is_dropped_ends_its_thread(sandbox: Sandbox) -> None:
    client = SyncV0Client(sandbox.api_key, base_url=sandbox.base_url)
    client.v2.chats.list().page()
    (thread,) = (thread for thread in threading.enumerate() if thread.name == "v0-client")
    del client
    gc.collect()
    thread.join(20)
    assert not thread.is_alive()


def test_nothing_starts_before_the_first_call() -> None:
    client = SyncV0Client("key")
    assert repr(client.v1.chats) and client.v2.chats.list() and client.v2.chats.stream(message="x")
    assert threads() == []
    client.close()


def test_close_ends_calls_under_way(sandbox: Sandbox) -> None:
    client = SyncV0Client(sandbox.api_key, base_url=sandbox.base_url)
    begun = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(
            client.v2.chats.create_and_wait,
            message="A bakery",
            poll=Poll(interval=100, max_interval=100),
            on_update=lambda _: begun.set(),
        )
        assert begun.wait(20)
        client.close()
        with pytest.raises(V0Error, match="the client was closed during the call"):
            waiting.result()


# ------------------------------------------------------------------ the caller's HTTP client


def test_an_http_client_of_the_caller_s() -> None:
    http = httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=CHAT)))
    with SyncV0Client("key", base_url="https://api.test", http_client=http) as client:
        assert isinstance(client.v2.chats.get("chat_1"), models.Chat)
    assert not http.is_closed


def test_a_synchronous_http_client_is_refused() -> None:
    with httpx.Client() as http, pytest.raises(ConfigurationError, match="must be an AsyncClient"):
        SyncV0Client("key", http_client=http)  # type: ignore[arg-type]  # not asynchronous, on purpose


def test_time_limits_hold() -> None:
    with (
        RawServer(always(STALL)) as server,
        SyncV0Client("key", base_url=server.base_url, timeouts=Timeouts(read=0.05), max_retries=0) as client,
        pytest.raises(TimeoutError),
    ):
        client.v2.chats.get("chat_1")
