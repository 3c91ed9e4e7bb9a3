"""Streams and relays read by synchronous code."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from tests.support.raw_server import LAST_CHUNK, RESET, STALL, RawServer, always, chunk, chunked_head
from tests.support.stream_scripts import (
    CHAT_ID,
    MESSAGE_ID,
    ChatServer,
    chat,
    message,
    more_text,
    new_text,
    sse,
    streamed,
    usage,
)
from v0_client import (
    AuthenticationError,
    InvalidRequestError,
    NotFoundError,
    Relay,
    Resumed,
    SyncRelay,
    SyncV0Client,
    V0Client,
    V0Error,
    models,
)
from v0_client.sandbox import Sandbox

TURN = [chat(title="New"), new_text(0, "Hel"), more_text(0, "lo"), usage(), chat(title="Hello")]


@contextmanager
def serving(handler: Any) -> Iterator[tuple[SyncV0Client, RawServer]]:
    """A client of the handler's server; checks at the end that no connection is left open."""
    with RawServer(handler) as server:
        with SyncV0Client("key", base_url=server.base_url, max_retries=0) as client:
            yield client, server
        server.wait_closed()


# ------------------------------------------------------------------ reading


def test_the_state_is_that_of_the_last_event_though_all_arrived_at_once() -> None:
    with (
        serving(ChatServer(create=streamed(*TURN), reads=[message("Hello")])) as (client, _),
        client.v2.chats.stream(message="hi") as stream,
    ):
        assert stream.chat is None and stream.last_event is None and stream.chat_id is None
        seen = [(type(event).__name__, stream.text, stream.title, stream.message_id) for event in stream]
        assert seen == [
            ("ChatStateEvent", "", "New", None),
            ("MessagePartsChunkEvent", "Hel", "New", MESSAGE_ID),
            ("MessagePartsChunkEvent", "Hello", "New", MESSAGE_ID),
            ("MessageUsageEvent", "Hello", "New", MESSAGE_ID),
            ("ChatStateEvent", "Hello", "Hello", MESSAGE_ID),
        ]
        assert isinstance(stream.chat, models.Chat) and isinstance(stream.usage, models.Usage)
        assert stream.raw_parts == [{"type": "text", "text": "Hello"}] and len(stream.parts) == 1
        assert stream.cursor["chat_id"] == stream.chat_id == CHAT_ID and not stream.is_replaying
        assert next(stream, None) is None
        assert stream.final().text == "Hello"


def test_ways_to_read_may_be_mixed() -> None:
    with (
        serving(ChatServer(create=streamed(*TURN), reads=[message("Hello")])) as (client, _),
        client.v2.chats.stream(message="hi") as stream,
    ):
        texts = stream.text_deltas()
        assert isinstance(next(stream), models.ChatStateEvent)
        assert next(texts) == "Hel"
        assert stream.final().text == "Hello"
        assert list(texts) == ["lo"]


def test_text_that_has_arrived_does_not_wait_for_more() -> None:
    with (
        serving(always(chunked_head(), chunk(sse(*TURN[:3])), STALL)) as (client, _),
        client.v2.chats.stream(message="hi") as stream,
    ):
        texts = stream.text_deltas()
        assert [next(texts), next(texts)] == ["Hel", "lo"]


def test_an_interrupted_stream_is_resumed() -> None:
    handler = ChatServer(create=streamed(*TURN[:2], end=RESET), resumes=[streamed(*TURN)], reads=[message("Hello")])
    with serving(handler) as (client, _), client.v2.chats.stream(message="hi") as stream:
        events = list(stream)
        assert [event.attempt for event in events if isinstance(event, Resumed)] == [1]
        assert stream.final().text == "Hello"
    assert handler.received == ["create", "resume", "read"]


def test_a_stream_of_version_1(client: SyncV0Client) -> None:
    with client.v1.chats.stream(message="A bakery") as stream:
        assert type(next(stream)).__name__ == "V1ChatEvent"
        finished = stream.final()
        assert stream.chat is not None and finished.id == stream.chat_id
        assert (stream.title, stream.name) == (finished.title, finished.name)
        assert stream.message_id and stream.content is not None
    with client.v1.chats.resume(finished.id, stream.message_id) as resumed:
        assert resumed.final().id == finished.id


def test_stop_ends_the_generation_while_another_thread_reads(sandbox: Sandbox) -> None:
    with (
        SyncV0Client(sandbox.api_key, base_url=sandbox.base_url) as client,
        ThreadPoolExecutor(1) as pool,
        client.v2.chats.stream(message="A bakery sandbox:event_delay=1") as stream,
    ):
        next(stream)
        reading = pool.submit(stream.final)
        stream.stop()
        assert reading.result(20).finish_reason is not None
    assert sandbox.requests.filter("stop_message_v2")


# ------------------------------------------------------------------ misuse


