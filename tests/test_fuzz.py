"""A short slice of `make fuzz`: whatever a server answers, nothing but errors of this SDK comes out."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import anyio
import pytest

from v0_client.sse import EventStreamDecoder

sys.path.insert(0, str(Path(__file__).parent / "stress"))

import broken
import fuzz


def test_nothing_but_errors_of_ours_comes_out(capsys: pytest.CaptureFixture[str]) -> None:
    with fuzz.virtual_time() as clock:
        rows = anyio.run(fuzz.run, 1, 1000, **clock)
    assert sum(row.failures for row in rows) == 0, capsys.readouterr().out
    assert sum(row.cases for row in rows) >= 1000
    # Both kinds of answer come: such as are refused and such as pass.
    assert all(row.refused < row.cases for row in rows)


def test_the_fuzzer_finds_what_it_looks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def feed(_: EventStreamDecoder, chunk: bytes) -> list[object]:
        return [chunk.decode()]

    monkeypatch.setattr(EventStreamDecoder, "feed", feed)
    with fuzz.virtual_time() as clock:
        (row,) = anyio.run(fuzz.run, 1, 50, "EventStreamDecoder", **clock)
    assert row.failures


def test_answers_differ_by_seed_only() -> None:
    first, again, other = (broken.broken(Random(seed), broken.message(Random(seed))) for seed in (1, 1, 2))
    assert repr(first) == repr(again) != repr(other)
