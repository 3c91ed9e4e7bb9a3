"""Polling a version 1 chat: when it is finished, how often it is read, and how a wait ends."""

from __future__ import annotations

import gc
import itertools
import threading
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
from attrs import field, frozen

from tests.support.clock import waits
from tests.support.raw_server import (
    CLOSE,
    RESET,
    STALL,
    Action,
    Handler,
    RawServer,
    Request,
    always,
    in_turn,
    json_response,
)
from v0_client import (
    APIStatusError,
    AuthenticationError,
    ConfigurationError,
    GenerationFailedError,
    InvalidRequestError,
    NotFoundError,
    Poll,
    RateLimitError,
    ResponseDecodeError,
    V0Client,
    V0Error,
    WaitTimeoutError,
    models,
)
from v0_client._polling.chat_poll import ChatPoll, generation_status
from v0_client._polling.poller import GenerationStatus
from v0_client._polling.settings import poll_delays
from v0_client.sandbox import Sandbox

__all__ = ["waits"]

FAST = Poll(interval=0.001, max_interval=0.001)
# Longer than any test; where a test waits for the end of a deadline it names its own.
LONG = 60.0


def at(second: int) -> str:
    return f"2026-01-01T00:00:{second:02}.000Z"


def message(id: str, second: int | None = None, reason: str | None = None, role: str = "assistant") -> dict[str, Any]:
    made = {"id": id, "object": "message", "role": role, "createdAt": at(second) if second is not None else None}
    return made | ({"finishReason": reason} if reason is not None else {})


def version(status: str, id: str = "v1", second: int | None = 9) -> dict[str, Any]:
    return {"id": id, "object": "version", "status": status, "createdAt": at(second) if second is not None else None}


