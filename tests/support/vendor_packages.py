"""The vendor's own TypeScript packages, installed by npm. Where that is not possible, tests of them are skipped."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

PACKAGES = ("v0-sdk@0.16.7", "v0@3.0.0-canary.6f0caa8")
# Peer dependencies are needed to build the packages, not to run them.
OPTIONS = ("--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps", "--fetch-retries=0")


def install(folder: Path) -> None:
    """Install the packages into a folder; skips the test where node, npm or the packages are missing."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("node and npm are not installed")
    try:
        subprocess.run([npm, "install", *OPTIONS, *PACKAGES], cwd=folder, check=True, capture_output=True, timeout=120)  # noqa: S603  # our own command
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"npm cannot install the vendor's packages: {error}")


def run_script(script: Path, *arguments: str, folder: Path, data: Any = None) -> Any:
    """What a script prints as JSON; it runs in the folder of the packages and reads `data` as JSON."""
    copied = shutil.copy(script, folder)
    command = ["node", str(copied), *arguments]
    done = subprocess.run(  # noqa: S603  # our own script
        command, input=json.dumps(data), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
