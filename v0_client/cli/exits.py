"""How a command ends: its exit code, and the error that ends it early."""

from __future__ import annotations

from enum import IntEnum
from typing import Self

from .. import ConfigurationError, GenerationFailedError, InvalidRequestError, StreamError, V0Error, WaitTimeoutError

__all__ = ["ExitCode", "Quit", "code_of", "table"]


class ExitCode(IntEnum):
    """What the process exits with. Scripts rely on the numbers, so they never change their meaning."""

    def __new__(cls, value: int, meaning: str) -> Self:
        member = int.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    meaning: str

    OK = 0, "done"
    ERROR = 1, "refused by the API, no connection, or a file that cannot be written"
    USAGE = 2, "wrong usage, or a setting that cannot be used"
    FAILED = 3, "the generation failed, or ended before its end"
    WAITING = 4, "the agent waits for a person"
    TIMED_OUT = 5, "not finished within --timeout"
    INTERRUPTED = 130, "Ctrl-C"
    BROKEN_PIPE = 141, "the reader of the output went away"


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
    return "\n".join(f"  {code.value:>3}  {code.meaning}" for code in ExitCode)
