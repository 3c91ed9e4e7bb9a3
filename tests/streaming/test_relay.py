"""A stream relayed to a browser: what is sent, and that nothing stays open when the browser leaves."""

from __future__ import annotations

import copy
import gc
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, aclosing, asynccontextmanager, nullcontext, suppress
from typing import Any

import anyio
import anyio.lowlevel
import anyio.to_thread
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request as BrowserRequest
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tests.support.loop_turns import counting_turns
from tests.support.raw_server import (
    CLOSE,
    LAST_CHUNK,
    STALL,
    Action,
    Handler,
    RawServer,
    Request,
    always,
    chunk,
    chunked_head,
    json_response,
    response,
)
from tests.support.served_app import serving
from v0_client import AuthenticationError, Relay, StreamError, V0Client, V0Error
from v0_client.sse import EventStreamDecoder
from v0_client.state import V2State

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _nothing_left_to_collect() -> Iterator[None]:
    """Collect here what a test left open: the warning is an error of this test then."""
    yield
    gc.collect()


# ------------------------------------------------------------------ the stream of the server


def chunk_of(delta: Any, message_id: str = "msg_1") -> dict[str, Any]:
    return {"object": "message.parts.chunk", "id": message_id, "delta": delta}


def event(payload: Any) -> bytes:
    return b"data: " + (payload if isinstance(payload, bytes) else json.dumps(payload).encode()) + b"\n\n"


def body(*payloads: Any) -> bytes:
    return b"".join(map(event, payloads))


PARTS = [{"type": "text", "text": "Fresh bread \N{CROISSANT}"}, {"type": "bash", "output": "ok"}]
USAGE = {"object": "usage", "tokens": {"total": 7}, "model": None}
OPENING = {"object": "chat", "id": "chat_1", "title": "Untitled", "privacy": None}
CLOSING = {"object": "chat", "id": "chat_1", "title": "Bakery", "privacy": "team", "newField": [1]}
TITLE = {"object": "chat.title", "id": "chat_1", "delta": "Bakery"}
USAGE_EVENT = {"object": "message.usage", "id": "msg_1", "usage": USAGE}
EVENTS = [
    {"object": "chat.title", "id": "chat_1", "delta": "Bak"},
    chunk_of({"_t": "a", "0": [{"type": "text", "text": "Fresh"}]}),
    {"object": "of.tomorrow", "value": 1},
    chunk_of({"_t": "a", "0": {"text": ["Fresh", PARTS[0]["text"]]}}),
    TITLE,
    chunk_of([["theirs"]], "msg_other"),
    chunk_of({"_t": "a", "1": [{"type": "bash", "output": "o"}]}),
    chunk_of([[1, "output", "k"], 9, 9]),
    USAGE_EVENT,
]
STREAM = [OPENING, *EVENTS, CLOSING]
MESSAGE = {"id": "msg_1", "role": "assistant", "finishReason": "stop", "parts": PARTS, "usage": USAGE}
MESSAGE_PATH = "/v2/chats/chat_1/messages/msg_1"


def stream_of(sent: bytes, *rest: Action) -> list[Action]:
    return [chunked_head() + (chunk(sent) if sent else b""), *rest]


def service(creation: Iterable[Action], *resumes: Iterable[Action], message: Any = MESSAGE) -> Handler:
    """Responds to one creation, to resumes in turn, and to reads of the message."""
    creations, remaining = iter([creation]), iter(resumes)

    def handler(request: Request) -> Iterable[Action]:
        match request.line:
            case "POST /v2/chats/stream":
                return next(creations)
            case "POST /v2/chats/chat_1/resume":
                return next(remaining)
            case "GET /v2/chats/chat_1/messages":
                return [json_response({"messages": [message]})]
            case _:
                assert request.line == f"GET {MESSAGE_PATH}", request.line
                return [json_response(message)]

    return handler


def connect(server: RawServer, **options: Any) -> V0Client:
    return V0Client(api_key="key", base_url=server.base_url, **options)


