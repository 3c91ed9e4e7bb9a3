"""Deltas: what they change, what they leave alone, how they fail, and what they cost."""

from __future__ import annotations

import copy
import json
import pickle
import sys
import tracemalloc
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.diff import diff, edited, exact, garbage, random_json
from v0_client import delta as delta_module
from v0_client import errors
from v0_client.delta import MISSING, DeltaError, Missing, apply_delta

HIGH, LOW, GRIN = "\ud83d", "\ude00", "\U0001f600"


def containers(value: Any) -> list[int]:
    """Return the identity of every list and dict in a value, in order."""
    found: list[int] = []
    queue = [value]
    for item in queue:
        if isinstance(item, (dict, list)):
            found.append(id(item))
            queue += item.values() if isinstance(item, dict) else item
    return found


def fail(value: Any, delta: Any) -> str:
    """Apply a delta that must raise, check that nothing has changed, and return the text of the error."""
    before, identities, given_delta = json.dumps(value), containers(value), json.dumps(delta)
    with pytest.raises(DeltaError) as caught:
        apply_delta(value, delta)
    assert json.dumps(value) == before
    assert containers(value) == identities
    assert json.dumps(delta) == given_delta
    return str(caught.value)


# Results


@pytest.mark.parametrize("delta", [None, False, 0, "", True, 7, 1.5, "text", MISSING])
@pytest.mark.parametrize("value", [[1], {"a": 1}, "text", 0, None, MISSING])
def test_a_scalar_delta_changes_nothing(value: Any, delta: Any) -> None:
    assert apply_delta(value, delta) is value


APPENDS = [
    ("ab", [["c"], 9, 9], "abc"),
    ("", [["c"], 9, 9], "c"),
    (["ab"], [[0, "c"], 9, 9], ["abc"]),
    (["ab"], [[0, ""], 9, 9], ["ab"]),
    ([["a"], ["b", "c"]], [[1, 1, "d"], 9, 9], [["a"], ["b", "cd"]]),
    (["ab"], [[0, "c"], 9.0, 9.0], ["abc"]),
    (["a", "b"], [[1.0, "c"], 9, 9], ["a", "bc"]),
    (["ab"], [[0, "c"], 9, 9, "more", None], ["abc"]),
    (["ab"], [[0, 5, "key", "c"], 9, 9], ["abc"]),  # the first string grows; the rest of the path is ignored
    ({"7": "a"}, [[7, "b"], 9, 9], {"7": "ab"}),
    ({"7": "a"}, [[7.0, "b"], 9, 9], {"7": "ab"}),
    ({"-1": "a"}, [[-1, "b"], 9, 9], {"-1": "ab"}),
    ([{"text": "a"}], [[0, "text", "b"], 9, 9], [{"text": "ab"}]),
]

ROOTS = [
    ([1], [[2]], [2]),
    ([1], [[1], {"a": 1}], {"a": 1}),
    ([1], ["never compared", None], None),
    (MISSING, [0], 0),
    (MISSING, [None, False], False),
    ([1], [[1], 0, 0], MISSING),
    ([1], ["", 5, 0.0], MISSING),
    (MISSING, [0, 0, 0], MISSING),
]

OBJECTS = [
    ({"a": 1, "b": 2}, {"a": [1, 3], "c": [4]}, {"a": 3, "b": 2, "c": 4}),
    ({"a": 1, "b": 2}, {"a": [1, 0, 0]}, {"b": 2}),
    ({"a": 1}, {"b": [1, 0, 0]}, {"a": 1}),
    ({"a": {"b": {"c": 1}}}, {"a": {"b": {"c": [1, 2]}}}, {"a": {"b": {"c": 2}}}),
    ({"a": 1}, {"a": 5, "b": False, "c": "", "d": True}, {"a": 1}),
    ({"a": 1}, {}, {"a": 1}),
    ({"a": 0}, {"a": [False]}, {"a": False}),
    ({"__proto__": 1}, {"__proto__": [1, 2], "constructor": [3]}, {"__proto__": 2, "constructor": 3}),
    ({"_0": 1, "0": 2}, {"_0": [1, 3], "0": [2, 4]}, {"_0": 3, "0": 4}),
    # Without "_t" the keys of a delta are indexes of the array, and a removal leaves null.
    ([1, 2, 3], {"1": [2, 5]}, [1, 5, 3]),
    ([1, 2, 3], {"1": [5], "02": [6]}, [1, 5, 6]),
    ([1, 2, 3], {"1": [2, 0, 0]}, [1, None, 3]),
    ([{"a": 1}], {"0": {"a": [1, 2]}}, [{"a": 2}]),
]