def chat(*messages: dict[str, Any], latest: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    made = {"id": "chat_1", "object": "chat", "messages": [message("u", 0, role="user"), *messages], **more}
    return made | ({"latestVersion": latest} if latest is not None else {})


PENDING = chat(message("a", 1), latest=version("pending"))
DONE = chat(message("a", 1, "stop"), latest=version("completed"))
FAILED = chat(message("a", 1, "error"), latest=version("failed"))

# ------------------------------------------------------------------ finished?

STATUSES: dict[str, tuple[dict[str, Any], dict[str, Any] | None, str | None, GenerationStatus]] = {
    # What each holds, in order: the chat, `after`, `message_id` and the expected status.
    "the reply has a finish reason": (chat(message("a", 1, "stop")), None, None, "finished"),
    "any finish reason but error": (chat(message("a", 1, "something-new")), None, None, "finished"),
    "the finish reason is error": (chat(message("a", 1, "error")), None, None, "failed"),
    "the reason outranks the version": (
        chat(message("a", 1, "stop"), latest=version("failed")),
        None,
        None,
        "finished",
    ),
    "no finish reason, no version": (chat(message("a", 1)), None, None, "pending"),
    "version pending": (PENDING, None, None, "pending"),
    "version of an unknown status": (chat(message("a", 1), latest=version("thinking")), None, None, "pending"),
    "version completed": (chat(message("a", 1), latest=version("completed")), None, None, "finished"),
    "version failed": (chat(message("a", 1), latest=version("failed")), None, None, "failed"),
    "version of the same time": (chat(message("a", 9), latest=version("completed")), None, None, "finished"),
    "version of an earlier turn": (chat(message("a", 9), latest=version("completed", second=8)), None, None, "pending"),
    "version without a date": (chat(message("a", 9), latest=version("completed", second=None)), None, None, "finished"),
    "message without a date": (chat(message("a"), latest=version("completed", second=1)), None, None, "finished"),
    "invalid dates": (
        chat(message("a") | {"createdAt": "soon"}, latest=version("failed") | {"createdAt": 5}),
        None,
        None,
        "failed",
    ),
    "a date without a zone": (
        chat(message("a", 9), latest=version("completed") | {"createdAt": "2020-01-01T00:00:00"}),
        None,
        None,
        "finished",
    ),
    "only the newest reply counts": (chat(message("a", 1, "stop"), message("b", 2)), None, None, "pending"),
    "newest by date, not by position": (chat(message("b", 2), message("a", 1, "stop")), None, None, "pending"),
    "newest by position without dates": (chat(message("b"), message("a", 1, "stop")), None, None, "finished"),
    "newest by position with equal dates": (chat(message("b", 1), message("a", 1, "stop")), None, None, "finished"),
    "no reply, version pending": (chat(latest=version("pending")), None, None, "pending"),
    "no reply, version completed": (chat(latest=version("completed")), None, None, "finished"),
    "no reply, version failed": (chat(latest=version("failed")), None, None, "failed"),
    "no reply, no version": (chat(), None, None, "pending"),
    "an empty chat": ({"id": "chat_1"}, None, None, "pending"),
    "a user message does not count": (chat(message("x", 5, "stop", role="user")), None, None, "pending"),
    "all replies known": (DONE, DONE, None, "pending"),
    "a new reply": (chat(message("a", 1, "stop"), message("b", 2, "stop")), DONE, None, "finished"),
    "a new reply in progress": (chat(message("a", 1, "stop"), message("b", 2)), DONE, None, "pending"),
    "a new reply, the known version": (
        chat(message("a", 1, "stop"), message("b", 2), latest=version("completed")),
        DONE,
        None,
        "pending",
    ),
    "a new reply, a new version": (
        chat(message("a", 1, "stop"), message("b", 2), latest=version("completed", "v2")),
        DONE,
        None,
        "finished",
    ),
    "a new version, no new reply": (
        chat(message("a", 1, "stop"), latest=version("completed", "v2")),
        DONE,
        None,
        "pending",
    ),
    "no reply, the known version": (
        chat(latest=version("completed")),
        chat(latest=version("completed")),
        None,
        "pending",
    ),
    "no reply, a new version": (
        chat(latest=version("completed", "v2")),
        chat(latest=version("completed")),
        None,
        "finished",
    ),
    "no reply, no version before": (chat(latest=version("completed")), chat(), None, "finished"),
    "the named message": (chat(message("a", 1, "stop"), message("b", 2)), None, "a", "finished"),
    "the named message in progress": (chat(message("a", 1), message("b", 2, "stop")), None, "a", "pending"),
    "the named message is missing": (DONE, None, "x", "pending"),
    "a named message, no replies": (chat(latest=version("completed")), None, "x", "pending"),
    "the named message outranks after": (DONE, DONE, "a", "finished"),
}


@pytest.mark.parametrize(("current", "after", "message_id", "status"), STATUSES.values(), ids=STATUSES.keys())
def test_generation_status(
    current: dict[str, Any], after: dict[str, Any] | None, message_id: str | None, status: GenerationStatus
) -> None:
    before = models.ChatDetail.from_dict(after) if after is not None else None
    assert generation_status(models.ChatDetail.from_dict(current), after=before, message_id=message_id) == status


# ------------------------------------------------------------------ Poll


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("interval", v) for v in (0, -1, float("nan"), True, "1", None)],
        *[("factor", v) for v in (0.5, -1, float("nan"), None)],
        *[("max_interval", v) for v in (0, -1, float("nan"), None)],
        *[("jitter", v) for v in (-0.1, 1, 2, float("nan"), None)],
        *[("not_found_grace", v) for v in (-1, float("nan"), None)],
        *[(name, 10**400) for name in ("interval", "factor", "max_interval", "not_found_grace")],
    ],
)
def test_poll_is_checked(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match=rf"Poll\.{name}"):
        Poll(**{name: value})


def test_delays_grow_to_the_longest() -> None:
    delays = poll_delays(Poll(interval=1, factor=2, max_interval=5, jitter=0))
    assert list(itertools.islice(delays, 5)) == [1, 2, 4, 5, 5]
    assert next(poll_delays(Poll(interval=20, max_interval=5, jitter=0))) == 5
    assert Poll() == Poll(interval=1, factor=1.5, max_interval=10, jitter=0.2, not_found_grace=10)


def test_delays_are_spread() -> None:
    delays = list(itertools.islice(poll_delays(Poll(interval=10, jitter=0.2, max_interval=10)), 200))
    assert all(8 <= delay <= 12 for delay in delays)
    assert len(set(delays)) > 100


# ------------------------------------------------------------------ a wait from start to end


def client_of(server: RawServer, **settings: Any) -> V0Client:
    return V0Client("key", base_url=server.base_url, max_retries=0, **settings)


