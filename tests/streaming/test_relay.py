"""A stream passed on to a browser: what goes out, and that nothing stays open when the browser leaves."""

from __future__ import annotations

import copy
import gc
import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, aclosing, asynccontextmanager, nullcontext, suppress
from typing import Any

import anyio
import anyio.to_thread
import httpx
import pytest
import uvicorn
from anyio.abc import TaskStatus
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request as BrowserRequest
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

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
from v0_client import AuthenticationError, Relay, StreamError, V0Client
from v0_client.sse import EventStreamDecoder
from v0_client.state import V2State

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _nothing_left_to_collect() -> Iterator[None]:
    """What a test leaves behind warns when it is collected: here, where the warning is an error of this test."""
    yield
    gc.collect()


# ------------------------------------------------------------------ the story that is told


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
TOLD_USAGE = {"object": "message.usage", "id": "msg_1", "usage": USAGE}
TOLD = [
    {"object": "chat.title", "id": "chat_1", "delta": "Bak"},
    chunk_of({"_t": "a", "0": [{"type": "text", "text": "Fresh"}]}),
    {"object": "of.tomorrow", "value": 1},
    chunk_of({"_t": "a", "0": {"text": ["Fresh", PARTS[0]["text"]]}}),
    TITLE,
    chunk_of([["theirs"]], "msg_other"),
    chunk_of({"_t": "a", "1": [{"type": "bash", "output": "o"}]}),
    chunk_of([[1, "output", "k"], 9, 9]),
    TOLD_USAGE,
]
STORY = [OPENING, *TOLD, CLOSING]
MESSAGE = {"id": "msg_1", "role": "assistant", "finishReason": "stop", "parts": PARTS, "usage": USAGE}
MESSAGE_PATH = "/v2/chats/chat_1/messages/msg_1"


def stream_of(told: bytes, *rest: Action) -> list[Action]:
    return [chunked_head() + (chunk(told) if told else b""), *rest]


def service(creation: Iterable[Action], *resumes: Iterable[Action], message: Any = MESSAGE) -> Handler:
    """Answers the one creation, the resumes in turn, and the reads of the message."""
    creations, left = iter([creation]), iter(resumes)

    def handler(request: Request) -> Iterable[Action]:
        match request.line:
            case "POST /v2/chats/stream":
                return next(creations)
            case "POST /v2/chats/chat_1/resume":
                return next(left)
            case "GET /v2/chats/chat_1/messages":
                return [json_response({"messages": [message]})]
            case _:
                assert request.line == f"GET {MESSAGE_PATH}", request.line
                return [json_response(message)]

    return handler


def connect(server: RawServer, **options: Any) -> V0Client:
    return V0Client(api_key="key", base_url=server.base_url, **options)


def told_by(data: bytes) -> list[Any]:
    return [json.loads(each.data) for each in EventStreamDecoder().feed(data)]


async def relayed(relay: Relay) -> list[Any]:
    return told_by(b"".join([piece async for piece in relay]))


def applied(events: Iterable[dict[str, Any]]) -> V2State:
    state = V2State()
    for each in events:
        assert not state.closed, "something came after the closing event"
        state.apply(each)
    return state


def shown_by(events: Iterable[dict[str, Any]]) -> list[Any]:
    """The parts after each event."""
    state, shown = V2State(), list[Any]()
    for each in events:
        state.apply(each)
        shown.append(copy.deepcopy(state.raw_parts))
    return shown


def assert_equals_the_stream(state: V2State, relay: Relay) -> None:
    stream = relay.stream
    assert state.raw_parts == stream.raw_parts
    assert (state.title, state.message_id, state.text) == (stream.title, stream.message_id, stream.text)
    assert (state.usage is None) == (stream.usage is None)
    assert state.usage is None or stream.usage == type(stream.usage).from_dict(state.usage)
    assert (state.chat or {}).get("id") == stream.chat_id


# ------------------------------------------------------------------ what goes out


TOLD_BY_MESSAGE = [
    {"object": "message", **MESSAGE, "finishReason": None, "parts": [], "usage": None},
    *TOLD[1:],
    {"object": "message", **MESSAGE},
]


