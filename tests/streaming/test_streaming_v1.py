"""Version 1 streams over real sockets: events and state, when they are complete, and polling where they are not."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import anyio
import pytest

from tests.support.raw_server import (
    CLOSE,
    LAST_CHUNK,
    RESET,
    STALL,
    Action,
    Handler,
    RawServer,
    Request,
    always,
    chunk,
    chunked_head,
    json_response,
)
from v0_client import (
    APIConnectionError,
    AuthenticationError,
    ChatStreamV1,
    GenerationFailedError,
    InvalidRequestError,
    Poll,
    ResponseDecodeError,
    StreamDecodeError,
    StreamError,
    StreamIdleTimeoutError,
    StreamIncompleteError,
    Timeouts,
    UnprocessableEntityError,
    V0Client,
    V0Error,
    models,
)
from v0_client.errors import DeltaError, EventTooLargeError

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _polls_without_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = partial(Poll, interval=0.001, max_interval=0.001)
    monkeypatch.setattr("v0_client._streaming.chat_stream_v1.Poll", quick)


@pytest.fixture(autouse=True)
def _nothing_left_to_collect() -> Iterator[None]:
    """Collect here what a test left open: the warning is an error of this test then."""
    yield
    gc.collect()


# ------------------------------------------------------------------ the stream of the server


def chat(reply: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    question = {"id": "msg_0", "object": "message", "role": "user", "content": "A bakery"}
    messages = [question] if reply is None else [question, {"id": "msg_1", "role": "assistant", **reply}]
    version = {"id": "ver_1", "object": "version", "status": "pending"}
    return {"id": "chat_1", "webUrl": "https://v0.app/chat_1", "messages": messages, "latestVersion": version, **more}


def chunk_of(delta: Any, message_id: str = "msg_1") -> dict[str, Any]:
    return {"object": "message.experimental_content.chunk", "id": message_id, "delta": delta}


def event(payload: Any) -> bytes:
    return b"data: " + (payload if isinstance(payload, bytes) else json.dumps(payload).encode()) + b"\n\n"


CONTENT = [[0, [["p", {}, ["text", {}, "Fresh bread"]]]], [1, {"closed": True}]]
FINISHED = chat({"content": "Fresh bread", "finishReason": "stop", "experimental_content": CONTENT}, title="Bakery")
OPENING = {"object": "chat", **chat()}
CLOSING = {"object": "chat", **FINISHED}
EVENTS = [
    {"object": "chat.title", "id": "chat_1", "delta": "Bak"},
    chunk_of({"_t": "a", "0": [[0, [["p", {}, ["text", {}, "Fre"]]]]]}),
    {"object": "chat.title", "id": "chat_1", "delta": "Bakery"},
    {"object": "chat.name", "id": "chat_1", "delta": "bakery"},
    chunk_of([[0, 1, 0, 2, 2, "sh bread"], 9, 9]),
    chunk_of({"_t": "a", "1": [[1, {"closed": False}]]}),
    chunk_of({"_t": "a", "1": {"_t": "a", "1": {"closed": [False, True]}}}),
]
DONE = event(b"[DONE]")
BODY = b"".join(map(event, [{"type": "connected"}, OPENING, *EVENTS]))


def body(*payloads: Any) -> bytes:
    return b"".join(map(event, payloads))


def stream_of(sent: bytes, *rest: Action) -> list[Action]:
    """The script of a stream; head and body in one packet, so that no timeout falls between them."""
    return [chunked_head() + chunk(sent), *rest]


def service(creation: Iterable[Action], *reads: Iterable[Action]) -> Handler:
    """Responds to one creation, then to reads of the chat in turn; the last response repeats."""
    created: list[Request] = []
    remaining = list(reads)

    def handler(request: Request) -> Iterable[Action]:
        if request.line == "POST /v1/chats":
            created.append(request)
            assert len(created) == 1, "a chat was created twice"
            return creation
        assert request.line == "GET /v1/chats/chat_1", request.line
        return remaining.pop(0) if len(remaining) > 1 else remaining[0]

    return handler


def read_of(value: Any = FINISHED, status: int = 200) -> list[Action]:
    return [json_response(value, status)]


def connect(server: RawServer, **options: Any) -> V0Client:
    return V0Client(api_key="key", base_url=server.base_url, **options)


async def read_to_the_end(
    handler: Handler, **options: Any
) -> tuple[ChatStreamV1[models.V1ChatStreamEvent], models.ChatDetail, list[str]]:
    """The stream at its end, the chat it returned, and the requests after the creation."""
    async with RawServer(handler) as server:
        async with connect(server, **options) as client, client.v1.chats.stream(message="A bakery") as stream:
            final = await stream.final()
        await server.all_closed()
        return stream, final, [request.line for request in server.requests[1:]]


READ = "GET /v1/chats/chat_1"

# ------------------------------------------------------------------ a complete stream


async def test_every_kind_of_event_and_the_state_as_of_each() -> None:
    sent = b": a comment\n\n" + BODY + event(CLOSING) + DONE
    async with RawServer(service(stream_of(sent, LAST_CHUNK))) as server, connect(server) as client:
        async with client.v1.chats.stream(message="A bakery", system="Be brief") as stream:
            assert (stream.chat, stream.chat_id, stream.title, stream.name, stream.message_id) == (None,) * 5
            assert stream.content == []
            seen = [
                (type(e), stream.title, stream.name, stream.message_id, json.dumps(stream.content))
                async for e in stream
            ]
            final = await stream.final()
        creation = server.requests[0]

    growing = [[0, [["p", {}, ["text", {}, "Fre"]]]]]
    grown = CONTENT[:1]
    assert seen == [
        (kind, title, name, message_id, json.dumps(content))
        for kind, title, name, message_id, content in [
            (models.UnknownEvent, None, None, None, []),
            (models.V1ChatEvent, None, None, None, []),
            (models.V1TitleEvent, "Bak", None, None, []),
            (models.V1ContentChunkEvent, "Bak", None, "msg_1", growing),
            (models.V1TitleEvent, "Bakery", None, "msg_1", growing),
            (models.V1NameEvent, "Bakery", "bakery", "msg_1", growing),
            (models.V1ContentChunkEvent, "Bakery", "bakery", "msg_1", grown),
            (models.V1ContentChunkEvent, "Bakery", "bakery", "msg_1", [*grown, [1, {"closed": False}]]),
            (models.V1ContentChunkEvent, "Bakery", "bakery", "msg_1", CONTENT),
            (models.V1ChatEvent, "Bakery", "bakery", "msg_1", CONTENT),
        ]
    ]
    assert final == models.ChatDetail.from_dict(FINISHED) == stream.chat
    assert creation.json() == {"message": "A bakery", "system": "Be brief", "responseMode": "experimental_stream"}
    assert creation.headers["accept"] == "text/event-stream"


@pytest.mark.parametrize("rest", [STALL, LAST_CHUNK], ids=["kept open", "closed"])
@pytest.mark.parametrize(
    ("end", "reads"), [(event(CLOSING), 0), (DONE, 1), (event({"type": "done"}), 1)], ids=["chat", "[DONE]", "done"]
)
async def test_each_closing_event_ends_it_without_waiting_for_the_server(end: bytes, reads: int, rest: Action) -> None:
    stream, final, requests = await read_to_the_end(service(stream_of(BODY + end, rest), read_of()))

    assert final == models.ChatDetail.from_dict(FINISHED)
    assert stream.content == CONTENT
    assert requests == [READ] * reads  # none where the stream has sent the finished chat


async def test_the_connection_is_closed_at_the_end_not_only_on_leaving() -> None:
    async with (
        RawServer(service(stream_of(BODY + event(CLOSING), STALL))) as server,
        connect(server) as client,
        client.v1.chats.stream(message="A bakery") as stream,
    ):
        await stream.final()
        await server.all_closed()


async def test_events_after_the_closing_event_are_ignored() -> None:
    after = event(chunk_of([[["late"]]])) + event({"error": "late"})
    stream, _, _ = await read_to_the_end(service(stream_of(BODY + event(CLOSING) + after, LAST_CHUNK)))

    assert stream.content == CONTENT


async def test_final_reads_once_at_most_and_not_at_all_without_verify() -> None:
    handler = service(stream_of(BODY + DONE, LAST_CHUNK), read_of())
    async with RawServer(handler) as server, connect(server) as client:
        async with client.v1.chats.stream(message="A bakery") as stream:
            unverified = await stream.final(verify=False)
            assert [r.method for r in server.requests] == ["POST"]
            assert unverified == models.ChatDetail.from_dict(chat())
            assert await stream.final() == await stream.final() == models.ChatDetail.from_dict(FINISHED)
        assert await stream.final() == models.ChatDetail.from_dict(FINISHED)  # also after the block
        assert [r.method for r in server.requests] == ["POST", "GET"]


async def test_a_complete_stream_whose_chat_cannot_be_read_returns_it_as_sent(caplog: pytest.LogCaptureFixture) -> None:
    handler = service(stream_of(BODY + DONE, LAST_CHUNK), read_of({"error": {"message": "No"}}, 500))
    _, final, _ = await read_to_the_end(handler, max_retries=0)

    assert final == models.ChatDetail.from_dict(chat())
    assert [record.levelname for record in caplog.records if record.name.startswith("v0_client")] == ["WARNING"]


async def test_a_chunk_of_another_message_changes_nothing() -> None:
    foreign = event(chunk_of({"_t": "a", "0": [["theirs"]]}, "msg_other"))
    stream, _, _ = await read_to_the_end(service(stream_of(BODY + foreign + event(CLOSING), LAST_CHUNK)))

    assert (stream.message_id, stream.content) == ("msg_1", CONTENT)


@pytest.mark.parametrize(
    ("sent", "reads"),
    [
        (BODY + event({"object": "chat", **chat({"finishReason": "error"})}), []),
        (BODY + DONE, [read_of(chat({"finishReason": "error"}))]),
        (BODY, [read_of(chat({"content": ""}, latestVersion={"id": "ver_1", "status": "failed"}))]),
    ],
    ids=["sent", "read", "polled"],
)
async def test_a_failed_generation_raises_at_the_end(sent: bytes, reads: list[list[Action]]) -> None:
    with pytest.raises(GenerationFailedError, match="chat_1") as caught:
        await read_to_the_end(service(stream_of(sent, LAST_CHUNK), *reads))

    assert caught.value.chat_id == "chat_1"
    assert isinstance(caught.value.chat, models.ChatDetail)


# ------------------------------------------------------------------ errors from the server


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"object": "error", "message": "Out of tokens", "code": "limit"}, "limit"),
        ({"object": "error", "id": "msg_1", "error": {"message": "Out of tokens", "type": "limit"}}, "limit"),
        ({"type": "error", "error": {"message": "Out of tokens", "type": "limit"}}, "limit"),
        ({"object": "chat", "id": "chat_1", "error": "Out of tokens"}, None),
    ],
)
async def test_an_error_payload_raises(payload: dict[str, Any], code: str | None) -> None:
    async with RawServer(service(stream_of(BODY + event(payload), STALL))) as server:
        async with connect(server) as client, client.v1.chats.stream(message="A bakery") as stream:
            for _ in range(2):  # it stays failed
                with pytest.raises(StreamError, match=r"Out of tokens.*client\.v1\.chats\.wait\('chat_1'\)") as caught:
                    await stream.final()
            assert (caught.value.code, caught.value.chat_id) == (code, "chat_1")
            assert caught.value.may_have_been_processed
            assert stream.content == CONTENT
        await server.all_closed()
        assert len(server.requests) == 1


@pytest.mark.parametrize("empty", [None, False, ""])
async def test_an_empty_error_member_is_not_an_error(empty: object) -> None:
    sent = BODY + event({**CLOSING, "error": empty})
    _, final, _ = await read_to_the_end(service(stream_of(sent, LAST_CHUNK)))

    assert final.title == "Bakery"


@pytest.mark.parametrize(("status", "kind"), [(401, AuthenticationError), (422, UnprocessableEntityError)])
async def test_a_refusal_raises_on_entering(status: int, kind: type[Exception]) -> None:
    refusal = json_response({"error": {"message": "No", "type": "refused"}}, status)
    async with RawServer(always(refusal)) as server, connect(server) as client:
        with pytest.raises(kind) as caught:
            async with client.v1.chats.stream(message="A bakery"):
                pytest.fail("entered")
        assert not getattr(caught.value, "may_have_been_processed", True)
        assert len(server.requests) == 1


async def test_a_response_that_is_not_a_stream_raises_on_entering() -> None:
    async with RawServer(always(json_response(FINISHED))) as server, connect(server) as client:
        with pytest.raises(ResponseDecodeError, match="expected an event stream") as caught:
            async with client.v1.chats.stream(message="A bakery"):
                pytest.fail("entered")
        assert caught.value.may_have_been_processed
        assert len(server.requests) == 1


async def test_an_interruption_inside_the_head_is_a_connection_error() -> None:
    async with RawServer(always(b"HTTP/1.1 200 OK\r\ncontent-", CLOSE)) as server, connect(server) as client:
        with pytest.raises(APIConnectionError) as caught:
            async with client.v1.chats.stream(message="A bakery"):
                pytest.fail("entered")
        assert (caught.value.may_have_been_processed, caught.value.chat_id) == (True, None)
        assert len(server.requests) == 1


async def test_the_response_mode_cannot_be_chosen() -> None:
    async with V0Client(api_key="key") as client:
        with pytest.raises(InvalidRequestError, match="response_mode") as caught:
            client.v1.chats.stream(message="A bakery", response_mode="sync")
        assert caught.value.field == "response_mode"


# ------------------------------------------------------------------ interruptions


@pytest.mark.parametrize("ending", [CLOSE, LAST_CHUNK], ids=["disconnected", "body ended"])
async def test_an_interruption_at_every_byte(ending: Action, anyio_backend: str) -> None:
    """After the opening chat every interruption ends with the finished chat, before it with one clear error."""
    sent = BODY + event(CLOSING)
    known = len(event({"type": "connected"})) + len(event(OPENING))
    remaining = iter(())
    creations = 0

    def handler(request: Request) -> Iterable[Action]:
        nonlocal creations
        if request.method == "GET":
            return next(remaining)
        creations += 1
        return [chunked_head() + (chunk(sent[:at]) if at else b""), ending]

    # Every byte in one of the four runs; the differences between them do not depend on the byte.
    stride = 1 if ending is CLOSE and anyio_backend == "asyncio" else 17
    async with RawServer(handler) as server:
        async with connect(server) as client:
            for at in range(0, len(sent) + 1, stride):
                reads = [read_of(chat({"content": ""})), read_of(FINISHED)]
                remaining, creations = iter(reads), 0
                async with client.v1.chats.stream(message="A bakery") as stream:
                    if at < known:
                        with pytest.raises(StreamIncompleteError) as caught:
                            await stream.final()
                        assert (caught.value.may_have_been_processed, caught.value.chat_id) == (True, None)
                    else:
                        final = await stream.final()
                        assert final == models.ChatDetail.from_dict(FINISHED), at
                        assert (stream.content, stream.title, stream.message_id) == (CONTENT, "Bakery", "msg_1"), at
                assert creations == 1
                reads_sent = len(reads) - len(list(remaining))
                assert reads_sent == (2 if known <= at < len(sent) else 0), at
        await server.all_closed()


async def test_a_reset_is_an_interruption() -> None:
    seen = threading.Event()
    async with RawServer(service(stream_of(BODY, seen, RESET), read_of())) as server:
        async with connect(server) as client, client.v1.chats.stream(message="A bakery") as stream:
            events: list[models.V1ChatStreamEvent] = []
            async for received in stream:
                events.append(received)
                if len(events) == len(EVENTS) + 2:
                    seen.set()
            assert stream.content == CONTENT
        assert [r.method for r in server.requests] == ["POST", "GET"]


@pytest.mark.parametrize(
    "limits", [Timeouts(idle=0.05), Timeouts(progress=0.05)], ids=["not a byte", "nothing but comments"]
)
async def test_silence_is_an_interruption(limits: Timeouts) -> None:
    stream, final, requests = await read_to_the_end(service(stream_of(BODY, STALL), read_of()), timeouts=limits)

    assert final == models.ChatDetail.from_dict(FINISHED)
    assert stream.chat == final
    assert requests == [READ]


async def test_the_chat_is_polled_through_transient_errors_until_it_is_finished() -> None:
    reads = [read_of({}, 404), read_of({}, 503), [CLOSE], read_of(chat({"content": ""})), read_of(FINISHED)]
    _, final, requests = await read_to_the_end(service(stream_of(BODY, CLOSE), *reads), max_retries=0)

    assert final == models.ChatDetail.from_dict(FINISHED)
    assert requests == [READ] * 5


@pytest.mark.parametrize(
    ("ending", "kind"),
    [(CLOSE, StreamIncompleteError), (STALL, StreamIdleTimeoutError)],
    ids=["disconnect", "silence"],
)
@pytest.mark.parametrize("read", [read_of(chat({"content": ""})), [STALL]], ids=["unfinished", "no response"])
async def test_a_chat_that_does_not_finish_in_time(ending: Action, kind: type[V0Error], read: list[Action]) -> None:
    limits = Timeouts(read=0.5, idle=0.1)
    with pytest.raises(kind, match=r"not finished in time.*client\.v1\.chats\.wait\('chat_1'\)") as caught:
        await read_to_the_end(service(stream_of(BODY, ending), read), timeouts=limits, max_retries=0)

    assert (caught.value.may_have_been_processed, caught.value.chat_id) == (True, "chat_1")
    assert type(caught.value) is kind


async def test_a_chat_that_keeps_changing_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """For longer than `timeouts.read` in total, which counts from the last change."""
    monkeypatch.setattr("v0_client._streaming.chat_stream_v1.Poll", partial(Poll, interval=0.4, factor=1, jitter=0))
    reads = [read_of(chat({"content": "Fresh bread"[:length]})) for length in range(4)]
    handler = service(stream_of(BODY, CLOSE), *reads, read_of(FINISHED))
    _, final, _ = await read_to_the_end(handler, timeouts=Timeouts(read=1.2))

    assert final == models.ChatDetail.from_dict(FINISHED)


async def test_a_refused_read_ends_the_polling() -> None:
    handler = service(stream_of(BODY, CLOSE), read_of({"error": {"message": "Not yours"}}, 403))
    with pytest.raises(StreamIncompleteError, match="Not yours") as caught:
        await read_to_the_end(handler)

    assert caught.value.chat_id == "chat_1"


@pytest.mark.parametrize("end", [DONE, event({"type": "done"})], ids=["[DONE]", "done"])
async def test_a_reply_that_the_read_finds_unfinished_is_polled_to_its_end(end: bytes) -> None:
    pending = read_of(chat({"content": ""}))
    handler = service(stream_of(BODY + end, LAST_CHUNK), pending, pending, read_of())
    stream, final, requests = await read_to_the_end(handler)

    assert final == models.ChatDetail.from_dict(FINISHED) == stream.chat
    assert requests == [READ] * 3


async def test_whatever_the_polling_fails_with_the_chat_is_in_the_error() -> None:
    """An `api_key` callable that raises stands for the caller's own code."""
    keys = iter(["v1:secret-key"])

    def api_key() -> str:
        for key in keys:
            return key
        raise LookupError("v1:secret-key is revoked")

    async with (
        RawServer(service(stream_of(BODY, CLOSE))) as server,
        V0Client(api_key, base_url=server.base_url) as client,
        client.v1.chats.stream(message="A bakery") as stream,
    ):
        with pytest.raises(StreamIncompleteError, match=r"LookupError: \.\.\. is revoked.*resume with") as caught:
            await stream.final()
    assert (caught.value.chat_id, caught.value.may_have_been_processed) == ("chat_1", True)
    assert caught.value.__context__ is None and stream.content == CONTENT