def answers(*chats: dict[str, Any]) -> Handler:
    return in_turn(*([json_response(each)] for each in chats))


@pytest.mark.anyio
@pytest.mark.parametrize("asynchronous", [False, True])
async def test_create_and_wait_reports_each_change_once(asynchronous: bool) -> None:
    seen: list[dict[str, Any]] = []

    async def later(update: models.ChatDetail) -> None:
        await anyio.lowlevel.checkpoint()
        seen.append(update.to_dict())

    def now(update: models.ChatDetail) -> None:
        seen.append(update.to_dict())

    thinking = chat(message("a", 1), latest=version("thinking"))
    async with (
        RawServer(answers(PENDING, PENDING, thinking, thinking, DONE)) as server,
        client_of(server) as client,
    ):
        finished = await client.v1.chats.create_and_wait(
            message="hi", timeout=LONG, poll=FAST, on_update=later if asynchronous else now
        )
        assert finished.to_dict() == DONE
        await client.aclose()
        await server.all_closed()
    assert seen == [PENDING, thinking, DONE]
    assert [r.line for r in server.requests] == ["POST /v1/chats"] + ["GET /v1/chats/chat_1"] * 4
    assert server.requests[0].json() == {"message": "hi", "responseMode": "async"}


@pytest.mark.anyio
async def test_a_chat_that_is_finished_as_created_is_not_read_again() -> None:
    async with RawServer(answers(DONE)) as server, client_of(server) as client:
        assert (await client.v1.chats.create_and_wait(message="hi", timeout=LONG)).to_dict() == DONE


@pytest.mark.anyio
async def test_poll_yields_changes_and_ends() -> None:
    async with RawServer(answers(PENDING, PENDING, DONE)) as server, client_of(server) as client:
        polled = client.v1.chats.poll("chat_1", timeout=LONG, poll=FAST)
        assert [each.to_dict() async for each in polled] == [PENDING, DONE]
        assert [each async for each in polled] == []


@pytest.mark.anyio
async def test_wait_reads_a_finished_chat_once() -> None:
    async with RawServer(answers(DONE)) as server, client_of(server) as client:
        assert (await client.v1.chats.wait("chat_1", timeout=LONG)).to_dict() == DONE


@pytest.mark.anyio
async def test_wait_skips_what_the_chat_held_before() -> None:
    newer = chat(message("a", 1, "stop"), message("b", 2, "stop"), latest=version("completed", "v2"))
    before = models.ChatDetail.from_dict(DONE)
    async with RawServer(answers(DONE, newer, newer)) as server, client_of(server) as client:
        waited = await client.v1.chats.wait("chat_1", after=before, timeout=LONG, poll=FAST)
        assert waited.to_dict() == newer
        assert (await client.v1.chats.wait("chat_1", message_id="a", timeout=LONG)).to_dict() == newer


@pytest.mark.anyio
@pytest.mark.parametrize("message_id", ["", "..", 5])
async def test_an_id_that_no_message_has_is_refused_before_the_network(message_id: Any) -> None:
    async with RawServer(answers()) as server, client_of(server) as client:
        with pytest.raises(InvalidRequestError, match=r"client\.v1\.chats\.wait: message_id") as caught:
            await client.v1.chats.wait("chat_1", message_id=message_id, timeout=LONG)
        assert (caught.value.field, caught.value.chat_id) == ("message_id", "chat_1")
        with pytest.raises(InvalidRequestError, match="message_id"):
            client.v1.chats.poll("chat_1", message_id=message_id)
    assert server.requests == []


@pytest.mark.anyio
async def test_a_failed_generation_is_raised_after_its_state_was_yielded() -> None:
    async with RawServer(always(json_response(FAILED))) as server, client_of(server) as client:
        polled = client.v1.chats.poll("chat_1", timeout=LONG, poll=FAST)
        assert (await anext(polled)).to_dict() == FAILED
        with pytest.raises(GenerationFailedError, match="chat_1") as caught:
            await anext(polled)
        assert caught.value.chat is not None and caught.value.chat.to_dict() == FAILED
        assert caught.value.chat_id == "chat_1" and caught.value.message is None
        updates: list[models.ChatDetail] = []
        with pytest.raises(GenerationFailedError):
            await client.v1.chats.create_and_wait(message="hi", timeout=LONG, poll=FAST, on_update=updates.append)
        assert len(updates) == 1


