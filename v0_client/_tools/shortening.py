"""Results that fit a model's context: long values are shortened, and the result says so."""

from __future__ import annotations

from typing import Any

from .._json import is_list, is_object

__all__ = ["shorten_json", "shorten_text"]

ENTRIES = 50
"""Entries of a list that a result keeps."""


def shorten_text(text: str, limit: int) -> str:
    """The text's first `limit` characters, with a note of how many follow."""
    return text if len(text) <= limit else f"{text[:limit]}\n[{len(text) - limit:,} more characters]"


def shorten_json(value: Any, *, characters: int) -> Any:
    """A JSON value with long texts shortened and long lists ended early, each with a note."""
    if isinstance(value, str):
        return shorten_text(value, characters)
    if is_list(value):
        kept = [shorten_json(entry, characters=characters) for entry in value[:ENTRIES]]
        return kept if len(value) <= ENTRIES else [*kept, f"[{len(value) - ENTRIES:,} more entries]"]
    if is_object(value):
        return {key: shorten_json(entry, characters=characters) for key, entry in value.items()}
    return value