ARRAYS = [
    ([1], {"_t": "a"}, [1]),
    ([1, 2], {"_t": "a", "1": [9]}, [1, 9, 2]),
    ([1, 2], {"_t": "a", "2": [3], "3": [4]}, [1, 2, 3, 4]),
    ([1, 2], {"_t": "a", "0": [3], "1": [4]}, [3, 4, 1, 2]),
    ([1, 2], {"_t": "a", "01": [9]}, [1, 9, 2]),
    ([1], {"_t": "a", "7": [2]}, [1, 2]),
    ([1], {"_t": "a", "9" * 5000: [3], "7": [2]}, [1, 2, 3]),
    ([1, 2], {"_t": "a", "0" * 5000 + "1": [9]}, [1, 9, 2]),
    ([1, 2, 3, 4], {"_t": "a", "_1": [2, 0, 0], "_2": [0, 0, 0]}, [1, 4]),
    ([1, 2, 3], {"_t": "a", "_01": [2, 0, 0]}, [1, 3]),
    # In descending numerical order: in the order of text, _10 would shift the item of _9.
    (list(range(12)), {"_t": "a", "_10": [0, 0, 0], "_9": [0, 0, 0], "_2": [0, 0, 0]}, [0, 1, 3, 4, 5, 6, 7, 8, 11]),
    (list(range(10)), {"_t": "a", "10": ["x"], "9": ["y"]}, [0, 1, 2, 3, 4, 5, 6, 7, 8, "y", "x", 9]),
    ([1, 2, 3], {"_t": "a", "_2": ["", 0, 3]}, [3, 1, 2]),
    ([1, 2, 3], {"_t": "a", "_0": ["", 2, 3]}, [2, 3, 1]),
    ([1, 2, 3], {"_t": "a", "_2": ["the value, not used", 0, 3]}, [3, 1, 2]),
    ([1, 2, 3], {"_t": "a", "_2": ["", "1", 3.0]}, [1, 3, 2]),
    ([1, 2, 3], {"_t": "a", "_2": ["", "01", 3]}, [1, 3, 2]),
    ([1, 2, 3], {"_t": "a", "_2": ["", 1.0, 3]}, [1, 3, 2]),
    ([1, 2, 3], {"_t": "a", "_0": ["", 99, 3]}, [2, 3, 1]),
    ([1, 2, 3], {"_t": "a", "_0": ["", 10**30, 3]}, [2, 3, 1]),
    ([1, 2, 3], {"_t": "a", "_0": ["", 1e300, 3]}, [2, 3, 1]),
    # At the same index a moved value is placed before an inserted one, and moved values keep their order.
    ([1, 2, 3], {"_t": "a", "_2": ["", 1, 3], "1": ["new"]}, [1, 3, "new", 2]),
    ([1, 2, 3, 4], {"_t": "a", "_2": ["", 0, 3], "_3": ["", 0, 3]}, [3, 4, 1, 2]),
    ([1, 2, 3, 4], {"_t": "a", "_3": ["", 0, 3], "_2": ["", 0, 3], "_1": ["", 1, 3]}, [3, 2, 4, 1]),
    ([1, 2, 3, 4], {"_t": "a", "_0": [1, 0, 0], "_1": ["", 2, 3], "0": ["x"]}, ["x", 3, 2, 4]),
    # Keys of modifications are indexes after all moves and inserts.
    ([{"v": 1}, {"v": 2}], {"_t": "a", "_1": ["", 0, 3], "0": {"v": [2, 3]}}, [{"v": 3}, {"v": 1}]),
    ([{"v": 1}], {"_t": "a", "0": [{"v": 0}], "1": {"v": [1, 2]}}, [{"v": 0}, {"v": 2}]),
    ([1, 2], {"_t": "a", "1": [2, 5]}, [1, 5]),
    ([1, 2], {"_t": "a", "0": [1, 0, 0]}, [None, 2]),
    ([1, 2], {"_t": "a", "0": 5, "1": "x"}, [1, 2]),
    ([[1]], {"_t": "a", "0": {"_t": "a", "1": [2]}}, [[1, 2]]),
    # An item with two keys is changed twice.
    ([{"a": 1}], {"_t": "a", "0": {"a": [1, 0, 0]}, "00": {"a": [2]}}, [{"a": 2}]),
    ([{"a": 1}], {"_t": "a", "0": {"a": [1, 0, 0]}, "00": {"a": [1, 0, 0]}}, [{}]),
]


