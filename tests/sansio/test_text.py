"""New text of a message, checked against a model that keeps every character it emitted."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.diff import diff, garbage
from v0_client._text import TextTracker, text_of, texts_of
from v0_client.delta import apply_delta
from v0_client.errors import DeltaError

HIGH, LOW, GRIN = "\ud83d", "\ude00", "\U0001f600"


def text(content: Any) -> dict[str, Any]:
    return {"type": "text", "text": content}


def clean(content: str) -> str:
    """The text with lone surrogates as U+FFFD."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in content)


# ------------------------------------------------------------------ examples


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], ""),
        ([text("a"), {"type": "thinking", "text": "no"}, text("b")], "a\n\nb"),
        ([text(""), text("a"), text(""), text(""), text("b\n"), text("")], "a\n\nb\n"),
        ([{"text": "no type"}, {"type": "text"}, text(None), text(7), "text", None, [text("no")]], ""),
        ([text(HIGH), text(LOW)], "\ufffd\n\n\ufffd"),  # halves in two parts are not a pair
        ([text(f"a{HIGH}b{LOW}{GRIN}")], f"a\ufffdb\ufffd{GRIN}"),
    ],
)
def test_the_text_joins_the_text_parts_that_are_not_empty(parts: list[Any], expected: str) -> None:
    assert text_of(parts) == expected


INSERT = {"_t": "a", "0": [text("Hel")]}
# Deltas, the pieces emitted after each, and whether the pieces, joined, differ from the text.
CASES: dict[str, tuple[list[Any], list[list[str]], bool]] = {
    "grows by append": ([INSERT, [[0, "text", "lo"], 9, 9]], [["Hel"], ["lo"]], False),
    "grows by replacement": ([INSERT, {"0": {"text": ["", "Hello"]}}], [["Hel"], ["lo"]], False),
    "the part is replaced": ([INSERT, {"0": [0, text("Hello")]}], [["Hel"], ["lo"]], False),
    "the list is replaced": ([INSERT, [[text("Hello")]]], [["Hel"], ["lo"]], False),
    "parts in list order": ([{"_t": "a", "0": [text("a")], "1": [text("b")]}], [["a", "\n\nb"]], False),
    "out of order": ([[[text("a"), text("b")]], [[0, "text", "x"], 9, 9]], [["a", "\n\nb"], ["x"]], True),
    "empty parts between": (
        [[[text(""), text("a"), text("")]], {"_t": "a", "3": [text("b")]}, [[3, "text", "c"], 9, 9]],
        [["a"], ["\n\nb"], ["c"]],
        False,
    ),
    "an empty part before it fills later": (
        [[[text(""), text("a")]], [[0, "text", "b"], 9, 9], [[1, "text", "c"], 9, 9]],
        [["a"], ["b"], ["c"]],
        True,
    ),
    "the first part is emptied": (
        [[[text("a"), text(""), text("")]], {"0": {"text": [0, ""]}}, [[2, "text", "b"], 9, 9]],
        [["a"], [], ["b"]],
        True,
    ),
    "the first part moves to a later one": (
        [
            [[text("a"), text(""), text("b"), text("")]],
            {"0": {"text": ["a", ""]}},
            [[3, "text", "d"], 9, 9],
            [[1, "text", "c"], 9, 9],
        ],
        [["a", "\n\nb"], [], ["\n\nd"], ["c"]],
        True,
    ),
    "rewritten": ([INSERT, {"0": {"text": [0, "Hal"]}}, [[0, "text", "lo"], 9, 9]], [["Hel"], [], []], True),
    "rewritten and back": (
        [INSERT, {"0": {"text": [0, "Hal"]}}, {"0": {"text": [0, "Hel"]}}],
        [["Hel"], [], []],
        False,
    ),
    "shortened": ([INSERT, {"0": {"text": [0, "He"]}}], [["Hel"], []], True),
    "removed": ([INSERT, {"_t": "a", "_0": [0, 0, 0]}], [["Hel"], []], True),
    "another before it": ([INSERT, {"_t": "a", "0": [text("Oh. ")]}], [["Hel"], ["\n\nHel"]], True),
    "thinking before it": (
        [INSERT, {"_t": "a", "0": [{"type": "thinking"}]}, [[1, "text", "lo"], 9, 9]],
        [["Hel"], [], ["lo"]],
        False,
    ),
    "moved": ([[[text("a"), {}]], {"_t": "a", "_0": ["", 1, 3]}, [[1, "text", "b"], 9, 9]], [["a"], [], ["b"]], False),
    "becomes text": ([[[{"type": "x", "text": "a"}]], {"0": {"type": [0, "text"]}}], [[], ["a"]], False),
    "is no longer text": ([INSERT, {"0": {"type": [0, "code"]}}], [["Hel"], []], True),
    "type grows": (
        [[[{"type": "te", "text": "ab"}, text("b")]], [[0, "type", "xt"], 9, 9]],
        [["b"], ["\n\nb"]],
        True,
    ),
    "half a pair waits": (
        [INSERT, [[0, "text", "l" + HIGH], 9, 9], [[0, "text", LOW], 9, 9]],
        [["Hel"], ["l"], [GRIN]],
        False,
    ),
    "half a pair alone": ([[[text(HIGH)]], [[0, "text", "x"], 9, 9]], [[], ["\ufffdx"]], False),
}


