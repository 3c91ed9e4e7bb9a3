"""The command line: `v0-client`, or `python -m v0_client`. Needs the extra `cli` (typer and rich).

It is a user of the package like any other: it calls the public face only, and nothing else in the package imports it.
"""

from __future__ import annotations

import sys
from importlib import import_module

__all__ = ["main"]


def main(prog: str = "v0-client") -> None:
    """Run the command line on the arguments of the process, and exit."""
    try:
        for extra in ("typer", "rich"):  # the second is loaded late, and half of a command would be done by then
            import_module(extra)
    except ModuleNotFoundError as error:
        sys.exit(f"The command line needs {error.name}: pip install 'v0-client[cli]'")
    from .app import app  # noqa: PLC0415 - not before it is known that it can be

    app(prog_name=prog)