@pytest.mark.parametrize(("value", "delta", "expected"), APPENDS + ROOTS + OBJECTS + ARRAYS)
def test_the_result_of_a_delta(value: Any, delta: Any, expected: Any) -> None:
    value, given_delta = copy.deepcopy(value), json.dumps(delta)
    result = apply_delta(value, delta)
    assert json.dumps(delta) == given_delta
    if expected is MISSING:
        assert result is MISSING
    else:
        assert exact(result) == exact(expected)


@pytest.mark.parametrize(("value", "delta"), [case[:2] for case in OBJECTS + ARRAYS])
def test_a_list_or_dict_is_changed_in_place(value: Any, delta: Any) -> None:
    value = copy.deepcopy(value)
    assert apply_delta(value, delta) is value


def test_unchanged_items_stay_the_same_objects() -> None:
    value = [{"n": 0}, {"n": 1}, {"n": 2}]
    first, second, third = value
    apply_delta(value, {"_t": "a", "_2": ["", 0, 3], "1": [{"n": 9}], "2": {"n": [0, 5]}})
    assert value[0] is third
    assert value[2] is first
    assert value[3] is second
    assert first == {"n": 5}


@pytest.mark.parametrize(
    ("value", "make_delta"),
    [
        ([], lambda new: [new]),
        ([], lambda new: [0, new]),
        ([], lambda new: {"_t": "a", "0": [new]}),
        ([1], lambda new: {"_t": "a", "0": [1, new]}),
        ({}, lambda new: {"a": [new]}),
    ],
)
def test_the_value_shares_no_container_with_the_delta(value: Any, make_delta: Any) -> None:
    new = {"list": [[1], {"deep": ["x"]}], "dict": {"y": {}}}
    result = apply_delta(value, make_delta(new))
    assert exact(new) in exact(result)
    assert not set(containers(new)) & set(containers(result))


# Failures