def decoded(data: bytes) -> list[Any]:
    return [json.loads(each.data) for each in EventStreamDecoder().feed(data)]


async def relayed(relay: Relay) -> list[Any]:
    return decoded(b"".join([frame async for frame in relay]))


def applied(events: Iterable[dict[str, Any]]) -> V2State:
    state = V2State()
    for each in events:
        assert not state.closed, "an event followed the closing event"
        state.apply(each)
    return state


def parts_after_each(events: Iterable[dict[str, Any]]) -> list[Any]:
    """The parts after each event."""
    state, parts = V2State(), list[Any]()
    for each in events:
        state.apply(each)
        parts.append(copy.deepcopy(state.raw_parts))
    return parts


def assert_equals_the_stream(state: V2State, relay: Relay) -> None:
    stream = relay.stream
    assert state.raw_parts == stream.raw_parts
    assert (state.title, state.message_id, state.text) == (stream.title, stream.message_id, stream.text)
    assert (state.usage is None) == (stream.usage is None)
    assert state.usage is None or stream.usage == type(stream.usage).from_dict(state.usage)
    assert (state.chat or {}).get("id") == stream.chat_id


# ------------------------------------------------------------------ what is sent


MESSAGE_STREAM = [
    {"object": "message", **MESSAGE, "finishReason": None, "parts": [], "usage": None},
    *EVENTS[1:],
    {"object": "message", **MESSAGE},
]


@pytest.mark.parametrize("events", [STREAM, MESSAGE_STREAM], ids=["of a chat", "of a message"])
async def test_events_are_passed_on_as_received(events: list[Any]) -> None:
    async with RawServer(service(stream_of(body(*events), STALL))) as server, connect(server) as client:
        relay = await Relay(client.v2.chats.stream(message="A bakery")).open()
        assert await relayed(relay) == events
        await server.all_closed()
        assert len(server.requests) == 1


async def test_snapshots_carry_all_parts() -> None:
    async with RawServer(service(stream_of(body(*STREAM), STALL))) as server, connect(server) as client:
        events = await relayed(Relay(client.v2.chats.stream(message="A bakery"), snapshots=True))

    shown = [each["delta"] for each in events if each["object"] == "message.parts.chunk"]
    first = [{"type": "text", "text": "Fresh"}]
    assert shown == [[first], [PARTS[:1]], [PARTS[:1]], [[PARTS[0], {"type": "bash", "output": "o"}]], [PARTS]]
    others = [each for each in events if each["object"] != "message.parts.chunk"]
    assert others == [each for each in STREAM if each["object"] != "message.parts.chunk"]


REPLAY = [OPENING, TITLE, chunk_of([PARTS]), USAGE_EVENT, CLOSING]
GONE = [json_response({"error": {"message": "Gone"}}, 404)]
RESUMES: dict[str, list[list[Action]]] = {
    "the same again": [stream_of(body(*STREAM), LAST_CHUNK)],
    "a replay in other chunks": [stream_of(body(*REPLAY), LAST_CHUNK)],
    "an interrupted replay": [stream_of(body(*REPLAY[:3]), CLOSE), GONE],
    "the closing event only": [stream_of(body(CLOSING), LAST_CHUNK)],
    "404": [GONE],
    "204": [[response(status=204)]],
}


@pytest.mark.transports
@pytest.mark.parametrize("snapshots", [False, True], ids=["deltas", "snapshots"])
@pytest.mark.parametrize("resumes", RESUMES.values(), ids=RESUMES)
async def test_a_client_ends_with_the_state_of_the_stream_wherever_it_was_interrupted(
    resumes: list[list[Action]], snapshots: bool
) -> None:
    complete, shown = body(*STREAM), parts_after_each(STREAM)
    opened = len(event(OPENING))
    handlers: list[Handler] = []

    def newest(request: Request) -> Iterable[Action]:
        return handlers[-1](request)

    async with RawServer(newest) as server, connect(server) as client:
        for at in [*range(0, len(complete), 23), opened - 1, opened, len(complete) - 1, len(complete)]:
            handlers.append(service(stream_of(complete[:at], CLOSE), *resumes))
            relay = Relay(client.v2.chats.stream(message="A bakery"), snapshots=snapshots)
            events = await relayed(relay)
            if at < opened:
                assert [each["object"] for each in events] == ["error"], at
                assert events[0]["code"] == "StreamIncompleteError"
                continue
            state = applied(events)
            assert state.closed, at
            assert (state.raw_parts, state.usage) == (PARTS, USAGE), at
            assert_equals_the_stream(state, relay)
            # A replay is never visible: the parts only grow, and are always parts of the complete stream.
            places = [shown.index(each) for each in parts_after_each(events)]
            assert places == sorted(places), at


