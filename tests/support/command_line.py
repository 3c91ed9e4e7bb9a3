"""The command line in this process or in one of its own, without the machine's settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.support.fake_service import Service
from v0_client.cli.commands import app
from v0_client.sandbox import Sandbox

__all__ = ["ROOT", "environment", "json_lines", "process", "run", "service", "settings"]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A scripted service that the environment names."""
    with Service() as running:
        monkeypatch.setenv("V0_BASE_URL", running.base_url)
        monkeypatch.setenv("V0_API_KEY", running.api_key)
        yield running


def run(*arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
    """Run a command in this process; returns its exit code, stdout and stderr."""
    done = CliRunner().invoke(app, list(arguments), input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done.exit_code, done.stdout, done.stderr


def json_lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def environment(**more: str) -> dict[str, str]:
    """The environment of a process, without the machine's own settings."""
    ours = ("V0_", "VERCEL_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM", "PYTHONIOENCODING", "SSL_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**inherited, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


def process(*arguments: str, stdout: int = subprocess.PIPE, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    return subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-m", "v0_client", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(**more),
        check=False,
        timeout=120,
    )


def settings(of: Service | Sandbox) -> dict[str, str]:
    return {"V0_BASE_URL": of.base_url, "V0_API_KEY": of.api_key}
