"""Decode bytes to server-sent events: our decoder against those of other SDKs and libraries.

    python benchmarks/sse_decoding.py [--quick]

Each decoder gets the same chunks, and every event is read. httpx-sse and httpx2 decode text, so an incremental UTF-8
decoder precedes them, as in their libraries. No HTTP library is involved.
"""

from __future__ import annotations

import codecs
import math
import random
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product

from anthropic._streaming import SSEDecoder as AnthropicDecoder
from httpx2._sse import _SSEParser as Httpx2Parser
from httpx_sse._decoders import SSEDecoder as HttpxEventDecoder
from httpx_sse._decoders import SSELineDecoder as HttpxLineDecoder
from openai._streaming import SSEDecoder as OpenAIDecoder
from report import Goal, Report, Table, main
from samples import message_events, sse
from timing import cpu_seconds

from v0_client.sse import EventStreamDecoder

EVENTS = 20_000
ROUNDS = 10  # 200,000 events a column
KIB = 1024


# ------------------------------------------------------------------ decoders


def ours(chunks: list[bytes]) -> int:
    count = 0
    feed = EventStreamDecoder().feed
    for chunk in chunks:
        for _ in feed(chunk):
            count += 1
    return count


def openai(chunks: list[bytes]) -> int:
    count = 0
    for _ in OpenAIDecoder().iter_bytes(iter(chunks)):
        count += 1
    return count


def anthropic(chunks: list[bytes]) -> int:
    count = 0
    for _ in AnthropicDecoder().iter_bytes(iter(chunks)):
        count += 1
    return count


def httpx_sse(chunks: list[bytes]) -> int:
    count = 0
    text = codecs.getincrementaldecoder("utf-8")("replace").decode
    lines = HttpxLineDecoder().decode
    decode = HttpxEventDecoder().decode
    for chunk in chunks:
        for line in lines(text(chunk)):
            if decode(line.rstrip("\n")) is not None:
                count += 1
    return count


def httpx2(chunks: list[bytes]) -> int:
    count = 0
    text = codecs.getincrementaldecoder("utf-8")("replace").decode
    decode = Httpx2Parser().decode
    for chunk in chunks:
        for _ in decode(text(chunk)):
            count += 1
    return count


DECODERS = {"v0-client": ours, "openai": openai, "anthropic": anthropic, "httpx-sse": httpx_sse, "httpx2": httpx2}


# ------------------------------------------------------------------ input


def data_only(count: int) -> Iterator[bytes]:
    return map(sse, message_events(count, parts=20))


def with_id(count: int) -> Iterator[bytes]:
    for number, event in enumerate(data_only(count)):
        yield b"id: %d\nevent: message\n%b" % (number, event)


def large(events: list[bytes]) -> list[bytes]:
    body = b"".join(events)
    return [body[start : start + 64 * KIB] for start in range(0, len(body), 64 * KIB)]


def at_random(events: list[bytes]) -> list[bytes]:
    body, pick = b"".join(events), random.Random(7)  # noqa: S311 - reproducible
    chunks: list[bytes] = []
    start = 0
    while start < len(body):
        end = start + pick.randint(1, KIB)
        chunks.append(body[start:end])
        start = end
    return chunks


def one_each(events: list[bytes]) -> list[bytes]:
    return events


KINDS: dict[str, Callable[[int], Iterator[bytes]]] = {"data": data_only, "id, event, data": with_id}
CUTS: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "64 KB": large,
    "1 to 1,024 B": at_random,
    "one event": one_each,
}
LINE_ENDS = {"LF": b"\n", "CRLF": b"\r\n"}


def measure(quick: bool) -> Report:
    count, rounds = (2_000, 3) if quick else (EVENTS, ROUNDS)
    rows: list[list[str]] = []
    ratios: dict[str, float] = {}
    for kind, cut, line_end in product(KINDS, CUTS, LINE_ENDS):
        events = [event.replace(b"\n", LINE_ENDS[line_end]) for event in KINDS[kind](count)]
        chunks = CUTS[cut](events)
        # A decoder that holds back a CR returns the last event only with the next chunk, which never arrives.
        assert all(count - decode(chunks) <= 1 for decode in DECODERS.values())
        spent = cpu_seconds({name: partial(decode, chunks) for name, decode in DECODERS.items()}, rounds=rounds)
        own = spent.pop("v0-client")
        column = f"{kind}; {cut}; {line_end}"
        ratios[column] = min(spent.values()) / own
        rates = [f"{count / seconds / 1000:,.0f}" for seconds in (own, *spent.values())]
        rows.append([column, *rates, min(spent, key=spent.__getitem__), f"{ratios[column]:.2f}"])
    mean = math.exp(sum(map(math.log, ratios.values())) / len(ratios))
    worst = min(ratios, key=ratios.__getitem__)
    return Report(
        title="Decoding server-sent events",
        intro=f"Thousand events per second of CPU, best of {rounds} rounds of {count:,} events.",
        tables=[Table(heads=["events; chunks; line ends", *DECODERS, "fastest peer", "ratio"], rows=rows)],
        goals=[
            Goal(
                what="SSE decoding, all columns",
                peer="fastest peer of each",
                got=mean,
                limit=3.0,
                at_least=True,
                headline=True,
            ),
            Goal(
                what=f"SSE decoding, worst column ({worst})",
                peer="fastest peer",
                got=ratios[worst],
                limit=2.0,
                at_least=True,
            ),
        ],
    )


if __name__ == "__main__":
    main(measure)
