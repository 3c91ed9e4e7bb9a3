"""Run every row; write results.md and the documented table. `--quick` only prints rough figures, in about a minute.

Run it as `python benchmarks/run.py [--quick]`.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import calls
import decoding
import event_path
import generation
import growth
import long_message
import relaying
import sse_decoding
import start_up
import streams_at_once
import waits
from report import GOAL_HEADS, Goal, Measure, Report, Table

RESULTS = Path(__file__).with_name("results.md")
PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
PAGE_TABLE = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end of measured -->)", re.DOTALL)
ROWS: list[Measure] = [
    sse_decoding.measure,
    event_path.measure,
    long_message.measure,
    growth.measure,
    decoding.measure,
    start_up.measure,
    calls.measure,
    streams_at_once.measure,
    relaying.measure,
    waits.measure,
    generation.measure,
]
PACKAGES = [
    *("httpx", "httpx2", "httpx-aiohttp", "aiohttp", "httpx-sse"),
    *("openai", "anthropic", "pydantic", "msgspec", "uvicorn", "uvloop"),
]


def machine() -> str:
    """The processor, the system and the Python version."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    processor = names[0].partition(":")[2].strip() if names else platform.machine()
    return f"{processor}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def versions() -> str:
    found = [f"{name} {version(name)}" for name in PACKAGES]
    if not long_message.missing():
        node = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True)  # noqa: S607 - the one on the path
        found.append(f"node {node.stdout.strip()} with v0 {long_message.vendor_version()}")
    return ", ".join(found)


def summary(goals: list[Goal]) -> str:
    return str(Table(heads=GOAL_HEADS, rows=[goal.cells for goal in goals]))


def headlines(goals: list[Goal]) -> str:
    """The documented table: the headline goals without their limits."""
    rows = [goal.cells[:3] for goal in goals if goal.headline]
    return str(Table(heads=GOAL_HEADS[:3], rows=rows))


HEAD = """# Benchmark results

Written by `make bench` on {date}. {machine}.

{versions}.

All figures of a table come from one run on one machine: CPU time, the best of interleaved rounds. The machine is
shared, so the ratios say more than the figures.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure this SDK and its peers.")
    parser.add_argument("--quick", action="store_true", help="only print rough figures, in about a minute")
    quick = parser.parse_args().quick
    reports: list[Report] = []
    for measure in ROWS:
        reports.append(measure(quick))
        print(reports[-1], end="\n\n", flush=True)
    head = HEAD.format(date=datetime.now(UTC).date(), machine=machine(), versions=versions())
    goals = [goal for report in reports for goal in report.goals]
    if quick:
        print(summary(goals))
        return
    RESULTS.write_text("\n\n".join([head.rstrip(), summary(goals), *map(str, reports)]) + "\n", encoding="utf-8")
    PAGE.write_text(
        PAGE_TABLE.sub(lambda _: headlines(goals) + "\n", PAGE.read_text(encoding="utf-8")), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
