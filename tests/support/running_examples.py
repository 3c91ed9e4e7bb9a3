"""Examples as processes of their own, as a user runs them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from v0_client.sandbox import Sandbox

ROOT = Path(__file__).parents[2]


@contextmanager
def started(
    example: str, *arguments: str, service: Sandbox, cwd: Path = ROOT, **settings: str
) -> Iterator[subprocess.Popen[str]]:
    """A running example that uses `service`, with `settings` in its environment; killed at the end of the block."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("V0_", "VERCEL_"))}
    own = {"V0_API_KEY": service.api_key, "V0_BASE_URL": service.base_url, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, str(ROOT / example), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**inherited, **own, **settings, "PYTHONUTF8": "1"},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def run(
    example: str, *arguments: str, service: Sandbox, cwd: Path = ROOT, typed: str = "", **settings: str
) -> tuple[int, str, str]:
    """The exit code of an example, and what it printed."""
    with started(example, *arguments, service=service, cwd=cwd, **settings) as process:
        output, errors = process.communicate(typed, timeout=60)
    return process.returncode, output, errors


def until(condition: Callable[[], object]) -> None:
    """Wait until a condition is true."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def bodies(service: Sandbox, method: str, path: str) -> list[Any]:
    """The bodies of the requests to a path."""
    return [each.body for each in service.requests if each.method == method and re.fullmatch(path, each.path)]


def address_of(relay: subprocess.Popen[str]) -> str:
    """The address that a service prints when it is ready."""
    assert relay.stdout is not None
    line = relay.stdout.readline()
    address = re.match(r"http://127\.0\.0\.1:\d+", line)
    assert address is not None, line or relay.communicate()
    return address[0]


def end(relay: subprocess.Popen[str]) -> None:
    """Stop it with Ctrl-C; it prints nothing."""
    relay.send_signal(signal.SIGINT)
    output, errors = relay.communicate(timeout=60)
    assert (relay.returncode, output, errors) == (0, "", "")
