"""How often and how soon a generation is resumed, and for how long its message is polled."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from .._polling.settings import Poll, poll_delays

__all__ = ["MAX_RESUMES", "ResumeBudget"]

MAX_RESUMES = 5
"""Resumes in a row that bring the message no further."""

_MIN_INTERVAL = 0.25  # seconds between two resumes, however often there is progress
_INITIAL_BACKOFF = 0.5


class ResumeBudget:
    """Counts the resumes in a row; progress resets the count.

    Attributes:
        resumes: Resumes since the last progress.
    """

    __slots__ = ("_due_at", "_polls", "_progress_at", "_resumed_at", "resumes")

    def __init__(self) -> None:
        self.resumes = 0
        self._progress_at = time.monotonic()
        self._resumed_at = float("-inf")
        self._due_at: float | None = None  # when the next resume is due, once that was asked
        self._polls: Iterator[float] | None = None  # hardly a stream polls

    def reset(self) -> None:
        """Note progress: the message got further than ever before."""
        self._progress_at = time.monotonic()
        self.resumes = 0

    def forget_resumes(self) -> None:
        """Count again from the first: a reader that cancels its own reads says nothing of the generation."""
        self.resumes = 0

    @property
    def is_spent(self) -> bool:
        return self.resumes >= MAX_RESUMES

    def resume_delay(self, retry_after: float) -> float:
        """Seconds to wait before the next resume: none before the first, then growing.

        Where that wait is cancelled, the next one is for the rest, so that a reader with short deadlines gets there.

        Args:
            retry_after: Seconds the server asked to wait; 0 where it did not.
        """
        now = time.monotonic()
        if self._due_at is None:
            delay = self._resumed_at + _MIN_INTERVAL - now
            if self.resumes:
                delay = max(delay, _INITIAL_BACKOFF * 2.0 ** (self.resumes - 1) * _jitter())
            self._due_at = now + max(delay, retry_after and retry_after * random.uniform(1.0, 1.2))  # noqa: S311 - spreads callers
        return max(self._due_at - now, 0.0)

    def count_resume(self) -> None:
        """Note that a resume is being tried."""
        self.resumes += 1
        self._resumed_at = time.monotonic()
        self._due_at = None

    def poll_delay(self, limit: float | None) -> float | None:
        """Seconds to wait before the next poll; None where that would end more than `limit` after the last progress."""
        self._polls = self._polls or poll_delays(Poll())
        delay = next(self._polls)
        if limit is not None and time.monotonic() + delay - self._progress_at > limit:
            return None
        return delay


def _jitter() -> float:
    return random.uniform(0.8, 1.2)  # noqa: S311 - spreads callers