@pytest.mark.parametrize("snapshots", [False, True], ids=["deltas", "snapshots"])
@pytest.mark.parametrize(
    "first",
    [stream_of(body(*STREAM), LAST_CHUNK), stream_of(body(CLOSING), LAST_CHUNK), GONE, [response(status=204)]],
    ids=["running", "finished", "404", "204"],
)
async def test_a_resumed_chat_is_relayed_too(first: list[Action], snapshots: bool) -> None:
    async with RawServer(service([], first)) as server, connect(server) as client:
        relay = await Relay(client.v2.chats.resume("chat_1"), snapshots=snapshots).open()
        state = applied(await relayed(relay))

    assert state.closed
    assert (state.raw_parts, state.usage, state.message_id) == (PARTS, USAGE, "msg_1")
    assert state.title == relay.stream.title


@pytest.mark.parametrize("broken", [event(chunk_of([[7, "text", "x"], 9, 9])), event(b"{"), event(b"[]")])
@pytest.mark.parametrize("at", [2, len(STREAM) - 1])
@pytest.mark.parametrize("snapshots", [False, True], ids=["deltas", "snapshots"])
async def test_an_event_that_the_stream_could_not_apply_is_not_sent(broken: bytes, at: int, snapshots: bool) -> None:
    """The other events are sent, and in the end the client catches up with the message that was read."""
    sent = body(*STREAM[:at]) + broken + body(*STREAM[at:])
    other = [*PARTS, {"type": "text", "text": " and more"}]
    handler = service(stream_of(sent, LAST_CHUNK), message={**MESSAGE, "parts": other})
    async with RawServer(handler) as server, connect(server) as client:
        relay = Relay(client.v2.chats.stream(message="A bakery"), snapshots=snapshots)
        state = applied(await relayed(relay))

    assert state.closed
    assert state.raw_parts == (PARTS if broken == event(b"[]") else other)
    assert_equals_the_stream(state, relay)


async def test_the_closing_event_is_sent_once_the_generation_is_known_to_be_complete() -> None:
    """A resumed connection closes, but the message continues: only the last closing event is sent."""
    reads = iter([{**MESSAGE, "finishReason": None}, MESSAGE])
    early = body(OPENING, chunk_of([PARTS[:1]]), CLOSING)
    resumes = iter([stream_of(early, LAST_CHUNK), stream_of(body(*REPLAY), LAST_CHUNK)])

    def handler(request: Request) -> Iterable[Action]:
        if request.method == "GET":
            return [json_response(next(reads))]
        return stream_of(body(OPENING, EVENTS[1]), CLOSE) if request.path == "/v2/chats/stream" else next(resumes)

    async with RawServer(handler) as server, connect(server) as client:
        events = await relayed(Relay(client.v2.chats.stream(message="A bakery")))

    state = applied(events)
    assert state.closed and state.raw_parts == PARTS
    assert [each["object"] for each in events].count("chat") == 2


# ------------------------------------------------------------------ failures


async def test_an_error_event_is_passed_on_as_received() -> None:
    failure = {"object": "error", "id": "msg_1", "message": "Out of credits", "code": "limit"}
    sent = body(*STREAM[:4], failure)
    async with RawServer(service(stream_of(sent, STALL))) as server, connect(server) as client:
        events = await relayed(Relay(client.v2.chats.stream(message="A bakery")))
        await server.all_closed()

    assert events == [*STREAM[:4], failure]


