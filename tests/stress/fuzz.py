"""Show that a malformed response raises only errors of this SDK and never makes it hang.

    python tests/stress/fuzz.py [--seed 0] [--cases 100000] [--only TARGET] [--first N]

Every case is drawn from the seed, the name of its target and its number. So a failing case is repeated by `--only` and
`--first` with `--cases 1`. Time is virtual: waits and backoff take no time, and an endless wait is found by its
deadline. A case that loops without waiting is ended with a traceback by a watchdog in real time.
"""

from __future__ import annotations

import argparse
import faulthandler
import gzip
import sys
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from random import Random
from types import SimpleNamespace
from typing import Any, get_type_hints
from unittest.mock import patch

import anyio
import broken
import httpx
import trio.testing
from attrs import frozen, mutable
from broken import CHAT_ID, MESSAGE_ID

from v0_client import ChatStream, Timeouts, V0Client, V0Error, api, models, pending_task
from v0_client._generated import unions
from v0_client._streaming import recorder, resume_budget
from v0_client._text import TextTracker, text_of, texts_of
from v0_client.delta import MISSING, apply_delta
from v0_client.errors import DeltaError, EventTooLargeError, StreamError
from v0_client.sse import EventStreamDecoder
from v0_client.state import V1State, V2State

_MAX_SECONDS = 30  # of real time per case
_DAY = 86_400.0  # seconds of virtual time per case

# ------------------------------------------------------------------ decoders of values and of bytes

CLASSES = [cls for name in dir(models) if hasattr(cls := getattr(models, name), "from_dict")]
UNIONS = [getattr(unions, name) for name in dir(unions) if name.startswith("parse_")]


async def decode_model(rng: Random) -> None:
    cls = rng.choice(CLASSES)
    cls.from_dict(_value(rng, broken.sample(rng, cls)))


async def decode_union(rng: Random) -> None:
    decode = rng.choice(UNIONS)
    value = _value(rng, broken.sample(rng, get_type_hints(decode)["return"]))
    if decode is unions.parse_agent_action_data:
        decode(
            value,
            rng.choice([broken.any_json(rng), "exit_plan_mode", "ask_user_questions", "configure_vercel_connect"]),
        )
    else:
        decode(value)


async def decode_events(rng: Random) -> None:
    """However the bytes are split, the events and the error are the same."""
    data = broken.broken_bytes(rng, broken.sse(rng, _wire_events(rng)))
    cap = rng.choice([None, None, 10, 200, 3000])
    complete, chunked = (_fed(EventStreamDecoder(cap), chunks) for chunks in ([data], broken.cut(rng, data)))
    assert complete == chunked


def _fed(decoder: EventStreamDecoder, chunks: Any) -> tuple[list[Any], bool, int | None]:
    events: list[Any] = []
    try:
        for chunk in [*chunks, b""]:
            events += decoder.feed(chunk)
    except EventTooLargeError:
        return events, True, None
    return events, False, decoder.retry


async def apply_deltas(rng: Random) -> None:
    """A delta that cannot be applied leaves the value unchanged."""
    value = rng.choice([MISSING, broken.parts(rng), broken.message(rng), broken.any_json(rng)])
    if value is not MISSING:  # a value that contains it is not JSON
        value = _value(rng, value)
    for _ in range(rng.randrange(1, 4)):
        delta = _value(rng, broken.delta_like(rng))
        before = _shown(value)
        try:
            value = apply_delta(value, delta)
        except DeltaError:
            assert _shown(value) == before
            raise


async def apply_v2_events(rng: Random) -> None:
    state = V2State()
    for event in _objects(_value(rng, broken.events_v2(rng))):
        before = _shown(state.raw_parts)
        try:
            state.apply(event)
        except (DeltaError, StreamError):
            assert _shown(state.raw_parts) == before
        assert isinstance(state.text, str)
        assert isinstance(state.title, str | None)