@pytest.mark.parametrize("end", [CLOSE, chunk(DONE)], ids=["a poll", "the verifying read"])
async def test_closing_a_stream_ends_a_reader_during(end: Action) -> None:
    async def read() -> None:
        with pytest.raises(V0Error, match="the stream was closed"):
            await stream.final()

    with anyio.fail_after(5):
        async with RawServer(service(stream_of(BODY, end), [STALL])) as server, connect(server) as client:
            stream = client.v1.chats.stream(message="A bakery")
            async with anyio.create_task_group() as group, stream:
                group.start_soon(read)
                await server.received(2)
                await stream.aclose()
            await server.all_closed()
    assert len(server.requests) == 2


# ------------------------------------------------------------------ events that cannot be applied

BROKEN = {
    "a delta that does not fit": event(chunk_of([[7, 1, "x"], 9, 9])),
    "not JSON": event(b"{"),
    "JSON nested too deep": event(b"[" * 200_000),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("end", [event(CLOSING), DONE, b""], ids=["chat", "[DONE]", "interrupted"])
async def test_reading_the_chat_makes_up_for_an_event_that_cannot_be_applied(broken: bytes, end: bytes) -> None:
    """The content is unchanged, later events count, and the chat is read at the end."""
    sent = body({"type": "connected"}, OPENING, *EVENTS[:3]) + broken + body(*EVENTS[3:]) + end
    stream, final, requests = await read_to_the_end(service(stream_of(sent, LAST_CHUNK), read_of()))

    assert final == models.ChatDetail.from_dict(FINISHED)
    assert stream.content == CONTENT
    assert requests == [READ]


async def test_an_event_that_cannot_be_applied_leaves_the_content() -> None:
    sent = body(OPENING, *EVENTS) + BROKEN["a delta that does not fit"]
    async with (
        RawServer(service(stream_of(sent, STALL))) as server,
        connect(server) as client,
        client.v1.chats.stream(message="A bakery") as stream,
    ):
        for _ in range(len(EVENTS) + 2):
            await anext(stream)
        assert stream.content == CONTENT


@pytest.mark.parametrize("broken", list(BROKEN.values())[:2], ids=list(BROKEN)[:2])
@pytest.mark.parametrize("end", [event(CLOSING), b""], ids=["complete", "interrupted"])
async def test_an_event_that_cannot_be_applied_raises_where_the_read_fails_too(broken: bytes, end: bytes) -> None:
    handler = service(stream_of(BODY + broken + end, LAST_CHUNK), read_of({"error": {"message": "Down"}}, 500))
    with pytest.raises(StreamDecodeError, match=r"(?s)Down.*client\.v1\.chats\.wait\('chat_1'\)") as caught:
        await read_to_the_end(handler, max_retries=0)

    assert (caught.value.may_have_been_processed, caught.value.chat_id) == (True, "chat_1")
    assert isinstance(caught.value, DeltaError) == (broken is BROKEN["a delta that does not fit"])


@pytest.mark.parametrize("is_known", [True, False])
async def test_an_event_that_is_too_large(is_known: bool) -> None:
    sent = (BODY if is_known else b"") + event({"object": "chat", "id": "chat_1", "text": "x" * 4000})
    handler = service(stream_of(sent, LAST_CHUNK), read_of())
    if is_known:
        _, final, requests = await read_to_the_end(handler, max_event_size=2000)
        assert (final, requests) == (models.ChatDetail.from_dict(FINISHED), [READ])
        return
    with pytest.raises(EventTooLargeError) as caught:
        await read_to_the_end(handler, max_event_size=2000)
    assert (caught.value.may_have_been_processed, caught.value.chat_id) == (True, None)


# ------------------------------------------------------------------ stopping and leaving


async def test_stop_leaves_the_stream_readable() -> None:
    def handler(request: Request) -> Iterable[Action]:
        if request.line == "POST /v1/chats":
            return stream_of(BODY, STALL)
        assert request.line == "POST /v1/chats/chat_1/messages/msg_1/stop"
        return [json_response({"success": True})]

    async with RawServer(handler) as server, connect(server) as client:
        async with client.v1.chats.stream(message="A bakery") as stream:
            with pytest.raises(V0Error, match="before the message's id is known"):
                await stream.stop()
            while stream.message_id is None:
                await anext(stream)
            await stream.stop()
            assert isinstance(await anext(stream), models.V1TitleEvent)
        assert len(server.requests) == 2


async def leave_early(stream: ChatStreamV1[Any]) -> None:
    async with stream:
        async for _ in stream:
            break


async def be_cancelled(stream: ChatStreamV1[Any]) -> None:
    with anyio.move_on_after(0.05):
        async with stream:
            await stream.final()
            pytest.fail("the stream ended")


async def fail_inside(stream: ChatStreamV1[Any]) -> None:
    with suppress(ZeroDivisionError):
        async with stream:
            await anext(stream)
            raise ZeroDivisionError


@pytest.mark.parametrize("leave", [leave_early, be_cancelled, fail_inside])
async def test_leaving_closes_the_connection(leave: Callable[[ChatStreamV1[Any]], Any]) -> None:
    async with RawServer(service(stream_of(BODY, STALL))) as server, connect(server) as client:
        stream = client.v1.chats.stream(message="A bakery")
        await leave(stream)
        await server.all_closed()
        with pytest.raises(V0Error, match="closed"):
            await anext(stream)


async def test_cancelling_while_the_chat_is_polled_closes_the_connection() -> None:
    async with RawServer(service(stream_of(BODY, LAST_CHUNK), [STALL])) as server, connect(server) as client:
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as group, client.v1.chats.stream(message="A bakery") as stream:
                group.start_soon(cancel_during_the_poll, server, scope)
                await stream.final()
        assert scope.cancelled_caught
        await server.all_closed()


async def cancel_during_the_poll(server: RawServer, scope: anyio.CancelScope) -> None:
    await server.received(2)
    scope.cancel()


async def test_nothing_is_sent_before_it_is_entered_and_it_can_be_entered_once() -> None:
    async with RawServer(service(stream_of(BODY + event(CLOSING), LAST_CHUNK))) as server, connect(server) as client:
        stream = client.v1.chats.stream(message="A bakery")
        with pytest.raises(V0Error, match="enter it first"):
            await stream.final()
        assert server.requests == []
        async with stream:
            await stream.final()
        with pytest.raises(V0Error, match="can be entered once"):
            await stream.__aenter__()
        assert len(server.requests) == 1