@pytest.mark.parametrize("story", [STORY, TOLD_BY_MESSAGE], ids=["of a chat", "of a message"])
async def test_events_go_out_as_they_came(story: list[Any]) -> None:
    async with RawServer(service(stream_of(body(*story), STALL))) as server, connect(server) as client:
        relay = await Relay(client.v2.chats.stream(message="A bakery")).open()
        assert await relayed(relay) == story
        await server.all_closed()
        assert len(server.requests) == 1


async def test_snapshots_carry_the_whole_parts() -> None:
    async with RawServer(service(stream_of(body(*STORY), STALL))) as server, connect(server) as client:
        events = await relayed(Relay(client.v2.chats.stream(message="A bakery"), snapshots=True))

    shown = [each["delta"] for each in events if each["object"] == "message.parts.chunk"]
    first = [{"type": "text", "text": "Fresh"}]
    assert shown == [[first], [PARTS[:1]], [PARTS[:1]], [[PARTS[0], {"type": "bash", "output": "o"}]], [PARTS]]
    others = [each for each in events if each["object"] != "message.parts.chunk"]
    assert others == [each for each in STORY if each["object"] != "message.parts.chunk"]


REPLAY = [OPENING, TITLE, chunk_of([PARTS]), TOLD_USAGE, CLOSING]
GONE = [json_response({"error": {"message": "Gone"}}, 404)]
RESUMES: dict[str, list[list[Action]]] = {
    "the same again": [stream_of(body(*STORY), LAST_CHUNK)],
    "a replay in other pieces": [stream_of(body(*REPLAY), LAST_CHUNK)],
    "a replay that is cut again": [stream_of(body(*REPLAY[:3]), CLOSE), GONE],
    "the closing event only": [stream_of(body(CLOSING), LAST_CHUNK)],
    "404": [GONE],
    "204": [[response(status=204)]],
}


@pytest.mark.parametrize("snapshots", [False, True], ids=["deltas", "snapshots"])
@pytest.mark.parametrize("resumes", RESUMES.values(), ids=RESUMES)
async def test_a_client_ends_with_the_state_of_the_stream_wherever_it_was_cut(
    resumes: list[list[Action]], snapshots: bool
) -> None:
    whole, shown = body(*STORY), shown_by(STORY)
    opened = len(event(OPENING))
    handlers: list[Handler] = []

    def newest(request: Request) -> Iterable[Action]:
        return handlers[-1](request)

    async with RawServer(newest) as server, connect(server) as client:
        for cut in [*range(0, len(whole), 23), opened - 1, opened, len(whole) - 1, len(whole)]:
            handlers.append(service(stream_of(whole[:cut], CLOSE), *resumes))
            relay = Relay(client.v2.chats.stream(message="A bakery"), snapshots=snapshots)
            events = await relayed(relay)
            if cut < opened:
                assert [each["object"] for each in events] == ["error"], cut
                assert events[0]["code"] == "StreamIncompleteError"
                continue
            state = applied(events)
            assert state.closed, cut
            assert (state.raw_parts, state.usage) == (PARTS, USAGE), cut
            assert_equals_the_stream(state, relay)
            # A replay is never seen: at no time is anything shown that the whole stream does not show, nor less again.
            places = [shown.index(each) for each in shown_by(events)]
            assert places == sorted(places), cut


