"""Which of a chat's messages is the assistant's newest: over plain JSON and over models alike.

No input, no output. What the server sends may be malformed, so an entry that is neither a JSON object nor a model is
not the assistant's.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime
from typing import TypeVar

from ._json import is_object

__all__ = ["is_assistant", "last_assistant_message", "newest_assistant_message", "parse_datetime"]

M = TypeVar("M")


def is_assistant(message: object) -> bool:
    """Whether a message, as JSON or as a model, is the assistant's."""
    return _field(message, "role", "role") == "assistant"


def last_assistant_message(messages: Iterable[M]) -> M | None:
    """The assistant's last message in list order; None if there is none."""
    return next((message for message in reversed(list(messages)) if is_assistant(message)), None)


def newest_assistant_message(
    messages: Iterable[M], *, known_ids: Container[object] = (), newest_first: bool = False
) -> M | None:
    """The assistant's newest message by date; by position where a date is missing or where dates are equal.

    Args:
        messages: Messages as JSON or as models.
        known_ids: Ids of messages that do not count.
        newest_first: Whether the list begins with the newest message, as version 2 lists do.
    """
    candidates = [m for m in messages if is_assistant(m) and _field(m, "id", "id") not in known_ids]
    if newest_first:
        candidates.reverse()
    dates = [parse_datetime(_field(m, "createdAt", "created_at")) for m in candidates]
    newest: tuple[datetime, int] | None = None
    for index, date in enumerate(dates):
        if date is None:
            return candidates[-1]
        newest = max(newest or (date, index), (date, index))
    return candidates[newest[1]] if newest is not None else None


def parse_datetime(text: object) -> datetime | None:
    """A date of the API; None for anything else, and for a date without a time zone, which compares with no other."""
    try:
        date = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return date if date is not None and date.tzinfo is not None else None


def _field(message: object, name: str, attribute: str) -> object:
    return message.get(name) if is_object(message) else getattr(message, attribute, None)
