"""Many inputs in one test case: every input is tried, and every failure is reported with its input.

with collect_failures() as case:
    for value in values:
        with case(value=value):
            assert read(value)

This is for loops over thousands of generated inputs. `subtests` of pytest does the same, at a report for each input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

Case = Callable[..., AbstractContextManager[None]]


@contextmanager
def collect_failures() -> Iterator[Case]:
    """Run the block to its end and raise all failures of its cases as one group."""
    failures: list[BaseException] = []
    count = 0

    @contextmanager
    def case(**inputs: object) -> Iterator[None]:
        nonlocal count
        count += 1
        try:
            yield
        except (Exception, pytest.fail.Exception) as failure:  # noqa: BLE001 - raised with the others
            failure.add_note("with " + ", ".join(f"{name}={value!r}" for name, value in inputs.items()))
            failures.append(failure)

    yield case
    assert count, "no case was tried"
    if failures:
        raise BaseExceptionGroup(f"{len(failures)} of {count} cases failed", failures)
