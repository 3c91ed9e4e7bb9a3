"""Random JSON documents and the deltas between them, generated independently of the code under test.

Every function takes the :class:`random.Random` that decides, so that a seed reproduces a case.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

KEYS = ["a", "text", "", "0", "_0", "length", "__proto__", "ключ", "\U0001f511"]
SCALARS = [None, False, True, 0, 1, -1, 0.0, 1.0, 0.5, 9, "", "a", "0", "текст", "\U0001f600", "_t"]


def exact(value: Any) -> str:
    """Return a text that is equal only for equal JSON: 0, 0.0 and false differ, the order of members is ignored."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def random_json(rng: Random, depth: int = 3) -> Any:
    kind = rng.randrange(4) if depth else 0
    if kind == 1:
        return [random_json(rng, depth - 1) for _ in range(rng.randrange(6))]
    if kind >= 2:
        return {rng.choice(KEYS): random_json(rng, depth - 1) for _ in range(rng.randrange(5))}
    return rng.choice(SCALARS)


def edited(rng: Random, value: Any) -> Any:
    """Return a copy with a few changes, so that a diff has items to keep, to move and to nest into."""
    if rng.random() < 0.15:
        return random_json(rng, 2)
    if isinstance(value, dict):
        result = {key: edited(rng, item) for key, item in value.items() if rng.random() > 0.15}
        if rng.random() < 0.3:
            result[rng.choice(KEYS)] = random_json(rng, 2)
        return result
    if isinstance(value, list):
        items = [edited(rng, item) for item in value if rng.random() > 0.15]
        if rng.random() < 0.3:
            items.insert(rng.randint(0, len(items)), random_json(rng, 2))
        if rng.random() < 0.3:
            rng.shuffle(items)
        return items
    return value


def diff(rng: Random, left: Any, right: Any) -> Any:
    """Return a delta from left to right; if they are equal, None or a delta that changes nothing."""
    if exact(left) == exact(right) and rng.random() < 0.9:
        return rng.choice([None, False, 0, "", True, 7, "x"])
    if rng.random() < 0.9:
        if isinstance(left, dict) and isinstance(right, dict):
            return _diff_objects(rng, left, right)
        if isinstance(left, list) and isinstance(right, list):
            return _diff_arrays(rng, left, right)
    return [_old(rng, left), right]


def _old(rng: Random, value: Any) -> Any:
    return value if rng.random() < 0.5 else 0  # senders may omit old values


def _shuffled(rng: Random, delta: dict[str, Any]) -> dict[str, Any]:
    return dict(rng.sample(list(delta.items()), len(delta)))


def _diff_objects(rng: Random, left: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    delta: dict[str, Any] = {}
    for key in left.keys() | right.keys():
        if key not in right:
            delta[key] = [_old(rng, left[key]), 0, 0]
        elif key not in left:
            delta[key] = [right[key]]
        else:
            change = diff(rng, left[key], right[key])
            if change is not None:
                delta[key] = change
    return _shuffled(rng, delta)


def _diff_arrays(rng: Random, left: list[Any], right: list[Any]) -> dict[str, Any]:
    pairs = rng.choice([_by_position, _by_longest_common, _by_chance])(rng, left, right)
    # Of the pairs (old index, new index), those with increasing new indexes may stay; the others must move.
    stays: list[tuple[int, int]] = []
    for pair in sorted(pairs):
        if (not stays or pair[1] > stays[-1][1]) and rng.random() < 0.9:
            stays.append(pair)
    removed = set(range(len(left))) - {i for i, _ in pairs}
    added = set(range(len(right))) - {j for _, j in pairs}
    delta: dict[str, Any] = {"_t": "a"}
    delta |= {f"_{i}": [_old(rng, left[i]), 0, 0] for i in removed}
    delta |= {f"{j}": [right[j]] for j in added}
    for i, j in set(pairs) - set(stays):
        delta[f"_{i}"] = [rng.choice(["", left[i]]), rng.choice([j, float(j), str(j)]), 3]
    for i, j in pairs:
        if right[j] is None and left[i] is not None and rng.random() < 0.5:
            delta[str(j)] = [_old(rng, left[i]), 0, 0]  # deleting an item in place leaves null
        else:
            delta |= {str(j): change for change in [diff(rng, left[i], right[j])] if change is not None}
    return _shuffled(rng, delta)


def _by_position(_rng: Random, left: list[Any], right: list[Any]) -> list[tuple[int, int]]:
    return [(i, i) for i in range(min(len(left), len(right)))]


def _by_longest_common(_rng: Random, left: list[Any], right: list[Any]) -> list[tuple[int, int]]:
    old, new = [exact(item) for item in left], [exact(item) for item in right]
    best: list[list[list[tuple[int, int]]]] = [[[] for _ in range(len(new) + 1)] for _ in range(len(old) + 1)]
    for i in range(len(old)):
        for j in range(len(new)):
            same = [*best[i][j], (i, j)] if old[i] == new[j] else []
            best[i + 1][j + 1] = max(same, best[i][j + 1], best[i + 1][j], key=len)
    return best[-1][-1]


def _by_chance(rng: Random, left: list[Any], right: list[Any]) -> list[tuple[int, int]]:
    count = rng.randint(0, min(len(left), len(right)))
    return list(zip(rng.sample(range(len(left)), count), rng.sample(range(len(right)), count), strict=True))


def garbage(rng: Random, value: Any, depth: int = 3) -> Any:
    """Return a delta that need not fit: mostly well-formed and close to the value, so that it is applied far in."""
    kind = rng.randrange(12) if depth else rng.randrange(6)
    if kind == 0:
        return random_json(rng, 1)
    if kind == 1:
        path = [rng.choice([0, 1, 1.0, -1, "text", True]) for _ in range(rng.randrange(3))]
        return [[*path, rng.choice(["x", 1])], 9, 9]
    if kind <= 3:
        return [random_json(rng, 2) for _ in range(rng.randint(1, 2))]
    if kind <= 5:
        return [random_json(rng, 1), 0, rng.choice([0, 0, 0, 0.0, False, 1, 2, 3])]
    if isinstance(value, list) and rng.random() < 0.9:
        return _garbage_array(rng, value, depth)
    members = value if isinstance(value, dict) else {}
    delta = {key: garbage(rng, item, depth - 1) for key, item in members.items() if rng.random() < 0.7}
    if rng.random() < 0.3:
        delta[rng.choice([*KEYS, "_t"])] = garbage(rng, None, depth - 1)
    return _shuffled(rng, delta)


def _garbage_array(rng: Random, value: list[Any], depth: int) -> dict[str, Any]:
    delta: dict[str, Any] = {"_t": "a"} if rng.random() < 0.95 else {}
    for index in range(len(value) + 1):
        if rng.random() < 0.4:
            delta[str(index)] = garbage(rng, value[index] if index < len(value) else None, depth - 1)
        if rng.random() < 0.3:
            target = rng.choice([rng.randint(0, len(value) + 1), str(index), 1.0, -1, 0.5, None])
            delta[f"_{index}"] = ["", target, 3] if rng.random() < 0.5 else [0, 0, 0]
    if rng.random() < 0.05:
        delta[rng.choice(["x", "_", "_-1", "01", "_01", "²"])] = [1]
    return _shuffled(rng, delta)
