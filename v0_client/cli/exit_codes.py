"""How a command ends: its exit code, and the error that ends it early."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from .. import ConfigurationError, GenerationFailedError, InvalidRequestError, StreamError, V0Error, WaitTimeoutError

__all__ = ["DESCRIPTIONS", "CliError", "ExitCode", "code_of", "format_table"]


class ExitCode(IntEnum):
    """The exit code of the process. Scripts rely on the numbers, so their meaning never changes."""

    OK = 0
    ERROR = 1
    USAGE = 2
    FAILED = 3
    WAITING = 4
    TIMED_OUT = 5
    INTERRUPTED = 130
    BROKEN_PIPE = 141


DESCRIPTIONS: Final = {
    ExitCode.OK: "done",
    ExitCode.ERROR: "refused by the API, no connection, or a file that cannot be written",
    ExitCode.USAGE: "wrong usage, or a setting that cannot be used",
    ExitCode.FAILED: "the generation failed, or ended before its end",
    ExitCode.WAITING: "the agent waits for a person",
    ExitCode.TIMED_OUT: "not finished within --timeout",
    ExitCode.INTERRUPTED: "Ctrl-C",
    ExitCode.BROKEN_PIPE: "the reader of the output went away",
}


class CliError(Exception):
    """Ends a command with one line on stderr."""

    def __init__(self, code: ExitCode, text: str) -> None:
        super().__init__(text)
        self.code = code


def code_of(error: V0Error) -> ExitCode:
    """The exit code for an error of the SDK."""
    match error:
        case ConfigurationError() | InvalidRequestError():
            return ExitCode.USAGE
        case GenerationFailedError() | StreamError():
            return ExitCode.FAILED
        case WaitTimeoutError():
            return ExitCode.TIMED_OUT
        case _:
            return ExitCode.ERROR


def format_table() -> str:
    """The codes for a help text."""
    return "\n".join(f"  {code.value:>3}  {description}" for code, description in DESCRIPTIONS.items())