@pytest.mark.anyio
@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("nth", [1, 2])
async def test_what_on_update_raises_propagates(asynchronous: bool, nth: int) -> None:
    calls: list[str] = []

    def now(update: models.ChatDetail) -> None:
        calls.append(update.id)
        if len(calls) == nth:
            raise LookupError("the caller's own")

    async def later(update: models.ChatDetail) -> None:
        now(update)

    async with RawServer(answers(PENDING, DONE)) as server, client_of(server) as client:
        with pytest.raises(LookupError):
            await client.v1.chats.create_and_wait(
                message="hi", timeout=LONG, poll=FAST, on_update=later if asynchronous else now
            )
    assert len(calls) == nth


# ------------------------------------------------------------------ errors while polling


@pytest.mark.anyio
@pytest.mark.parametrize(
    "fault",
    [
        [RESET],
        [CLOSE],
        *([json_response({}, code)] for code in (408, 429, 500, 503)),
        [json_response({}, 429, {"retry-after": "0"})],
    ],
    ids=str,
)
async def test_transient_errors_are_retried(fault: list[Action]) -> None:
    script = in_turn([json_response(PENDING)], fault, fault, fault, [json_response(DONE)])
    async with RawServer(script) as server, client_of(server) as client:
        assert (await client.v1.chats.create_and_wait(message="hi", timeout=LONG, poll=FAST)).to_dict() == DONE


@pytest.mark.anyio
async def test_timeouts_of_a_read_are_retried() -> None:
    answers_left = iter([None, None, PENDING, None, DONE])

    def handler(request: httpx.Request) -> httpx.Response:
        answer = next(answers_left)
        if answer is None:
            raise httpx.ReadTimeout("", request=request)
        return httpx.Response(200, json=answer)

    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as http:
        client = V0Client("key", http_client=http, max_retries=0)
        assert (await client.v1.chats.wait("chat_1", timeout=LONG, poll=FAST)).to_dict() == DONE


@pytest.mark.anyio
async def test_retry_after_is_obeyed_with_jitter_on_top(waits: list[float]) -> None:
    refused = [json_response({}, 429, {"retry-after": "20"})]
    async with RawServer(in_turn(refused, refused, [json_response(DONE)])) as server, client_of(server) as client:
        await client.v1.chats.wait("chat_1", timeout=None, poll=FAST)
    obeyed = [wait for wait in waits if wait >= 20]
    assert len(obeyed) >= 2 and max(obeyed) <= 25 and 20 not in obeyed


@pytest.mark.anyio
@pytest.mark.parametrize("retry_after", ["61", "99999999"])
async def test_a_longer_retry_after_is_raised_with_the_chat(retry_after: str, waits: list[float]) -> None:
    script = in_turn([json_response(PENDING)], [json_response({}, 429, {"retry-after": retry_after})])
    async with RawServer(script) as server, client_of(server) as client:
        with pytest.raises(RateLimitError) as caught:
            await client.v1.chats.create_and_wait(message="hi", timeout=None, poll=FAST)
    assert (caught.value.chat_id, caught.value.retry_after) == ("chat_1", float(retry_after))
    assert all(wait < 1 for wait in waits)


def test_waiters_with_the_same_retry_after_spread_out() -> None:
    delays: list[float] = []
    for _ in range(200):
        poll = Poll(jitter=0)
        poller = ChatPoll(_never_read, "chat_1", after=None, message_id=None, timeout=None, poll=poll, redact=str)
        poller._last_error = RateLimitError("", status_code=429, retry_after=1.0)
        delays.append(poller._next_delay())
    assert min(delays) >= 1
    assert max(delays) - min(delays) > 0.5
    assert len({round(delay, 2) for delay in delays}) > 50  # at most a handful within the same 10 ms


async def _never_read() -> dict[str, Any]:
    raise AssertionError("nothing is read")


