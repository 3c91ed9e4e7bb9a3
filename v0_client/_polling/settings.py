"""How often to poll: :class:`Poll`, and the delays it stands for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from math import inf

from attrs import field, frozen

from .._checks import number

__all__ = ["Poll", "poll_delays"]


@frozen
class Poll:
    """How often to poll.

    Attributes:
        interval: Delay before the second read, in seconds.
        factor: Each delay is the one before times this.
        max_interval: Longest delay, in seconds.
        jitter: Fraction by which each delay is lengthened or shortened at random, so that many callers spread out.
        not_found_grace: Seconds during which a 404 means "not there yet".

    Raises:
        ConfigurationError: A value is out of range.
    """

    interval: float = field(default=1.0, validator=number(prefix="Poll.", minimum=0.001, below=inf))
    factor: float = field(default=1.5, validator=number(prefix="Poll.", minimum=1))
    max_interval: float = field(default=10.0, validator=number(prefix="Poll.", minimum=0.001, below=inf))
    jitter: float = field(default=0.2, validator=number(prefix="Poll.", minimum=0, below=1))
    not_found_grace: float = field(default=10.0, validator=number(prefix="Poll.", minimum=0))


def poll_delays(poll: Poll) -> Iterator[float]:
    """The delays between reads, in seconds, without end."""
    delay = poll.interval
    while True:
        delay = min(delay, poll.max_interval)
        yield delay * random.uniform(1 - poll.jitter, 1 + poll.jitter)  # noqa: S311 - spreads callers
        delay *= poll.factor
