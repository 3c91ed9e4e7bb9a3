"""How often to poll: :class:`Poll`, and the delays it stands for."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from typing import Any, TypeGuard

from attrs import Attribute, field, frozen

from ..errors import ConfigurationError

__all__ = ["Poll", "is_number", "poll_delays", "shown"]


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a number that a clock can count with: no bool, no NaN, no integer beyond every float."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return not math.isnan(value)
    except OverflowError:
        return False


def shown(value: object) -> str:
    """A refused value for an error message; a huge integer by its size."""
    return f"an integer of {value.bit_length()} bits" if isinstance(value, int) and value > 2**64 else repr(value)


def _number_from(low: float, *, below: float | None = None) -> Callable[[Any, Attribute[Any], Any], None]:
    def check(_: Any, attribute: Attribute[Any], value: Any) -> None:
        if not is_number(value) or value < low or (below is not None and value >= below):
            end = f" and below {below:g}" if below is not None else ""
            raise ConfigurationError(f"Poll.{attribute.name} must be a number from {low:g} up{end}; got {shown(value)}")

    return check


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

    interval: float = field(default=1.0, validator=_number_from(0.001))
    factor: float = field(default=1.5, validator=_number_from(1.0))
    max_interval: float = field(default=10.0, validator=_number_from(0.001))
    jitter: float = field(default=0.2, validator=_number_from(0.0, below=1.0))
    not_found_grace: float = field(default=10.0, validator=_number_from(0.0))


def poll_delays(poll: Poll) -> Iterator[float]:
    """The delays between reads, in seconds, without end."""
    delay = poll.interval
    while True:
        delay = min(delay, poll.max_interval)
        yield delay * random.uniform(1 - poll.jitter, 1 + poll.jitter)  # noqa: S311 - spreads callers
        delay *= poll.factor