@pytest.mark.anyio
@pytest.mark.parametrize(("how", "reads_first"), [("create_and_wait", False), ("wait", True), ("poll", True)])
async def test_the_first_read_waits_only_where_the_state_is_fresh(
    how: str, reads_first: bool, waits: list[float]
) -> None:
    """After creation the chat is fresh, so that reading it at once would be wasted; `wait` and `poll` know nothing."""
    delays_before_read: list[int] = []

    def handler(request: Request) -> Iterable[Action]:
        if request.method == "GET":
            delays_before_read.append(sum(wait > 100 for wait in waits))
        return [json_response(DONE if len(delays_before_read) == 2 else PENDING)]

    poll = Poll(interval=LONG * 60, max_interval=LONG * 60, jitter=0)
    async with RawServer(handler) as server, client_of(server) as client:
        if how == "create_and_wait":
            await client.v1.chats.create_and_wait(message="hi", timeout=None, poll=poll)
        elif how == "wait":
            await client.v1.chats.wait("chat_1", timeout=None, poll=poll)
        else:
            assert len([each async for each in client.v1.chats.poll("chat_1", timeout=None, poll=poll)]) == 2
    assert delays_before_read == ([0, 1] if reads_first else [1, 2])


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (json_response({}, 401), AuthenticationError),
        (json_response({}, 418), APIStatusError),
        (json_response([]), ResponseDecodeError),
        (json_response({"object": "chat"}), ResponseDecodeError),
        (json_response({"id": "chat_1", "messages": [5]}), ResponseDecodeError),
        (json_response({"id": "chat_1", "messages": {"a": 5}}), ResponseDecodeError),
    ],
)
async def test_other_errors_are_raised(answer: bytes, error: type[Exception]) -> None:
    async with RawServer(in_turn([json_response(PENDING)], [answer])) as server, client_of(server) as client:
        with pytest.raises(error) as caught:
            await client.v1.chats.create_and_wait(message="hi", timeout=LONG, poll=FAST)
    assert type(caught.value) is error
    assert caught.value.chat_id == "chat_1"  # type: ignore[attr-defined]  # of V0Error
    assert caught.value.may_have_been_processed is False  # type: ignore[attr-defined]  # of V0Error


@pytest.mark.anyio
async def test_a_key_that_cannot_be_had_any_more_does_not_lose_the_chat() -> None:
    keys = iter(["key"])
    async with (
        RawServer(always(json_response({"chatId": "chat_1", "messageId": "msg_1"}))) as server,
        V0Client(lambda: next(keys, ""), base_url=server.base_url) as client,
    ):
        with pytest.raises(InvalidRequestError) as caught:
            await client.v2.chats.create_and_wait(message="hi", poll=FAST)
    assert caught.value.chat_id == "chat_1"


@pytest.mark.anyio
async def test_a_client_that_is_closed_does_not_lose_the_chat() -> None:
    async with RawServer(always(json_response(PENDING))) as server, client_of(server) as client:
        with pytest.raises(V0Error, match="closed") as caught:
            await client.v1.chats.create_and_wait(message="hi", poll=FAST, on_update=lambda _: client.aclose())
    assert caught.value.chat_id == "chat_1"


@pytest.mark.anyio
@pytest.mark.parametrize("created", [False, True])
async def test_not_found_is_pending_within_the_grace(created: bool) -> None:
    missing = [json_response({}, 404)]
    scripts: list[list[Action]] = [missing, missing, [json_response(DONE)]]
    if created:
        scripts.insert(0, [json_response(PENDING)])
    async with RawServer(in_turn(*scripts)) as server, client_of(server) as client:
        if created:
            waited = await client.v1.chats.create_and_wait(message="hi", timeout=LONG, poll=FAST)
        else:
            waited = await client.v1.chats.wait("chat_1", timeout=LONG, poll=FAST)
    assert waited.to_dict() == DONE


@pytest.mark.anyio
async def test_not_found_after_the_grace_is_raised() -> None:
    async with RawServer(always(json_response({}, 404))) as server, client_of(server) as client:
        with pytest.raises(NotFoundError):
            await client.v1.chats.wait("chat_1", timeout=LONG, poll=Poll(interval=0.001, not_found_grace=0))
    assert len(server.requests) == 1


@pytest.mark.anyio
async def test_a_chat_that_disappears_is_raised_at_once() -> None:
    script = in_turn([json_response(PENDING)], [json_response({}, 404)])
    async with RawServer(script) as server, client_of(server) as client:
        with pytest.raises(NotFoundError):
            await client.v1.chats.wait("chat_1", timeout=LONG, poll=FAST)