async def apply_v1_events(rng: Random) -> None:
    state = V1State()
    for event in _objects(_value(rng, broken.events_v1(rng))):
        before = _shown(state.content)
        try:
            state.apply(event)
        except (DeltaError, StreamError):
            assert _shown(state.content) == before
        assert isinstance(state.title, str | None)
        assert isinstance(state.name, str | None)


async def track_text(rng: Random) -> None:
    """The emitted deltas add up to the text, or the tracker reports that they do not."""
    tracker, state, pieces = TextTracker(), V2State(), list[str]()
    for event in _objects(_value(rng, broken.events_v2(rng))):
        kind = event.get("object")
        texts = texts_of(state.raw_parts)
        if kind == "message.parts.chunk":
            tracker.prepare(state.raw_parts, event.get("delta"))
        try:
            state.apply(event)
        except (DeltaError, StreamError):
            continue
        if kind == "message.parts.chunk":
            tracker.commit(state.raw_parts)
        else:
            tracker.reset_base(texts, state.raw_parts)
        if rng.random() < 0.7:
            pieces += tracker.pop_new(state.raw_parts)
    pieces += tracker.pop_new(state.raw_parts, final=True)
    text, rewritten = text_of(state.raw_parts), tracker.is_rewritten(state.raw_parts, exhausted=True)
    assert rewritten or "".join(pieces) == text
    marks = tracker.cursor(state.raw_parts)
    assert TextTracker().restore(marks)
    if (other := TextTracker()).restore(_value(rng, marks)):
        other.reset_base([], state.raw_parts)
        other.pop_new(state.raw_parts, final=True)
        other.is_rewritten(state.raw_parts, exhausted=True)
        other.cursor(state.raw_parts)


def _value(rng: Random, value: Any) -> Any:
    made = broken.any_json(rng) if rng.random() < 0.1 else broken.broken(rng, value)
    return broken.deepened(made, rng.choice([300, 5000]))


def _objects(value: Any) -> list[dict[str, Any]]:
    events = value if isinstance(value, list) else [value]
    return [event for event in events if isinstance(event, dict)]


def _shown(value: Any) -> str | None:
    try:
        return repr(value)
    except RecursionError:
        return None


# ------------------------------------------------------------------ a server behind the whole client


class Body(httpx.AsyncByteStream):
    """Bytes in chunks, sometimes interrupted."""

    def __init__(self, rng: Random, data: bytes) -> None:
        self._chunks = list(broken.cut(rng, data))
        self._fault = rng.choice([None] * 18 + [httpx.ReadError("gone"), httpx.RemoteProtocolError("chopped")])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            await anyio.lowlevel.checkpoint()
            yield chunk
        if self._fault is not None:
            raise self._fault


_STATUSES = [200] * 80 + [201, 202, 204, 302, 304, 400, 401, 404, 408, 409, 413, 422, 429, 500, 503, 599]
_DATES = [b"Fri, 01 May 2099 00:00:00 GMT", b"Fri, 99 Foo"]
_RETRY_AFTER = [b"0", b"3", b"1e9", b"-1", b"nan", b"9" * 400, b"\xd9\xa3", *_DATES]