INVALID = [
    # appends to other than a string
    ([], [["x"], 9, 9]),
    (None, [["x"], 9, 9]),
    (MISSING, [["x"], 9, 9]),
    ("root", [[0, "x"], 9, 9]),
    ([], [[0, "x"], 9, 9]),
    (["a"], [[-1, "x"], 9, 9]),
    (["a"], [["0", "x"], 9, 9]),
    ([1], [[0, "x"], 9, 9]),
    ([[]], [[0, "x"], 9, 9]),
    ([None], [[0, 0, "x"], 9, 9]),
    ({"a": "a"}, [["b", "x"], 9, 9]),
    # arrays that only look like appends
    (["a"], [[0, 1], 9, 9]),
    (["a"], [[], 9, 9]),
    (["a"], ["x", 9, 9]),
    (["a"], [[False, "x"], 9, 9]),
    (["a"], [[0.5, "x"], 9, 9]),
    (["a"], [[None, "x"], 9, 9]),
    (["a"], [[0, True, "x"], 9, 9]),
    (["a"], [[0, "x"], "9", 9]),
    (["a"], [[0, "x"], 9, True]),
    ({"a": "a"}, {"a": [["x"], 9, 9]}),
    ([["a"]], {"_t": "a", "0": [[0, "x"], 9, 9]}),
    # arrays of another length, or of an unknown kind
    *[([1], delta) for delta in ([], [1, 2, 3, 4], [1, 0, 1], [1, 0, 3], [1, 0, False], [1, 0, None], [1, 0, "0"])],
    *[({"a": 1}, {"a": delta}) for delta in ([], [1, 2, 3, 4], [1, 0, 1], [1, 0, 3], [1, 0, False])],
    *[([1], {"_t": "a", "0": delta}) for delta in ([], [1, 2, 3, 4], [1, 0, 1], [1, 0, 3], [1, 0, False])],
    # text diffs
    ("text", ["@@ -1 +1 @@", 0, 2]),
    ({"a": "text"}, {"a": ["@@ -1 +1 @@", 0, 2]}),
    (["text"], {"_t": "a", "0": ["@@ -1 +1 @@", 0, 2]}),
    (["text"], {"_t": "a", "_0": ["@@ -1 +1 @@", 0, 2]}),
    # "_t"
    *[([1], {"_t": tag, "0": [2]}) for tag in ("b", "", None, 0, False, ["a"], {"a": "a"})],
    *[({"a": 1}, {"_t": tag, "a": [2]}) for tag in ("a", "b", "", None, 0, False, ["a"])],
    ({"_t": "x"}, {"_t": ["x", "y"]}),
    # nested deltas on values without members, null as a delta
    *[(value, {"a": [1]}) for value in (1, "text", True, None, MISSING)],
    *[(value, {}) for value in (1, None, MISSING)],
    *[({"a": value}, {"a": {"b": [1]}}) for value in (1, "text", False, None)],
    *[([value], {"_t": "a", "0": {"b": [1]}}) for value in (1, "text", False, None)],
    ({}, {"a": {"b": [1]}}),
    ({"a": 1}, {"a": None}),
    ([1], {"_t": "a", "0": None}),
    ([1], {"_t": "a", "_0": None}),
    # array deltas on other than arrays
    *[(value, {"_t": "a", "0": [1]}) for value in ({}, {"0": 1}, "text", 1, None, MISSING)],
    # out of range
    ([1], {"_t": "a", "_1": [1, 0, 0]}),
    ([1], {"_t": "a", "_1": ["", 0, 3]}),
    ([1], {"_t": "a", "1": [1, 2]}),
    ([1], {"_t": "a", "1": [1, 0, 0]}),
    ([{}], {"_t": "a", "1": {"a": [1]}}),
    ([{}], {"_t": "a", "_0": [1, 0, 0], "0": {"a": [1]}}),
    ([1], {"1": [2]}),
    # invalid indexes and destinations
    *[([1, 2], {"_t": "a", key: [1, 2]}) for key in ("-1", "x", "", " 1", "1.0", "+1", "1_0", "²", "\u0661")],
    *[([1, 2], {"_t": "a", key: [3]}) for key in ("-1", "x", "", "²")],
    *[([1, 2], {"_t": "a", key: [1, 0, 0]}) for key in ("_-1", "_x", "_", "__0", "_²")],
    *[([1, 2], {"_t": "a", "_1": ["", to, 3]}) for to in (-1, "-1", "x", "", 0.5, None, True, [0], float("inf"))],
    *[([1, 2], {key: [3]}) for key in ("length", "_0", "-1")],
    # "_N" that is neither a removal nor a move; an item removed twice
    *[([1], {"_t": "a", "_0": delta}) for delta in (5, "x", {}, [1], [1, 2], [1, 0, 1], [1, 0, False], [1, 0, 0, 0])],
    ([1, 2, 3], {"_t": "a", "_1": [2, 0, 0], "_01": ["", 0, 3]}),
]


