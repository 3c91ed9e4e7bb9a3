"""Which call may be sent again, after which fault, and how long after.

A creating call costs money, so it is sent again only where it surely was not processed. Calls that only read, or that
come to the same however often they are made, are sent again after anything that may pass.
"""

from __future__ import annotations

import random

from .errors import APIConnectionError, APIStatusError, V0Error

__all__ = ["LONGEST_WAIT", "wait_before_retry"]

LONGEST_WAIT = 60.0
"""Seconds of ``Retry-After`` that are waited for; a server that asks for more gets its error raised instead."""

_FIRST_WAIT = 0.5
_LONGEST_BACKOFF = 8.0


def wait_before_retry(error: V0Error, attempt: int, *, repeatable: bool) -> float | None:
    """Seconds until a call may be sent again; None where it must not be.

    Args:
        error: What the last attempt came to.
        attempt: How many attempts there were before that one.
        repeatable: Whether the call may be made any number of times.
    """
    if isinstance(error, APIStatusError):
        asked = error.retry_after
        passing = error.status_code in (408, 429) or error.status_code >= 500
        refused = error.status_code == 429 or (error.status_code == 503 and asked is not None)
        if not (refused or (repeatable and passing)):
            return None
        if asked is not None:
            return asked if asked <= LONGEST_WAIT else None
    elif not (isinstance(error, APIConnectionError) and (repeatable or not error.may_have_been_processed)):
        return None
    return min(_FIRST_WAIT * 2.0**attempt, _LONGEST_BACKOFF) * random.uniform(0.75, 1.25)  # noqa: S311 - spreads callers
