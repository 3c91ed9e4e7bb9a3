"""A stream cut at every byte: the text is whole all the same, and nothing is sent twice."""

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
TEXT = f"{FIRST}\n\n{SECOND}"
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
FINISHED = message(parts=PARTS)
UNFINISHED = message(FIRST[:3], finish=None)


def cut_at(at: int) -> Script:
    """The stream up to a byte; then the connection ends, or only the body does."""
    return [chunked_head() + (chunk(BODY[:at]) if at else b""), CLOSE if at % 2 else LAST_CHUNK]


def recut(at: int) -> Script:
    cuts = sorted(Random(at).sample(range(1, len(BODY)), 12))
    pieces = [BODY[start:end] for start, end in zip([0, *cuts], [*cuts, len(BODY)], strict=True)]
    return [chunked_head(), *map(chunk, pieces), LAST_CHUNK]


@frozen
class Mode:
    """How the server answers after the cut.

    Attributes:
        resumes: The answers to resume, told where the cut was.
        reads: What reading the message finds, in turn.
        streams: Whether a resume gives a stream.
    """

    resumes: Callable[[int], list[Script]]
    reads: list[dict[str, Any]] = field(factory=lambda: [FINISHED])
    streams: bool = True


MODES = {
    "same replay": Mode(lambda _: [streamed(BODY)]),
    "replay in other chunks": Mode(lambda at: [recut(at)]),
    "closing event only": Mode(lambda _: [streamed(chat(title="Три файла"))]),
    "nothing to join, 404": Mode(
        lambda _: [[json_response({"message": "no stream"}, 404)]], [UNFINISHED, UNFINISHED, FINISHED], streams=False
    ),
    "nothing to join, 204": Mode(lambda _: [[response(status=204)]], streams=False),
    "replay cut again": Mode(
        lambda at: [cut_at(Random(at).randrange(len(BODY))), streamed(BODY)], [UNFINISHED, FINISHED]
    ),
}
THOROUGH = ("same replay", "replay cut again")


async def consume(client: V0Client, at: int, mode: Mode, handler: ChatServer) -> None:
    """Cut one stream at a byte and hold what the consumer saw against what it should have seen."""
    whole = at == len(BODY)
    handler.create, handler.resumes, handler.asked = cut_at(at), mode.resumes(at), []
    handler.reads = [FINISHED] if whole else [*mode.reads]
    pieces: list[str] = []
    async with client.v2.chats.stream(message="Three files, please") as stream:
        if at < OPENED:
            with pytest.raises(StreamIncompleteError) as caught:
                await stream.final()
            assert caught.value.may_have_been_processed and caught.value.chat_id is None
            assert handler.asked == ["create"]
            return
        async for piece in stream.text_deltas():
            pieces.append(piece)
            assert "".join(pieces) + TEXT[len("".join(pieces)) :] == TEXT
        result = await stream.final()
    assert "".join(pieces) == result.text == TEXT
    assert not result.rewritten
    assert [part.to_dict() for part in result.parts] == PARTS
    assert result.finish_reason == "stop"
    assert result.title == "Три файла" or not (mode.streams or whole)  # reading a message tells no title
    assert result.usage is not None and result.usage.to_dict() == USAGE
    creations, resumes = handler.asked.count("create"), handler.asked.count("resume")
    assert (creations, resumes) == (1, 0 if whole else len(mode.resumes(at)))
    assert len(handler.asked) - creations - resumes == (1 if whole else len(mode.reads))


async def cut(places: Iterable[int], name: str) -> None:
    handler = ChatServer()
    async with serving(handler) as (client, _):
        for at in places:
            try:
                await consume(client, at, MODES[name], handler)
            except BaseException as error:
                error.add_note(f"cut at byte {at} of {len(BODY)}, then: {name}")
                raise


@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("name", THOROUGH)
async def test_a_cut_at_any_byte_is_made_good(name: str, quarter: int) -> None:
    await cut(range(quarter, len(BODY) + 1, 4), name)


@pytest.mark.parametrize("name", MODES)
async def test_a_cut_is_made_good_whatever_resume_answers(name: str, anyio_backend: str) -> None:
    # Each event's last bytes, and some places inside: every byte would only take longer.
    ends = [at for at in range(1, len(BODY)) if BODY[at - 1] == 10]
    some = Random(name + anyio_backend).sample(range(len(BODY)), 40)
    await cut(sorted({0, 1, *ends, *some, len(BODY)}), name)


async def test_a_cut_inside_the_head_is_a_connection_fault() -> None:
    handler = ChatServer()
    head = chunked_head()
    async with serving(handler) as (client, server):
        for at in range(len(head)):
            handler.create = [head[:at], CLOSE]
            with pytest.raises(APIConnectionError) as caught:
                await client.v2.chats.stream(message="Three files, please").__aenter__()
            assert caught.value.may_have_been_processed and caught.value.chat_id is None
    assert len(server.requests) == len(head)  # none was sent again
