"""Run a program against a sandbox of its own: `python scripts/sandboxed.py examples/batch.py --concurrency 3`.

The program finds the sandbox as it would find the service, by V0_API_KEY and V0_BASE_URL. It runs in a new folder, so
that the ids it saves, which end with the sandbox, are never mistaken for real ones.
"""

from __future__ import annotations

import os
import runpy
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from v0_client.sandbox import Sandbox


def main() -> None:
    if len(sys.argv) < 2:
        raise SystemExit("Name the program to run: python scripts/sandboxed.py examples/batch.py")
    del sys.argv[0]
    program = Path(sys.argv[0]).resolve()
    if not program.is_file():
        raise SystemExit(
            f"There is no {sys.argv[0]}; {program.parent.name}/ has {names_in(program.parent) or 'nothing'}"
        )
    folder = tempfile.mkdtemp(prefix="v0-sandbox-")
    os.chdir(folder)
    try:
        with Sandbox(pace=0.05, async_seconds=5) as sandbox:
            os.environ.update(V0_API_KEY=sandbox.api_key, V0_BASE_URL=sandbox.base_url)
            print(f"Using a local sandbox: no key, no credits, no internet. Files go to {folder}.", flush=True)
            runpy.run_path(str(program), run_name="__main__")
    finally:
        with suppress(OSError):  # not empty
            Path(folder).rmdir()


def names_in(folder: Path) -> str:
    return ", ".join(sorted(path.stem for path in folder.glob("*.py")))


if __name__ == "__main__":
    main()
