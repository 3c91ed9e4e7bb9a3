"""A short run of `make fuzz`: whatever a server responds, only errors of this SDK are raised."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random
from typing import Any

import anyio
import pytest

from v0_client._http.error_responses import error_from_response
from v0_client.errors import StreamError
from v0_client.sse import EventStreamDecoder
from v0_client.state import V1State, V2State

sys.path.insert(0, str(Path(__file__).parents[1] / "stress"))

import broken
import fuzz


def test_only_errors_of_this_sdk_are_raised(capsys: pytest.CaptureFixture[str]) -> None:
    with fuzz.virtual_time() as clock:
        rows = anyio.run(fuzz.run, 1, 1000, **clock)
    assert sum(row.failures for row in rows) == 0, capsys.readouterr().out
    assert sum(row.cases for row in rows) >= 1000
    # Some responses are rejected and some are accepted.
    assert all(row.rejected < row.cases for row in rows)


def test_the_fuzzer_finds_a_planted_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def feed(_: EventStreamDecoder, chunk: bytes) -> list[object]:
        return [chunk.decode()]

    monkeypatch.setattr(EventStreamDecoder, "feed", feed)
    with fuzz.virtual_time() as clock:
        (row,) = anyio.run(fuzz.run, 1, 50, "EventStreamDecoder", **clock)
    assert row.failures


def test_the_seed_decides_the_responses() -> None:
    first, again, other = (broken.broken(Random(seed), broken.message(Random(seed))) for seed in (1, 1, 2))
    assert repr(first) == repr(again) != repr(other)


# ------------------------------------------------------------------ found by fuzzing

DEEP = broken.nested("x", 5000)
HALF = "half a pair: \ud83d"


@pytest.mark.parametrize(
    "members", [{"message": DEEP}, {"error": {"message": DEEP}}, {"message": HALF}], ids=["deep", "deeper", "half"]
)
@pytest.mark.parametrize("kind", [V2State, V1State])
def test_the_text_of_an_error_event_can_always_be_encoded(kind: type[V2State | V1State], members: Any) -> None:
    with pytest.raises(StreamError) as caught:
        kind().apply({"object": "error", **members})
    assert str(caught.value).encode()


def test_the_text_of_an_error_response_can_always_be_encoded() -> None:
    body = json.dumps({"message": HALF, "issues": [HALF]}).encode()
    error = error_from_response(500, {}, body, method="GET", url="https://a.test/b", is_read=True, chat_id=None)
    assert "half a pair" in str(error) and str(error).encode()
