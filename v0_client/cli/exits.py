"""How a command ends: its exit code, and the error that ends it early."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from .. import ConfigurationError, GenerationFailedError, InvalidRequestError, StreamError, V0Error, WaitTimeoutError

__all__ = ["MEANINGS", "ExitCode", "Quit", "code_of", "table"]


class ExitCode(IntEnum):
    """What the process exits with. Scripts rely on the numbers, so they never change their meaning."""

    OK = 0
    ERROR = 1
    USAGE = 2
    FAILED = 3
    WAITING = 4
    TIMED_OUT = 5
    INTERRUPTED = 130
    BROKEN_PIPE = 141


MEANINGS: Final = {
    ExitCode.OK: "done",
    ExitCode.ERROR: "refused by the API, no connection, or a file that cannot be written",
    ExitCode.USAGE: "wrong usage, or a setting that cannot be used",
    ExitCode.FAILED: "the generation failed, or ended before its end",
    ExitCode.WAITING: "the agent waits for a person",
    ExitCode.TIMED_OUT: "not finished within --timeout",
    ExitCode.INTERRUPTED: "Ctrl-C",
    ExitCode.BROKEN_PIPE: "the reader of the output went away",
}


class Quit(Exception):  # noqa: N818 - a way out, not only of errors
    """Ends a command with one line on stderr."""

    def __init__(self, code: ExitCode, text: str) -> None:
        super().__init__(text)
        self.code = code


def code_of(error: V0Error) -> ExitCode:
    """The exit code that stands for an error of the SDK."""
    match error:
        case ConfigurationError() | InvalidRequestError():
            return ExitCode.USAGE
        case GenerationFailedError() | StreamError():
            return ExitCode.FAILED
        case WaitTimeoutError():
            return ExitCode.TIMED_OUT
        case _:
            return ExitCode.ERROR


def table() -> str:
    """The codes for a help text."""
    return "\n".join(f"  {code.value:>3}  {meaning}" for code, meaning in MEANINGS.items())