async def test_a_failure_is_sent_as_an_error_event_after_everything_that_is_known() -> None:
    refused = [json_response({"error": {"message": "Not yours"}}, 403)]
    handler = service(stream_of(body(*STREAM[:4]), CLOSE), refused)
    async with RawServer(handler) as server, connect(server) as client:
        relay = Relay(client.v2.chats.stream(message="A bakery"))
        *events, failure = await relayed(relay)

    assert events == STREAM[:4]
    assert (failure["object"], failure["id"], failure["code"]) == ("error", "chat_1", "StreamIncompleteError")
    assert "Not yours" in failure["message"]
    with pytest.raises(StreamError, match="Not yours"):
        V2State().apply(failure)


async def test_a_refusal_raises_before_the_response_begins() -> None:
    async with RawServer(always(json_response({"error": {}}, 401))) as server, connect(server) as client:
        relay = Relay(client.v2.chats.stream(message="A bakery"))
        with pytest.raises(AuthenticationError):
            await relay.open()


async def test_a_refusal_of_a_relay_that_was_not_opened_is_sent() -> None:
    async with RawServer(always(json_response({"error": {}}, 401))) as server, connect(server) as client:
        (failure,) = await relayed(Relay(client.v2.chats.stream(message="A bakery")))

    assert (failure["object"], failure["code"]) == ("error", "AuthenticationError")


