"""Run every row and write what came of it to results.md; `--quick` prints a rough table in about a minute instead.

python benchmarks/run.py [--quick]
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import decoding
import event_path
import generation
import growth
import long_message
import sse_decoding
import start_up
import streams_at_once
import waits
from report import GOAL_HEADS, Measure, Report, Table

RESULTS = Path(__file__).with_name("results.md")
ROWS: list[Measure] = [
    sse_decoding.measure,
    event_path.measure,
    long_message.measure,
    growth.measure,
    decoding.measure,
    start_up.measure,
    streams_at_once.measure,
    waits.measure,
    generation.measure,
]
PACKAGES = ["httpx", "openai", "anthropic", "httpx-sse", "httpx2", "pydantic", "msgspec"]


def machine() -> str:
    """The processor and what runs on it."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    processor = names[0].partition(":")[2].strip() if names else platform.machine()
    return f"{processor}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def versions() -> str:
    found = [f"{name} {version(name)}" for name in PACKAGES]
    if not long_message.missing():
        node = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True)  # noqa: S607
        found.append(f"node {node.stdout.strip()} with v0 {long_message.vendor_version()}")
    return ", ".join(found)


def summary(reports: list[Report]) -> str:
    goals = [goal for report in reports for goal in report.goals]
    return str(Table(heads=GOAL_HEADS, rows=[goal.cells for goal in goals]))


HEAD = """# Measured

Written by `make bench` on {date}. {machine}.

{versions}.

All figures of a table are of one run on one machine, in interleaved rounds; CPU time, the best round. The machine is
shared, so that the ratios say more than the figures.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure this SDK beside its peers.")
    parser.add_argument("--quick", action="store_true", help="rough figures in about a minute; results.md stays")
    quick = parser.parse_args().quick
    reports: list[Report] = []
    for measure in ROWS:
        reports.append(measure(quick))
        print(reports[-1], end="\n\n", flush=True)
    head = HEAD.format(date=datetime.now(UTC).date(), machine=machine(), versions=versions())
    text = "\n\n".join([head.rstrip(), summary(reports), *map(str, reports)]) + "\n"
    if quick:
        print(summary(reports))
    else:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
