"""A stream interrupted at every byte: its text is complete all the same, and nothing is sent twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import Any

import pytest
from attrs import field, frozen

from tests.support.raw_server import CLOSE, LAST_CHUNK, chunk, chunked_head, json_response, response
from tests.support.stream_scripts import (
    CHAT_ID,
    USAGE,
    ChatServer,
    Script,
    chat,
    delta,
    message,
    more_text,
    new_part,
    serving,
    sse,
    streamed,
    usage,
    waits,
)
from v0_client import APIConnectionError, StreamIncompleteError, V0Client

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("waits")]

__all__ = ["waits"]

FIRST = "Grüße, \U0001f30d! Eine Seite."
SECOND = "Готово: три файла \U0001f389."
BASH = {"type": "bash", "command": "ls", "output": "a\nb"}
PARTS = [
    {"type": "thinking", "text": "Hm…"},
    {"type": "text", "text": FIRST},
    BASH,
    {"type": "text", "text": SECOND},
]
BODY = sse(
    ": hello\n\n",
    chat(title="…"),
    new_part(0, type="bash", command="ls"),
    delta({"_t": "a", "0": [PARTS[0]], "2": [{"type": "text", "text": ""}]}),
    more_text(2, FIRST[:7]),
    delta({"2": {"text": [FIRST[:7], FIRST[:9]]}, "_t": "a"}),
    delta({"_t": "a", "_1": ["", 2, 3], "2": {"output": [BASH["output"]]}}),
    more_text(1, FIRST[9:]),
    {"object": "chat.title", "id": CHAT_ID, "delta": "Три файла"},
    delta({"_t": "a", "3": [{"type": "text", "text": SECOND[:3]}]}),
    more_text(3, SECOND[3:]),
    usage(),
    chat(title="Три файла"),
)
OPENED = BODY.index(b"\n\n", BODY.index(b"data:")) + 2  # bytes up to and with the opening event
TEXT = f"{FIRST}\n\n{SECOND}"
FINISHED = message(parts=PARTS)
UNFINISHED = message(FIRST[:3], finish=None)


def interrupted_at(at: int) -> Script:
    """The stream up to a byte; then the connection ends, or only the body does."""
    return [chunked_head() + (chunk(BODY[:at]) if at else b""), CLOSE if at % 2 else LAST_CHUNK]


def in_other_chunks(seed: int) -> Script:
    bounds = sorted(Random(seed).sample(range(1, len(BODY)), 12))
    chunks = [BODY[start:end] for start, end in zip([0, *bounds], [*bounds, len(BODY)], strict=True)]
    return [chunked_head(), *map(chunk, chunks), LAST_CHUNK]


@frozen
class Mode:
    """How the server behaves after the interruption.

    Attributes:
        resumes: The responses to resumes, given the byte of the interruption.
        reads: The messages that reads find, in turn.
        streams: Whether a resume returns a stream.
    """

    resumes: Callable[[int], list[Script]]
    reads: list[dict[str, Any]] = field(factory=lambda: [FINISHED])
    streams: bool = True


MODES = {
    "same replay": Mode(lambda _: [streamed(BODY)]),
    "replay in other chunks": Mode(lambda at: [in_other_chunks(at)]),
    "closing event only": Mode(lambda _: [streamed(chat(title="Три файла"))]),
    "nothing to resume, 404": Mode(
        lambda _: [[json_response({"message": "no stream"}, 404)]], [UNFINISHED, UNFINISHED, FINISHED], streams=False
    ),
    "nothing to resume, 204": Mode(lambda _: [[response(status=204)]], streams=False),
    "interrupted replay": Mode(
        lambda at: [interrupted_at(Random(at).randrange(len(BODY))), streamed(BODY)], [UNFINISHED, FINISHED]
    ),
}
THOROUGH = ("same replay", "interrupted replay")


async def consume(client: V0Client, at: int, mode: Mode, handler: ChatServer) -> None:
    """Interrupt one stream at a byte and compare what the consumer saw with what it should have seen."""
    is_complete = at == len(BODY)
    handler.create, handler.resumes, handler.received = interrupted_at(at), mode.resumes(at), []
    handler.reads = [FINISHED] if is_complete else [*mode.reads]
    pieces: list[str] = []
    async with client.v2.chats.stream(message="Three files, please") as stream:
        if at < OPENED:
            with pytest.raises(StreamIncompleteError) as caught:
                await stream.final()
            assert caught.value.may_have_been_processed and caught.value.chat_id is None
            assert handler.received == ["create"]
            return
        async for piece in stream.text_deltas():
            pieces.append(piece)
            assert TEXT.startswith("".join(pieces))
        result = await stream.final()
    assert "".join(pieces) == result.text == TEXT
    assert not result.rewritten
    assert [part.to_dict() for part in result.parts] == PARTS
    assert result.finish_reason == "stop"
    assert result.title == "Три файла" or not (mode.streams or is_complete)  # a message that is read has no title
    assert result.usage is not None and result.usage.to_dict() == USAGE
    creations, resumes = handler.received.count("create"), handler.received.count("resume")
    assert (creations, resumes) == (1, 0 if is_complete else len(mode.resumes(at)))
    assert len(handler.received) - creations - resumes == (1 if is_complete else len(mode.reads))


async def interrupt(places: Iterable[int], name: str) -> None:
    handler = ChatServer()
    async with serving(handler) as (client, _):
        for at in places:
            try:
                await consume(client, at, MODES[name], handler)
            except BaseException as error:
                error.add_note(f"interrupted at byte {at} of {len(BODY)}, then: {name}")
                raise


@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("name", THOROUGH)
async def test_an_interruption_at_any_byte_loses_nothing(name: str, quarter: int) -> None:
    await interrupt(range(quarter, len(BODY) + 1, 4), name)


@pytest.mark.transports
@pytest.mark.parametrize("name", MODES)
async def test_an_interruption_loses_nothing_whatever_the_resume_returns(name: str, anyio_backend: str) -> None:
    # The last byte of each line and a sample of others: every byte is covered above.
    ends = [at for at in range(1, len(BODY)) if BODY[at - 1] == 10]
    some = Random(name + anyio_backend).sample(range(len(BODY)), 40)
    await interrupt(sorted({0, 1, *ends, *some, len(BODY)}), name)


@pytest.mark.transports
async def test_an_interruption_inside_the_head_is_a_connection_error() -> None:
    handler = ChatServer()
    head = chunked_head()
    async with serving(handler) as (client, server):
        for at in range(len(head)):
            handler.create = [head[:at], CLOSE]
            with pytest.raises(APIConnectionError) as caught:
                await client.v2.chats.stream(message="Three files, please").__aenter__()
            assert caught.value.may_have_been_processed and caught.value.chat_id is None
    assert len(server.requests) == len(head)  # none was retried
