"""Version 2 streams over real sockets: events and state, interruptions and resumes, errors, and leaving early."""

from __future__ import annotations

import gc
import json
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import anyio
import anyio.lowlevel
import pytest

import v0_client.api
from tests.support.raw_server import (
    CLOSE,
    RESET,
    STALL,
    Do,
    RawServer,
    Request,
    chunk,
    chunked_head,
    json_response,
    response,
)
from tests.support.stream_scripts import (
    CHAT_ID,
    MESSAGE_ID,
    USAGE,
    ChatServer,
    Script,
    chat,
    delta,
    message,
    more_text,
    new_part,
    new_text,
    serving,
    sse,
    streamed,
    usage,
    waits,
)
from v0_client import (
    ChatStream,
    EventTooLargeError,
    GenerationFailedError,
    InvalidRequestError,
    NotFoundError,
    PaymentRequiredError,
    ResponseDecodeError,
    Resumed,
    ServerError,
    StreamDecodeError,
    StreamError,
    StreamIdleTimeoutError,
    StreamIncompleteError,
    Timeouts,
    V0Client,
    V0Error,
    models,
)
from v0_client._generated.unions import parse_message_stream_event
from v0_client._http.request import PreparedRequest
from v0_client._http.response import OpenResponse
from v0_client._resources.v2.follow_up_requests import chat_operations
from v0_client._streaming import chat_stream
from v0_client._streaming.event_stream import EventReader
from v0_client._streaming.resume_budget import ResumeBudget
from v0_client.observe import StreamEnded, StreamStarted

pytestmark = pytest.mark.anyio

__all__ = ["waits"]

OPENING = chat(title="New")
STREAM = [OPENING, new_text(0, "Hel"), more_text(0, "lo"), usage(), chat(title="Hello")]
OPENED = message(finish=None, object="message")
SENT = [OPENED, new_text(0, "Hel"), more_text(0, "lo"), message("Hello", object="message")]


def refusal(status: int, headers: dict[str, str] | None = None) -> Script:
    return [json_response({"message": "no"}, status, headers)]


def sending(client: V0Client) -> ChatStream[models.MessageStreamEvent]:
    """A stream of a sent message, as an operation that sends one opens it."""
    path = f"/v2/chats/{CHAT_ID}/messages/stream"
    call = PreparedRequest(method="POST", path=path, params={}, body={"message": "Hi"}, chat_id=CHAT_ID)
    return ChatStream(client._transport, call, parse_message_stream_event, chat_operations(client._transport))


async def collect(source: AsyncIterator[Any], into: list[Any]) -> None:
    """Collect the items up to an error."""
    async for item in source:
        into.append(item)  # noqa: PERF401 - a comprehension would lose it


async def texts(stream: ChatStream[Any]) -> list[str]:
    return [piece async for piece in stream.text_deltas()]


async def events(stream: ChatStream[Any]) -> list[Any]:
    return [event async for event in stream]


# ------------------------------------------------------------------ a complete stream


async def test_a_stream_reflects_each_event() -> None:
    handler = ChatServer(streamed(*STREAM))
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        kinds = [
            (type(event), stream.text, stream.title, stream.message_id, stream.usage is None) async for event in stream
        ]
        assert stream.raw_parts == [{"type": "text", "text": "Hello"}]
        assert [type(part) for part in stream.parts] == [models.TextPart]
        assert stream.chat is not None and stream.chat.id == stream.chat_id == CHAT_ID
    assert kinds == [
        (models.ChatStateEvent, "", "New", None, True),
        (models.MessagePartsChunkEvent, "Hel", "New", MESSAGE_ID, True),
        (models.MessagePartsChunkEvent, "Hello", "New", MESSAGE_ID, True),
        (models.MessageUsageEvent, "Hello", "New", MESSAGE_ID, False),
        (models.ChatStateEvent, "Hello", "Hello", MESSAGE_ID, False),
    ]
    assert handler.received == ["create"]


async def test_final_reads_the_message_once() -> None:
    handler = ChatServer(streamed(*STREAM), reads=[message("Hello", finish="tool-calls")])
    async with serving(handler) as (client, _):
        async with client.v2.chats.stream(message="Hi") as stream:
            result = await stream.final()
            assert await stream.final() is result
        assert await stream.final() is result
    assert (result.text, result.title, result.finish_reason) == ("Hello", "Hello", "tool-calls")
    assert result.message is not None and result.message_id == result.message.id == MESSAGE_ID
    assert result.usage is not None and result.usage.to_dict() == USAGE
    assert handler.received == ["create", "read"]


async def test_final_reads_nothing_without_verify() -> None:
    handler = ChatServer(streamed(*STREAM))
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        result = await stream.final(verify=False)
    assert (result.text, result.message, result.finish_reason, result.pending_task) == ("Hello", None, None, None)
    assert handler.received == ["create"]


async def test_the_result_is_returned_though_the_final_read_fails(caplog: pytest.LogCaptureFixture) -> None:
    handler = ChatServer(streamed(*STREAM), reads=[refusal(500)])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        result = await stream.final()
        assert await stream.final() is result
    assert (result.text, result.message, result.finish_reason) == ("Hello", None, None)
    assert [record.levelno for record in caplog.records if record.name == "v0_client.streaming"] == [logging.WARNING]
    assert handler.received == ["create", "read"]


@pytest.mark.parametrize(
    "closing",
    [
        chat(message=message("Hello")),
        chat(messages=[message("Old", id="msg_0"), message("Hello"), {"role": "user", "finishReason": "stop"}]),
    ],
    ids=["message", "messages"],
)
async def test_a_closing_chat_that_carries_the_message_saves_the_read(closing: dict[str, Any]) -> None:
    handler = ChatServer(streamed(*STREAM[:-1], closing))
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert (await stream.final()).finish_reason == "stop"
    assert handler.received == ["create"]


@pytest.mark.parametrize("streamed_text", ["Hel", "Jello", None])
async def test_a_carried_message_has_the_last_word(streamed_text: str | None) -> None:
    sent = [] if streamed_text is None else [new_text(0, streamed_text)]
    used = {"tokens": {"total": 7}}
    handler = ChatServer(streamed(chat(), *sent, chat(message=message("Hello", usage=used))))
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        pieces = await texts(stream)
        result = await stream.final()
    assert (result.text, result.message_id) == ("Hello", "msg_1")
    assert result.usage is not None and result.usage.to_dict() == used
    assert result.rewritten is (streamed_text == "Jello")
    assert "".join(pieces) == (streamed_text if result.rewritten else "Hello")
    assert handler.received == ["create"]


