"""How every row is timed: contenders take turns on one machine, CPU time counts, and the best of the rounds stands.

On a machine that others load too, a contender measured alone is measured with its neighbours. In turns, all meet the
same neighbours, and the best round is the one that met the fewest: so figures are to be read as ratios.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from typing import TypeAlias

Figures: TypeAlias = Mapping[str, float]
"""What one run of a contender came to, each the better the smaller."""

CPU = "cpu"


def take_turns(contenders: Mapping[str, Callable[[], Figures]], *, rounds: int) -> dict[str, dict[str, float]]:
    """The best of each figure over the rounds, for each contender."""
    best: dict[str, dict[str, float]] = {name: {} for name in contenders}
    names = list(contenders)
    gc.collect()
    gc.freeze()  # what is there already, all imported libraries above all, need not be gone through again each time
    for number in range(rounds):
        for name in names if number % 2 == 0 else reversed(names):  # nobody always comes after the same neighbour
            for figure, value in contenders[name]().items():
                best[name][figure] = min(value, best[name].get(figure, value))
    gc.unfreeze()
    return best


def timed(run: Callable[[], object]) -> Callable[[], Figures]:
    """A contender whose figure is the CPU seconds that a function takes."""

    def figures() -> Figures:
        gc.collect()
        began = time.process_time()
        run()
        return {CPU: time.process_time() - began}

    return figures


def cpu_seconds(contenders: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """The best CPU seconds of each function."""
    best = take_turns({name: timed(run) for name, run in contenders.items()}, rounds=rounds)
    return {name: figures[CPU] for name, figures in best.items()}


def per_run(run: Callable[[], object], times: int) -> Callable[[], object]:
    """A function too short for the clock, many times over."""

    def runs() -> None:
        for _ in range(times):
            run()

    return runs
