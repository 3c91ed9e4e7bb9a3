"""Tells the parts of a message to a view in order: prose as it grows, any other part once it is whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .. import models
from .view import View
from .words import paired

__all__ = ["Teller", "tell_message"]

PROSE = ("text", "thinking")


class Teller:
    """Looks at the newest part only, so that an event costs the same however long the message is.

    A part is whole when it says so, or when another follows it.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._told = 0
        self._written = 0  # characters told of the prose that comes next

    def tell(self, parts: Sequence[Any], *, is_over: bool = False) -> None:
        """Tell what is new.

        Args:
            parts: The JSON of all parts of the message.
            is_over: No part will grow any more.
        """
        for index in range(self._told, len(parts)):
            part: Mapping[str, Any] = parts[index] if isinstance(parts[index], Mapping) else {}
            is_whole = is_over or index < len(parts) - 1 or bool(part.get("finishedAt"))
            self._tell(index, part, is_whole=is_whole)

    def _tell(self, index: int, part: Mapping[str, Any], *, is_whole: bool) -> None:
        kind = part.get("type")
        if kind in PROSE:
            self._grow(str(kind), part.get("text"), is_whole=is_whole)
        elif not is_whole:
            self._view.under_way(part)
        if is_whole:
            self._view.whole(index, part)
            self._told, self._written = index + 1, 0

    def _grow(self, kind: str, text: object, *, is_whole: bool) -> None:
        if not isinstance(text, str):
            return
        end = len(text)
        if not is_whole and "\ud800" <= text[-1:] <= "\udbff":
            end -= 1  # half a pair: the other half comes with the next event
        if end > self._written:
            self._view.grow(kind, paired(text[self._written : end]))
            self._written = end


def tell_message(view: View, message: models.Message) -> None:
    """Tell a whole message; one without parts by its content."""
    parts = [part.to_dict() for part in message.parts or []]
    Teller(view).tell(parts or [{"type": "text", "text": message.content or ""}], is_over=True)