@pytest.mark.parametrize("snapshots", [False, True], ids=["deltas", "snapshots"])
@pytest.mark.parametrize(
    "first",
    [stream_of(body(*STORY), LAST_CHUNK), stream_of(body(CLOSING), LAST_CHUNK), GONE, [response(status=204)]],
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
@pytest.mark.parametrize("at", [2, len(STORY) - 1])
@pytest.mark.parametrize("snapshots", [False, True], ids=["deltas", "snapshots"])
async def test_what_the_stream_could_not_apply_does_not_go_out(broken: bytes, at: int, snapshots: bool) -> None:
    """The rest goes on, and the client is brought up to the message as it was read at the end."""
    told = body(*STORY[:at]) + broken + body(*STORY[at:])
    other = [*PARTS, {"type": "text", "text": " and more"}]
    handler = service(stream_of(told, LAST_CHUNK), message={**MESSAGE, "parts": other})
    async with RawServer(handler) as server, connect(server) as client:
        relay = Relay(client.v2.chats.stream(message="A bakery"), snapshots=snapshots)
        state = applied(await relayed(relay))

    assert state.closed
    assert state.raw_parts == (PARTS if broken == event(b"[]") else other)
    assert_equals_the_stream(state, relay)


async def test_the_closing_event_waits_until_the_stream_is_known_to_be_whole() -> None:
    """A resumed connection closes, but the message goes on: no closing event before the last connection's."""
    reads = iter([{**MESSAGE, "finishReason": None}, MESSAGE])
    early = body(OPENING, chunk_of([PARTS[:1]]), CLOSING)
    resumes = iter([stream_of(early, LAST_CHUNK), stream_of(body(*REPLAY), LAST_CHUNK)])

    def handler(request: Request) -> Iterable[Action]:
        if request.method == "GET":
            return [json_response(next(reads))]
        return stream_of(body(OPENING, TOLD[1]), CLOSE) if request.path == "/v2/chats/stream" else next(resumes)

    async with RawServer(handler) as server, connect(server) as client:
        events = await relayed(Relay(client.v2.chats.stream(message="A bakery")))

    state = applied(events)
    assert state.closed and state.raw_parts == PARTS
    assert [each["object"] for each in events].count("chat") == 2


# ------------------------------------------------------------------ failures


async def test_an_error_event_goes_out_as_it_came() -> None:
    failure = {"object": "error", "id": "msg_1", "message": "Out of credits", "code": "limit"}
    told = body(*STORY[:4], failure)
    async with RawServer(service(stream_of(told, STALL))) as server, connect(server) as client:
        events = await relayed(Relay(client.v2.chats.stream(message="A bakery")))
        await server.all_closed()

    assert events == [*STORY[:4], failure]


async def test_a_failure_goes_out_as_an_error_event_after_all_that_is_known() -> None:
    refused = [json_response({"error": {"message": "Not yours"}}, 403)]
    handler = service(stream_of(body(*STORY[:4]), CLOSE), refused)
    async with RawServer(handler) as server, connect(server) as client:
        relay = Relay(client.v2.chats.stream(message="A bakery"))
        *events, failure = await relayed(relay)

    assert events == STORY[:4]
    assert (failure["object"], failure["id"], failure["code"]) == ("error", "chat_1", "StreamIncompleteError")
    assert "Not yours" in failure["message"]
    with pytest.raises(StreamError, match="Not yours"):
        V2State().apply(failure)


async def test_a_refusal_raises_before_the_response_begins() -> None:
    async with RawServer(always(json_response({"error": {}}, 401))) as server, connect(server) as client:
        relay = Relay(client.v2.chats.stream(message="A bakery"))
        with pytest.raises(AuthenticationError):
            await relay.open()


async def test_a_refusal_of_a_relay_that_was_not_opened_goes_out() -> None:
    async with RawServer(always(json_response({"error": {}}, 401))) as server, connect(server) as client:
        (failure,) = await relayed(Relay(client.v2.chats.stream(message="A bakery")))

    assert (failure["object"], failure["code"]) == ("error", "AuthenticationError")


# ------------------------------------------------------------------ leaving

UNFINISHED = stream_of(body(*STORY[:4]), STALL)


async def be_cancelled(relay: Relay) -> None:
    with anyio.move_on_after(0.05):
        await relayed(relay)
        pytest.fail("the end came")


async def close_after_one(relay: Relay) -> None:
    async with aclosing(aiter(relay)) as pieces:
        async for _ in pieces:
            break
    assert await relayed(relay) == []


async def close_unread(relay: Relay) -> None:
    await (await relay.open()).aclose()
    await relay.aclose()


@pytest.mark.parametrize("leave", [be_cancelled, close_after_one, close_unread])
async def test_leaving_closes_the_upstream_connection(leave: Callable[[Relay], Any]) -> None:
    async with RawServer(service(UNFINISHED)) as server, connect(server) as client:
        await leave(Relay(client.v2.chats.stream(message="A bakery")))
        await server.all_closed()
        assert len(server.requests) == 1


def warning_of(backend: str) -> AbstractContextManager[object]:
    """Trio warns of whatever its garbage collection had to close."""
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
async def test_a_browser_that_leaves_while_it_is_sent_to(version: str, taken: int, anyio_backend: str) -> None:
    """The framework ends the response outside the relay then, and only drops it."""
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
        answer = StreamingResponse(relay, media_type=relay.media_type, headers=relay.headers)
        with suppress(ClientDisconnect):
            await answer({"type": "http", "asgi": {"spec_version": version}}, receive, send)

    async with RawServer(service(UNFINISHED)) as server, connect(server) as client:
        with warning_of(anyio_backend):
            await respond(client)
            if taken == 0:
                gc.collect()  # asyncio keeps the frames of a task that is cancelled before it has begun
            await server.all_closed()
    assert told_by(b"".join(sent)) == STORY[:taken]


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[str]:
    """Serves an application from a thread of its own; gives its address."""

    async def serve(*, task_status: TaskStatus[tuple[uvicorn.Server, int]]) -> None:
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="on", ws="none"))
        startup = server.startup

        async def startup_and_tell(sockets: Any = None) -> None:
            await startup(sockets)
            task_status.started((server, server.servers[0].sockets[0].getsockname()[1]))

        server.startup = startup_and_tell  # type: ignore[method-assign]  # to learn when it is up
        await server.serve()

    portal_context = start_blocking_portal("asyncio")
    portal = await anyio.to_thread.run_sync(portal_context.__enter__)
    try:
        served, (server, port) = await anyio.to_thread.run_sync(lambda: portal.start_task(serve))
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        await anyio.to_thread.run_sync(served.result)
    finally:
        await anyio.to_thread.run_sync(lambda: portal_context.__exit__(None, None, None))


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
        with httpx.stream("GET", f"{address}/generate") as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert (answer.headers["cache-control"], answer.headers["x-accel-buffering"]) == ("no-store", "no")
            seen = b""
            for piece in answer.iter_bytes():
                seen += piece
                if len(told_by(seen)) == 4:
                    break
            return seen

    async with RawServer(service(UNFINISHED)) as upstream, serving(browser_service(upstream)) as address:
        seen = await anyio.to_thread.run_sync(browse, address)
        await upstream.all_closed()
    assert told_by(seen) == STORY[:4]


