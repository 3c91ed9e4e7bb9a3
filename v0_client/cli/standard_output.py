"""Standard output, whose failure is an error of its own: a full disk, a closed pipe, a terminal that is gone.

A failure of standard error is ignored: paid work and the exit code are worth more than its lines.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Any, TextIO

__all__ = ["GuardedOutput", "LenientErrors", "OutputError", "discard_output", "wait_for", "write_out"]


class OutputError(Exception):
    """Standard output cannot be written.

    Attributes:
        is_broken_pipe: Whether its reader closed the pipe.
    """

    def __init__(self, error: OSError | ValueError) -> None:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        super().__init__(f"standard output cannot be written: {reason}")
        self.is_broken_pipe: bool = isinstance(error, BrokenPipeError)


class GuardedOutput:
    """Standard output as a file for rich; raises OutputError where the file raises OSError or is closed."""

    def write(self, text: str, /) -> int:
        try:
            return sys.stdout.write(text)
        except (OSError, ValueError) as error:
            raise OutputError(error) from None

    def flush(self) -> None:
        try:
            sys.stdout.flush()
        except (OSError, ValueError) as error:
            raise OutputError(error) from None

    def __getattr__(self, name: str) -> Any:
        return getattr(sys.stdout, name)


class LenientErrors:
    """Standard error as a file for whoever writes to it; what cannot be written is lost, without an error."""

    buffer = None  # what is written below the text would not be covered

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str, /) -> int:
        with suppress(OSError, ValueError):
            self._file.write(text)
            self._file.flush()
        return len(text)

    def flush(self) -> None:
        """Nothing: every text is flushed when it is written."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def write_out(text: str) -> None:
    """Write to standard output at once. Raises OutputError."""
    output = GuardedOutput()
    output.write(text)
    output.flush()


def wait_for(stream: TextIO | None) -> None:
    """Wait where a file is not ready, though a parent has set it not to: what Python cannot write then is lost."""
    if sys.platform != "win32" and stream is not None:
        with suppress(OSError, ValueError):  # closed, or not a file
            os.set_blocking(stream.fileno(), True)


def discard_output() -> None:
    """Lead standard output to nowhere, so that what is left in its buffer raises no second error at exit."""
    try:
        descriptor = sys.stdout.fileno()
    except (AttributeError, ValueError, io.UnsupportedOperation):
        return  # closed, or not a file: nothing is flushed at exit
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, descriptor)
    os.close(null)
