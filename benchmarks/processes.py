"""Run contenders as separate processes, which report their CPU time and memory as JSON."""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from timing import Figures

MIB = 1024 * 1024


def output_of(command: Sequence[str]) -> dict[str, Any]:
    """The JSON that one of our programs prints."""
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own programs
    output: dict[str, Any] = json.loads(run.stdout)
    return output


def figures_of(*command: str) -> Figures:
    """The figures that one of our Python programs prints."""
    return output_of([sys.executable, *command])


def resident(*, collect: bool = True) -> int:
    """The memory of this process in bytes, after garbage collection where nothing else is measured meanwhile."""
    if collect:
        gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def peak() -> int:
    """The peak memory of this process in bytes. getrusage would include the peak of its parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def raise_file_limit() -> None:
    """Allow as many open files as the system permits."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