def test_a_stream_is_entered_once_and_before_it_is_read() -> None:
    with serving(ChatServer(create=streamed(*TURN), reads=[message("Hello")])) as (client, _):
        stream = client.v2.chats.stream(message="hi")
        for read in (lambda: next(stream), lambda: next(stream.text_deltas()), stream.final, stream.stop):
            with pytest.raises(V0Error, match=r"enter it first, with `with \.\.\. as stream`"):
                read()
        stream.close()  # nothing to close
        with stream:
            pass
        with pytest.raises(V0Error, match="it is closed"):
            next(stream)
        with pytest.raises(V0Error, match="can be entered once"), stream:
            pass


def test_a_second_reader_and_a_stream_closed_while_it_is_read() -> None:
    with (
        serving(always(chunked_head() + chunk(sse(*TURN[:1])), STALL)) as (client, _),
        ThreadPoolExecutor(1) as pool,
        client.v2.chats.stream(message="hi") as stream,
    ):
        next(stream)
        began = threading.Event()

        def read() -> object:
            began.set()
            return stream.final()

        reading = pool.submit(read)
        assert began.wait(20)
        while stream._reader.acquire(blocking=False):  # until the other thread reads
            stream._reader.release()
        for read_too in (lambda: next(stream), lambda: next(stream.text_deltas()), stream.final):
            with pytest.raises(V0Error, match="has one reader at a time"):
                read_too()
        stream.close()
        with pytest.raises(V0Error, match="closed while it was being read"):
            reading.result(20)


def test_a_refused_request_is_raised_on_entering(sandbox: Sandbox) -> None:
    wrong = SyncV0Client("wrong", base_url=sandbox.base_url)
    with wrong, pytest.raises(AuthenticationError), wrong.v2.chats.stream(message="hi"):
        pass
    with SyncV0Client(sandbox.api_key, base_url=sandbox.base_url) as client:
        with pytest.raises(NotFoundError), client.v2.chats.resume("nothing"):
            pass
        with pytest.raises(InvalidRequestError, match=r"client\.v2\.chats\.stream: message"):
            client.v2.chats.stream(message="")


# ------------------------------------------------------------------ streams that are left


@pytest.mark.parametrize("left", ["left", "dropped", "client closed"])
def test_a_stream_that_is_left_closes_its_connection(left: str) -> None:
    with RawServer(always(chunked_head() + chunk(sse(*TURN[:1])), STALL)) as server:
        client = SyncV0Client("key", base_url=server.base_url)
        stream = client.v2.chats.stream(message="hi").__enter__()
        next(stream)
        match left:
            case "left":
                stream.__exit__(None, None, None)
            case "dropped":
                del stream
                gc.collect()
            case _:
                client.close()
                stream.close()
        server.wait_closed()
        client.close()


# ------------------------------------------------------------------ relays


@pytest.mark.parametrize("options", [{}, {"snapshots": True}, {"protocol": "v0-react"}])
def test_a_relay_sends_what_the_asynchronous_one_sends(options: dict[str, Any]) -> None:
    async def expected(base_url: str) -> list[bytes]:
        async with V0Client("key", base_url=base_url) as client:
            return [piece async for piece in Relay(client.v2.chats.stream(message="hi"), **options)]

    with serving(ChatServer(create=streamed(*TURN), reads=[message("Hello")])) as (client, server):
        relay = SyncRelay(client.v2.chats.stream(message="hi"), **options)
        assert list(relay.open()) == asyncio.run(expected(server.base_url))
        assert relay.stream.chat_id == CHAT_ID
        assert (relay.media_type, relay.headers) == (Relay.media_type, Relay.headers)


@pytest.mark.parametrize("left", ["before it begins", "in the middle", "dropped"])
def test_a_relay_that_is_left_closes_the_upstream_connection(left: str) -> None:
    with serving(always(chunked_head(), chunk(sse(*TURN[:2])), STALL)) as (client, server):
        relay = SyncRelay(client.v2.chats.stream(message="hi")).open()
        if left != "before it begins":
            assert next(iter(relay)).startswith(b'data: {"object":"chat"')
        if left == "dropped":
            del relay
            gc.collect()
        else:
            relay.close()
            relay.close()
            assert list(relay) == []
        server.wait_closed()


def test_a_relay_reports_a_failure_before_and_as_an_event() -> None:
    with serving(always(chunked_head(), LAST_CHUNK)) as (client, _):
        pieces = list(SyncRelay(client.v2.chats.stream(message="hi")))
        assert len(pieces) == 1 and b'"object":"error"' in pieces[0]
    refusing = serving(always(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n"))
    with refusing as (client, _), pytest.raises(AuthenticationError):
        SyncRelay(client.v2.chats.stream(message="hi")).open()


def test_the_asynchronous_relay_points_to_this_one() -> None:
    client = SyncV0Client("key")
    with pytest.raises(InvalidRequestError, match="passed on by SyncRelay"):
        Relay(client.v2.chats.stream(message="hi"))  # type: ignore[arg-type]  # not asynchronous, on purpose
