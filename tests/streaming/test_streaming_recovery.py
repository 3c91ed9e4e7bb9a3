"""What a stream keeps, and how soon it ends, when recovering fails in unusual ways."""

from __future__ import annotations

from collections.abc import Iterator

import anyio
import pytest

from tests.support.raw_server import Do
from tests.support.stream_scripts import (
    CHAT_ID,
    ChatServer,
    chat,
    message,
    more_text,
    new_text,
    serving,
    streamed,
    usage,
)
from v0_client import StreamError, StreamIncompleteError, V0Error
from v0_client._streaming import chat_stream
from v0_client._streaming.chat_stream import _Attempts

BEGINNING = [chat(), new_text(0, "Hel"), more_text(0, "lo")]
COMPLETE = [*BEGINNING, usage(), chat()]
CLOSE = Do.CLOSE

pytestmark = pytest.mark.anyio


async def test_a_key_that_cannot_be_had_during_resume_keeps_what_arrived() -> None:
    keys: Iterator[str] = iter(["key-1"])

    def next_key() -> str:
        try:
            return next(keys)
        except StopIteration:
            raise KeyError("vault is sealed") from None

    handler = ChatServer(streamed(*BEGINNING, end=CLOSE))
    async with serving(handler, api_key=next_key) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        with pytest.raises(StreamIncompleteError, match="KeyError: 'vault is sealed'") as caught:
            await stream.final()
    assert caught.value.chat_id == CHAT_ID and caught.value.may_have_been_processed
    assert caught.value.result is not None and caught.value.result.text == "Hello"
    assert caught.value.__cause__ is None and caught.value.__context__ is None


async def test_a_client_closed_during_a_stream_keeps_what_arrived() -> None:
    handler = ChatServer(streamed(*BEGINNING, end=CLOSE))
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        await anext(stream)
        await client.aclose()
        with pytest.raises(StreamIncompleteError, match="client is closed") as caught:
            await stream.final()
    assert caught.value.chat_id == CHAT_ID and caught.value.result is not None


async def test_closing_ends_a_reader_that_waits_between_two_resumes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_stream, "MIN_RESUME_INTERVAL", 3600.0)  # the reader waits until it is closed
    handler = ChatServer(streamed(*BEGINNING, end=CLOSE), [streamed(*BEGINNING, end=CLOSE)], [message(finish=None)])
    errors: list[V0Error] = []
    async with serving(handler) as (client, server), client.v2.chats.stream(message="Hi") as stream:

        async def read() -> None:
            with pytest.raises(V0Error, match="the stream was closed") as caught:
                await stream.final()
            errors.append(caught.value)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(read)
            await server.received(3)
            await stream.aclose()  # while the reader waits, or is about to
    assert len(errors) == 1 and handler.asked == ["create", "resume", "read"]


async def test_the_read_of_final_has_the_last_word() -> None:
    unfinished, finished = message("Hello", finish=None), message("Hello there")
    replay = streamed(*BEGINNING, more_text(0, " there"), usage(), chat())
    handler = ChatServer(streamed(*COMPLETE), [replay], [unfinished, finished])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        result = await stream.final()
    assert (result.text, result.finish_reason) == ("Hello there", "stop")
    assert handler.asked == ["create", "read", "resume", "read"]


async def test_the_message_as_read_wins_over_the_stream() -> None:
    handler = ChatServer(streamed(*COMPLETE), reads=[message("Howdy")])
    async with serving(handler) as (client, _), client.v2.chats.stream(message="Hi") as stream:
        pieces = [piece async for piece in stream.text_deltas()]
        result = await stream.final()
    assert "".join(pieces) == "Hello"
    assert (result.text, result.rewritten) == ("Howdy", True)
    assert [part.to_dict()["text"] for part in result.parts] == ["Howdy"]


async def test_a_stream_left_before_its_message_is_finished_is_incomplete() -> None:
    handler = ChatServer(streamed(*COMPLETE), reads=[message("Hello", finish=None)])
    async with serving(handler) as (client, _):
        async with client.v2.chats.stream(message="Hi") as stream:
            await stream.final(verify=False)
        with pytest.raises(StreamIncompleteError, match="the stream is closed"):
            await stream.final()


@pytest.mark.parametrize("echo", ["bad key s3cret-key", "bad key s3cret\\u002dkey"])
async def test_an_error_event_never_carries_the_key(echo: str) -> None:
    raw = f'data: {{"object": "error", "id": "msg_1", "message": "{echo}", "code": "s3cret-key"}}\n\n'
    handler = ChatServer(streamed(*BEGINNING, raw))
    async with serving(handler, api_key="s3cret-key") as (client, _), client.v2.chats.stream(message="Hi") as stream:
        with pytest.raises(StreamError, match="bad key") as caught:
            await stream.final()
    assert "s3cret-key" not in f"{caught.value}{caught.value.code}{stream.last_event}"


def test_resumes_back_off_and_never_follow_each_other_too_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(chat_stream.time, "monotonic", lambda: now)
    monkeypatch.setattr(chat_stream, "MIN_RESUME_INTERVAL", 0.25)
    monkeypatch.setattr(chat_stream.random, "uniform", lambda *_: 1.0)
    attempts = _Attempts()
    assert attempts.next_resume(0.0) == 0.0  # the first at once
    attempts.resumes = 0  # there was progress
    assert attempts.next_resume(0.0) == 0.25
    now += 0.25
    attempts.resumes = 0
    now += 10.0
    assert attempts.next_resume(0.0) == 0.0  # long after the last one
    assert [attempts.next_resume(0.0) for _ in range(4)] == [0.5, 1.0, 2.0, 4.0]
    assert attempts.next_resume(30.0) == 30.0  # the server asked for more
