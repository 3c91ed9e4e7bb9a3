"""Results that fit a model's context: long values are shortened, and the result says so."""

from __future__ import annotations

from typing import Any

from .._json import is_list, is_object

__all__ = ["shorten_json", "shorten_text"]


def shorten_text(text: str, limit: int) -> str:
    """The text's first `limit` characters, with a note of how many follow."""
    return text if len(text) <= limit else f"{text[:limit]}\n[{len(text) - limit:,} more characters]"


def shorten_json(value: Any, *, characters: int, entries: int = 50) -> Any:
    """A JSON value with long texts shortened and long lists ended early, each with a note."""
    if isinstance(value, str):
        return shorten_text(value, characters)
    if is_list(value):
        kept = [shorten_json(entry, characters=characters, entries=entries) for entry in value[:entries]]
        return kept if len(value) <= entries else [*kept, f"[{len(value) - entries:,} more entries]"]
    if is_object(value):
        return {key: shorten_json(entry, characters=characters, entries=entries) for key, entry in value.items()}
    return value