@pytest.mark.parametrize("carried", [message("Hello", finish=None), message("Hello", id="msg_0"), {"x": 1}, "Hello"])
async def test_a_carried_message_that_is_not_the_finished_one_is_read_all_the_same(carried: Any) -> None:
    handler = ChatServer(streamed(*STREAM[:-1], chat(message=carried)), reads=[message("Hello")])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert (await stream.final()).finish_reason == "stop"
    assert handler.received == ["create", "read"]


async def test_a_failed_generation_raises() -> None:
    handler = ChatServer(streamed(*STREAM), reads=[message("Hello", finish="error")])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert await texts(stream) == ["Hel", "lo"]
        with pytest.raises(GenerationFailedError) as caught:
            await stream.final()
    assert caught.value.chat_id == CHAT_ID
    assert caught.value.message is not None and caught.value.message.finish_reason == "error"


async def test_a_pending_task_is_in_the_result() -> None:
    data = {"questions": [{"id": "q", "question": "Which?", "header": "h", "multiSelect": False, "options": []}]}
    ask = {"type": "agent-action", "name": "ask_user_questions", "summary": "Asks", "data": data}
    handler = ChatServer(streamed(*STREAM[:-1], new_part(1, **ask), STREAM[-1]))
    handler.reads = [message(finish="tool-calls", parts=[{"type": "text", "text": "Hello"}, ask])]
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        result = await stream.final()
    assert result.pending_task is not None and result.pending_task.kind == "questions"


async def test_the_stream_is_done_at_its_closing_event_though_the_connection_stays_open() -> None:
    handler = ChatServer(streamed(*STREAM, end=STALL))
    async with serving(handler) as (client, server), client.v2.chats.stream(message="Hi") as stream:
        assert (await stream.final(verify=False)).text == "Hello"
        await server.all_closed()


async def test_a_message_stream_ends_with_its_finished_message() -> None:
    # A `chat` is not one of its events, so it does not end it.
    handler = ChatServer(streamed(*SENT[:-1], chat(), SENT[-1], end=STALL))
    async with serving(handler) as (client, _), sending(client) as stream:
        assert await texts(stream) == ["Hel", "lo"]
        result = await stream.final()
    assert (result.finish_reason, result.text) == ("stop", "Hello")
    assert handler.received == ["create"]


async def test_a_closing_message_without_parts_keeps_them() -> None:
    closing = {"object": "message", "id": MESSAGE_ID, "finishReason": "stop"}
    handler = ChatServer(streamed(*SENT[:-1], closing))
    async with serving(handler) as (client, _), sending(client) as stream:
        assert (await stream.final()).text == "Hello"


async def test_events_of_another_message_change_nothing() -> None:
    foreign = [new_text(0, "No") | {"id": "msg_9"}, usage(usage={}, id="msg_9")]
    handler = ChatServer(streamed(*STREAM[:3], *foreign, *STREAM[3:]), reads=[message("Hello")])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        seen = await events(stream)
        result = await stream.final()
    assert len(seen) == len(STREAM) + 2
    assert (result.text, result.message_id) == ("Hello", MESSAGE_ID)
    assert result.usage is not None and result.usage.to_dict() == USAGE


@pytest.mark.parametrize("extra", [{"object": "chat.mood", "x": 1}, [1], None, 7, {"object": ["chat"]}, {}])
async def test_an_unknown_event_arrives_and_changes_nothing(extra: Any) -> None:
    handler = ChatServer(streamed(*STREAM[:2], extra, *STREAM[2:]))
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        seen = await events(stream)
        assert stream.text == "Hello"
    assert isinstance(seen[2], models.UnknownEvent) and seen[2].raw == extra
    assert len(seen) == len(STREAM) + 1


# ------------------------------------------------------------------ the last word of the read


@pytest.mark.usefixtures("waits")
async def test_a_generation_that_the_read_finds_unfinished_is_followed_to_its_end() -> None:
    longer = [*STREAM[:3], more_text(0, ", you"), *STREAM[3:]]
    handler = ChatServer(streamed(*STREAM), [streamed(*longer[:3]), streamed(*longer)])
    handler.reads = [message("Hello", finish=None), message("Hello", finish=None), message("Hello, you")]
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        result = await stream.final()
        assert await stream.final() is result
    assert (result.text, result.finish_reason) == ("Hello, you", "stop")
    assert handler.received == ["create", "read", "resume", "read", "resume", "read"]


async def test_a_generation_that_stays_unfinished_raises_with_what_had_arrived(waits: list[float]) -> None:
    handler = ChatServer(streamed(*STREAM), 5 * [streamed(*STREAM)], [message("Hello", finish=None)])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert await texts(stream) == ["Hel", "lo"]
        with pytest.raises(StreamIncompleteError, match="before the message was finished") as caught:
            await stream.final()
    assert caught.value.result is not None and caught.value.result.text == "Hello"
    assert handler.received == ["create", "read", *5 * ["resume", "read"]] and len(waits) == 4


@pytest.mark.parametrize(
    ("parts", "text", "rewritten"),
    [
        ([{"type": "text", "text": "Hello"}], "Hello", False),
        ([{"type": "text", "text": "Howdy"}], "Howdy", True),
        ([{"type": "text", "text": "Hello"}, {"type": "text", "text": "Bye"}], "Hello\n\nBye", True),
        ([], "Hello", False),
    ],
)
async def test_the_parts_of_the_read_message_are_the_result(
    parts: list[dict[str, Any]], text: str, rewritten: bool
) -> None:
    handler = ChatServer(streamed(*STREAM), reads=[message(parts=parts)])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert await texts(stream) == ["Hel", "lo"]
        result = await stream.final()
        assert stream.text == text
    assert (result.text, result.rewritten) == (text, rewritten)
    assert [part.to_dict() for part in result.parts] == (parts or stream.raw_parts)


# ------------------------------------------------------------------ text


async def test_text_parts_are_joined_by_a_blank_line() -> None:
    sent = [OPENING, new_text(0, ""), new_text(1, "One"), new_part(2, type="thinking"), new_text(3, "")]
    sent += [more_text(3, "Tw"), more_text(3, "o"), new_text(4, "Three"), usage(), chat()]
    handler = ChatServer(streamed(*sent))
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert await texts(stream) == ["One", "\n\nTw", "o", "\n\nThree"]
        result = await stream.final(verify=False)
    assert (result.text, stream.text, result.rewritten) == (*2 * ["One\n\nTwo\n\nThree"], False)


async def test_rewritten_text_is_in_the_result_only() -> None:
    sent = [OPENING, new_text(0, "Hello"), delta({"0": {"text": ["Hello", "Howdy"]}}), more_text(0, "!"), chat()]
    handler = ChatServer(streamed(*sent), reads=[message("Howdy!")])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert await texts(stream) == ["Hello"]
        result = await stream.final()
    assert (result.text, result.rewritten) == ("Howdy!", True)


