"""What the requests of a client share: retries, pauses, places, and the records that an observer gets."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
from attrs import evolve, field, mutable

from tests.support.clock import waits
from tests.support.raw_server import (
    RESET,
    STALL,
    Action,
    RawServer,
    Request,
    always,
    chunk,
    chunked_head,
    head,
    in_turn,
    json_response,
    response,
)
from v0_client import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    ConfigurationError,
    ResponseDecodeError,
    ServerError,
    Timeouts,
    V0Client,
    V0Error,
    observe,
)
from v0_client._http.retries import retry_delay
from v0_client.errors import class_for_status

KEY = "v1:team:made-up-key"
OK = json_response({"id": "chat_1"})

__all__ = ["waits"]


# ------------------------------------------------------------------ when a request is retried


def refusal(status: int, retry_after: float | None = None) -> V0Error:
    return class_for_status(status)(status_code=status, retry_after=retry_after)


SENT, UNSENT = APIConnectionError(may_have_been_processed=True), APIConnectionError()
BACKOFF = (0.375, 0.625)  # the first one


@pytest.mark.parametrize(
    ("error", "paid", "idempotent"),
    [
        (SENT, None, BACKOFF),
        (UNSENT, BACKOFF, BACKOFF),
        (APITimeoutError(may_have_been_processed=True), None, BACKOFF),
        (APITimeoutError(), BACKOFF, BACKOFF),
        (ResponseDecodeError(), None, None),
        *[(refusal(status), None, None) for status in (400, 401, 402, 403, 404, 409, 413, 418, 422)],
        *[(refusal(status, 1), None, None) for status in (402, 404, 409, 422)],
        (refusal(408), None, BACKOFF),
        (refusal(408, 7), None, (7, 8.75)),
        (refusal(429), BACKOFF, BACKOFF),
        (refusal(429, 0), (0, 0), (0, 0)),
        (refusal(429, 60), (60, 75), (60, 75)),
        (refusal(429, 60.1), None, None),
        *[(refusal(status), None, BACKOFF) for status in (500, 502, 503, 504, 599)],
        *[(refusal(status, 7), None, (7, 8.75)) for status in (500, 502, 504, 599)],
        (refusal(503, 0), (0, 0), (0, 0)),
        (refusal(503, 7), (7, 8.75), (7, 8.75)),
        (refusal(503, 61), None, None),
    ],
)
def test_when_a_request_is_retried(
    error: V0Error, paid: tuple[float, float] | None, idempotent: tuple[float, float] | None
) -> None:
    for is_idempotent, expected in ((False, paid), (True, idempotent)):
        wait = retry_delay(error, 0, idempotent=is_idempotent)
        if expected is None:
            assert wait is None
        else:
            assert wait is not None and expected[0] <= wait <= expected[1]


def test_backoff_grows_to_its_limit_with_jitter() -> None:
    for attempt, middle in {0: 0.5, 1: 1, 2: 2, 3: 4, 4: 8, 5: 8, 6: 8, 10_000: 8}.items():
        drawn = {retry_delay(SENT, attempt, idempotent=True) or 0 for _ in range(50)}
        assert len(drawn) > 1
        assert all(0.75 * middle <= wait <= 1.25 * middle for wait in drawn)


@pytest.mark.anyio
async def test_a_creation_that_was_refused_is_retried(waits: list[float]) -> None:
    busy = json_response({}, 503, {"retry-after": "3"})
    async with (
        RawServer(in_turn([json_response({}, 429)], [busy], [OK])) as server,
        V0Client(KEY, base_url=server.base_url) as client,
    ):
        assert (await client.v1.chats.create(message="hi")).id == "chat_1"
    assert len({request.body for request in server.requests}) == 1
    assert len(waits) == 2 and 3 <= waits[1] <= 3.75


@pytest.mark.anyio
@pytest.mark.parametrize("operation", ["resume", "stop"])
async def test_idempotent_posts_are_retried(operation: str, waits: list[float]) -> None:
    stream = [chunked_head() + chunk('data: {"object": "chat", "id": "chat_1"}\n\n'), STALL]
    good: list[Action] = stream if operation == "resume" else [json_response({"messageId": "m"})]
    async with (
        RawServer(in_turn([RESET], [json_response({}, 500)], good)) as server,
        V0Client(KEY, base_url=server.base_url) as client,
    ):
        if operation == "resume":
            async with client.v2.chats.resume("chat_1"):
                pass
        else:
            await client.v2.messages.stop("chat_1", "m")
    assert [request.method for request in server.requests] == ["POST"] * 3
    assert len(waits) == 2


# ------------------------------------------------------------------ pauses


@mutable
class HeldClock:
    """A clock that stands still until the test advances it."""

    now: float = 1000.0
    sleepers: list[tuple[float, anyio.Event]] = field(factory=list)

    def current_time(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        await self.sleep_until(self.now + seconds)

    async def sleep_until(self, moment: float) -> None:
        self.sleepers.append((moment, anyio.Event()))
        await self.sleepers[-1][1].wait()

    def forward(self, seconds: float) -> None:
        self.now += seconds
        for _, woken in [sleeper for sleeper in self.sleepers if sleeper[0] <= self.now]:
            woken.set()
        self.sleepers = [sleeper for sleeper in self.sleepers if sleeper[0] > self.now]

    async def asleep(self, count: int) -> None:
        """Return when `count` tasks sleep."""
        with anyio.fail_after(20):
            while len(self.sleepers) < count:
                await anyio.lowlevel.checkpoint()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> HeldClock:
    held = HeldClock()
    for name in ("current_time", "sleep", "sleep_until"):
        monkeypatch.setattr(anyio, name, getattr(held, name))
    return held


def retry_after(seconds: int) -> list[Action]:
    return [json_response({}, 429, {"retry-after": f"{seconds}"})]


@pytest.mark.anyio
@pytest.mark.parametrize("max_retries", [0, 2])
async def test_retry_after_pauses_all_requests(max_retries: int, clock: HeldClock) -> None:
    async with (
        RawServer(in_turn(retry_after(30), *[[OK]] * 4)) as server,
        V0Client(KEY, base_url=server.base_url, max_retries=max_retries) as client,
        anyio.create_task_group() as tasks,
    ):

        async def asked_to_wait() -> None:
            if max_retries:
                await client.v1.chats.get("first")
            else:
                with pytest.raises(V0Error):
                    await client.v1.chats.get("first")

        if max_retries:
            tasks.start_soon(asked_to_wait)
            await clock.asleep(1)
        else:
            await asked_to_wait()
        asleep = len(clock.sleepers)
        for other in (client, client.with_options(max_retries=5)):
            tasks.start_soon(other.v1.chats.get, "other")
        tasks.start_soon(lambda: client.v1.chats.create(message="hi"))
        await clock.asleep(asleep + 3)
        clock.forward(29.5)
        await anyio.wait_all_tasks_blocked()
        assert len(server.requests) == 1
        clock.forward(8)  # the jitter comes on top
    assert len(server.requests) == 1 + 3 + bool(max_retries)


@pytest.mark.anyio
async def test_a_pause_is_prolonged_but_never_shortened(clock: HeldClock) -> None:
    async with (
        RawServer(always(OK)) as server,
        V0Client(KEY, base_url=server.base_url) as client,
        anyio.create_task_group() as tasks,
    ):
        pause = client._transport.session.pause_for
        pause(10)
        tasks.start_soon(client.v1.chats.get, "chat_1")
        await clock.asleep(1)
        pause(5)
        pause(20)
        clock.forward(12.5)
        await clock.asleep(1)
        assert server.requests == []
        clock.forward(12.5)
        await server.received()


@pytest.mark.anyio
@pytest.mark.parametrize("answer", [retry_after(0), retry_after(61), [json_response({}, 429)]], ids=["0", "61", "none"])
async def test_what_pauses_no_other_request(answer: list[Action], clock: HeldClock) -> None:
    async with (
        RawServer(in_turn(answer, [OK])) as server,
        V0Client(KEY, base_url=server.base_url, max_retries=0) as client,
    ):
        with pytest.raises(V0Error):
            await client.v1.chats.get("chat_1")
        await client.v1.chats.get("chat_1")
    assert clock.sleepers == []


@pytest.mark.anyio
async def test_a_status_that_is_not_retried_pauses_nothing(clock: HeldClock) -> None:
    async with (
        RawServer(in_turn([json_response({}, 403, {"retry-after": "50"})], [OK])) as server,
        V0Client(KEY, base_url=server.base_url) as client,
    ):
        with pytest.raises(V0Error) as caught:
            await client.v1.chats.get("chat_1")
        await client.v1.chats.get("chat_1")
    assert isinstance(caught.value, APIStatusError) and caught.value.retry_after == 50
    assert clock.sleepers == []


@pytest.mark.anyio
@pytest.mark.parametrize("status", [408, 500, 502, 504])
async def test_a_status_that_is_not_retried_for_paid_work_pauses_nothing(status: int, clock: HeldClock) -> None:
    async with (
        RawServer(in_turn([json_response({}, status, {"retry-after": "50"})], [OK])) as server,
        V0Client(KEY, base_url=server.base_url) as client,
    ):
        with pytest.raises(APIStatusError) as caught:
            await client.v1.chats.create(message="hi")
        with anyio.fail_after(20):
            await client.v1.chats.get("chat_1")
    assert caught.value.retry_after == 50
    assert clock.sleepers == []


@pytest.mark.anyio
async def test_requests_that_waited_for_the_end_of_a_pause_are_spread(clock: HeldClock) -> None:
    async with (
        RawServer(always(OK)) as server,
        V0Client(KEY, base_url=server.base_url) as client,
        anyio.create_task_group() as tasks,
    ):
        client._transport.session.pause_for(10)
        for _ in range(20):
            tasks.start_soon(client.v1.chats.get, "chat_1")
        await clock.asleep(20)
        moments = [moment - clock.now for moment, _ in clock.sleepers]
        assert len(set(moments)) == 20 and all(10 <= moment <= 12.5 for moment in moments)
        clock.forward(12.5)


@pytest.mark.anyio
async def test_stopping_waits_neither_for_a_pause_nor_for_a_place(clock: HeldClock) -> None:
    def handler(request: Request) -> list[Action]:
        if request.method == "GET":
            return [json_response({"messages": [{"id": "m", "role": "assistant"}]})]
        return [OK] if request.path.endswith("stop") else [chunked_head() + chunk(OPENING + PIECE), STALL]

    async with (
        RawServer(handler) as server,
        V0Client(KEY, base_url=server.base_url, max_concurrency=1) as client,
        client.v2.chats.stream(message="hi") as stream,
    ):
        await anext(stream)
        client._transport.session.pause_for(1000)
        with anyio.fail_after(20):
            await stream.stop()  # its message is not known yet, so the newest one is read
            await anext(stream)
            await stream.stop()
            await client.v2.messages.stop("chat_1", "m")
            await client.v1.chats.stop("chat_1", "m")
    assert [request.line for request in server.requests] == [
        "POST /v2/chats/stream",
        "GET /v2/chats/chat_1/messages",
        "POST /v2/chats/chat_1/messages/m/stop",
        "POST /v2/chats/chat_1/messages/m/stop",
        "POST /v2/chats/chat_1/messages/m/stop",
        "POST /v1/chats/chat_1/messages/m/stop",
    ]
    assert clock.sleepers == []


# ------------------------------------------------------------------ places


def waiting(client: V0Client) -> int:
    limiter = client._transport.session._limiter
    return 0 if limiter is None else limiter.statistics().tasks_waiting


async def until_waiting(client: V0Client, count: int) -> None:
    with anyio.fail_after(20):
        while waiting(client) < count:
            await anyio.lowlevel.checkpoint()


PIECE = 'data: {"object": "message.parts.chunk", "id": "m", "delta": [[]]}\n\n'
OPENING = 'data: {"object": "chat", "id": "chat_1", "privacy": "private"}\n\n'


@pytest.mark.anyio
async def test_a_stream_keeps_its_place_until_it_is_closed() -> None:
    def handler(request: Request) -> list[Action]:
        return [OK] if request.method == "GET" else [chunked_head() + chunk(OPENING), STALL]

    async with (
        RawServer(handler) as server,
        V0Client(KEY, base_url=server.base_url, max_concurrency=2) as client,
        anyio.create_task_group() as tasks,
        # Two places for the same task, which a CapacityLimiter would refuse.
        client.v2.chats.stream(message="a") as first,
    ):
        async with client.v2.chats.stream(message="b") as second:
            await anext(first)
            await anext(second)
            tasks.start_soon(client.v1.chats.get, "chat_1")
            await until_waiting(client, 1)
            assert [request.method for request in server.requests] == ["POST", "POST"]
        await server.received(3)


@pytest.mark.anyio
async def test_waiting_for_a_place_is_bounded() -> None:
    async with (
        RawServer(always(chunked_head() + chunk(OPENING), STALL)) as server,
        V0Client(KEY, base_url=server.base_url, max_concurrency=1, timeouts=Timeouts(pool=0.05)) as client,
        client.v2.chats.stream(message="hi") as stream,
    ):
        await anext(stream)
        with pytest.raises(APITimeoutError, match=r"Timeouts\.pool.*max_concurrency") as caught:
            await client.v1.chats.create(message="hi")
        assert not caught.value.may_have_been_processed
        with pytest.raises(APITimeoutError):
            await client.v1.chats.get("chat_1")
        assert len(server.requests) == 1


@pytest.mark.anyio
async def test_whoever_waits_for_the_end_of_a_pause_holds_no_place(clock: HeldClock) -> None:
    go_on = threading.Event()
    async with (
        RawServer(in_turn([go_on, OK], [OK], [OK])) as server,
        V0Client(KEY, base_url=server.base_url, max_concurrency=1) as client,
        anyio.create_task_group() as tasks,
    ):
        session = client._transport.session
        tasks.start_soon(client.v1.chats.get, "before")
        await server.received()
        tasks.start_soon(client.v1.chats.get, "waits for its place when the pause begins")
        await until_waiting(client, 1)
        session.pause_for(10)
        tasks.start_soon(client.v1.chats.get, "comes during the pause")
        await clock.asleep(1)
        go_on.set()
        await clock.asleep(2)
        assert session._limiter is not None and session._limiter.value == 1
        assert len(server.requests) == 1
        clock.forward(12.5)
    assert len(server.requests) == 3


@pytest.mark.anyio
async def test_a_stop_that_finds_no_connection_of_a_callers_client_fails_at_the_first_bound(waits: list[float]) -> None:
    async with (
        RawServer(always(chunked_head() + chunk(OPENING + PIECE), STALL)) as server,
        httpx.AsyncClient(limits=httpx.Limits(max_connections=1)) as http,
    ):
        client = V0Client(KEY, base_url=server.base_url, http_client=http, timeouts=Timeouts(pool=0.05))
        async with client.v2.chats.stream(message="hi") as stream:
            for _ in range(2):
                await anext(stream)
            with pytest.raises(APITimeoutError, match=r"Timeouts\.pool.*http_client.*max_connections.*close a stream"):
                await stream.stop()
        assert len(server.requests) == 1
    assert waits == []


@pytest.mark.anyio
async def test_first_come_first_served() -> None:
    go_on = threading.Event()
    async with (
        RawServer(always(go_on, json_response({}))) as server,
        V0Client(KEY, base_url=server.base_url, max_concurrency=1) as client,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(client.request, "GET", "/v1/0")
        await server.received()
        for n in range(1, 6):
            tasks.start_soon(client.request, "GET", f"/v1/{n}")
            await until_waiting(client, n)
        go_on.set()
        await server.received(6)  # fails where a place is not released
    assert [request.path for request in server.requests] == [f"/v1/{n}" for n in range(6)]


@pytest.mark.anyio
async def test_a_request_between_attempts_holds_no_place(clock: HeldClock) -> None:
    async with (
        RawServer(in_turn([json_response({}, 500)], [OK], [OK])) as server,
        V0Client(KEY, base_url=server.base_url, max_concurrency=1) as client,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(client.v1.chats.get, "first")
        await clock.asleep(1)
        with anyio.fail_after(20):
            await client.v1.chats.get("second")
        clock.forward(1)
    assert [request.path.rpartition("/")[2] for request in server.requests] == ["first", "second", "first"]


# ------------------------------------------------------------------ records

STARTED = observe.RequestStarted(operation="get_chat", method="GET", path="/v1/chats/chat_1", attempt=1)
ABOUT: dict[str, Any] = {"operation": "get_chat", "method": "GET", "path": "/v1/chats/chat_1"}


def finished(status: int, attempt: int) -> observe.RequestFinished:
    return observe.RequestFinished(**ABOUT, attempt=attempt, status_code=status, seconds=0.0)


def failed(error: str, attempt: int) -> observe.RequestFailed:
    return observe.RequestFailed(**ABOUT, attempt=attempt, error=error, seconds=0.0)


def retried(error: str, attempt: int, wait: float) -> observe.RequestRetried:
    return observe.RequestRetried(**ABOUT, attempt=attempt, error=error, wait=wait)


def timeless(record: observe.ObservedEvent) -> observe.ObservedEvent:
    """A record without how long it took, and without headers."""
    if isinstance(record, observe.RequestFinished):
        record = evolve(record, headers={})
    if isinstance(record, (observe.RequestFinished, observe.RequestFailed)):
        assert record.seconds >= 0
        return evolve(record, seconds=0.0)
    if isinstance(record, observe.RequestRetried):
        # The jitter is drawn: less than 1 is a backoff, 7 to 8.75 a Retry-After of 7.
        return evolve(record, wait=0 if record.wait < 1 else 7 if 7 <= record.wait <= 8.75 else record.wait)
    return record


SECOND = evolve(STARTED, attempt=2)
RECORDS: dict[str, tuple[list[list[Action]], list[observe.ObservedEvent]]] = {
    "success": ([[OK]], [STARTED, finished(200, 1)]),
    "another success": ([[json_response({"id": "chat_1"}, 201)]], [STARTED, finished(201, 1)]),
    "unreadable": ([[response("<html>")]], [STARTED, finished(200, 1)]),
    "refused": ([[json_response({}, 404)]], [STARTED, finished(404, 1)]),
    "retried after a disconnect": (
        [[RESET], [OK]],
        [STARTED, failed("APIConnectionError", 1), retried("APIConnectionError", 1, 0), SECOND, finished(200, 2)],
    ),
    "retried after a rejection": (
        [retry_after(7), [OK]],
        [STARTED, finished(429, 1), retried("RateLimitError", 1, 7), SECOND, finished(200, 2)],
    ),
    "failed twice": (
        [[RESET], [head(200, {"content-length": "9"}), b"{", RESET]],
        [
            STARTED,
            failed("APIConnectionError", 1),
            retried("APIConnectionError", 1, 0),
            SECOND,
            failed("APIConnectionError", 2),
        ],
    ),
}


@pytest.mark.anyio
@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize(("scripts", "expected"), RECORDS.values(), ids=RECORDS.keys())
async def test_records_in_order(
    scripts: list[list[Action]], expected: list[observe.ObservedEvent], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "v0_client")
    records: list[observe.ObservedEvent] = []
    async with (
        RawServer(in_turn(*scripts)) as server,
        V0Client(KEY, base_url=server.base_url, observer=records.append, max_retries=1) as client,
    ):
        with suppress(V0Error):
            await client.v1.chats.get("chat_1")
    assert [timeless(record) for record in records] == expected
    assert [line for line in caplog.messages if line.startswith("GET")] == [str(record) for record in records]


@pytest.mark.anyio
async def test_a_record_of_a_response_has_its_headers() -> None:
    records: list[observe.ObservedEvent] = []
    headers = {"X-Vercel-Id": "fra1::abc", "Set-Cookie": "a=secret", "X-Session-Token": "secret", "X-Echo": KEY}
    async with (
        RawServer(
            in_turn([json_response({"id": "chat_1"}, headers=headers)], [json_response({}, 404, headers)])
        ) as server,
        V0Client(KEY, base_url=server.base_url, observer=records.append) as client,
    ):
        await client.v1.chats.get("chat_1")
        with pytest.raises(V0Error):
            await client.v1.chats.get("chat_1")
    finished = [record for record in records if isinstance(record, observe.RequestFinished)]
    assert [record.request_id for record in finished] == ["fra1::abc"] * 2
    for record in finished:
        assert record.headers["x-echo"] == "..." and not {"set-cookie", "x-session-token"} & record.headers.keys()
        assert "fra1" not in repr(record)
    assert observe.RequestFinished(**ABOUT, attempt=1, status_code=200, seconds=0).request_id is None


@pytest.mark.anyio
async def test_a_cancelled_attempt_is_recorded() -> None:
    records: list[observe.ObservedEvent] = []
    async with (
        RawServer(always(STALL)) as server,
        V0Client(KEY, base_url=server.base_url, observer=records.append) as client,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(client.v1.chats.get, "chat_1")
        await server.received()
        tasks.cancel_scope.cancel()
    assert [type(record) for record in records] == [observe.RequestStarted, observe.RequestFailed]


@pytest.mark.anyio
@pytest.mark.usefixtures("waits")
async def test_records_and_log_have_no_body_and_no_key(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    records: list[observe.ObservedEvent] = []
    answer = json_response({"error": {"message": f"their words, {KEY}"}}, 500, {"x-session-token": "their-token"})
    stream = [chunked_head() + chunk(OPENING.replace("chat_1", "their-words")), RESET]
    async with (
        RawServer(in_turn([answer], [answer], [answer], stream)) as server,
        V0Client(KEY, base_url=server.base_url, observer=records.append, max_retries=1) as client,
    ):
        with pytest.raises(ServerError):
            await client.v1.chats.create(message="our words", metadata={"ours": "our words"})
        with pytest.raises(ServerError):
            await client.request("GET", "/v1/things", params={"q": "our-words"}, json={"a": "our words"})
        async with client.v2.chats.stream(message="our words"):
            pass
    ours = [line for record in caplog.records if record.name.startswith("v0_client") for line in [record.getMessage()]]
    assert len(records) == len(ours) > 5
    expected = " ".join([*ours, *map(str, records), *map(repr, records)])
    for private in (KEY, "made-up", "our words", "our-words", "their words", "their-words", "their-token"):
        assert private not in expected


@pytest.mark.anyio
async def test_an_observer_that_raises_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def hook(_: observe.ObservedEvent) -> None:
        raise LookupError("the hook's own")

    async with RawServer(always(OK)) as server, V0Client(KEY, base_url=server.base_url, observer=hook) as client:
        assert (await client.v1.chats.create(message="hi")).id == "chat_1"
    raised = [record for record in caplog.records if record.message == "observer raised"]
    assert len(raised) == 2 and raised[0].exc_info is not None and raised[0].exc_info[0] is LookupError


class Exit(BaseException):
    """What ends a program, as KeyboardInterrupt does."""


@pytest.mark.anyio
@pytest.mark.parametrize("kind", [observe.RequestFinished, observe.StreamStarted, observe.StreamEnded])
async def test_an_observer_that_ends_the_program_leaves_no_stream_open(kind: type[observe.ObservedEvent]) -> None:
    def observer(record: observe.ObservedEvent) -> None:
        if isinstance(record, kind):
            raise Exit

    async with (
        RawServer(always(chunked_head() + chunk(OPENING), STALL)) as server,
        V0Client(KEY, base_url=server.base_url, max_concurrency=1, observer=observer) as client,
    ):
        with pytest.raises(Exit):
            async with client.v2.chats.stream(message="hi") as stream:
                await anext(stream)
        await server.all_closed()
        limiter = client._transport.session._limiter
        assert limiter is not None and limiter.value == 1


def test_an_observer_must_be_a_function() -> None:
    with pytest.raises(ConfigurationError, match="observer"):
        V0Client(KEY, observer=5)  # type: ignore[arg-type]  # wrong on purpose


def test_every_record_prints_a_line_and_is_frozen() -> None:
    stream: dict[str, Any] = {"operation": "create_chat_stream", "chat_id": "chat_1"}
    records: list[observe.ObservedEvent] = [
        STARTED,
        finished(200, 1),
        failed("APITimeoutError", 1),
        retried("RateLimitError", 1, 7),
        observe.StreamStarted(**stream, seconds=1.0),
        observe.StreamResumed(**stream, attempt=1, reason="disconnected"),
        observe.StreamEnded(**stream, outcome="completed", events=5, seconds=2.0),
    ]
    for record in records:
        assert "\n" not in str(record) and not str(record).startswith(type(record).__name__)
        with pytest.raises(AttributeError):
            record.operation = "other"  # type: ignore[misc]  # frozen, as is shown


# ------------------------------------------------------------------ the log


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    """The package's logger, left as it was found."""
    logger = logging.getLogger("v0_client")
    handlers, level = logger.handlers[:], logger.level
    yield logger
    logger.handlers[:] = handlers
    logger.setLevel(level)


