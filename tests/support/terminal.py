"""A terminal for tests: a pseudo-terminal that runs a command, and the screen a person would see."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple, Self

import pyte
import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

import fcntl
import pty
import struct
import termios

PATIENCE = 60.0  # seconds until a test stops waiting
_NEXT_PRESS = 20.0  # seconds a command may take to end


def _own_terminal() -> None:
    """In the child: Ctrl-C in this terminal is a signal to it, even if the test's own parent ignores it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Cell(NamedTuple):
    """One column of the screen; the second column of a wide character has no text."""

    text: str
    colour: str = "default"
    is_bold: bool = False
    is_dim: bool = False
    is_italic: bool = False


class _Screen(pyte.HistoryScreen):
    """Remembers dim text, which pyte does not know, as blinking; nothing else blinks."""

    def select_graphic_rendition(self, *attributes: int, **options: bool) -> None:
        is_colour = 38 in attributes or 48 in attributes  # whose arguments are numbers too
        shown = attributes if is_colour else [5 if attribute == 2 else attribute for attribute in attributes]
        super().select_graphic_rendition(*shown, **options)


class Terminal:
    """A command in a terminal of a given size; lines that have scrolled off are kept."""

    def __init__(self, command: list[str], environment: dict[str, str], *, columns: int = 80, lines: int = 24) -> None:
        self._command = command
        self._environment = {"TERM": "xterm-256color", **environment}
        self._columns, self._lines = columns, lines
        self._screen = _Screen(columns, lines, history=10_000, ratio=0.5)
        self._stream = pyte.ByteStream(self._screen)
        self.written = b""

    def __enter__(self) -> Self:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", self._lines, self._columns, 0, 0))
        self._process = subprocess.Popen(  # noqa: S603 - our own command line
            self._command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=self._environment,
            start_new_session=True,
            preexec_fn=_own_terminal,  # noqa: PLW1509 - takes no lock
        )
        os.close(theirs)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    @property
    def shown(self) -> str:
        """All lines, including those scrolled off, without trailing blanks."""
        top = ["".join(line[x].data for x in range(self._columns)) for line in self._screen.history.top]
        return "\n".join(line.rstrip() for line in [*top, *self._screen.display]).rstrip()

    @property
    def cells(self) -> list[list[Cell]]:
        """The same with colours and styles."""
        top = [[line[x] for x in range(self._columns)] for line in self._screen.history.top]
        rows = [*top, *([self._screen.buffer[y][x] for x in range(self._columns)] for y in range(self._lines))]
        lines = [[Cell(c.data, c.fg, c.bold, c.blink, c.italics) for c in row] for row in rows]
        while lines and not "".join(cell.text for cell in lines[-1]).strip():
            lines.pop()
        return lines

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def wait_for(self, text: str) -> None:
        """Read until this is on the screen."""
        self._read_until(lambda: text in self.shown)
        assert text in self.shown, f"{text!r} did not appear:\n{self.shown}"

    def wait(self) -> int:
        """Read to the end and return the exit code."""
        self._read_until(lambda: False)
        return self._process.wait(PATIENCE)

    def interrupt(self) -> int:
        """Press Ctrl-C, read to the end and return the exit code.

        Python's `input` misses a signal that arrives when the prompt is shown but is not read yet, which a test can be
        fast enough for. As a person would, this presses again where nothing has ended after a while.
        """
        for _ in range(int(PATIENCE / _NEXT_PRESS)):
            self.type("\x03")
            if self._read_until(lambda: False, _NEXT_PRESS):
                break
        return self._process.wait(PATIENCE)

    def _read_until(self, is_reached: Callable[[], bool], patience: float = PATIENCE) -> bool:
        """Whether the output has ended."""
        deadline = time.monotonic() + patience
        while not is_reached() and time.monotonic() < deadline:
            if select.select([self._ours], [], [], 1.0)[0]:
                try:
                    chunk = os.read(self._ours, 65536)
                except OSError:  # the end of a terminal, on Linux
                    return True
                if not chunk:
                    return True
                self.written += chunk
                self._stream.feed(chunk)
        return False
