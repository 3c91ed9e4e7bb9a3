"""Which call may be sent again, after which fault, and how long after.

A creating call costs money, so it is sent again only where it surely was not processed. Calls that only read, or that
come to the same however often they are made, are sent again after anything that may pass.
"""

from __future__ import annotations

import random

from ..errors import APIConnectionError, APIStatusError, V0Error

__all__ = ["MAX_RETRY_AFTER", "RedirectError", "is_transient", "retry_delay"]

MAX_RETRY_AFTER = 60.0
"""Seconds of ``Retry-After`` that are waited for; a server that asks for more gets its error raised instead."""

_FIRST_WAIT = 0.5
_LONGEST_BACKOFF = 8.0


class RedirectError(APIConnectionError):
    """A redirect; sending the call again would only meet it again."""


def is_transient(error: V0Error) -> bool:
    """Whether the same call may succeed later: after a fault of the connection, 408, 429 and 5xx, but no redirect."""
    if isinstance(error, APIStatusError):
        return error.status_code in (408, 429) or error.status_code >= 500
    return isinstance(error, APIConnectionError) and not isinstance(error, RedirectError)


def retry_delay(error: V0Error, attempt: int, *, repeatable: bool) -> float | None:
    """Seconds until a call may be sent again; None where it must not be.

    Args:
        error: What the last attempt came to.
        attempt: How many attempts there were before that one.
        repeatable: Whether the call may be made any number of times.
    """
    if not is_transient(error):
        return None
    asked = error.retry_after if isinstance(error, APIStatusError) else None
    if isinstance(error, APIStatusError):
        surely_not = error.status_code == 429 or (error.status_code == 503 and asked is not None)
    else:
        surely_not = not error.may_have_been_processed
    if not (repeatable or surely_not):
        return None
    if asked is not None:
        return asked if asked <= MAX_RETRY_AFTER else None
    return min(_FIRST_WAIT * 2.0**attempt, _LONGEST_BACKOFF) * random.uniform(0.75, 1.25)  # noqa: S311 - spreads callers