@pytest.mark.parametrize(("value", "delta"), [case for case in INVALID if case[0] is not MISSING])
def test_an_invalid_delta_leaves_the_value_unchanged(value: Any, delta: Any) -> None:
    value = copy.deepcopy(value)
    fail(value, delta)
    # The same failure after all other changes of the delta were made.
    document = {
        "gone": 0,
        "old": {"inner": [1, 2, 3], "x": "y"},
        "list": [{"n": 1}, [2], "3", None],
        "here": value,
        "last": 0,
    }
    fail(
        document,
        {
            "gone": [0, 0, 0],
            "new": [{"fresh": []}],
            "old": {"inner": {"_t": "a", "_0": [1, 0, 0], "1": ["i"], "0": [2, {}]}, "x": ["y", 0, 0], "z": [1]},
            "list": {"_t": "a", "_3": ["", 0, 3], "1": {"n": [1, 2]}, "2": {"_t": "a", "0": [5]}, "9": [6]},
            "here": delta or [],
        },
    )


@pytest.mark.parametrize("delta", [case[1] for case in INVALID if case[0] is MISSING])
def test_a_missing_value_has_nothing_to_change(delta: Any) -> None:
    with pytest.raises(DeltaError):
        apply_delta(MISSING, delta)


def test_a_delta_other_than_json_is_rejected() -> None:
    value = {"a": 1}
    for delta in ((1, 2), {"a": (1, 2)}, {"a": b"x"}, {1, 2}):
        with pytest.raises(DeltaError, match="not JSON"):
            apply_delta(value, delta)
    assert value == {"a": 1}


@pytest.mark.parametrize(
    ("value", "delta", "where", "why"),
    [
        ([{}] * 4, {"_t": "a", "3": {"text": {"a": [1]}}}, "delta[3].text:", "nothing"),
        ({"a": {}, "b": {}}, {"a": {"x": [1]}, "b": {"c": {"d": [1]}}}, "delta.b.c:", "nothing"),
        (
            [1, {}, [1]],
            {"_t": "a", "_0": [1, 0, 0], "2": [1], "0": {"x": [1]}, "1": {"0": None}},
            "delta[1][0]:",
            "null",
        ),
        ({"a b": "x"}, {"a b": ["@@", 0, 2]}, "delta['a b']:", "text diffs are not supported"),
        ([1, 2], {"_t": "a", "_9": [1, 0, 0]}, "delta[_9]:", "the array has 2"),
        ([[7]], [[0, 0, "x"], 9, 9], "delta[0][0]:", "a number instead of a string"),
        (5, {"a": [1]}, "delta:", "members of a number"),
        ([None], {"_t": "a", "0": {"b": [1]}}, "delta[0]:", "members of null"),
        ("text", {"a": [1]}, "delta:", "members of a string"),
        ([1], [1, 0, "x" * 38], "delta:", f"unknown kind of delta: '{'x' * 38}'"),
        ([1], [1, 0, "x" * 39], "delta:", "unknown kind of delta: a string"),
        ({}, {"k" * 41: {}}, f"delta['{'k' * 37}...']:", "nothing"),
        ({}, {"k" * 40: {}}, f"delta.{'k' * 40}:", "nothing"),
        ([], [["x"] * 12 + ["y"], 9, 9], f"delta{'.x' * 12}:", "nothing instead of a string"),
        ([], [[*range(7), *range(6), "y"], 9, 9], "delta[0][1][2][3][4][5][...][0][1][2][3][4][5]:", "nothing instead"),
    ],
)
def test_an_error_names_the_place_and_the_reason(value: Any, delta: Any, where: str, why: str) -> None:
    text = fail(value, delta)
    assert where in text
    assert why in text


def test_an_error_is_short_and_printable_for_any_delta() -> None:
    huge = "\ud800" + "x" * 10_000
    for value, delta in [
        ({huge: 1}, {huge: [0, 0, huge]}),
        ([1], {"_t": "a", "_0": ["", huge, 3]}),
        ([1], {"_t": huge}),
        ({}, {huge: {huge: [1]}}),
        ([1], [[huge, huge], 9, 9]),
    ]:
        text = fail(value, delta)
        text.encode()
        assert len(text) < 500
        assert "\n" not in text


