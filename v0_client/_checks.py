"""Checks of the numbers that callers pass: one rule and one wording for settings and arguments alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from attrs import Attribute

from .errors import ConfigurationError

__all__ = ["check_integer", "check_number", "integer", "number"]


class _MakeError(Protocol):
    def __call__(self, text: str, /) -> Exception: ...


def check_number(
    value: object,
    name: str,
    error: _MakeError,
    *,
    above: float | None = None,
    minimum: float | None = None,
    below: float | None = None,
    none: str = "",
) -> None:
    """Raise what `error` makes unless the value is a number in range.

    Args:
        value: What the caller passed.
        name: Its name, as the caller knows it.
        error: Makes the error from its text.
        above: The value must be greater.
        minimum: The value must be at least this.
        below: The value must be less.
        none: What None means; empty where None is not allowed.
    """
    if value is None and none:
        return
    if (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and _fits_float(value)
        and (above is None or value > above)
        and (minimum is None or value >= minimum)
        and (below is None or value < below)
        and value == value  # noqa: PLR0124 - NaN is not
    ):
        return
    limits = [
        f" greater than {above:g}" if above is not None else "",
        f" of at least {minimum:g}" if minimum is not None else "",
        f" and less than {below:g}" if below is not None else "",
    ]
    raise error(f"{name} must be a number{''.join(limits)}{_or_none(none)}; got {_shown(value)}")


def check_integer(value: object, name: str, error: _MakeError, *, minimum: int, none: str = "") -> None:
    """Raise what `error` makes unless the value is an integer of at least `minimum`; `none` as for numbers."""
    if value is None and none:
        return
    if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
        raise error(f"{name} must be an integer of at least {minimum}{_or_none(none)}; got {_shown(value)}")


def number(*, prefix: str = "", **rule: Any) -> Callable[[Any, Attribute[Any], Any], None]:
    """An attrs validator that raises ConfigurationError; `rule` as for :func:`check_number`."""

    def validate(_: Any, attribute: Attribute[Any], value: Any) -> None:
        check_number(value, f"{prefix}{attribute.name}", ConfigurationError, **rule)

    return validate


def integer(**rule: Any) -> Callable[[Any, Attribute[Any], Any], None]:
    """An attrs validator that raises ConfigurationError; `rule` as for :func:`check_integer`."""

    def validate(_: Any, attribute: Attribute[Any], value: Any) -> None:
        check_integer(value, attribute.name, ConfigurationError, **rule)

    return validate


def _fits_float(value: float) -> bool:
    try:
        float(value)
    except OverflowError:  # an integer beyond what a clock can add up
        return False
    return True


def _or_none(meaning: str) -> str:
    return f", or None for {meaning}" if meaning else ""


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except ValueError:  # Python does not print integers of more than 4,300 digits
        return "an integer too large to print"
    return text if len(text) <= 60 else f"{text[:60]}..."
