"""Which request may be retried, after which error, and how long after.

A creating request costs money, so it is retried only where it surely was not processed. Idempotent requests are retried
after every transient error.
"""

from __future__ import annotations

import random

from ..errors import APIConnectionError, APIStatusError, APITimeoutError, V0Error

__all__ = ["MAX_RETRY_AFTER", "NoPlaceError", "RedirectError", "is_transient", "retry_delay"]

MAX_RETRY_AFTER = 60.0
"""Seconds of ``Retry-After`` that are waited for; where a server asks for more, its error is raised instead."""

_INITIAL_BACKOFF = 0.5
_MAX_BACKOFF = 8.0
_MAX_DOUBLINGS = 4
_JITTER = 0.25


class RedirectError(APIConnectionError):
    """A redirect, which a retry would only meet again."""


class NoPlaceError(APITimeoutError):
    """No place or connection became free in time; that wait was the limit, so it is not retried."""


def is_transient(error: V0Error) -> bool:
    """Whether a retry may cure the error: connection errors, 408, 429 and 5xx, but not redirects."""
    if isinstance(error, APIStatusError):
        return error.status_code in (408, 429) or error.status_code >= 500
    return isinstance(error, APIConnectionError) and not isinstance(error, RedirectError)


def retry_delay(error: V0Error, attempt: int, *, idempotent: bool) -> float | None:
    """Seconds until the request may be retried; None where it must not be.

    Args:
        error: How the last attempt failed.
        attempt: The number of attempts before that one.
        idempotent: Whether the request may be sent any number of times.
    """
    if not is_transient(error) or isinstance(error, NoPlaceError):
        return None
    retry_after = error.retry_after if isinstance(error, APIStatusError) else None
    if isinstance(error, APIStatusError):
        not_processed = error.status_code == 429 or (error.status_code == 503 and retry_after is not None)
    else:
        not_processed = not error.may_have_been_processed
    if not (idempotent or not_processed):
        return None
    if retry_after is not None:
        # Jitter comes on top: never earlier than asked, and not all callers at once.
        return retry_after * random.uniform(1, 1 + _JITTER) if retry_after <= MAX_RETRY_AFTER else None  # noqa: S311 - spreads callers
    backoff = min(_INITIAL_BACKOFF * 2.0 ** min(attempt, _MAX_DOUBLINGS), _MAX_BACKOFF)
    return backoff * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - spreads callers
