"""The command line: `v0-client`, or `python -m v0_client`. Needs the extra `cli` (typer and rich).

It uses the public modules of the package only, and no other module imports it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TextIO, cast

from .standard_output import LenientErrors, discard_output, wait_for

__all__ = ["main"]


def main(prog: str = "v0-client") -> None:
    """Run the command line on the arguments of the process, and exit."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        wait_for(stream)
    if sys.stderr is not None:
        sys.stderr = cast("TextIO", LenientErrors(sys.stderr))
    try:
        _run(prog)
    except KeyboardInterrupt:  # while the modules are loaded: commands handle their own
        if sys.stderr is not None:
            sys.stderr.write("Interrupted\n")
        sys.exit(130)


def _run(prog: str) -> None:
    try:
        for extra in ("typer", "rich"):  # rich is loaded late: it must not be missed in the middle of a command
            import_module(extra)
    except ModuleNotFoundError as error:
        sys.stderr.write(f"The command line needs {error.name}: pip install 'v0-client[cli]'\n")
        sys.exit(2)  # as without any other extra
    if sys.stdout is None:  # closed by the caller: found out before anything is paid for
        sys.exit("Error: standard output is closed")
    from .commands import app  # noqa: PLC0415 - after the check that it can be imported

    try:
        app(prog_name=prog)
    except OSError as error:  # a help text on a full disk; commands handle their own output
        discard_output()
        sys.exit(f"Error: {error}")