async def test_a_whole_stream_and_a_refusal_through_a_real_server() -> None:
    async with (
        RawServer(service(stream_of(body(*STORY), STALL))) as upstream,
        serving(browser_service(upstream)) as address,
        httpx.AsyncClient() as browser,
    ):
        assert told_by((await browser.get(f"{address}/generate")).content) == STORY
        await upstream.all_closed()
    async with (
        RawServer(always(json_response({"error": {}}, 401))) as upstream,
        serving(browser_service(upstream)) as address,
        httpx.AsyncClient() as browser,
    ):
        assert (await browser.get(f"{address}/generate")).status_code == 502


# ------------------------------------------------------------------ whatever fails, whatever is sent


async def test_an_error_of_the_services_own_code_is_sent_without_its_text() -> None:
    stream = body(*STORY[:3])

    def break_down(_: Any) -> Any:
        raise LookupError("SELECT * FROM customers")

    async with RawServer(service(stream_of(stream, LAST_CHUNK))) as server, connect(server) as client:
        source = client.v2.chats.stream(message="Hi")
        source._parse = break_down
        events = await relayed(Relay(source))
    assert events[-1] == {"object": "error", "id": "chat_1", "message": "the stream failed", "code": "LookupError"}


async def test_numbers_that_json_does_not_have_become_null() -> None:
    values = b'{"credits": NaN, "all": [Infinity, -Infinity, 1]}'
    odd = b'data: {"object": "message.usage", "id": "msg_1", "usage": ' + values + b"}\n\n"
    handler = service(stream_of(body(STORY[0]) + odd + body(*STORY[1:]), LAST_CHUNK))
    async with RawServer(handler) as server, connect(server) as client:
        sent = b"".join([chunk async for chunk in Relay(client.v2.chats.stream(message="Hi"))])
    assert b"NaN" not in sent and b"Infinity" not in sent
    assert {"credits": None, "all": [None, None, 1]} in [event.get("usage") for event in told_by(sent)]
