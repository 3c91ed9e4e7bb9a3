"""The time that `make generate` takes for the whole document.

    python benchmarks/generation.py [--quick]

It runs `scripts/generate.py --check` in the development environment, which generates everything and compares it.
"""

from __future__ import annotations

import resource
import subprocess
import time
from pathlib import Path

from report import Goal, Report, Table, main
from timing import take_turns

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"


def generate() -> dict[str, float]:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([PYTHON, "scripts/generate.py", "--check"], cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": spent, "elapsed": time.perf_counter() - started}


def measure(quick: bool) -> Report:
    title, intro = (
        "Generating the package",
        "Seconds for the whole document, best of {}, comparison included.",
    )
    rounds = 1 if quick else 3
    if not PYTHON.with_name("openapi-python-client").exists():
        return Report(title=title, intro=intro.format(rounds), skipped="the generator is not installed in .venv")
    best = take_turns({"generate": generate}, rounds=rounds)["generate"]
    return Report(
        title=title,
        intro=intro.format(rounds),
        tables=[Table(heads=["CPU, s", "elapsed, s"], rows=[[f"{best['cpu']:.1f}", f"{best['elapsed']:.1f}"]])],
        goals=[Goal(what="make generate", peer="-", got=best["elapsed"], limit=8, unit="s")],
    )


if __name__ == "__main__":
    main(measure)
