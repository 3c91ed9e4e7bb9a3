"""A terminal: finished parts stay, the part in progress is redrawn below them, above a line with the time."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.markdown import Markdown
from rich.padding import Padding
from rich.spinner import Spinner
from rich.style import Style
from rich.table import Table
from rich.text import Text

from ... import PendingTask, models
from ..exit_codes import ExitCode
from ..part_descriptions import Step, describe, format_time, format_usage, shown_output
from ..part_renderer import render_message
from ..printable import Cleaner, clean, one_line
from ..standard_output import OutputError
from ..task_descriptions import describe_task
from .view import Row, Turn

__all__ = ["TerminalView", "markdown"]

LABEL = 8  # columns of the word before a step
REDRAW = 0.1  # seconds
LIVE_LINES = 10  # of the part in progress
VISIBLE = Style(conceal=False, blink=False, blink2=False)  # a command's output has colours, but hides nothing
LIVE_TEXT = 4000  # characters of it, so that a long text is redrawn as fast as a short one

_NUMBER = re.compile(r"[\d,.]*")


class TerminalView:
    """Colours, Markdown and a live part.

    The live part is drawn by a thread, from strings alone, whatever arrives meanwhile. It is drawn over its last state,
    by the height of that, so nothing else may be printed at the same time; rich's own thread does not ensure that.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = time.monotonic()
        self._spinner = Spinner("dots")
        self._chat_id = ""
        self._title = ""
        self._status = ""  # of a turn that is polled
        self._kind = "text"
        self._prose = ""  # the end of the prose in progress
        self._cleaner = Cleaner()
        self._step: Step | None = None
        self._after = ""
        self._printing = Lock()

    @contextmanager
    def live(self) -> Generator[None]:
        self._started, self._status = time.monotonic(), ""
        with Live(
            console=self._console,
            get_renderable=self._draw,
            auto_refresh=False,
            transient=True,
            vertical_overflow="crop",
        ) as live:
            is_over = Event()

            def redraw() -> None:
                with suppress(OutputError):  # the next part that is printed reports it
                    while not is_over.wait(REDRAW):
                        with self._printing:
                            live.refresh()

            drawing = Thread(target=redraw, daemon=True)
            drawing.start()
            try:
                yield
            finally:
                is_over.set()
                drawing.join()

    def chat(self, chat_id: str) -> None:
        self._chat_id = one_line(chat_id)

    def title(self, title: str) -> None:
        self._title = one_line(title)

    def text_delta(self, kind: str, text: str) -> None:
        self._step, self._kind = None, kind
        self._prose = (self._prose + self._cleaner.feed(text))[-LIVE_TEXT:]

    def part_progress(self, part: Mapping[str, Any]) -> None:
        self._step = describe(part)

    def part_done(self, index: int, part: Mapping[str, Any]) -> None:
        del index
        self._step, self._prose, self._cleaner = None, "", Cleaner()
        kind = part.get("type")
        if kind not in ("text", "thinking"):
            step = describe(part)
            self._print("step", _step(step, shown_output(step, keep_colour=True)))
            return
        text = clean(part["text"]).strip() if isinstance(part.get("text"), str) else ""
        if text:
            self._print("prose", _thinking(text) if kind == "thinking" else markdown(text))

    def progress(self, text: str) -> None:
        self._status = one_line(text)

    def resumed(self, attempt: int, reason: str) -> None:
        self._print("step", _labelled("resumed", Text(f"attempt {attempt}: {one_line(reason)}"), "yellow"))

    def turn(self, turn: Turn) -> None:
        facts = [turn.chat_id, format_usage(turn.usage), _seconds(self._started)]
        if turn.finish_reason not in (None, "stop"):
            facts.insert(1, turn.finish_reason or "")
        if turn.title:
            self._print("prose", Padding(Text(one_line(turn.title), "bold"), (0, 2)))
            self._after = ""
        self._print("prose", Padding(Text(" · ".join(filter(None, map(one_line, facts))), "dim"), (0, 2)))
        for name, address in (("address", turn.web_url), ("preview", turn.preview_url)):
            if address:  # unbroken, to be copied
                self._console.print(Text(f"  {name:<{LABEL}}  {one_line(address)}", "dim"), soft_wrap=True)

    def waiting(self, task: PendingTask) -> None:
        self._print("prose", Padding(Text("\n".join(describe_task(task))), (0, 2)))

    def saved(self, directory: Path, files: Sequence[str]) -> None:
        self._print("prose", _labelled("saved", Text(f"{len(files)} files in {one_line(directory)}"), "green"))

    def failed(self, code: ExitCode, text: str, chat_id: str | None) -> None:
        del text, chat_id
        if code == ExitCode.INTERRUPTED:
            self._console.print()  # the terminal has written ^C

    def message(self, message: models.Message) -> None:
        role = one_line(message.role or "message")
        who = {"user": "You", "assistant": "v0"}.get(role, role)
        head = Text.assemble(
            (who, "bold"), (f"  {format_time(message.created_at or '')}  {one_line(message.id)}", "dim")
        )
        self._print("prose", head)
        render_message(self, message)

    def record(self, value: Mapping[str, Any], fields: Sequence[tuple[str, str]]) -> None:
        del value
        width = max((len(name) for name, _ in fields), default=0)
        for name, shown in fields:
            self._console.print(_labelled(name, Text(one_line(shown)), "cyan", width=width))

    def rows(self, header: Row, rows: Sequence[tuple[Mapping[str, Any], Row]]) -> None:
        if not rows:
            self._console.print(Text("None.", "dim"))
            return
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        cells = [tuple(map(one_line, row)) for _, row in rows]
        for index, name in enumerate(header):
            numbers = all(_NUMBER.fullmatch(row[index]) for row in cells)
            # The widest becomes narrower first, and nothing is truncated.
            table.add_column(name, overflow="fold", justify="right" if numbers else "left")
        for row in cells:
            table.add_row(*map(Text, row))
        self._console.print(table)

    # ------------------------------------------------------------------ drawing

    def _print(self, what: str, shown: RenderableType) -> None:
        """Print above the live part, with a blank line between prose and steps."""
        with self._printing:
            if self._after and (what == "prose" or self._after == "prose"):
                self._console.print()
            self._after = what
            self._console.print(shown)

    def _draw(self) -> RenderableType:
        lines = max(2, min(LIVE_LINES, self._console.height - 4))
        now: list[RenderableType] = [Text()] if self._after else []
        step, prose = self._step, self._prose
        if step is not None:
            now.append(_step(step, shown_output(step, limit=lines - 1, keep_colour=True)))
        elif prose:
            now.append(self._tail(prose, lines))
        return Group(*now, self._status_line())

    def _tail(self, prose: str, lines: int) -> RenderableType:
        wrapped = Text(prose.strip()).wrap(self._console, max(1, self._console.width - 4))
        shown = Text("\n").join(wrapped[-lines:])
        shown.stylize("dim italic" if self._kind == "thinking" else "")
        return Padding(shown, (0, 2))

    def _status_line(self) -> Text:
        shown = filter(None, (_seconds(self._started), self._status, self._title, self._chat_id))
        line = Text.assemble("  ", str(self._spinner.render(self._console.get_time())), (f" {'  '.join(shown)}", "dim"))
        line.truncate(
            max(1, self._console.width - 4), overflow="ellipsis"
        )  # leaves room for the ^C that the terminal writes
        return line


def markdown(text: str) -> RenderableType:
    """The model's Markdown; the targets of links stay visible, so that nobody follows one unseen."""
    return Padding(Markdown(clean(text), hyperlinks=False), (0, 2))


def _thinking(text: str) -> RenderableType:
    return Padding(Text(text, "dim italic"), (0, 2))


def _step(step: Step, output: Sequence[str]) -> RenderableType:
    shown: list[RenderableType] = [_labelled(step.label, Text(step.text), "red" if step.note else "cyan")]
    for line in output:
        text = Text.from_ansi(line)
        text.no_wrap, text.overflow = True, "ellipsis"
        text.stylize_before("dim")
        text.stylize(VISIBLE)
        shown.append(Padding(text, (0, 2, 0, LABEL + 4)))
    if step.note:
        shown.append(Padding(Text(step.note, "red"), (0, 2, 0, LABEL + 4)))
    return Group(*shown)


def _labelled(label: str, text: Text, style: str, *, width: int = LABEL) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=width, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(label, style), text)
    return Padding(grid, (0, 2))


def _seconds(started: float) -> str:
    seconds = int(time.monotonic() - started)
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min {seconds % 60:02} s"