@pytest.mark.anyio
@pytest.mark.parametrize("fault", [[RESET], [json_response({}, 500)], [json_response({}, 503)]], ids=str)
async def test_creating_is_never_done_twice(fault: list[Action]) -> None:
    async with RawServer(always(*fault)) as server, V0Client("key", base_url=server.base_url) as client:
        with pytest.raises(Exception, match="POST /v1/chats"):
            await client.v1.chats.create_and_wait(message="hi", timeout=LONG, poll=FAST)
    assert len(server.requests) == 1


# ------------------------------------------------------------------ the deadline


@frozen
class Deadlines:
    """The deadlines of waits, which pass when the test says so and not when a slow machine does."""

    scopes: list[anyio.CancelScope] = field(factory=list)
    expired: threading.Event = field(factory=threading.Event)

    def move_on_at(self, deadline: float) -> anyio.CancelScope:
        assert deadline < float("inf")
        self.scopes.append(anyio.CancelScope())
        if self.expired.is_set():
            self.scopes[-1].cancel()
        return self.scopes[-1]

    async def expire(self, ready: Callable[[], Awaitable[None]]) -> None:
        """Let every deadline pass, later ones included, once `ready` returns."""
        await ready()
        self.expired.set()
        for scope in self.scopes:
            scope.cancel()


@pytest.fixture
def deadlines(monkeypatch: pytest.MonkeyPatch) -> Deadlines:
    held = Deadlines()
    monkeypatch.setattr(anyio, "move_on_at", held.move_on_at)
    return held


async def waiting(client: V0Client, how: str, *, timeout: float = LONG, **more: Any) -> None:
    """Wait for the chat in one of three ways."""
    if how == "create_and_wait":
        await client.v1.chats.create_and_wait(message="hi", timeout=timeout, poll=FAST, **more)
    elif how == "wait":
        await client.v1.chats.wait("chat_1", timeout=timeout, poll=FAST, **more)
    else:
        async for _ in client.v1.chats.poll("chat_1", timeout=timeout, poll=FAST, **more):
            pass


@pytest.mark.anyio
async def test_the_deadline_covers_creating() -> None:
    async with RawServer(always(STALL)) as server, client_of(server) as client:
        with pytest.raises(WaitTimeoutError, match="not created") as caught:
            await client.v1.chats.create_and_wait(message="hi", timeout=0.05, on_timeout="stop")
        assert (caught.value.chat_id, caught.value.last) == (None, None)
        assert caught.value.may_have_been_processed
        assert isinstance(caught.value, TimeoutError)
        await server.all_closed()


@pytest.mark.anyio
@pytest.mark.parametrize("how", ["wait", "poll"])
async def test_the_deadline_covers_reading(how: str) -> None:
    async with RawServer(always(STALL)) as server, client_of(server) as client:
        with pytest.raises(WaitTimeoutError, match="chat_1") as caught:
            await waiting(client, how, timeout=0.05)
        assert (caught.value.chat_id, caught.value.last) == ("chat_1", None)
        await server.all_closed()