@pytest.mark.transports
@pytest.mark.parametrize(
    ("error", "text"),
    [
        (LookupError("v1:secret-key is revoked"), "the stream failed (LookupError)"),
        (V0Error("the vault is closed"), "the vault is closed"),
    ],
)
async def test_an_error_of_any_class_is_sent_before_the_response_ends(
    error: Exception, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    """An `api_key` callable that raises stands for the caller's own code."""

    def api_key() -> str:
        raise error

    async with RawServer(service([])) as server, V0Client(api_key, base_url=server.base_url) as client:
        (failure,) = await relayed(Relay(client.v2.chats.stream(message="A bakery")))
    assert failure == {"object": "error", "id": "", "message": text, "code": type(error).__name__}
    logged = [record for record in caplog.records if record.name == "v0_client.relay"]
    assert len(logged) == (0 if isinstance(error, V0Error) else 1)


async def test_an_error_inside_the_relay_is_sent_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    async with RawServer(service(stream_of(body(*STREAM), STALL))) as server:
        async with connect(server) as client:
            relay = Relay(client.v2.chats.stream(message="A bakery"))
            monkeypatch.setattr(relay, "_pass_on", fail)
            *_, failure = await relayed(relay)
        await server.all_closed()
    assert (failure["object"], failure["id"], failure["code"]) == ("error", "chat_1", "ZeroDivisionError")


async def test_a_key_in_an_error_event_is_not_sent() -> None:
    failure = r'{"object": "error", "id": "msg_1", "message": "v1:secret\u002dkey", "more": {"v1:secret-key": [1]}}'
    handler = service(stream_of(body(OPENING) + event(failure.encode()), STALL))
    async with RawServer(handler) as server, V0Client("v1:secret-key", base_url=server.base_url) as client:
        sent = b"".join([frame async for frame in Relay(client.v2.chats.stream(message="A bakery"))])
    assert b"secret" not in sent
    assert decoded(sent)[-1] == {"object": "error", "id": "msg_1", "message": "...", "more": {"...": [1]}}


@pytest.mark.parametrize("snapshots", [False, True], ids=["deltas", "snapshots"])
async def test_numbers_that_are_not_json_become_null(snapshots: bool) -> None:
    part = b'{"type": "tool-call", "output": [NaN, -Infinity, 1.5, {"x": Infinity}]}'
    chunk_event = b'{"object": "message.parts.chunk", "id": "msg_1", "delta": {"_t": "a", "0": [' + part + b"]}}"
    sent = body(OPENING) + event(chunk_event) + event(b'{"object": "of.tomorrow", "x": NaN}') + body(CLOSING)

    def refuse(constant: str) -> None:
        pytest.fail(f"{constant} is not JSON")

    async with RawServer(service(stream_of(sent, LAST_CHUNK))) as server, connect(server) as client:
        relay = Relay(client.v2.chats.stream(message="A bakery"), snapshots=snapshots)
        frames = b"".join([frame async for frame in relay])
    events = [json.loads(each.data, parse_constant=refuse) for each in EventStreamDecoder().feed(frames)]
    assert applied(events).raw_parts == [{"type": "tool-call", "output": [None, None, 1.5, {"x": None}]}]
    assert events[-1]["object"] == "chat"


async def test_a_slow_client_slows_the_upstream_connection_down() -> None:
    """The relay reads no further than its client, so that memory stays bounded however much the server sends."""
    grown = [chunk(event(chunk_of([[0, "text", "x" * 60_000], 9, 9]))) for _ in range(400)]
    opening = chunk(body(OPENING, chunk_of({"_t": "a", "0": [{"type": "text", "text": ""}]})))
    async with RawServer(service([chunked_head() + opening, *grown, STALL])) as server, connect(server) as client:
        relay = Relay(client.v2.chats.stream(message="A bakery"))
        async with aclosing(aiter(relay)) as frames:
            for _ in range(5):
                await anext(frames)
            await anyio.wait_all_tasks_blocked()
            assert len(relay.stream.text) <= 5 * 60_000
            assert len(relay._frames) == 0


async def test_other_tasks_have_their_turn_during_a_burst() -> None:
    """A server could not notice otherwise, before the burst is over, that its client has left."""
    burst = stream_of(body(OPENING, *[TITLE] * 200), STALL)
    async with (
        RawServer(service(burst)) as server,
        connect(server) as client,
        counting_turns() as turns,
        aclosing(aiter(Relay(client.v2.chats.stream(message="A bakery")))) as frames,
    ):
        at = [(await anext(frames), turns.count)[1] for _ in range(200)]
    assert max(Counter(at).values()) <= 2 * 16  # trio does not say which of two tasks runs first


# ------------------------------------------------------------------ leaving

UNFINISHED = stream_of(body(*STREAM[:4]), STALL)


async def be_cancelled(relay: Relay) -> None:
    with anyio.move_on_after(0.05):
        await relayed(relay)
        pytest.fail("the stream ended")


async def close_after_one(relay: Relay) -> None:
    async with aclosing(aiter(relay)) as chunks:
        async for _ in chunks:
            break
    assert await relayed(relay) == []


async def close_unread(relay: Relay) -> None:
    await (await relay.open()).aclose()
    await relay.aclose()


@pytest.mark.transports
@pytest.mark.parametrize("leave", [be_cancelled, close_after_one, close_unread])
async def test_leaving_closes_the_upstream_connection(leave: Callable[[Relay], Any]) -> None:
    async with RawServer(service(UNFINISHED)) as server, connect(server) as client:
        await leave(Relay(client.v2.chats.stream(message="A bakery")))
        await server.all_closed()
        assert len(server.requests) == 1


async def test_closing_a_relay_that_is_being_opened_closes_the_upstream_connection() -> None:
    async with RawServer(always(STALL)) as server, connect(server, max_concurrency=1) as client:
        relay = Relay(client.v2.chats.stream(message="A bakery"))

        async def open_it() -> None:
            with pytest.raises(V0Error, match="the stream was closed"):
                await relay.open()

        with anyio.fail_after(20):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(open_it)
                await server.received(1)
                await relay.aclose()
            await server.all_closed()
            assert await relayed(relay) == []
            place = client._transport.session._limiter
            assert place is not None and place.value == 1
        assert len(server.requests) == 1


async def test_a_relay_that_was_closed_before_it_was_opened_sends_nothing() -> None:
    async with RawServer(always(STALL)) as server, connect(server) as client:
        relay = Relay(client.v2.chats.stream(message="A bakery"))
        await relay.aclose()
        with anyio.fail_after(20), pytest.raises(V0Error, match="entered once"):
            await relay.open()
    assert server.requests == []


def warning_of(backend: str) -> AbstractContextManager[object]:
    """Trio warns when an asynchronous generator is closed by garbage collection."""
    return pytest.warns(ResourceWarning, match="relay") if backend == "trio" else nullcontext()


async def open_only(relay: Relay) -> None:
    await relay.open()


async def read_one(relay: Relay) -> None:
    async for _ in relay:
        break


@pytest.mark.parametrize("use", [open_only, read_one])
async def test_a_relay_that_is_dropped_closes_the_upstream_connection(
    use: Callable[[Relay], Any], anyio_backend: str
) -> None:
    async with RawServer(service(UNFINISHED)) as server, connect(server) as client:
        with warning_of(anyio_backend):
            await use(Relay(client.v2.chats.stream(message="A bakery")))
            await server.all_closed()


@pytest.mark.parametrize("taken", [0, 2], ids=["before the first event", "after the first event"])
@pytest.mark.parametrize("version", ["2.0", "2.4"])
async def test_a_browser_that_leaves_during_a_send(version: str, taken: int, anyio_backend: str) -> None:
    """The framework then ends the response outside the relay, and only drops the relay."""
    sent: list[bytes] = []
    stuck = anyio.Event()

    async def receive() -> dict[str, Any]:
        await stuck.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            sent.append(message["body"])
        if len(sent) == taken:
            if version == "2.4":
                raise OSError("the browser has left")
            stuck.set()
            await anyio.sleep_forever()

    async def respond(client: V0Client) -> None:
        relay = await Relay(client.v2.chats.stream(message="A bakery")).open()
        streaming = StreamingResponse(relay, media_type=relay.media_type, headers=relay.headers)
        with suppress(ClientDisconnect):
            await streaming({"type": "http", "asgi": {"spec_version": version}}, receive, send)

    async with RawServer(service(UNFINISHED)) as server, connect(server) as client:
        with warning_of(anyio_backend):
            await respond(client)
            if taken == 0:
                gc.collect()  # asyncio keeps the frames of a task that is cancelled before it has started
            await server.all_closed()
    assert decoded(b"".join(sent)) == STREAM[:taken]


def browser_service(upstream: RawServer) -> Starlette:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[dict[str, V0Client]]:
        async with connect(upstream) as client:
            yield {"client": client}

    async def generate(request: BrowserRequest) -> Response:
        relay = Relay(request.state.client.v2.chats.stream(message="A bakery"))
        try:
            await relay.open()
        except AuthenticationError as error:
            return Response(str(error), 502)
        return StreamingResponse(relay, media_type=relay.media_type, headers=relay.headers)

    return Starlette(routes=[Route("/generate", generate)], lifespan=lifespan)


async def test_a_browser_that_leaves_a_real_server() -> None:
    def browse(address: str) -> bytes:
        with httpx.stream("GET", f"{address}/generate") as reply:
            assert reply.headers["content-type"].startswith("text/event-stream")
            assert (reply.headers["cache-control"], reply.headers["x-accel-buffering"]) == ("no-store", "no")
            seen = b""
            for received in reply.iter_bytes():
                seen += received
                if len(decoded(seen)) == 4:
                    break
            return seen

    async with RawServer(service(UNFINISHED)) as upstream, serving(browser_service(upstream)) as address:
        seen = await anyio.to_thread.run_sync(browse, address)
        await upstream.all_closed()
    assert decoded(seen) == STREAM[:4]


async def test_a_complete_stream_and_a_refusal_through_a_real_server() -> None:
    async with (
        RawServer(service(stream_of(body(*STREAM), STALL))) as upstream,
        serving(browser_service(upstream)) as address,
        httpx.AsyncClient() as browser,
    ):
        assert decoded((await browser.get(f"{address}/generate")).content) == STREAM
        await upstream.all_closed()
    async with (
        RawServer(always(json_response({"error": {}}, 401))) as upstream,
        serving(browser_service(upstream)) as address,
        httpx.AsyncClient() as browser,
    ):
        assert (await browser.get(f"{address}/generate")).status_code == 502