async def test_half_a_surrogate_pair_waits_for_the_other_half() -> None:
    halves = [r'data: {"object":"message.parts.chunk","id":"msg_1","delta":[[0,"text","%s"],9,9]}' + "\n\n"]
    high, low = (halves[0] % escaped for escaped in (r"a\ud83d", r"\ude00b\ud83d"))
    handler = ChatServer(streamed(OPENING, new_text(0, ""), high, low, usage(), chat()))
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert await texts(stream) == ["a", "\U0001f600b", "\ufffd"]
        assert stream.text == "a\U0001f600b\ufffd"
        assert not (await stream.final(verify=False)).rewritten


async def test_ways_to_read_share_one_pass() -> None:
    handler = ChatServer(streamed(*STREAM))
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert isinstance(await anext(stream), models.ChatStateEvent)
        assert isinstance(await anext(stream), models.MessagePartsChunkEvent)
        assert await texts(stream) == ["Hello"]  # what came before the first text delta included
        assert await events(stream) == []
        assert (await stream.final(verify=False)).text == "Hello"


# ------------------------------------------------------------------ misuse


async def test_a_stream_is_read_inside_its_block_only() -> None:
    handler = ChatServer(streamed(*STREAM))
    async with serving(handler) as (client, _):
        stream = client.v2.chats.stream(message="Hi")
        for read in (stream.final, partial(anext, stream), partial(anext, stream.text_deltas())):
            with pytest.raises(V0Error, match="async with"):
                await read()
        assert handler.received == []
        async with stream:
            await anext(stream)
        for read in (stream.final, partial(anext, stream), partial(anext, stream.text_deltas())):
            with pytest.raises(V0Error, match="closed"):
                await read()
        with pytest.raises(V0Error, match="once"):
            await stream.__aenter__()
    assert handler.received == ["create"]


async def test_a_stream_that_could_not_be_entered_is_closed() -> None:
    async with serving(ChatServer(refusal(402))) as (client, _):
        stream = client.v2.chats.stream(message="Hi")
        with pytest.raises(PaymentRequiredError):
            await stream.__aenter__()
        with pytest.raises(V0Error, match="closed"):
            await stream.final()


async def test_a_response_that_is_not_a_stream_raises_on_entering() -> None:
    async with serving(ChatServer([json_response({})])) as (client, _):
        with pytest.raises(ResponseDecodeError, match="event stream") as caught:
            await client.v2.chats.stream(message="Hi").__aenter__()
    assert caught.value.may_have_been_processed


async def test_a_second_reader_is_refused_and_the_first_continues() -> None:
    handler = ChatServer(streamed(*STREAM[:2], end=STALL))
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        await anext(stream)
        await anext(stream)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(stream.final)
            await anyio.wait_all_tasks_blocked()
            for read in (stream.final, partial(anext, stream), partial(anext, stream.text_deltas())):
                with pytest.raises(V0Error, match="one reader"):
                    await read()
            tasks.cancel_scope.cancel()


async def test_closing_a_stream_ends_a_reader_in_another_task() -> None:
    handler = ChatServer(streamed(*STREAM[:2], end=STALL))
    async with serving(handler) as (client, server):

        async def read(stream: ChatStream[Any]) -> None:
            with pytest.raises(V0Error, match="closed while it was being read"):
                await stream.final()

        stream = client.v2.chats.stream(message="Hi")
        async with anyio.create_task_group() as tasks, stream:
            await anext(stream)
            await anext(stream)
            tasks.start_soon(read, stream)
            await anyio.wait_all_tasks_blocked()
        await server.all_closed()
    assert handler.received == ["create"]


async def close_while_reading(stream: ChatStream[Any], until: Callable[[], Awaitable[object]]) -> None:
    """Close a stream that another task reads, once something has happened; the reader ends at once."""

    async def read() -> None:
        with pytest.raises(V0Error, match="the stream was closed"):
            await stream.final()

    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks, stream:
            tasks.start_soon(read)
            await until()
            await stream.aclose()