def test_the_error_is_public() -> None:
    assert DeltaError is errors.DeltaError


# Nesting


def nested(depth: int, leaf: Any, *, listed: bool) -> Any:
    for _ in range(depth):
        leaf = [leaf] if listed else {"a": leaf}
    return leaf


def nested_delta(depth: int, leaf: Any, *, listed: bool) -> Any:
    for _ in range(depth):
        leaf = {"_t": "a", "0": leaf} if listed else {"a": leaf}
    return leaf


@pytest.mark.parametrize("listed", [False, True])
def test_reasonable_nesting_is_supported(listed: bool) -> None:
    value = nested(100, 1, listed=listed)
    assert apply_delta(value, nested_delta(100, [1, 2], listed=listed)) == nested(100, 2, listed=listed)


@pytest.mark.parametrize("listed", [False, True])
def test_too_deep_nesting_raises_and_is_undone(listed: bool) -> None:
    deep = 50_000
    value = {"first": 1, "second": nested(deep, 1, listed=listed), "third": 3}
    for delta in (
        {"first": [1, 2], "second": nested_delta(deep, [1, 2], listed=listed), "third": [3, 4]},
        {"first": [1, 0, 0], "new": [nested(deep, 1, listed=listed)]},
    ):
        second = value["second"]
        with pytest.raises(DeltaError, match="nested too deep") as caught:
            apply_delta(value, delta)
        assert len(str(caught.value)) < 500
        assert caught.value.__context__ is None
        assert list(value) == ["first", "second", "third"]
        assert (value["first"], value["third"]) == (1, 3)
        assert value["second"] is second
        for _ in range(deep):
            second = second[0] if listed else second["a"]
        assert second == 1


def test_a_shallow_delta_applies_to_a_deep_value() -> None:
    value = [nested(50_000, 1, listed=True), "text", 1]
    apply_delta(value, [[1, "!"], 9, 9])
    apply_delta(value, {"_t": "a", "_0": ["", 2, 3], "1": [1, 2]})
    assert value[:2] == ["text!", 2]


# Text


@pytest.mark.parametrize(
    ("start", "chunks", "expected"),
    [
        ("ok " + HIGH, [LOW], "ok " + GRIN),
        ("", [HIGH, LOW], GRIN),
        ("", ["a" + HIGH, LOW + "b" + HIGH, LOW], f"a{GRIN}b{GRIN}"),
        ("", [HIGH + LOW], GRIN),
        (HIGH, [HIGH, LOW], HIGH + GRIN),
        (HIGH, ["", LOW], GRIN),
        (HIGH, ["a", LOW], f"{HIGH}a{LOW}"),
        (LOW, [HIGH], LOW + HIGH),
        ("ñ", [LOW], "ñ" + LOW),
    ],
)
def test_surrogate_halves_are_joined_by_an_append(start: str, chunks: list[str], expected: str) -> None:
    value: Any = [start]
    root: Any = start
    for chunk in chunks:
        value = apply_delta(value, [[0, chunk], 9, 9])
        root = apply_delta(root, [[chunk], 9, 9])
    assert value == [expected]
    assert root == expected


def test_surrogate_halves_are_joined_in_new_values() -> None:
    pair = f"é{HIGH}{LOW}{HIGH}"
    assert apply_delta("", ["", pair]) == f"é{GRIN}{HIGH}"
    assert apply_delta([], {"_t": "a", "0": [{"a": [pair, "x"]}]}) == [{"a": [f"é{GRIN}{HIGH}", "x"]}]


