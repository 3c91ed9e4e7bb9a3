"""How many generations a set of tools may start."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import partial

from .._checks import check_integer
from ..errors import InvalidRequestError, V0Error

__all__ = ["GenerationBudget"]


class GenerationBudget:
    """Counts the generations that were, or may have been, started.

    Args:
        limit: How many there may be; None for no limit.

    Raises:
        InvalidRequestError: The limit is invalid.
    """

    def __init__(self, limit: int | None) -> None:
        invalid = partial(InvalidRequestError, field="max_generations")
        check_integer(limit, "max_generations", invalid, minimum=0, none="no limit")
        self._limit = limit
        self._used = 0

    @property
    def left(self) -> int | None:
        """How many may still be started; None for no limit."""
        return None if self._limit is None else self._limit - self._used

    @contextmanager
    def take_one(self) -> Generator[None]:
        """Count a generation that the block starts, unless an error shows that it was not.

        Raises:
            InvalidRequestError: The budget is spent; nothing was sent.
        """
        if self.left == 0:
            raise InvalidRequestError(
                f"max_generations: these tools may start {self._limit} generations, and all of them are spent; "
                "nothing was sent. Stop here and report to the person: only they can raise the limit",
                field="max_generations",
            )
        self._used += 1  # before the request, so that concurrent calls cannot exceed the limit
        try:
            yield
        except V0Error as error:
            if not error.may_have_been_processed:
                self._used -= 1
            raise