@pytest.mark.parametrize(("deltas", "pieces", "rewritten"), CASES.values(), ids=CASES)
def test_cases(deltas: list[Any], pieces: list[list[str]], rewritten: bool) -> None:
    tracker, parts = TextTracker(), list[Any]()
    assert tracker.pop_new(parts) == []
    taken: list[list[str]] = []
    for delta in deltas:
        tracker.prepare(parts, delta)
        parts = apply_delta(parts, delta)
        tracker.commit(parts)
        taken.append(tracker.pop_new(parts))
    assert taken == pieces
    assert tracker.pop_new(parts, final=True) == []
    assert tracker.is_rewritten(parts, exhausted=True) is rewritten


def test_half_a_pair_left_at_the_end_becomes_a_replacement_character() -> None:
    tracker = TextTracker()
    parts = [text("a" + HIGH), text("b")]
    assert tracker.pop_new(parts) == ["a", "\n\nb"]
    assert tracker.pop_new(parts, final=True) == ["\ufffd"]


def test_half_a_pair_is_the_first_text_of_its_part() -> None:
    tracker = TextTracker()
    parts = [text(HIGH), text(HIGH)]
    assert tracker.pop_new(parts) == []
    assert tracker.pop_new(parts, final=True) == ["\ufffd", "\n\n\ufffd"]
    assert not tracker.is_rewritten(parts, exhausted=True)


def test_a_replay_emits_nothing_until_it_is_past_the_emitted_text() -> None:
    tracker = TextTracker()
    whole = [text("Hello")]
    assert tracker.pop_new(whole) == ["Hello"]
    for replayed, pieces in [("He", []), ("Hello", []), ("Hello you", [" you"])]:
        behind = [text(replayed)]
        tracker.reset_base(texts_of(whole), behind)
        whole = behind
        assert tracker.pop_new(whole) == pieces
    assert not tracker.is_rewritten(whole, exhausted=True)


@pytest.mark.parametrize(
    "marks",
    [None, [], {}, "x", [1], [[1]], [[1, "", ""]], [[-1, ""]], [[True, ""]], [[1.0, ""]], [[0, None]], [[0, ""], None]],
)
def test_malformed_marks_are_refused(marks: Any) -> None:
    assert not TextTracker().restore(marks)


# ------------------------------------------------------------------ the model


class Model:
    """Keeps everything that was emitted, and visits every part every time."""

    def __init__(self) -> None:
        self.emitted: list[str] = []
        self.pieces: list[str] = []
        self.rewritten: set[int] = set()
        self.behind: set[int] = set()  # text parts that have yet to reach what was emitted

    def _differing(self, parts: list[Any]) -> set[int]:
        texts = texts_of(parts)
        now = texts + [""] * len(self.emitted)
        return {i for i, old in enumerate(self.emitted) if not now[i].startswith(old)} - self.rewritten - self.behind

    def changed(self, parts: list[Any]) -> None:
        self.rewritten |= self._differing(parts)

    def replaced(self, parts: list[Any]) -> None:
        self.behind |= self._differing(parts)

    def moved_elsewhere(self) -> None:
        self.behind = {i for i, old in enumerate(self.emitted) if old} - self.rewritten

    def pop_new(self, parts: list[Any], *, final: bool = False) -> list[str]:
        texts = texts_of(parts)
        self.emitted += [""] * (len(texts) - len(self.emitted))
        new: list[str] = []
        for i, now in enumerate(texts):
            old = self.emitted[i]
            if len(now) <= len(old) or i in self.rewritten:
                continue
            self.behind.discard(i)
            if clean(now[: len(old)]) != clean(old):
                self.rewritten.add(i)
                continue
            self.emitted[i] = now if final or not "\ud800" <= now[-1] <= "\udbff" else now[:-1]
            if piece := clean(self.emitted[i][len(old) :]):
                new.append("\n\n" + piece if not old and any(texts[:i]) else piece)
        self.pieces += new
        return new

    def is_rewritten(self, parts: list[Any], *, exhausted: bool) -> bool:
        emitted, now = "".join(self.pieces), "\n\n".join(clean(text) for text in texts_of(parts) if text)
        return emitted != now if exhausted else not now.startswith(emitted)