@given(st.text(st.sampled_from("aé汉" + GRIN), max_size=40), st.randoms(use_true_random=True))
@settings(max_examples=100, deadline=None)
def test_text_split_anywhere_in_utf_16_is_restored(text: str, rng: Random) -> None:
    units = text.encode("utf-16-le")
    value: Any = [{"rows": [""]}]
    while units:
        size = 2 * rng.randint(1, 3)
        piece, units = units[:size].decode("utf-16-le", "surrogatepass"), units[size:]
        value = apply_delta(value, [[0, "rows", 0, piece], 9, 9])
    assert value == [{"rows": [text]}]


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="only CPython grows a string in place")
@pytest.mark.skipif(sys.gettrace() is not None, reason="a traced interpreter copies the string")
@pytest.mark.parametrize("piece", ["hello ", "привет ", "汉字 ", f"{GRIN} "])
@pytest.mark.parametrize(("value", "path"), [([[0, [["p", {}, ""]]]], [0, 1, 0, 2]), ([{"text": ""}], [0, "text"])])
def test_an_append_does_not_copy_the_text(value: Any, path: list[Any], piece: str) -> None:
    value = copy.deepcopy(value)
    delta = [[*path, piece], 9, 9]
    for _ in range(100):  # the interpreter copies until it has specialised the code
        apply_delta(value, delta)
    apply_delta(value, [[*path, piece * 20_000], 9, 9])
    apply_delta(value, delta)
    tracemalloc.start()
    try:
        # The string was allocated untraced: it counts in full when it is first grown.
        apply_delta(value, delta)
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(50):
            apply_delta(value, delta)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - before < 20_000


# Any document, any delta


@given(st.randoms(use_true_random=True))
@settings(max_examples=400, deadline=None)
def test_a_diff_produces_its_target(rng: Random) -> None:
    left = random_json(rng)
    right = edited(rng, left) if rng.random() < 0.8 else random_json(rng)
    delta = diff(rng, left, right)
    given_delta = json.dumps(delta)
    result = apply_delta(copy.deepcopy(left), delta)
    assert exact(result) == exact(right)
    assert json.dumps(delta) == given_delta
    assert not set(containers(result)) & set(containers(delta))


@given(st.randoms(use_true_random=True))
@settings(max_examples=400, deadline=None)
def test_any_delta_applies_or_changes_nothing(rng: Random) -> None:
    value = random_json(rng)
    delta = garbage(rng, value)
    before, identities, given_delta = json.dumps(value), containers(value), json.dumps(delta)
    try:
        result = apply_delta(value, delta)
    except DeltaError:
        assert json.dumps(value) == before
        assert containers(value) == identities
    else:
        assert not set(containers(result)) & set(containers(delta))
        assert "MISSING" not in repr(result) or result is MISSING
    assert json.dumps(delta) == given_delta


# The sentinel


def test_missing_stays_one_object_when_copied_or_pickled() -> None:
    assert repr(MISSING) == "MISSING"
    assert not MISSING
    assert MISSING is Missing.MISSING
    assert copy.copy(MISSING) is MISSING
    assert copy.deepcopy([MISSING])[0] is MISSING
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(MISSING, protocol)) is MISSING  # noqa: S301 - written by this test


STEPS = st.one_of(
    st.integers(-1, 3), st.sampled_from(["text", "type", "0", "gone", 0.0, 1.5, True, None, HIGH, LOW, GRIN])
)
PARTS = st.lists(
    st.one_of(
        st.fixed_dictionaries({"type": st.just("text"), "text": st.sampled_from(["", "a", "ж", HIGH, None, ["b"]])}),
        st.sampled_from(["a", 1, None, ["b"]]),
    ),
    max_size=3,
)


@settings(max_examples=1000, deadline=None)
@given(value=PARTS | st.text(), target=st.lists(STEPS | st.text(max_size=3), max_size=4))
def test_the_common_append_is_the_general_one(value: Any, target: list[Any]) -> None:
    common, general = copy.deepcopy(value), copy.deepcopy(value)
    if delta_module.append_to_member(common, target):
        assert exact(delta_module._append(general, target)) == exact(common)
    else:
        assert exact(common) == exact(value)


def test_what_almost_every_event_brings_is_a_common_append() -> None:
    parts = [{"type": "text", "text": "naïve"}]
    assert delta_module.append_to_member(parts, [0, "text", " and more"])
    assert parts == [{"type": "text", "text": "naïve and more"}]
