"""Shared by load and soak: a sandbox in a child process, so that only the client is measured, and measurements."""

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


class Barrier:
    """Tasks wait at it until all have arrived."""

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
    """Run a sandbox while the block is open; yield its address and its key."""
    settings = ["--quiet", "--port=0", f"--pace={pace}", f"--async-seconds={async_seconds}"]
    with subprocess.Popen(  # noqa: S603 - a constant command
        [sys.executable, "-m", "v0_client.sandbox", *settings],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback for every client that disconnects before its request is read
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            address, key = (server.stdout.readline().strip().partition("=")[2] for _ in range(2))
            yield address, key
        finally:
            server.terminate()


def raise_file_limit(needed: int) -> str:
    """Allow as many open files as the system permits; return the limits as text."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    enough = "enough" if hard == resource.RLIM_INFINITY or hard >= needed else "TOO FEW"
    return f"open files allowed: {hard} (was {soft}), {enough} for {needed}"


def open_files() -> int:
    return len(os.listdir("/proc/self/fd")) - 1  # noqa: PTH208 - less one for the listing itself


def resident() -> int:
    """Return the resident memory of this process in bytes, after a garbage collection."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
