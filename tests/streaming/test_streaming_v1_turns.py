"""Version 1 streams of a chat with earlier turns: a sent message, a resolved task, a resumed message.

Such a chat shows finished replies of earlier turns from the start; none of them may be mistaken for this turn's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pytest

from tests.support.raw_server import (
    CLOSE,
    LAST_CHUNK,
    STALL,
    Action,
    RawServer,
    Request,
    chunk,
    chunked_head,
    head,
    json_response,
)
from v0_client import (
    ChatStreamV1,
    GenerationFailedError,
    InvalidRequestError,
    NotFoundError,
    Poll,
    StreamIncompleteError,
    V0Client,
    models,
)

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _polls_without_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("v0_client._streaming.chat_stream_v1.Poll", partial(Poll, interval=0.001, max_interval=0.001))


def reply(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"msg_{number}", "role": "assistant", "content": "", **more}


def chat(*replies: dict[str, Any]) -> dict[str, Any]:
    return {"object": "chat", "id": "chat_1", "messages": [{"id": "msg_0", "role": "user"}, *replies]}


EARLIER = reply(1, finishReason="stop")
BEFORE, OPENING = chat(EARLIER), chat(EARLIER, reply(2))
CONTENT = [[0, [["p", {}, "Blue"]]]]
AFTER = chat(EARLIER, reply(2, finishReason="stop", experimental_content=CONTENT))
CHUNK = {"object": "message.experimental_content.chunk", "id": "msg_2", "delta": {"_t": "a", "0": [CONTENT[0]]}}


def sse(*events: Any) -> bytes:
    return b"".join(b"data: " + (e if isinstance(e, bytes) else json.dumps(e).encode()) + b"\n\n" for e in events)


def streamed(*events: Any, end: Action = LAST_CHUNK) -> list[Action]:
    return [chunked_head() + chunk(sse(*events)), end]


class Server:
    """Responds to the one request that opens a stream, then to reads of the chat; the last response repeats."""

    def __init__(self, opening: Iterable[Action], *reads: dict[str, Any] | int) -> None:
        self.opening: Iterable[Action] | None = opening
        self.reads = list(reads)

    def __call__(self, request: Request) -> Iterable[Action]:
        if request.method == "POST":
            opening, self.opening = self.opening, None
            assert opening is not None, "the stream was opened twice"
            return opening
        assert self.reads, "the chat was read"
        read = self.reads.pop(0) if len(self.reads) > 1 else self.reads[0]
        return [json_response({}, read) if isinstance(read, int) else json_response(read)]


Opener = Callable[[V0Client], ChatStreamV1[models.V1ChatStreamEvent]]
TASK = models.PlanExitResponseTask(status="approved", content="Go.")
SENDS: dict[str, Opener] = {
    "send": lambda client: client.v1.chats.send_stream("chat_1", message="Make it blue"),
    "resolve": lambda client: client.v1.chats.resolve_stream("chat_1", task=TASK),
}
OPENERS: dict[str, Opener] = {**SENDS, "resume": lambda client: client.v1.chats.resume("chat_1", "msg_2")}
each_send = pytest.mark.parametrize("opener", SENDS.values(), ids=SENDS)
each = pytest.mark.parametrize("opener", OPENERS.values(), ids=OPENERS)


async def final_of(opener: Opener, server: Server) -> ChatStreamV1[models.V1ChatStreamEvent]:
    """The stream at its end; checks that it returned the chat with this turn's reply."""
    async with RawServer(server) as running:
        async with V0Client("key", base_url=running.base_url, max_retries=0) as client, opener(client) as stream:
            final = await stream.final()
        await running.all_closed()
    assert final.messages
    assert (final.messages[-1].id, final.messages[-1].finish_reason) == ("msg_2", "stop")
    assert stream.message_id == "msg_2"
    return stream


@each
@pytest.mark.parametrize(
    "events",
    [
        [OPENING, CHUNK, AFTER],
        [BEFORE, CHUNK, AFTER],
        [BEFORE, {"object": "chat.title", "delta": "Blue"}, AFTER],
        [CHUNK, AFTER],
        [OPENING, AFTER],
    ],
    ids=["pending reply sent", "chunks name the reply", "closing chat names the reply", "chunks first", "no chunks"],
)
async def test_only_this_turns_reply_ends_it(opener: Opener, events: list[Any]) -> None:
    stream = await final_of(opener, Server(streamed(*events, end=STALL)))
    assert stream.chat_id == "chat_1"


@each
@pytest.mark.parametrize("end", [b"[DONE]", {"type": "done"}], ids=["[DONE]", "done"])
async def test_a_done_event_ends_it_and_the_chat_is_read(opener: Opener, end: Any) -> None:
    await final_of(opener, Server(streamed(OPENING, CHUNK, end, end=STALL), AFTER))


@each
@pytest.mark.parametrize("end", [LAST_CHUNK, CLOSE], ids=["body ended", "disconnected"])
async def test_after_an_interruption_the_chat_is_polled_for_this_turns_reply(opener: Opener, end: Action) -> None:
    stream = await final_of(opener, Server(streamed(OPENING, CHUNK, end=end), BEFORE, OPENING, AFTER))
    assert stream.content == CONTENT


@each_send
@pytest.mark.parametrize("events", [[], [BEFORE]], ids=["nothing", "the unchanged chat"])
async def test_an_interruption_before_the_reply_is_known_raises(opener: Opener, events: list[Any]) -> None:
    async with RawServer(Server(streamed(*events, end=CLOSE))) as running:
        async with V0Client("key", base_url=running.base_url) as client, opener(client) as stream:
            with pytest.raises(StreamIncompleteError, match=r"look for it with client\.v1\.chats\.get") as caught:
                await stream.final()
        await running.all_closed()
    assert (caught.value.chat_id, caught.value.may_have_been_processed) == ("chat_1", True)


async def test_an_interruption_of_a_resumed_stream_costs_nothing() -> None:
    failed = chat(EARLIER, reply(2, finishReason="error"))
    async with (
        RawServer(Server(streamed(OPENING, end=CLOSE), failed)) as running,
        V0Client("key", base_url=running.base_url) as client,
        OPENERS["resume"](client) as stream,
    ):
        with pytest.raises(GenerationFailedError) as caught:
            await stream.final()
    assert not caught.value.may_have_been_processed


@pytest.mark.parametrize("gone", [json_response({}, 404), head(204)], ids=["404", "204"])
async def test_resuming_a_finished_message_returns_it(gone: bytes) -> None:
    await final_of(OPENERS["resume"], Server([gone], AFTER, AFTER))


@pytest.mark.parametrize("read", [BEFORE, 404], ids=["no such message", "no such chat"])
async def test_resuming_a_missing_message_raises_not_found(read: dict[str, Any] | int) -> None:
    async with RawServer(Server([json_response({}, 404)], read)) as running:
        async with V0Client("key", base_url=running.base_url) as client:
            with pytest.raises(NotFoundError) as caught:
                async with OPENERS["resume"](client):
                    pytest.fail("entered")
        await running.all_closed()
    assert caught.value.chat_id == "chat_1"


async def test_the_response_mode_cannot_be_chosen() -> None:
    async with V0Client("key") as client:
        for refused in (
            lambda: client.v1.chats.send_stream("c", message="Hi", response_mode="sync"),
            lambda: client.v1.chats.resolve_stream("c", task=TASK, response_mode="sync"),
        ):
            with pytest.raises(InvalidRequestError) as caught:
                refused()
            assert caught.value.field == "response_mode"