@pytest.mark.anyio
@pytest.mark.parametrize(("value", "lines"), [("debug", 2), (" INFO ", 1), ("", 0)])
async def test_v0_log(
    value: str, lines: int, log: logging.Logger, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("V0_LOG", value)
    before = len(log.handlers)
    async with RawServer(always(OK)) as server:
        for _ in range(2):  # a second client adds no second handler
            async with V0Client(KEY, base_url=server.base_url) as client:
                await client.v1.chats.get("chat_1")
    expected = capsys.readouterr().err.splitlines()
    assert len(log.handlers) == before + bool(lines)
    assert len(expected) == 2 * lines
    assert all("v0_client.calls: GET /v1/chats/chat_1" in line and KEY not in line for line in expected)


@pytest.mark.parametrize("value", ["loud", "1", "warning"])
def test_v0_log_of_another_value(value: str, log: logging.Logger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("V0_LOG", value)
    before = log.handlers[:]
    with pytest.raises(ConfigurationError, match=f"V0_LOG.*{value}"):
        V0Client(KEY)
    assert log.handlers == before


@pytest.mark.anyio
async def test_no_records_without_an_observer(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(**_: object) -> observe.ObservedEvent:
        raise AssertionError("a record without an observer")

    for name in ("RequestStarted", "RequestFinished", "RequestFailed", "RequestRetried"):
        monkeypatch.setattr(f"v0_client.observe.{name}", never)
    async with RawServer(always(OK)) as server, V0Client(KEY, base_url=server.base_url) as client:
        await client.v1.chats.get("chat_1")


# ------------------------------------------------------------------ clear text


@pytest.mark.parametrize(
    "made", [lambda url: V0Client(KEY, base_url=url), lambda url: V0Client(KEY, base_url=f"{url}/x")]
)
@pytest.mark.parametrize(
    "url", ["http://api.v0.dev", "http://10.0.0.1", "http://0.0.0.0:80", "http://localhost.example", "http://[fe80::1]"]
)
def test_plain_http_to_another_machine_warns(url: str, made: Callable[[str], V0Client]) -> None:
    with pytest.warns(UserWarning, match="clear text") as caught:
        made(url)
    assert len(caught) == 1 and caught[0].filename == __file__
    assert KEY not in str(caught[0].message)


@pytest.mark.parametrize(
    "url",
    [
        *["http://localhost", "http://localhost:8787/x", "http://LOCALHOST", "http://v0.localhost", "http://127.0.0.1"],
        *["http://127.8.9.10:1", "http://[::1]:5", "https://api.v0.dev", "https://10.0.0.1"],
    ],
)
def test_https_and_loopback_do_not_warn(url: str) -> None:
    V0Client(KEY, base_url=url)
