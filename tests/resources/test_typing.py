"""The types hold what users rely on: two modules of uses, as mypy sees them. basedpyright sees them in `make check`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy", reason="checking types needs mypy, of the `check` group")

ROOT = Path(__file__).resolve().parents[2]


def mypy(path: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", f"--cache-dir={cache}", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603 - our own


@pytest.mark.parametrize("module", ["resources/typing_api.py", "sync/typing_sync.py"])
def test_the_public_types(module: str, tmp_path: Path) -> None:
    checked = mypy(ROOT / "tests" / module, tmp_path / "cache")
    assert checked.returncode == 0, checked.stdout
    # The same file with the marks of the mistakes taken away: each of them is found.
    text = (ROOT / "tests" / module).read_text(encoding="utf-8")
    marked = [number for number, line in enumerate(text.splitlines(), 1) if "# type: ignore[" in line]
    bare = tmp_path / "typing_bare.py"
    bare.write_text(text.replace("# type: ignore[", "# ["), encoding="utf-8")
    found = mypy(bare, tmp_path / "cache")
    lines = {int(line.split(":")[1]) for line in found.stdout.splitlines() if ": error: " in line}
    assert lines == set(marked), found.stdout
