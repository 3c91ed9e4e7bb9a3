"""Renders the parts of a message in order: prose as it grows, any other part once it is complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from .. import models
from .printable import join_surrogates
from .views.view import View

__all__ = ["PartRenderer", "as_part", "render_message"]

PROSE = ("text", "thinking")


class PartRenderer:
    """Sends the parts of a message to a view.

    Looks at the newest parts only, so that an event costs the same however long the message is. A part is complete when
    it says so, or when another follows it.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._done = 0  # parts that were complete
        self._written = 0  # characters sent of the part after them

    def render(self, parts: Sequence[Any], *, is_over: bool = False) -> None:
        """Send what is new.

        Args:
            parts: The JSON of all parts of the message.
            is_over: No part will change any more.
        """
        for index in range(self._done, len(parts)):
            part = as_part(parts[index])
            is_complete = is_over or index < len(parts) - 1 or bool(part.get("finishedAt"))
            self._render(index, part, is_complete=is_complete)

    def _render(self, index: int, part: Mapping[str, Any], *, is_complete: bool) -> None:
        kind = part.get("type")
        if kind in PROSE:
            self._render_prose(str(kind), part.get("text"), is_complete=is_complete)
        elif not is_complete:
            self._view.part_progress(part)
        if is_complete:
            self._view.part_done(index, part)
            self._done, self._written = index + 1, 0

    def _render_prose(self, kind: str, text: object, *, is_complete: bool) -> None:
        if not isinstance(text, str):
            return
        end = len(text)
        if not is_complete and "\ud800" <= text[-1:] <= "\udbff":
            end -= 1  # the other half of the surrogate pair comes with the next event
        if end > self._written:
            self._view.text_delta(kind, join_surrogates(text[self._written : end]))
            self._written = end


def as_part(value: object) -> Mapping[str, Any]:
    """The JSON of a part; empty where the value is not an object."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def render_message(view: View, message: models.Message) -> None:
    """Send a finished message; one without parts by its content."""
    parts = [part.to_dict() for part in message.parts or []]
    PartRenderer(view).render(parts or [{"type": "text", "text": message.content or ""}], is_over=True)
