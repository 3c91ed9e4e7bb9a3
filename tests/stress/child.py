"""What load and soak share: a sandbox in a process of its own, so that figures are the client's alone, and figures."""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio


class Meeting:
    """A point that tasks leave together once all have come."""

    def __init__(self, size: int) -> None:
        self._missing = size
        self._complete = anyio.Event()

    def arrive(self) -> None:
        self._missing -= 1
        if not self._missing:
            self._complete.set()

    async def wait(self) -> None:
        await self._complete.wait()


@contextmanager
def sandbox(*, async_seconds: float, pace: float = 0.0) -> Iterator[tuple[str, str]]:
    """Its address and its key, as long as the block is open."""
    settings = ["--port=0", f"--pace={pace}", f"--async-seconds={async_seconds}"]
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "v0_client.sandbox", *settings],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback for every client that leaves before its request is read
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            address, key = (server.stdout.readline().strip().partition("=")[2] for _ in range(2))
            yield address, key
        finally:
            server.terminate()


def raise_file_limit(needed: int) -> str:
    """As many open files as the system allows; says what came of it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    enough = "enough" if hard == resource.RLIM_INFINITY or hard >= needed else "TOO FEW"
    return f"open files allowed: {hard} (was {soft}), {enough} for {needed}"


def open_files() -> int:
    return len(os.listdir("/proc/self/fd")) - 1  # noqa: PTH208 - the listing itself is the one too many


def resident() -> int:
    """Bytes of memory of this process, garbage collected first."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
