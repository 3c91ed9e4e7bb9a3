"""The event-stream decoder against the WHATWG HTML standard, and against a simple decoder for any chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from v0_client.errors import EventTooLargeError, StreamDecodeError
from v0_client.sse import EventStreamDecoder, ServerSentEvent

BOM = b"\xef\xbb\xbf"


class Outcome(NamedTuple):
    events: list[ServerSentEvent]
    last_event_id: str
    retry: int | None
    too_large: bool


def reference_decode(stream: bytes, cap: int | None = None) -> Outcome:
    """Follow the standard byte by byte on a complete stream: slow, but simple enough to verify by reading."""
    events: list[ServerSentEvent] = []
    last_event_id, id_buffer, retry = "", "", None
    name, data, event_retry = "", "", None
    line, size = b"", 0  # Bytes of the complete lines of the block; each line end counts 1.
    stream = b"" if BOM.startswith(stream) else stream.removeprefix(BOM)
    for byte in stream.replace(b"\r\n", b"\n").replace(b"\r", b"\n"):
        if byte != 10:
            line += bytes([byte])
            if cap is not None and size + len(line) > cap:
                return Outcome(events, last_event_id, retry, too_large=True)
        elif line:
            field, _, value = line.decode("utf-8", "replace").partition(":")
            value = value.removeprefix(" ")
            if field == "data":
                data += value + "\n"
            elif field == "event":
                name = value
            elif field == "id" and "\0" not in value:
                id_buffer = value
            elif field == "retry" and value and all(char in "0123456789" for char in value):
                retry = event_retry = int(value)
            line, size = b"", size + len(line) + 1
        else:
            last_event_id = id_buffer
            if data:
                events.append(ServerSentEvent(name or "message", data[:-1], last_event_id, event_retry))
            name, data, event_retry, size = "", "", None, 0
    return Outcome(events, last_event_id, retry, too_large=False)


def decode(chunks: Iterable[bytes], cap: int | None = None) -> Outcome:
    """Feed the chunks and the end; check that once an event is too large every later call raises."""
    decoder = EventStreamDecoder(max_event_size=cap)
    events: list[ServerSentEvent] = []
    too_large = False
    for chunk in [*chunks, b""]:
        try:
            found = decoder.feed(chunk)
        except EventTooLargeError:
            too_large = True
        else:
            assert not too_large, "every feed after an event over the cap must raise"
            events += found
    return Outcome(events, decoder.last_event_id, decoder.retry, too_large)


def one_chunk(stream: bytes) -> list[bytes]:
    return [stream]


def single_bytes(stream: bytes) -> list[bytes]:
    return [stream[at : at + 1] for at in range(len(stream))]


def chunks_of(stream: bytes, size: int) -> list[bytes]:
    return [stream[at : at + size] for at in range(0, len(stream), size)]


def message(data: str, *, event: str = "message", id: str = "", retry: int | None = None) -> ServerSentEvent:
    return ServerSentEvent(event, data, id, retry)


STREAMS: dict[str, tuple[bytes, list[ServerSentEvent]]] = {
    "nothing": (b"", []),
    "one": (b"data: hello\n\n", [message("hello")]),
    "several": (b"data: a\n\ndata: b\n\ndata: c\n\n", [message("a"), message("b"), message("c")]),
    "CR": (b"data: a\rdata: b\r\rdata: c\r\r", [message("a\nb"), message("c")]),
    "CRLF": (b"data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", [message("a\nb"), message("c")]),
    "mixed line ends": (b"data: a\rdata: b\ndata: c\r\n\n\rdata: d\r\n\r", [message("a\nb\nc"), message("d")]),
    "LF CR are two line ends": (b"data: a\n\rdata: b\n\r", [message("a"), message("b")]),
    "many blank lines": (b"\n\n\ndata: a\n\n\n\n\ndata: b\n\n\n", [message("a"), message("b")]),
    "unfinished": (b"data: a\n\nid: 7\ndata: b\n", [message("a")]),
    "one space is removed": (b"data:a\n\ndata:  b\n\ndata:\tc\n\n", [message("a"), message(" b"), message("\tc")]),
    "colons in the value": (b"data: a:b: c\n\n", [message("a:b: c")]),
    "no colon": (b"data\n\ndata\ndata\n\n", [message(""), message("\n")]),
    "empty data": (b"data:\n\ndata: \n\n", [message(""), message("")]),
    "empty last line of data": (b"data: a\ndata\n\n", [message("a\n")]),
    "comments": (b": ping\n\n:\n:x\ndata: a\n:data: b\n\n", [message("a")]),
    "unknown fields": (b"DATA: a\n data: b\ndata : c\ndat: d\ndata1: e\n\n", []),
    "event": (b"event: x\ndata: a\n\ndata: b\n\n", [message("a", event="x"), message("b")]),
    "the last event name wins": (b"event: x\nevent: y\ndata: a\n\n", [message("a", event="y")]),
    "empty event name": (b"event: x\nevent\ndata: a\n\nevent: \ndata: b\n\n", [message("a"), message("b")]),
    "no data, no event": (b"event: x\n\nretry: 1\n\ndata: a\n\n", [message("a")]),
    "id is kept": (b"id: 1\ndata: a\n\ndata: b\n\n", [message("a", id="1"), message("b", id="1")]),
    "id without data": (b"id: 1\n\ndata: a\n\n", [message("a", id="1")]),
    "id after data": (b"data: a\nid: 1\n\n", [message("a", id="1")]),
    "id and event": (b"id: 1\nevent: x\ndata: a\n\n", [message("a", event="x", id="1")]),
    "event and id": (b"event: x\nid: 1\ndata: a\n\n", [message("a", event="x", id="1")]),
    "the last id wins": (b"id: 1\nevent: x\nid: 2\ndata: a\n\n", [message("a", event="x", id="2")]),
    "empty id": (b"id: 1\ndata: a\n\nid\ndata: b\n\n", [message("a", id="1"), message("b")]),
    "empty id with colon": (b"id: 1\ndata: a\n\nid: \ndata: b\n\n", [message("a", id="1"), message("b")]),
    "id with NUL": (b"id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n", [message("a", id="1"), message("b", id="1")]),
    "NUL elsewhere": (b"event: x\0\ndata: \0\n\n", [message("\0", event="x\0")]),
    "retry": (b"retry: 0050\ndata: a\n\ndata: b\n\n", [message("a", retry=50), message("b")]),
    "the last valid retry wins": (b"retry: 5\nretry: 6\nretry: x\ndata: a\n\n", [message("a", retry=6)]),
    "BOM": (BOM + b"data: a\n\n" + BOM + b"data: b\n\ndata: c\n\n", [message("a"), message("c")]),
    "two BOMs": (BOM + BOM + b"data: a\n\ndata: b\n\n", [message("b")]),
    "half a BOM": (BOM[:2] + b"data: a\n\ndata: b\n\n", [message("b")]),
    "UTF-8": ("event: é\nid: ü\ndata: €😀\n\n".encode(), [message("€😀", event="é", id="ü")]),
    "invalid UTF-8": (
        b"data: \xff|\xc0\x80|\xe2\x82|\xed\xa0\x80|\xf0\x9f\x98\n\n",
        [message("\ufffd|\ufffd\ufffd|\ufffd|\ufffd\ufffd\ufffd|\ufffd")],
    ),
    "a line end ends an incomplete character": (b"data: \xe2\r\ndata: \xf0\x9f\n\n", [message("\ufffd\n\ufffd")]),
    "no other line ends": (
        "data: \v \f \x1c \x1d \x1e \x85 \u2028 \u2029\nid: \x0b1\n\n".encode(),
        [message("\v \f \x1c \x1d \x1e \x85 \u2028 \u2029", id="\x0b1")],
    ),
    "an unusual block between simple ones": (
        b"data: a\n\nid: 1\ndata: b\n\n: odd\nevent:x\ndata:c\ndata:d\n\nid: 2\ndata: e\n\n",
        [message("a"), message("b", id="1"), message("c\nd", event="x", id="1"), message("e", id="2")],
    ),
}


@pytest.mark.parametrize("split", [one_chunk, single_bytes])
@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_decodes_as_in_the_standard(name: str, split: Callable[[bytes], list[bytes]]) -> None:
    stream, events = STREAMS[name]
    assert decode(split(stream)).events == events
    assert reference_decode(stream).events == events


# Streams of these tokens are mostly well-formed, so that all branches of the decoder are taken.
TOKENS = [
    *(b"\n", b"\r", b"\r\n", b"\n\n", b"\r\n\r\n", b": ", b":", b" ", b"x", b"12", b"\0", b"\xff", b"\xe2\x82", BOM),
    *(b"data", b"event", b"id", b"retry", "é€😀".encode(), "\u2028\x85".encode()),
    *(b"data: ", b"\ndata: ", b"event: a\n", b"id: b\n", b"id: \n", b"retry: 34\n", b"\r\nretry: 5", b": comment\n"),
    *(b"data: c\n\n", b"data: d\r\n\r\n", b"id: e\ndata: f\n\n", b"id: g\nevent: h\ndata: i\n\n"),
    *(b"event: j\nid: k\ndata: l\n\n", b"id: m\r\nevent: n\r\ndata: o\r\n\r\n", b"data: p\ndata: q\n\n"),
]
streams = st.lists(st.sampled_from(TOKENS), max_size=30).map(b"".join)


@st.composite
def chunked_streams(draw: st.DrawFn) -> list[bytes]:
    stream = draw(streams)
    bounds = [0, *sorted(draw(st.lists(st.integers(0, len(stream)), max_size=20))), len(stream)]
    return [stream[start:end] for start, end in pairwise(bounds)]


@settings(max_examples=300)
@given(chunked_streams())
def test_chunks_never_change_the_outcome(chunks: list[bytes]) -> None:
    stream = b"".join(chunks)
    expected = reference_decode(stream)
    assert decode(chunks) == decode([stream]) == decode(single_bytes(stream)) == expected


@settings(max_examples=300)
@given(chunked_streams(), st.integers(0, 40))
def test_chunks_never_change_the_outcome_under_a_cap(chunks: list[bytes], cap: int) -> None:
    stream = b"".join(chunks)
    expected = reference_decode(stream, cap)
    assert decode(chunks, cap) == decode([stream], cap) == decode(single_bytes(stream), cap) == expected


@settings(max_examples=300)
@given(chunked_streams())
def test_every_chunk_is_decoded_immediately(chunks: list[bytes]) -> None:
    decoder = EventStreamDecoder()
    fed, events = b"", list[ServerSentEvent]()
    for chunk in chunks:
        fed += chunk
        events += decoder.feed(chunk)
        assert Outcome(events, decoder.last_event_id, decoder.retry, too_large=False) == reference_decode(fed)


def test_an_event_that_ends_with_cr_is_returned_immediately() -> None:
    decoder = EventStreamDecoder()
    assert decoder.feed(b"data: a\r\n\r") == [message("a")]
    assert decoder.feed(b"") == []
    assert decoder.feed(b"\ndata: b\r\r") == [message("b")]
    assert decoder.feed(b"\n\ndata: c\n\n") == [message("c")]


def test_a_chunk_may_mix_line_ends_between_events() -> None:
    chunks = [b"data: a\n\n", b"data: b\r\ndata: c\n\n", b"data: d\r\n\r\ndata: e\n\n"]
    assert decode(chunks).events == [message("a"), message("b\nc"), message("d"), message("e")]


def test_an_empty_chunk_changes_nothing() -> None:
    assert decode([b"", BOM[:1], b"", BOM[1:], b"data: a\r", b"", b"\ndata: b\n", b"", b"\n", b""]).events == [
        message("a\nb")
    ]


def test_an_id_is_set_by_the_blank_line_and_a_retry_by_its_own_line() -> None:
    decoder = EventStreamDecoder()
    decoder.feed(b"id: 1\nretry: 5")
    assert (decoder.last_event_id, decoder.retry) == ("", None)
    decoder.feed(b"\n")
    assert (decoder.last_event_id, decoder.retry) == ("", 5)
    assert decoder.feed(b"\n") == []
    assert (decoder.last_event_id, decoder.retry) == ("1", 5)


@pytest.mark.parametrize(
    "value",
    ["", "+5", "-5", "1_0", "5 ", " 5", "5.0", "5s", "\u0665", "\xb2", "9" * 641, "9" * 100_000],
    ids=lambda value: ascii(value[:9]),
)
def test_a_retry_with_other_than_digits_is_ignored(value: str) -> None:
    stream = f"retry: 7\nretry:  {value}\nretry: {value}\ndata: a\n\nretry: {value}\n".encode()
    assert decode([stream]) == ([message("a", retry=7)], "", 7, False)


def test_a_retry_may_have_640_digits() -> None:
    stream = b"retry: " + b"9" * 640 + b"\n"
    assert decode([stream]).retry == decode([stream, b"\n"]).retry == int("9" * 640)


@pytest.mark.parametrize(
    ("block", "size"),
    [
        (b"data: abc\n\n", 9),
        (b"data: abc\r\n\r\n", 9),
        (b"\n\n\ndata: abc\n\n", 9),
        (b"data: a\n\n\ndata: abc\n\n", 9),
        (b": note\ndata: abc\n\n", 16),
        (b": note\r\ndata: abc\r\n\r\n", 16),
        ("data: €\n\n".encode(), 9),
        (BOM + b"data: abc\n\n", 9),
    ],
)
def test_the_size_of_an_event_counts_its_line_ends_as_one_byte_and_not_the_last(block: bytes, size: int) -> None:
    for chunks in (one_chunk(block), single_bytes(block)):
        assert not decode(chunks, size).too_large
        assert decode(chunks, size - 1).too_large


def test_events_before_one_over_the_cap_are_returned_first() -> None:
    stream = b"id: 1\n\nid: 2\nretry: 3\n\ndata: a\n\nid: 4\ndata: too much\n\ndata: b\n\n"
    decoder = EventStreamDecoder(max_event_size=14)
    assert decoder.feed(stream) == [message("a", id="2")]
    for chunk in (b"", b"data: c\n\n", b""):
        with pytest.raises(EventTooLargeError, match="14 bytes"):
            decoder.feed(chunk)
    assert (decoder.last_event_id, decoder.retry) == ("2", 3)


def test_an_event_over_the_cap_is_raised_immediately_if_no_event_precedes_it() -> None:
    decoder = EventStreamDecoder(max_event_size=9)
    assert decoder.feed(b": ping\n\ndata: abc\n") == []  # Without its blank line it is just within the cap.
    with pytest.raises(StreamDecodeError):
        decoder.feed(b"d")
    with pytest.raises(EventTooLargeError):
        decoder.feed(b"")


@pytest.mark.parametrize("split", [one_chunk, single_bytes])
def test_a_retry_line_before_the_cap_is_reached_is_valid(
    split: Callable[[bytes], list[bytes]],
) -> None:
    stream = b"retry: 4\n\nid: 1\nretry: 5\nretry: 6\ndata: a\n\n"
    assert decode(split(stream), cap=14) == ([], "", 5, True)
    assert decode(split(stream), cap=13) == ([], "", 4, True)


def test_a_large_event_in_small_chunks() -> None:
    data = "0123456789abcde\u2028" * 400_000
    stream = f"data: {data}\n\n".encode()
    assert decode(chunks_of(stream, 1000), cap=len(stream)).events == [message(data)]


@pytest.mark.parametrize("size", [7, 65536])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_event_of_many_lines(line_end: str, size: int) -> None:
    lines = [f"line {number}" for number in range(60_000)]
    stream = "".join(f"data: {line}{line_end}" for line in lines) + line_end
    assert decode(chunks_of(stream.encode(), size), cap=len(stream)).events == [message("\n".join(lines))]