LETTERS = ["a", "b", "ab", "ж", GRIN, HIGH, LOW, HIGH + "a", ""]


def joined(content: str) -> str:
    """Text as every state holds it: the halves of a surrogate pair are one character."""
    return content.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def random_part(rng: Random) -> Any:
    kind = rng.choice(["text", "text", "text", "thinking", "bash"])
    return {"type": kind, "text": joined("".join(rng.choices(LETTERS, k=rng.randrange(4))))}


def edited(rng: Random, parts: list[Any]) -> list[Any]:
    """The parts after a change that a message may undergo, mostly growth."""
    parts = deepcopy(parts)
    what = rng.choice(["grow", "grow", "grow", "add", "add", "insert", "move", "remove", "rewrite", "type", "stamp"])
    if what == "add" or not parts:
        return [*parts, random_part(rng)]
    at = rng.randrange(len(parts))
    part = parts[at]
    match what:
        case "insert":
            parts.insert(at, random_part(rng))
        case "move":
            parts.insert(rng.randrange(len(parts)), parts.pop(at))
        case "remove":
            del parts[at]
        case "type":
            parts[at] = {**part, "type": rng.choice(["text", "thinking"])}
        case "stamp":
            parts[at] = {**part, "finishedAt": str(rng.randrange(9))}
        case "grow" | "rewrite":
            start = "" if what == "rewrite" else part["text"]
            parts[at] = {**part, "text": joined(start + rng.choice(LETTERS))}
    return parts


def random_delta(rng: Random, parts: list[Any]) -> Any:
    if parts and rng.random() < 0.3:
        return [[rng.randrange(len(parts)), "text", rng.choice(LETTERS)], 9, 9]
    if rng.random() < 0.1:
        return garbage(rng, parts)
    return diff(rng, parts, edited(rng, parts))


def well_formed(parts: Any) -> bool:
    """Whether the editor above can continue from these parts."""
    return isinstance(parts, list) and all(
        isinstance(part, dict) and isinstance(part.get("text"), str) and isinstance(part.get("type"), str)
        for part in parts
    )


def applied(parts: list[Any], delta: Any) -> list[Any] | None:
    try:
        result = apply_delta(deepcopy(parts), delta)
    except DeltaError:
        return None
    return result if well_formed(result) else None


@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_tracker_agrees_with_the_model(seed: int) -> None:
    rng = Random(seed)
    tracker, model, parts, hops = TextTracker(), Model(), list[Any](), 0
    for _ in range(rng.randrange(40)):
        dice = rng.random()
        if dice < 0.35:
            assert tracker.pop_new(parts) == model.pop_new(parts)
        elif dice < 0.9:
            delta = random_delta(rng, parts)
            tracker.prepare(parts, delta)
            if applied(parts, delta) is None:
                continue  # a delta that fails, or whose outcome is never committed
            parts = apply_delta(parts, delta)
            tracker.commit(parts)
            model.changed(parts)
        elif dice < 0.96:  # a replay, ahead or behind
            other = edited(rng, deepcopy(parts[: rng.randint(0, len(parts))]))
            tracker.reset_base(texts_of(parts), other)
            parts = other
            model.replaced(parts)
        elif not hops:
            hops = 1
            marks = json.loads(json.dumps(tracker.cursor(parts)))
            tracker, parts = TextTracker(), []
            assert tracker.restore(marks)
            model.moved_elsewhere()
        assert tracker.is_rewritten(parts, exhausted=False) is model.is_rewritten(parts, exhausted=False)
    assert tracker.pop_new(parts, final=True) == model.pop_new(parts, final=True)
    assert tracker.is_rewritten(parts, exhausted=True) is model.is_rewritten(parts, exhausted=True)


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_text_that_only_grows_is_emitted_completely_however_often_the_reader_moves(seed: int) -> None:
    rng = Random(seed)
    whole = "".join(rng.choices(LETTERS[:5], k=30))
    tracker, parts, pieces = TextTracker(), [text("")], list[str]()
    while parts[0]["text"] != whole:
        if rng.random() < 0.2:
            marks = json.loads(json.dumps(tracker.cursor(parts)))
            tracker, parts = TextTracker(), [text("")]
            assert tracker.restore(marks)
        size = len(parts[0]["text"])
        delta = [[0, "text", whole[size : size + rng.randint(1, 12)]], 9, 9]
        tracker.prepare(parts, delta)
        apply_delta(parts, delta)
        tracker.commit(parts)
        if rng.random() < 0.7:
            pieces += tracker.pop_new(parts)
    pieces += tracker.pop_new(parts, final=True)
    assert "".join(pieces) == whole
    assert not tracker.is_rewritten(parts, exhausted=True)
