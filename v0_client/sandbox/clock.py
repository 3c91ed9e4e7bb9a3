"""The time that a sandbox tells, and the ids it gives: its own, or those of a seed."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, datetime, timedelta

_TICK = timedelta(milliseconds=1)


class Clock:
    """Tells no time twice, so that times order what happened.

    Args:
        start: shown first; each time that is told is a millisecond later. None: the time of day.
    """

    def __init__(self, start: datetime | None) -> None:
        self._follows_day = start is None
        self._last = datetime.min.replace(tzinfo=UTC) if start is None else start.astimezone(UTC) - _TICK

    def now(self) -> datetime:
        self._last += _TICK
        if self._follows_day:
            self._last = max(self._last, datetime.now(UTC))
        return self._last


class Ids:
    """Numbers whatever it names, kind by kind.

    Args:
        seed: makes the ids look like those of the service: the same for the same seed, others for another.
    """

    def __init__(self, seed: int | None) -> None:
        self._seed = seed
        self._counts: Counter[str] = Counter()

    def next(self, kind: str) -> str:
        self._counts[kind] += 1
        number = self._counts[kind]
        if self._seed is None:
            return f"{kind}_sandbox{number:04d}"
        return f"{kind}_{hashlib.sha256(f'{self._seed} {kind} {number}'.encode()).hexdigest()[:16]}"


def written(time: datetime) -> str:
    """A time as the API writes it."""
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
