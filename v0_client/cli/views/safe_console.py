"""A terminal that text cannot steer: whatever is rendered, only rich's own control codes reach it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from ..printable import clean
from ..standard_output import GuardedOutput

__all__ = ["SafeConsole"]


class SafeConsole(Console):
    """A console on standard output that cleans the text of every segment.

    Views clean what they print as well, for the layout. This is the last line: Markdown, for one, decodes character
    references, so that control characters may appear only while it is rendered.
    """

    def __init__(self) -> None:
        # Nothing from the service is our markup.
        super().__init__(file=GuardedOutput(), markup=False, emoji=False, highlight=False)  # type: ignore[arg-type] # a file for rich's purposes

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(clean(segment.text), segment.style)
