"""Contenders in processes of their own, which report their CPU time and memory as JSON."""

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


def told_by(command: Sequence[str]) -> dict[str, Any]:
    """What a program of ours prints, as JSON."""
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own programs
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def figures_of(*command: str) -> Figures:
    """The figures that a Python program of ours prints."""
    return told_by([sys.executable, *command])


def resident() -> int:
    """Bytes of memory of this process, garbage collected first."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def peak() -> int:
    """Most bytes of memory that this process had; getrusage would tell those of its parent where they were more."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def raise_file_limit() -> None:
    """As many open files as the system allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