class Server:
    """Responds to every request of a case from its `Random`, with a valid response that is then mutated."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def __call__(self, request: httpx.Request) -> httpx.Response:
        rng = self._rng
        if rng.random() < 0.03:
            raise rng.choice(
                [httpx.ConnectError("refused"), httpx.ReadTimeout("late"), httpx.RemoteProtocolError("no")]
            )
        streams = request.headers["accept"] == "text/event-stream"
        if streams and rng.random() < 0.95:
            kind = "text/event-stream; charset=utf-8"
            data = broken.sse(rng, _wire_events(rng, v1=request.url.path.startswith("/v1")))
        else:
            kind = rng.choice(["application/json"] * 5 + ["text/html", "", "\xff"])
            data = self._json(request)
        status = rng.choice(_STATUSES)
        headers = [
            (b"content-type", kind.encode("latin-1")),
            (b"x-session-token", rng.choice([b"t", b"", b"\xff\x01"])),
        ]
        if rng.random() < 0.2:
            headers.append((b"retry-after", rng.choice(_RETRY_AFTER)))
        if rng.random() < 0.03:
            headers.append((b"content-encoding", rng.choice([b"gzip", b"deflate", b"x"])))
        return httpx.Response(status, headers=headers, stream=Body(rng, broken.broken_bytes(rng, data)))

    def _json(self, request: httpx.Request) -> bytes:
        rng, path = self._rng, request.url.path
        body: Any
        if rng.random() < 0.05:
            return rng.choice([b"", b"<html>Bad gateway</html>"])
        if rng.random() < 0.05:
            message = rng.choice(["\ud83d", broken.any_json(rng)])
            body = {"error": {"message": message, "type": "x", "code": 1}, "issues": [message], "message": message}
        elif request.method == "GET" and path.endswith(("/chats", "/messages", "/versions")):
            body = self._page()
        elif path.endswith("/async"):
            body = {"chatId": CHAT_ID, "messageId": MESSAGE_ID}
        elif path.endswith("/download"):
            begun = rng.choice([b"PK\x03\x04", b"\x1f\x8b\x08", b"P"]) + rng.randbytes(rng.randrange(40))
            return rng.choice([begun, b"PK\x05\x06" + bytes(18), gzip.compress(b"page")])
        elif path.endswith("/stop"):
            body = {"messageId": MESSAGE_ID, "success": True}
        elif "/messages" in path and path.startswith("/v2"):
            body = broken.message(rng)
        elif path.startswith("/v1"):
            body = broken.chat_v1(rng)
        else:
            body = broken.sample(rng, models.Chat)
        return broken.text_of_json(rng, broken.broken(rng, body))

    def _page(self) -> dict[str, Any]:
        """Return a page of any list."""
        rng = self._rng
        entries = [broken.message(rng) for _ in range(rng.randrange(3))]
        cursor = rng.choice([None, None, "", "c1", "c2"])
        return {
            **dict.fromkeys(("messages", "chats", "data"), entries),
            "cursor": cursor,
            "pagination": {"hasMore": rng.choice([True, False, None]), "nextCursor": cursor},
        }


def _wire_events(rng: Random, *, v1: bool | None = None) -> list[Any]:
    events = broken.events_v1(rng) if (rng.random() < 0.5 if v1 is None else v1) else broken.events_v2(rng)
    made = broken.broken(rng, events)
    return made if isinstance(made, list) else [made]


@mutable
class World:
    """The transport of the client, whose server is replaced for every case."""

    server: Server

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        return self.server(request)


Use = Callable[[V0Client, Random], Awaitable[object]]


async def read_v2(client: V0Client, rng: Random) -> None:
    cursor: Any = {"chat_id": CHAT_ID, "message_id": MESSAGE_ID, "text": [[1, "digest"], [1, "digest"]]}
    if rng.random() < 0.5:
        await read_stream(client, client.v2.chats.stream(message="x"), rng)
    else:
        await read_stream(client, client.v2.chats.resume(CHAT_ID, cursor=rng.choice([None, cursor])), rng)


async def read_messages(client: V0Client, rng: Random) -> None:
    messages = client.v2.messages
    match rng.randrange(3):
        case 0:
            await read_stream(client, messages.send_stream(CHAT_ID, message="x"), rng)
        case 1:
            await read_stream(client, messages.resolve_stream(CHAT_ID, task={"type": "vercel-connect-setup"}), rng)
        case _:
            message = await messages.send_and_wait(CHAT_ID, message="x", timeout=60, on_timeout="stop")
            pending_task(message)


async def read_stream(client: V0Client, stream: ChatStream[Any], rng: Random) -> None:
    async with stream:
        try:
            match rng.randrange(3):
                case 0:
                    assert all([isinstance(piece, str) async for piece in stream.text_deltas()])
                case 1:
                    assert all([event is not None async for event in stream])
            result = await stream.final(verify=rng.random() < 0.5)
            assert isinstance(result.text, str)
        finally:
            state = (stream.chat, stream.chat_id, stream.title, stream.message_id, stream.usage, stream.parts)
            assert len(state) == 6 and isinstance(stream.text, str)
            if stream.chat_id is not None:
                client.v2.chats.resume(stream.chat_id, cursor=stream.cursor)


async def read_lists(client: V0Client, rng: Random) -> None:
    v1, v2 = client.v1.chats, client.v2
    lists = [
        v1.find(),
        v1.find_messages(CHAT_ID),
        v1.find_versions(CHAT_ID),
        v2.chats.list(),
        v2.messages.list(CHAT_ID),
    ]
    assert all([entry is not None async for entry in rng.choice(lists)])


async def read_downloads(client: V0Client, rng: Random) -> None:
    archive = await rng.choice(
        [client.v1.chats.download_version(CHAT_ID, "v_1"), client.v2.chats.download_files(CHAT_ID)]
    )
    assert archive.startswith((b"PK", b"\x1f\x8b"))


async def read_v1(client: V0Client, rng: Random) -> None:
    async with client.v1.chats.stream(message="x") as stream:
        try:
            if rng.random() < 0.5:
                assert all([event is not None async for event in stream])
            await stream.final(verify=rng.random() < 0.5)
        finally:
            state = (stream.chat, stream.chat_id, stream.title, stream.name, stream.message_id, stream.content)
            assert len(state) == 6


async def read_plain(client: V0Client, _: Random) -> None:
    async with api.create_chat_stream(client, message="x") as events:
        assert all([event is not None async for event in events])


async def wait_for(client: V0Client, rng: Random) -> None:
    if rng.random() < 0.5:
        await client.v1.chats.create_and_wait(message="x", timeout=60, on_timeout="stop")
    else:
        await client.v1.chats.wait(CHAT_ID, message_id=rng.choice([None, MESSAGE_ID]), timeout=60)


def through_client(world: World, http: httpx.AsyncClient, use: Use) -> Callable[[Random], Awaitable[None]]:
    """Return a case that uses a client with random settings and a random server."""

    async def case(rng: Random) -> None:
        world.server = Server(rng)
        client = V0Client(
            "key",
            # What a server refuses is remembered by its address; each case needs a new one.
            base_url=f"https://{rng.getrandbits(64):x}.test",
            timeouts=Timeouts(read=60),
            max_retries=rng.choice([0, 2]),
            max_response_size=rng.choice([None, 2000, 10**6]),
            max_event_size=rng.choice([None, 200, 10**6]),
            http_client=http,
        )
        await use(client, rng)

    return case


# ------------------------------------------------------------------ the run


@frozen
class Target:
    """One decoder: its name, its share of the cases in percent, what a case does, which errors it may raise."""

    name: str
    share: float
    case: Callable[[Random], Awaitable[None]]
    allowed: type[Exception] = V0Error


@mutable
class Row:
    name: str
    cases: int = 0
    rejected: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    failures: int = 0


def targets(http: httpx.AsyncClient, world: World) -> list[Target]:
    files = [models.InitFile(name="a", content="b")]
    uses: dict[str, tuple[float, Use]] = {
        "v2 stream, resume": (8, read_v2),
        "messages": (5, read_messages),
        "lists": (3, read_lists),
        "downloads": (2, read_downloads),
        "v1 stream": (6, read_v1),
        "plain stream": (3, read_plain),
        "v1 wait": (4, wait_for),
        "v1 create": (2, lambda c, _: c.v1.chats.create(message="x")),
        "v1 get": (2, lambda c, _: c.v1.chats.get(CHAT_ID)),
        "v1 init": (2, lambda c, _: c.v1.chats.init(models.InitChatFromFiles(files=files))),
        "v1 stop": (1, lambda c, _: c.v1.chats.stop(CHAT_ID, MESSAGE_ID)),
        "v2 get": (2, lambda c, _: c.v2.chats.get(CHAT_ID)),
        "messages.get": (2, lambda c, _: c.v2.messages.get(CHAT_ID, MESSAGE_ID)),
        "messages.list": (2, lambda c, _: c.v2.messages.list(CHAT_ID)),
        "messages.stop": (1, lambda c, _: c.v2.messages.stop(CHAT_ID, MESSAGE_ID)),
        "request": (1, lambda c, _: c.request("GET", "/v1/user")),
    }
    return [
        Target("models.*.from_dict", 16, decode_model, ValueError),
        Target("unions", 8, decode_union, ValueError),
        Target("EventStreamDecoder", 8, decode_events),
        Target("apply_delta", 8, apply_deltas),
        Target("V2State", 5, apply_v2_events),
        Target("V1State", 4, apply_v1_events),
        Target("TextTracker", 5, track_text),
        *(Target(name, share, through_client(world, http, use)) for name, (share, use) in uses.items()),
    ]


async def run(seed: int, cases: int, only: str | None = None, first: int = 0) -> list[Row]:
    """Run the cases in virtual time (see `virtual_time`); failures are printed and counted."""
    world = World(Server(Random(seed)))
    rows: list[Row] = []
    async with httpx.AsyncClient(transport=httpx.MockTransport(world)) as http:
        for target in targets(http, world):
            if only in (None, target.name):
                count = cases if only else max(1, round(cases * target.share / 100))
                rows.append(row := Row(target.name))
                for number in range(first, first + count):
                    await _run_case(target, seed, number, row)
    return rows


async def _run_case(target: Target, seed: int, number: int, row: Row) -> None:
    faulthandler.dump_traceback_later(_MAX_SECONDS, exit=True, file=sys.__stderr__ or sys.stderr)
    began = time.perf_counter()
    try:
        try:
            with anyio.fail_after(_DAY):
                await target.case(Random(f"{seed} {target.name} {number}"))
        except target.allowed as error:
            row.rejected += 1
            f"{error} {error!r}".encode()  # the text can be printed
    except Exception as error:  # noqa: BLE001 - anything else is a finding
        row.failures += 1
        if row.failures <= 3:
            print(f"\n{target.name}, seed {seed}, case {number}: {type(error).__name__}")
            traceback.print_exception(error, limit=-12, file=sys.stdout)
    finally:
        faulthandler.cancel_dump_traceback_later()
    seconds = time.perf_counter() - began
    row.cases += 1
    row.seconds += seconds
    row.slowest = max(row.slowest, seconds)


@contextmanager
def virtual_time() -> Iterator[dict[str, Any]]:
    """Yield arguments for `anyio.run` with a clock that jumps to the next deadline when all tasks wait."""
    virtual = SimpleNamespace(monotonic=anyio.current_time)
    with patch.object(resume_budget, "time", virtual), patch.object(recorder, "time", virtual):
        yield {"backend": "trio", "backend_options": {"clock": trio.testing.MockClock(autojump_threshold=0)}}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--only", help="one decoder, by its name in the table")
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    chosen = parser.parse_args()
    with virtual_time() as clock:
        rows = anyio.run(run, chosen.seed, chosen.cases, chosen.only, chosen.first, **clock)
    print(f"{'decoder':<20}{'cases':>8}{'rejected':>9}{'seconds':>9}{'slowest':>9}{'failed':>8}")
    total = Row("total", *(sum(getattr(row, name) for row in rows) for name in ("cases", "rejected", "seconds")))
    total.slowest, total.failures = max(row.slowest for row in rows), sum(row.failures for row in rows)
    for row in [*rows, total]:
        print(f"{row.name:<20}{row.cases:>8}{row.rejected:>9}{row.seconds:>9.1f}{row.slowest:>9.3f}{row.failures:>8}")
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main())
