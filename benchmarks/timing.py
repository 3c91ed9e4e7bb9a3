"""Time contenders: they take turns on one machine, CPU time counts, and the best round is the result.

On a shared machine other processes disturb a measurement. In turns all contenders meet the same disturbance, and the
best round is the least disturbed one. So read the figures as ratios.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from typing import TypeAlias

Figures: TypeAlias = Mapping[str, float]
"""The figures of one run of a contender; smaller is better."""

CPU = "cpu"


def take_turns(contenders: Mapping[str, Callable[[], Figures]], *, rounds: int) -> dict[str, dict[str, float]]:
    """The best of each figure over the rounds, for each contender."""
    best: dict[str, dict[str, float]] = {name: {} for name in contenders}
    names = list(contenders)
    gc.collect()
    gc.freeze()  # so that each collection skips the imported libraries
    for number in range(rounds):
        for name in names if number % 2 == 0 else reversed(names):  # no contender always follows the same one
            for figure, value in contenders[name]().items():
                best[name][figure] = min(value, best[name].get(figure, value))
    gc.unfreeze()
    return best


def timed(run: Callable[[], object]) -> Callable[[], Figures]:
    """A contender whose figure is the CPU seconds that a function takes."""

    def figures() -> Figures:
        gc.collect()
        started = time.process_time()
        run()
        return {CPU: time.process_time() - started}

    return figures


def cpu_seconds(contenders: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """The best CPU seconds of each function."""
    best = take_turns({name: timed(run) for name, run in contenders.items()}, rounds=rounds)
    return {name: figures[CPU] for name, figures in best.items()}


def per_run(run: Callable[[], object], times: int) -> Callable[[], object]:
    """Repeat a function that is too short for the clock."""

    def runs() -> None:
        for _ in range(times):
            run()

    return runs