@pytest.mark.anyio
@pytest.mark.parametrize("how", ["create_and_wait", "wait", "poll"])
async def test_an_unknown_status_is_pending_until_the_deadline(how: str, deadlines: Deadlines) -> None:
    thinking = chat(message("a", 1), latest=version("thinking"))
    async with (
        RawServer(always(json_response(thinking))) as server,
        client_of(server) as client,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(deadlines.expire, partial(server.received, 5))
        with pytest.raises(WaitTimeoutError, match=r"60 s, version thinking.*chats\.wait\('chat_1'\)") as caught:
            await waiting(client, how)
    assert caught.value.chat_id == "chat_1"
    assert isinstance(caught.value.last, models.ChatDetail) and caught.value.last.to_dict() == thinking
    assert not caught.value.may_have_been_processed


@pytest.mark.anyio
@pytest.mark.parametrize("how", ["create_and_wait", "wait", "poll"])
async def test_a_read_that_hangs_ends_at_the_deadline(how: str, deadlines: Deadlines) -> None:
    async with RawServer(in_turn([json_response(PENDING)], [STALL])) as server, client_of(server) as client:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(deadlines.expire, partial(server.received, 2))
            with pytest.raises(WaitTimeoutError) as caught:
                await waiting(client, how)
        assert caught.value.chat_id == "chat_1"
        await server.all_closed()


@pytest.mark.anyio
async def test_the_error_names_the_last_failed_read(deadlines: Deadlines) -> None:
    async with (
        RawServer(always(json_response({"message": "busy"}, 503))) as server,
        client_of(server) as client,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(deadlines.expire, partial(server.received, 3))
        with pytest.raises(WaitTimeoutError, match=r"the last read failed: .*503, busy"):
            await waiting(client, "wait")


@pytest.mark.anyio
@pytest.mark.parametrize("how", ["create_and_wait", "wait"])
async def test_a_callback_that_hangs_ends_at_the_deadline(how: str, deadlines: Deadlines) -> None:
    called = anyio.Event()

    async def hang(_: models.ChatDetail) -> None:
        called.set()
        await anyio.sleep_forever()

    async with (
        RawServer(always(json_response(PENDING))) as server,
        client_of(server) as client,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(deadlines.expire, called.wait)
        with pytest.raises(WaitTimeoutError, match="chat_1"):
            await waiting(client, how, on_update=hang)
    assert len(server.requests) == 1


STOP = "POST /v1/chats/chat_1/messages/a/stop"


def unfinished(stop: list[Action]) -> Callable[[Request], Iterable[Action]]:
    return lambda request: stop if request.path.endswith("/stop") else [json_response(PENDING)]


@pytest.mark.anyio
@pytest.mark.parametrize("how", ["create_and_wait", "wait"])
@pytest.mark.parametrize("on_timeout", ["leave", "stop"])
async def test_on_timeout(how: str, on_timeout: str, deadlines: Deadlines) -> None:
    stopped = [json_response({"object": "message", "id": "a", "chatId": "chat_1"})]
    async with (
        RawServer(unfinished(stopped)) as server,
        client_of(server) as client,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(deadlines.expire, partial(server.received, 3))
        with pytest.raises(WaitTimeoutError) as caught:
            await waiting(client, how, on_timeout=on_timeout)
    assert [r.line for r in server.requests].count(STOP) == (1 if on_timeout == "stop" else 0)
    assert "stopping it failed" not in str(caught.value)


@pytest.mark.anyio
async def test_a_failed_stop_is_reported(deadlines: Deadlines) -> None:
    async with (
        RawServer(unfinished([json_response({"message": "no"}, 409)])) as server,
        client_of(server) as client,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(deadlines.expire, partial(server.received, 3))
        with pytest.raises(WaitTimeoutError, match=r"stopping it failed too: .*409, no"):
            await waiting(client, "wait", on_timeout="stop")


@pytest.mark.anyio
async def test_a_stop_at_the_deadline_does_not_wait_for_a_place() -> None:
    stopped = [json_response({"object": "message", "id": "a", "chatId": "chat_1"})]

    def handler(request: Request) -> Iterable[Action]:
        return stopped if request.path.endswith("/stop") else [STALL]

    async with (
        RawServer(handler) as server,
        client_of(server, max_concurrency=1) as client,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(client.v1.chats.get, "chat_2")  # takes the only place, and keeps it
        await server.received(1)
        with pytest.raises(WaitTimeoutError) as caught:
            await client.v1.chats.wait("chat_1", message_id="a", timeout=0.05, on_timeout="stop")
        assert "stopping it failed" not in str(caught.value)
        assert [r.line for r in server.requests] == ["GET /v1/chats/chat_2", STOP]
        tasks.cancel_scope.cancel()


# ------------------------------------------------------------------ arguments


@pytest.mark.anyio
@pytest.mark.parametrize("timeout", [-1, float("nan"), True, "9", 10**400])
async def test_timeout_is_checked(timeout: Any) -> None:
    client = V0Client("key", base_url="http://127.0.0.1:9")
    with pytest.raises(InvalidRequestError, match="timeout"):
        client.v1.chats.poll("chat_1", timeout=timeout)
    for call in (
        client.v1.chats.wait("chat_1", timeout=timeout),
        client.v1.chats.create_and_wait(message="hi", timeout=timeout),
    ):
        with pytest.raises(InvalidRequestError, match="timeout") as caught:
            await call
        assert caught.value.field == "timeout"


@pytest.mark.anyio
async def test_other_arguments_are_checked_before_anything_is_sent() -> None:
    client = V0Client("key", base_url="http://127.0.0.1:9")
    wrong: Any = "sometimes"
    for name in ("poll", "on_timeout", "on_update"):
        given: Any = {name: wrong}
        for call in (
            client.v1.chats.wait("chat_1", **given),
            client.v1.chats.create_and_wait(message="hi", **given),
            client.v1.chats.send_and_wait("chat_1", message="hi", **given),
            client.v2.chats.create_and_wait(message="hi", **given),
            client.v2.messages.wait("chat_1", "msg_1", **given),
            client.v2.messages.send_and_wait("chat_1", message="hi", **given),
        ):
            with pytest.raises(InvalidRequestError, match=f"^{name} must be") as caught:
                await call
            assert caught.value.field == name
    with pytest.raises(InvalidRequestError, match="after must be a ChatDetail, got str") as caught:
        await client.v1.chats.wait("chat_1", after=wrong)
    assert caught.value.field == "after"
    with pytest.raises(InvalidRequestError, match="response_mode") as caught:
        await client.v1.chats.create_and_wait(message="hi", response_mode="sync")
    assert caught.value.field == "response_mode"
    with pytest.raises(InvalidRequestError, match="chat_id"):
        await client.v1.chats.wait("", timeout=LONG)


# ------------------------------------------------------------------ cancellation


@pytest.mark.anyio
@pytest.mark.parametrize("where", ["create", "callback", "sleep", "read"])
async def test_a_cancelled_wait_leaves_nothing_open(where: str) -> None:
    reached = anyio.Event()
    ids: list[str] = []

    async def on_update(update: models.ChatDetail) -> None:
        ids.append(update.id)
        if where != "read":
            reached.set()
        if where == "callback":
            await anyio.sleep_forever()

    scripts: list[list[Action]] = [[STALL]] if where == "create" else [[json_response(PENDING)], [STALL]]
    poll = FAST if where == "read" else Poll(interval=LONG, max_interval=LONG)
    async with RawServer(in_turn(*scripts)) as server, client_of(server) as client:

        async def run() -> None:
            await client.v1.chats.create_and_wait(message="hi", timeout=LONG, poll=poll, on_update=on_update)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(run)
            if where in ("callback", "sleep"):
                await reached.wait()
            await server.received(2 if where == "read" else 1)
            await anyio.wait_all_tasks_blocked()
            tasks.cancel_scope.cancel()
        assert ids == ([] if where == "create" else ["chat_1"])
        await client.aclose()
        await server.all_closed()
    gc.collect()


@pytest.mark.anyio
async def test_many_waits_at_once() -> None:
    go_on = threading.Event()
    counts: dict[str, int] = {}

    def handler(request: Request) -> Iterable[Action]:
        counts[request.path] = counts.get(request.path, 0) + 1
        answer = (DONE if counts[request.path] > 2 else PENDING) | {"id": request.path.rpartition("/")[2]}
        return [go_on, json_response(answer)]

    done: list[str] = []
    async with RawServer(handler) as server, client_of(server, max_concurrency=3) as client:

        async def run(chat_id: str) -> None:
            done.append((await client.v1.chats.wait(chat_id, timeout=LONG, poll=FAST)).id)

        async with anyio.create_task_group() as tasks:
            for n in range(10):
                tasks.start_soon(run, f"chat_{n}")
            go_on.set()
    assert sorted(done) == [f"chat_{n}" for n in range(10)]


# ------------------------------------------------------------------ against the sandbox


@pytest.mark.anyio
async def test_the_sandbox_finishes(client: V0Client) -> None:
    updates: list[models.ChatDetail] = []
    finished = await client.v1.chats.create_and_wait(
        message="A bakery", timeout=LONG, poll=FAST, on_update=updates.append
    )
    assert updates[0].id == finished.id == updates[-1].id
    assert generation_status(updates[0]) == "pending" and generation_status(finished) == "finished"
    assert (await client.v1.chats.wait(finished.id, timeout=LONG)).id == finished.id


@pytest.mark.anyio
async def test_an_unknown_chat_in_the_sandbox(client: V0Client, sandbox: Sandbox) -> None:
    assert sandbox.base_url in repr(client)
    with pytest.raises(NotFoundError):
        await client.v1.chats.wait("chat_unknown", timeout=LONG, poll=Poll(interval=0.001, not_found_grace=0))