@pytest.mark.parametrize(
    ("resume", "expected"),
    [(refusal(503), ["create", "resume"]), (refusal(404), ["create", "resume", "read"])],
    ids=["a resume", "a poll"],
)
async def test_closing_a_stream_ends_a_reader_that_waits_for(
    resume: Script, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = anyio.Event()

    async def sleep(_: float) -> None:
        waiting.set()
        await anyio.sleep_forever()

    monkeypatch.setattr(chat_stream, "anyio", SimpleNamespace(sleep=sleep))
    handler = ChatServer(streamed(*STREAM[:2]), [resume], [message("Hel", finish=None)])
    async with serving(handler) as (client, _):
        await close_while_reading(client.v2.chats.stream(message="Hi"), waiting.wait)
    assert handler.received == expected


@pytest.mark.parametrize(
    ("resume", "expected"),
    [([STALL], ["create", "resume"]), (streamed(OPENING), ["create", "resume", "read"])],
    ids=["a resume", "a read"],
)
async def test_closing_a_stream_ends_a_reader_during(resume: Script, expected: list[str]) -> None:
    handler = ChatServer(streamed(*STREAM[:2]), [resume], [[STALL]])
    async with serving(handler) as (client, server):
        await close_while_reading(client.v2.chats.stream(message="Hi"), partial(server.received, len(expected)))
        await server.all_closed()
    assert handler.received == expected


async def test_closing_a_stream_ends_its_verifying_read() -> None:
    handler = ChatServer(streamed(*STREAM), reads=[[STALL]])
    async with serving(handler) as (client, server):
        await close_while_reading(client.v2.chats.stream(message="Hi"), partial(server.received, 2))
        await server.all_closed()
    assert handler.received == ["create", "read"]


@pytest.mark.parametrize("operation", ["stream", "resume"])
async def test_closing_a_stream_ends_its_entering(operation: str) -> None:
    handler = ChatServer([STALL], [[STALL]])
    async with serving(handler, max_concurrency=1) as (client, server):
        chats = client.v2.chats
        stream = chats.stream(message="Hi") if operation == "stream" else chats.resume(CHAT_ID)

        async def enter() -> None:
            with pytest.raises(V0Error, match="the stream was closed") as caught:
                await stream.__aenter__()
            assert caught.value.may_have_been_processed is (operation == "stream")

        with anyio.fail_after(5):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(enter)
                await server.received(1)
                await stream.aclose()
            await server.all_closed()
    assert len(server.requests) == 1


async def test_stop_names_the_message() -> None:
    handler = ChatServer(streamed(*STREAM), reads=[message("Hello")])
    async with serving(handler) as (client, server), client.v2.chats.stream(message="Hi") as stream:
        with pytest.raises(V0Error, match="before the chat's id is known"):
            await stream.stop()
        await anext(stream)
        await stream.stop()  # its message is not known yet, so the newest one is read
        await stream.final(verify=False)
        await stream.stop()
    stops = [request.path for request in server.requests if request.path.endswith("/stop")]
    assert stops == [f"/v2/chats/{CHAT_ID}/messages/{MESSAGE_ID}/stop"] * 2
    assert handler.received == ["create", "newest", "stop", "stop"]


# ------------------------------------------------------------------ errors


async def test_an_error_event_raises_with_what_had_arrived() -> None:
    failure = {"object": "error", "id": MESSAGE_ID, "message": "overloaded", "code": "busy"}
    handler = ChatServer(streamed(*STREAM[:3], failure, *STREAM[3:], end=STALL))
    async with serving(handler) as (client, server), client.v2.chats.stream(message="Hi") as stream:
        with pytest.raises(StreamError, match=f"overloaded.*resume.'{CHAT_ID}'") as caught:
            await stream.final()
        with pytest.raises(StreamError):
            await anext(stream)
        await server.all_closed()
    error = caught.value
    assert (error.code, error.id, error.chat_id, error.may_have_been_processed) == ("busy", MESSAGE_ID, CHAT_ID, True)
    assert error.result is not None and error.result.text == "Hello"


@pytest.mark.parametrize("escaped", ["{key}", r"\u0076\u0031:secret-key", r"v1:secret\u002dkey"])
@pytest.mark.parametrize(
    "payload",
    [
        '{"object": "error", "message": "no Bearer %s here", "code": "%s", "id": "%s"}',
        '{"object": "error", "error": {"message": "no Bearer %s here", "type": "%s", "%s": [1, null]}}',
    ],
)
async def test_an_error_event_never_carries_the_key(payload: str, escaped: str) -> None:
    key = "v1:secret-key"
    failure = payload % (3 * (escaped.format(key=key),))
    handler = ChatServer(streamed(OPENING, f"data: {failure}\n\n"))
    async with RawServer(handler) as server, V0Client(key, base_url=server.base_url) as client:
        async with client.v2.chats.stream(message="Hi") as stream:
            with pytest.raises(StreamError, match=re.escape("no Bearer ... here")) as caught:
                await stream.final()
            shown = [
                str(caught.value),
                repr(caught.value.args),
                repr(vars(caught.value)),
                json.dumps(stream.last_event),
            ]
        async with v0_client.api.create_chat_stream(client, message="Hi") as plain:
            assert isinstance(await anext(plain), models.ChatStateEvent)
            with pytest.raises(StreamError, match=re.escape("no Bearer ... here")) as caught:
                await anext(plain)
        shown += [str(caught.value), repr(vars(caught.value))]
    assert not [text for text in shown if "secret" in text]


@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize("failing", ["resume", "read", "poll"])
async def test_whatever_a_resume_fails_with_what_had_arrived_is_in_the_error(failing: str) -> None:
    """An `api_key` callable that raises stands for the caller's own code."""
    handler = ChatServer(streamed(*STREAM[:2]), [streamed(OPENING) if failing == "read" else refusal(404)])
    handler.reads = [message("Hel", finish=None)]
    allowed = {"resume": 1, "read": 2, "poll": 3}[failing]

    def api_key() -> str:
        if len(handler.received) >= allowed:
            raise LookupError("no key in the vault")
        return "v1:secret-key"

    async with (
        RawServer(handler) as server,
        V0Client(api_key, base_url=server.base_url) as client,
        client.v2.chats.stream(message="Hi") as stream,
    ):
        with pytest.raises(StreamIncompleteError, match=r"LookupError: no key in the vault.*resume with") as caught:
            await stream.final()
        with pytest.raises(StreamIncompleteError):
            await anext(stream)
    error = caught.value
    assert (error.chat_id, error.may_have_been_processed) == (CHAT_ID, True)
    assert error.result is not None and error.result.text == "Hel"
    assert error.__cause__ is None and error.__context__ is None
    assert len(handler.received) == allowed


async def test_a_key_in_the_text_of_a_failing_resume_stays_out_of_the_error() -> None:
    handler = ChatServer(streamed(*STREAM[:2]))
    keys = iter(["v1:secret-key"])

    def api_key() -> str:
        for key in keys:
            return key
        raise LookupError("v1:secret-key is revoked")

    async with (
        RawServer(handler) as server,
        V0Client(api_key, base_url=server.base_url) as client,
        client.v2.chats.stream(message="Hi") as stream,
    ):
        with pytest.raises(StreamIncompleteError, match=re.escape("LookupError: ... is revoked")) as caught:
            await stream.final()
    assert "secret" not in str(caught.value) + repr(vars(caught.value))


@pytest.mark.parametrize("chat_id", ["..", "\ud83d"])
async def test_a_chat_id_that_cannot_be_sent_ends_the_stream(chat_id: str) -> None:
    opening = f"data: {json.dumps(chat(id=chat_id))}\n\n"
    handler = ChatServer(streamed(opening, new_text(0, "Hel")))
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        with pytest.raises(StreamIncompleteError, match="InvalidRequestError") as caught:
            await stream.final()
    assert caught.value.chat_id == chat_id
    assert caught.value.result is not None and caught.value.result.text == "Hel"
    assert handler.received == ["create"]


async def test_a_client_that_was_closed_ends_the_stream() -> None:
    handler = ChatServer(streamed(*STREAM[:2], end=STALL))
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        await anext(stream)
        await anext(stream)
        await client.aclose()
        with pytest.raises(StreamIncompleteError, match="V0Error: the client is closed") as caught:
            await stream.final()
    assert caught.value.result is not None and caught.value.result.text == "Hel"


BROKEN = {
    "a malformed delta": delta({"_t": "a", "_7": ["", 0, 0]}),
    "a text diff": delta({"0": {"text": ["@@", 0, 2]}}),
    "not JSON": "data: {oops\n\n",
    "nested too deep": 'data: {"object":"message.parts.chunk","delta":' + 100_000 * "[" + 100_000 * "]" + "}\n\n",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
async def test_reading_the_message_makes_up_for_an_event_that_cannot_be_applied(broken: Any) -> None:
    handler = ChatServer(streamed(*STREAM[:2], broken, *STREAM[2:]), reads=[message("Hello, you")])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert await texts(stream) == ["Hel", "lo", ", you"]
        result = await stream.final()
    assert (result.text, result.finish_reason, result.rewritten) == ("Hello, you", "stop", False)
    assert handler.received == ["create", "read"]


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
async def test_an_event_that_cannot_be_applied_raises_where_reading_fails_too(broken: Any) -> None:
    handler = ChatServer(streamed(*STREAM[:2], broken, *STREAM[2:]), reads=[refusal(403)])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        with pytest.raises(StreamDecodeError, match=r"403.*resume") as caught:
            await texts(stream)
    assert caught.value.result is not None and caught.value.result.text == "Hello"
    assert (caught.value.chat_id, caught.value.may_have_been_processed) == (CHAT_ID, True)
    assert handler.received == ["create", "read"]


@pytest.mark.usefixtures("waits")
async def test_reading_the_message_makes_up_for_an_event_over_the_cap() -> None:
    large = new_text(1, 2000 * "x")
    handler = ChatServer(streamed(*STREAM[:2], large, *STREAM[2:]))
    handler.reads = [message("Hello", finish=None), message("Hello", finish=None), message("Hello!")]
    async with serving(handler, max_event_size=1000) as (client, _):
        async with client.v2.chats.stream(message="Hi") as stream:
            assert await texts(stream) == ["Hel", "lo", "!"]
        assert handler.received == ["create", "read", "read", "read"]
        handler.reads = [refusal(500)]
        async with client.v2.chats.stream(message="Hi") as stream:
            with pytest.raises(EventTooLargeError) as caught:
                await stream.final()
    assert caught.value.result is not None and caught.value.result.text == "Hel"


@pytest.mark.usefixtures("waits")
async def test_each_connection_is_judged_alone() -> None:
    # An event that cannot be applied counts for its own connection only: here the first, then the replay.
    handler = ChatServer(streamed(*STREAM[:2], BROKEN["not JSON"]), [streamed(*STREAM)], [refusal(500)])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert await texts(stream) == ["Hel", "lo"]
    handler = ChatServer(
        streamed(*STREAM[:2]), [streamed(*STREAM[:3], BROKEN["not JSON"], *STREAM[3:])], [refusal(500)]
    )
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        with pytest.raises(StreamDecodeError):
            await texts(stream)


# ------------------------------------------------------------------ interruptions


async def test_resumed_is_yielded_among_the_events() -> None:
    handler = ChatServer(streamed(*STREAM[:3], end=CLOSE), [streamed(*STREAM)], [message("Hello")])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        seen = [(type(event), stream.text, stream.is_replaying) async for event in stream]
    kinds = [kind for kind, _, _ in seen]
    assert kinds == [*kinds[:3], Resumed, *kinds[:3], models.MessageUsageEvent, models.ChatStateEvent]
    assert [text for _, text, _ in seen[2:]] == ["Hello"] * 7  # the furthest state, all through the replay
    assert [replaying for _, _, replaying in seen][:5] == [False, False, False, True, True]
    assert handler.received == ["create", "resume", "read"]


@pytest.mark.parametrize("end", [CLOSE, RESET, STALL])
async def test_however_a_connection_is_lost_the_first_resume_is_immediate(end: Do, waits: list[float]) -> None:
    handler = ChatServer(streamed(*STREAM[:2], end=end), [streamed(*STREAM)], [message("Hello")])
    async with (
        serving(handler, timeouts=Timeouts(idle=0.2, read=20)) as (client, _),
        client.v2.chats.stream(message="Hi") as stream,
    ):
        await anext(stream)
        await anext(stream)
        resumed = await anext(stream)
        assert isinstance(resumed, Resumed) and resumed.attempt == 1 and resumed.reason
        assert (await stream.final()).text == "Hello"
    assert waits == []


async def test_five_resumes_in_a_row_are_the_limit(waits: list[float]) -> None:
    handler = ChatServer(streamed(*STREAM[:3]), 5 * [streamed(*STREAM[:3])], [message("Hello", finish=None)])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        seen: list[Any] = []
        with pytest.raises(StreamIncompleteError, match=r"5 resumes.*resume with") as caught:
            await collect(stream, seen)
    assert [event.attempt for event in seen if isinstance(event, Resumed)] == [1, 2, 3, 4, 5]
    assert [round(wait / base, 1) for wait, base in zip(waits, (0.5, 1, 2, 4), strict=True)] == pytest.approx(
        [1, 1, 1, 1], abs=0.25
    )
    error = caught.value
    assert not isinstance(error, StreamIdleTimeoutError)
    assert (error.chat_id, error.may_have_been_processed) == (CHAT_ID, True)
    assert error.result is not None and error.result.text == "Hello"
    assert handler.received == ["create", *5 * ["resume", "read"]]


async def test_reads_that_the_reader_cancels_do_not_use_up_the_resumes(waits: list[float]) -> None:
    """As a service does that sends its own heartbeats meanwhile. A cancelled read closes its connection."""
    thinking = streamed(OPENING, end=STALL)
    chats = ChatServer(thinking, [*7 * [thinking], streamed(*STREAM)], [message(finish=None)])

    def handler(request: Request) -> Script:
        if not chats.resumes:
            chats.reads = [message("Hello")]
        return chats(request)

    resumes: list[Resumed] = []
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        is_over = False
        while not is_over:
            with anyio.move_on_after(0.25):
                async for event in stream:
                    resumes += [event] if isinstance(event, Resumed) else []
                is_over = True
        assert (await stream.final()).text == "Hello"
    assert len(resumes) >= 8 and {resume.attempt for resume in resumes} == {1}
    assert all("a read was cancelled" in resume.reason for resume in resumes)
    assert all(wait <= 0.25 for wait in waits)


def test_a_wait_that_was_cancelled_is_not_begun_again() -> None:
    budget = ResumeBudget()
    budget.count_resume()
    due = budget.resume_delay(0.0)
    assert 0.0 < budget.resume_delay(30.0) <= due
    budget.count_resume()
    assert budget.resume_delay(30.0) >= 29.0


async def test_only_progress_resets_the_count(waits: list[float]) -> None:
    text = "abcdefg"
    grown = [streamed(OPENING, new_text(0, text[:size])) for size in range(1, len(text) + 1)]
    handler = ChatServer(grown[0], [*grown[1:], *5 * [grown[0]]], [message(finish=None)])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        pieces: list[str] = []
        with pytest.raises(StreamIncompleteError) as caught:
            await collect(stream.text_deltas(), pieces)
    assert pieces == list(text)
    # The first six resumes brought progress, so only the interval between two resumes delayed the next one each.
    assert [0 < wait <= 0.25 for wait in waits] == 6 * [True] + 4 * [False]
    assert caught.value.result is not None and caught.value.result.text == text


async def test_a_last_resume_that_goes_silent_raises_an_idle_timeout(waits: list[float]) -> None:
    silent = streamed(OPENING, end=STALL)
    handler = ChatServer(streamed(*STREAM[:2]), [*4 * [streamed()], silent], [message("Hel", finish=None)])
    async with (
        serving(handler, timeouts=Timeouts(idle=0.2, read=20)) as (client, _),
        client.v2.chats.stream(message="Hi") as stream,
    ):
        with pytest.raises(StreamIdleTimeoutError, match="idle") as caught:
            await stream.final()
    assert isinstance(caught.value, TimeoutError)
    assert len(waits) == 4


async def test_resumes_that_find_no_place_raise_no_idle_timeout(waits: list[float]) -> None:
    handler = ChatServer(streamed(*STREAM[:2]), reads=[[STALL]])
    async with (
        serving(handler, max_concurrency=1, timeouts=Timeouts(pool=0.05)) as (client, server),
        client.v2.chats.stream(message="Hi") as stream,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(client.with_options(timeouts=Timeouts(pool=None)).v1.chats.get, CHAT_ID)
        await anyio.wait_all_tasks_blocked()  # it takes the place as soon as the stream has lost its connection
        with pytest.raises(StreamIncompleteError, match="no place became free") as caught:
            await stream.final()
        assert not isinstance(caught.value, StreamIdleTimeoutError)
        await server.received(2)
        tasks.cancel_scope.cancel()
    assert handler.received == ["create", "read"]
    assert len(waits) == 4


async def test_transient_failures_count_as_resumes(waits: list[float]) -> None:
    transient = [refusal(500), refusal(429, {"retry-after": "7"}), refusal(408), [RESET]]
    handler = ChatServer(streamed(*STREAM[:2]), [*transient, streamed(*STREAM)], [message("Hello")])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        seen = await events(stream)
    assert [event.attempt for event in seen if isinstance(event, Resumed)] == [5]
    assert waits[1] == pytest.approx(7.7, abs=0.71)
    assert handler.received == ["create", *5 * ["resume"], "read"]


@pytest.mark.parametrize("resume", [refusal(401), refusal(409), refusal(429, {"retry-after": "3600"})])
async def test_a_refused_resume_is_in_the_error(resume: Script, waits: list[float]) -> None:
    handler = ChatServer(streamed(*STREAM[:2]), [resume])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        with pytest.raises(StreamIncompleteError, match=r"401|409|429") as caught:
            await texts(stream)
    assert caught.value.result is not None and caught.value.result.text == "Hel"
    assert handler.received == ["create", "resume"] and not waits


NO_STREAM = {
    "404": refusal(404),
    "204": [response(status=204)],
    "204 that claims to be a stream": [response(status=204, content_type="text/event-stream")],
}


@pytest.mark.parametrize("resume", NO_STREAM.values(), ids=NO_STREAM)
async def test_with_no_stream_to_join_the_message_is_polled(resume: Script, waits: list[float]) -> None:
    reads: list[Any] = [message(text, finish=None) for text in ("Hel", "Hel", "Hello", "Hello")]
    handler = ChatServer(streamed(*STREAM[:2]), [resume], [*reads, refusal(503), message("Hello!")])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert await texts(stream) == ["Hel", "lo", "!"]
        assert (await stream.final()).finish_reason == "stop"
        assert stream.title == "New"
    assert handler.received == ["create", "resume", *6 * ["read"]]
    # Every read but the first waits, those after progress too.
    assert [round(wait / base, 1) for wait, base in zip(waits, (1, 1.5, 2.25, 3.375, 5.0625), strict=True)] == (
        pytest.approx([1] * 5, abs=0.25)
    )


async def test_polling_ends_at_the_read_timeout(waits: list[float]) -> None:
    handler = ChatServer(streamed(*STREAM[:2]), [refusal(404)], [message("Hello", finish=None)])
    async with (
        serving(handler, timeouts=Timeouts(idle=20, read=0.5)) as (client, _),
        client.v2.chats.stream(message="Hi") as stream,
    ):
        with pytest.raises(StreamIncompleteError, match="not finished in time") as caught:
            await stream.final()
    assert caught.value.result is not None and caught.value.result.text == "Hello"
    assert not waits  # the first wait would have exceeded the limit


async def test_polling_ends_where_reading_is_refusal(waits: list[float]) -> None:
    handler = ChatServer(streamed(*STREAM[:2]), [refusal(404)], [message("Hel", finish=None), refusal(401)])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        with pytest.raises(StreamIncompleteError, match="401"):
            await stream.final()
    assert len(waits) == 1


@pytest.mark.usefixtures("waits")
async def test_a_failed_read_ends_the_stream_only_after_a_complete_replay(caplog: pytest.LogCaptureFixture) -> None:
    resumes = [streamed(OPENING), refusal(404), streamed(*STREAM[:3]), streamed(*STREAM)]
    handler = ChatServer(streamed(*STREAM[:2]), resumes, [refusal(500)])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert await texts(stream) == ["Hel", "lo"]
        result = await stream.final()
    assert (result.text, result.message) == ("Hello", None)
    assert len([record for record in caplog.records if record.name == "v0_client.streaming"]) == 1
    assert handler.received == ["create", *4 * ["resume", "read"]]


@pytest.mark.usefixtures("waits")
async def test_a_message_whose_id_is_unknown_is_the_newest_reply() -> None:
    handler = ChatServer(streamed(OPENING), [streamed(), streamed(chat())], [None, message("Hello")])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert await texts(stream) == ["Hello"]
        assert stream.message_id == MESSAGE_ID
    assert handler.received == ["create", *2 * ["resume", "newest"]]


@pytest.mark.parametrize("sent", [[], [": comment\n\n"], [new_text(0, "Hi") | {"id": None}]])
async def test_a_message_stream_is_not_resumed_before_its_message_is_known(sent: list[Any]) -> None:
    handler = ChatServer(streamed(*sent))
    async with serving(handler) as (client, _), sending(client) as stream:
        with pytest.raises(StreamIncompleteError) as caught:
            await stream.final()
    assert (caught.value.chat_id, caught.value.may_have_been_processed) == (CHAT_ID, True)
    assert handler.received == ["create"]


@pytest.mark.parametrize("known", [1, 2], ids=["by its opening message", "by a chunk"])
@pytest.mark.usefixtures("waits")
async def test_a_message_stream_is_resumed_as_a_chat(known: int) -> None:
    sent = SENT[:1] if known == 1 else SENT[1:2]
    replay = [chat(), new_text(0, "Old") | {"id": "msg_0"}, *STREAM[1:]]
    handler = ChatServer(streamed(*sent), [streamed(*replay)], [message("Hello")])
    async with serving(handler) as (client, _), sending(client) as stream:
        assert "".join(await texts(stream)) == "Hello"
        assert (await stream.final()).finish_reason == "stop"
    assert handler.received == ["create", "resume", "read"]


@pytest.mark.usefixtures("waits")
async def test_a_replay_that_passes_early_and_falls_back_repeats_nothing() -> None:
    # When parts move, a replay can be further than the visible state while its text is still behind.
    sent = [
        OPENING,
        new_part(0, type="bash", command="ls"),
        new_text(1, "Hel"),
        more_text(1, "lo, this is long"),
        delta({"_t": "a", "_0": ["", 1, 3]}),
    ]
    rest = [more_text(0, " and longer"), new_text(2, " End."), usage(), chat()]
    handler = ChatServer(streamed(*sent), [streamed(*sent, *rest)])
    handler.reads = [
        message(parts=[{"type": "text", "text": "Hello, this is long and longer"}, {"type": "text", "text": " End."}])
    ]
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        assert "".join(await texts(stream)) == "Hello, this is long and longer\n\n End."
        assert not (await stream.final()).rewritten


async def test_the_progress_timeout_notices_silence_behind_comments(waits: list[float]) -> None:
    def comments() -> Script:
        yield chunked_head() + chunk(sse(*STREAM[:2]))
        while True:
            yield chunk(b": still here\n\n")

    handler = ChatServer(comments(), [streamed(*STREAM)], [message("Hello")])
    async with (
        serving(handler, timeouts=Timeouts(idle=20, read=20, progress=0.05)) as (client, _),
        client.v2.chats.stream(message="Hi") as stream,
    ):
        with anyio.fail_after(20):
            resumed = [event for event in await events(stream) if isinstance(event, Resumed)]
    assert "progress" in resumed[0].reason and not waits


async def test_a_slow_consumer_does_not_count_as_a_silent_server() -> None:
    class Prompt:
        async def next_chunk(self) -> bytes:
            await anyio.lowlevel.checkpoint()
            return sse(OPENING)

    reader = EventReader(cast("OpenResponse", Prompt()), None, progress=0.05)
    for _ in range(2):
        assert reader.feed(await reader.receive()) and reader.events.pop()
        await anyio.sleep(0.1)


# ------------------------------------------------------------------ resuming as a user


async def test_a_user_joins_a_running_generation() -> None:
    handler = ChatServer(resumes=[streamed(*STREAM)], reads=[message("Hello")])
    async with serving(handler) as (client, _), client.v2.chats.resume(CHAT_ID) as stream:
        assert await texts(stream) == ["Hel", "lo"]
        assert (await stream.final()).title == "Hello"
    assert handler.received == ["resume", "read"]


@pytest.mark.parametrize("resume", [*NO_STREAM.values(), streamed(chat()), streamed()])
async def test_a_user_resumes_a_finished_message(resume: Script) -> None:
    handler = ChatServer(resumes=[resume], reads=[message("Hello")])
    async with serving(handler) as (client, _), client.v2.chats.resume(CHAT_ID) as stream:
        assert await texts(stream) == ["Hello"]
        assert (await stream.final()).finish_reason == "stop"
    assert handler.received == ["resume", "newest"]


@pytest.mark.parametrize("found", [None, refusal(404)], ids=["no reply", "no chat"])
async def test_a_user_cannot_join_a_chat_without_a_reply(found: Any) -> None:
    handler = ChatServer(resumes=[refusal(404)], reads=[found])
    async with serving(handler) as (client, _):
        with pytest.raises(NotFoundError):
            await client.v2.chats.resume(CHAT_ID).__aenter__()
    assert handler.received == ["resume", "newest"]


@pytest.mark.parametrize(("resume", "kind"), [(refusal(500), ServerError), ([json_response({})], ResponseDecodeError)])
async def test_a_failed_resume_raises_on_entering(resume: Script, kind: type[V0Error]) -> None:
    async with serving(ChatServer(resumes=[resume])) as (client, _):
        with pytest.raises(kind) as caught:
            await client.v2.chats.resume(CHAT_ID).__aenter__()
    assert not caught.value.may_have_been_processed


async def test_a_message_without_a_stream_is_polled(waits: list[float]) -> None:
    handler = ChatServer(resumes=[refusal(404)], reads=[message("Hel", finish=None), message("Hello")])
    async with serving(handler) as (client, _), client.v2.chats.resume(CHAT_ID) as stream:
        assert stream.text == "Hel"
        assert await texts(stream) == ["Hello"]
    assert handler.received == ["resume", "newest", "read"] and len(waits) == 1


# ------------------------------------------------------------------ cursors


async def cursor_after(client: V0Client, pieces: int) -> dict[str, Any]:
    async with client.v2.chats.stream(message="Hi") as stream:
        deltas = stream.text_deltas()
        for _ in range(pieces):
            await anext(deltas)
        return stream.cursor


@pytest.mark.parametrize(
    "resume", [streamed(*STREAM), streamed(chat()), refusal(404)], ids=["running", "finished", "gone"]
)
@pytest.mark.parametrize("pieces", [1, 2])
async def test_another_process_continues_at_the_cursor(resume: Script, pieces: int) -> None:
    handler = ChatServer(streamed(*STREAM), [resume], [message("Hello, you")])
    async with serving(handler) as (client, _):
        cursor = await cursor_after(client, pieces)
        async with client.v2.chats.resume(CHAT_ID, cursor=cursor) as stream:
            assert "".join(await texts(stream)) == "Hello, you"[len("Hel") if pieces == 1 else len("Hello") :]
            assert not (await stream.final()).rewritten


async def test_a_cursor_counts_only_text_that_the_reader_has() -> None:
    """One event may bring text to several parts: the cursor counts only the pieces that the reader has."""
    replay = streamed(chat(), delta([[{"type": "text", "text": text} for text in ("One", "Two", "Three")]]), chat())
    parts = [{"type": "text", "text": text} for text in ("One", "Two", "Three")]
    server = ChatServer(resumes=[replay] * 4, reads=[{**message("One"), "parts": parts}])
    async with serving(server) as (client, _):
        pieces, cursor = list[str](), None
        for _ in range(3):
            async with client.v2.chats.resume(CHAT_ID, cursor=cursor) as stream:
                pieces.append(await anext(stream.text_deltas()))
                cursor = stream.cursor
        async with client.v2.chats.resume(CHAT_ID, cursor=cursor) as stream:
            assert [text async for text in stream.text_deltas()] == []
    assert pieces == ["One", "\n\nTwo", "\n\nThree"]


async def test_a_cursor_survives_a_process_that_read_nothing() -> None:
    handler = ChatServer(streamed(*STREAM), [streamed(OPENING, new_text(0, "H"), end=STALL), streamed(*STREAM)])
    handler.reads = [message("Hello")]
    async with serving(handler) as (client, _):
        cursor = await cursor_after(client, 1)
        async with client.v2.chats.resume(CHAT_ID, cursor=cursor) as stream:
            await anext(stream)
            await anext(stream)
            assert stream.cursor == cursor
            cursor = stream.cursor
        async with client.v2.chats.resume(CHAT_ID, cursor=cursor) as stream:
            assert await texts(stream) == ["lo"]
            assert not (await stream.final()).rewritten


async def test_text_rewritten_before_or_after_the_cursor_is_reported() -> None:
    rewriting = delta({"0": {"text": ["Hel", "Howdy"]}})
    sent = [OPENING, new_text(0, "Hel"), rewriting, more_text(0, "!"), chat()]
    for until in (2, 3):
        handler = ChatServer(streamed(*sent[:until], end=STALL), [streamed(*sent)], [message("Howdy!")])
        async with serving(handler) as (client, _):
            async with client.v2.chats.stream(message="Hi") as stream:
                await anext(stream.text_deltas())
                if until == 3:
                    await anext(stream)
                cursor = stream.cursor
            async with client.v2.chats.resume(CHAT_ID, cursor=cursor) as stream:
                assert await texts(stream) == []
                result = await stream.final()
        assert (result.text, result.rewritten) == ("Howdy!", True)


async def test_a_newer_turn_is_not_mistaken_for_that_of_the_cursor() -> None:
    newer = [chat(), *(event | {"id": "msg_2"} for event in (new_text(0, "Another"), usage())), chat()]
    handler = ChatServer(streamed(*STREAM), [streamed(*newer)], [message("Hello")])
    async with serving(handler) as (client, server):
        cursor = await cursor_after(client, 1)
        async with client.v2.chats.resume(CHAT_ID, cursor=cursor) as stream:
            assert await texts(stream) == ["lo"]
            assert (await stream.final()).message_id == MESSAGE_ID
    assert server.requests[-1].path == f"/v2/chats/{CHAT_ID}/messages/{MESSAGE_ID}"


async def test_there_is_no_cursor_before_the_chat_is_known() -> None:
    async with serving(ChatServer()) as (client, _):
        with pytest.raises(V0Error, match="before the chat's id is known"):
            _ = client.v2.chats.stream(message="Hi").cursor


MARKS = [[0, ""]]
MALFORMED_MARKS: list[Any] = [[], {}, "x", [1], [[1]], [[-1, ""]], [[True, ""]], [[1.0, ""]], [[0, None]]]


@pytest.mark.parametrize(
    "cursor",
    [
        {},
        {"chat_id": "other", "message_id": None, "text": MARKS},
        {"chat_id": 7, "message_id": None, "text": MARKS},
        {"chat_id": CHAT_ID, "message_id": None},
        {"chat_id": CHAT_ID, "message_id": 7, "text": MARKS},
        {"chat_id": CHAT_ID, "message_id": "", "text": MARKS},
        *({"chat_id": CHAT_ID, "message_id": None, "text": marks} for marks in MALFORMED_MARKS),
        "cursor",
        [1],
        7,
    ],
)
async def test_a_malformed_cursor_is_refused_before_the_network(cursor: Any) -> None:
    handler = ChatServer()
    async with serving(handler) as (client, _):
        with pytest.raises(InvalidRequestError) as caught:
            client.v2.chats.resume(CHAT_ID, cursor=cursor)
    assert caught.value.field == "cursor"


# ------------------------------------------------------------------ leaving early


async def leave_by_break(stream: ChatStream[Any]) -> None:
    async for _ in stream:
        break


async def leave_by_error(stream: ChatStream[Any]) -> None:
    async for _ in stream.text_deltas():
        raise LookupError


async def leave_by_deadline(stream: ChatStream[Any]) -> None:
    with anyio.move_on_after(0.1):
        await stream.final()


async def leave_cancelled(stream: ChatStream[Any]) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(texts, stream)
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()


LEAVING = [leave_by_break, leave_by_error, leave_by_deadline, leave_cancelled]
UNFINISHED = {
    "between events": streamed(*STREAM[:3], end=STALL),
    "inside an event": [chunked_head() + chunk(sse(*STREAM[:3]) + b"data: {"), STALL],
    "with more to read": [chunked_head(), chunk(sse(*STREAM[:3])), *200 * [chunk(sse(more_text(0, "x" * 500)))], STALL],
}


@pytest.mark.transports
@pytest.mark.parametrize("script", UNFINISHED.values(), ids=UNFINISHED)
@pytest.mark.parametrize("leave", LEAVING)
async def test_leaving_early_leaves_nothing_behind(leave: Callable[[Any], Any], script: Script) -> None:
    handler = ChatServer(script)
    async with serving(handler) as (client, server):
        try:
            async with client.v2.chats.stream(message="Hi") as stream:
                await leave(stream)
        except LookupError:
            pass
        await server.all_closed()
        gc.collect()  # anything left open warns when it is collected, and warnings are errors
    assert handler.received == ["create"]


@pytest.mark.parametrize("where", ["head", "body", "resume", "read"])
async def test_a_deadline_holds_wherever_it_falls(where: str, waits: list[float]) -> None:
    handler = ChatServer([STALL] if where == "head" else streamed(*STREAM[:2], end=STALL if where == "body" else CLOSE))
    handler.resumes = [[STALL] if where == "resume" else streamed(*STREAM)]
    handler.reads = [[STALL]]
    async with serving(handler) as (client, server):
        with anyio.move_on_after(0.2) as scope:
            async with client.v2.chats.stream(message="Hi") as stream:
                await stream.final()
        assert scope.cancelled_caught
        await server.all_closed()
        gc.collect()
    assert not waits


async def test_a_reader_can_continue_after_a_cancellation(waits: list[float]) -> None:
    handler = ChatServer(streamed(*STREAM[:2], end=STALL), [streamed(*STREAM)], [message("Hello")])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        deltas = stream.text_deltas()
        assert await anext(deltas) == "Hel"
        with anyio.move_on_after(0.05):
            await anext(deltas)
        assert [piece async for piece in deltas] == ["lo"]
    assert not waits


# ------------------------------------------------------------------ records for an observer


@pytest.mark.parametrize(
    ("create", "outcome", "events_read"),
    [
        (streamed(*STREAM), "completed", 5),
        (streamed(*STREAM[:2], end=STALL), "closed", 2),
        (streamed(*STREAM[:2]), "StreamIncompleteError", 2),
        (streamed(OPENING, {"object": "error"}), "StreamError", 2),
    ],
    ids=["completed", "closed", "interrupted", "error"],
)
async def test_an_observer_learns_how_a_stream_ended(create: Script, outcome: str, events_read: int) -> None:
    records: list[Any] = []
    async with RawServer(ChatServer(create, [refusal(403)])) as server:
        options: dict[str, Any] = {"base_url": server.base_url, "observer": records.append}
        async with V0Client("key", **options) as client, client.v2.chats.stream(message="Hi") as stream:
            with suppress(V0Error):
                for _ in range(events_read if outcome == "closed" else 9):
                    await anext(stream, None)
    started, *_, ended = [record for record in records if isinstance(record, StreamStarted | StreamEnded)]
    assert isinstance(started, StreamStarted) and isinstance(ended, StreamEnded)
    assert (ended.outcome, ended.events, ended.chat_id) == (outcome, events_read, CHAT_ID)
    assert started.seconds <= ended.seconds
