"""Hands records of calls to the log and to a hook; the records themselves are loaded where somebody watches."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import ConfigurationError

if TYPE_CHECKING:
    from ..observe import ObservedEvent
else:
    ObservedEvent = object

__all__ = ["Observer", "set_up_logging"]

_PACKAGE = (__package__ or "").rpartition(".")[0]  # the name it has where it was copied to
_log = logging.getLogger(f"{_PACKAGE}.calls")
# Without a handler of its own Python would print warnings of a program that has not set logging up.
logging.getLogger(_PACKAGE).addHandler(logging.NullHandler())


class Observer:
    """Hands records to the log and to the caller's hook."""

    def __init__(self, hook: Callable[[ObservedEvent], object] | None) -> None:
        if hook is not None and not callable(hook):
            raise ConfigurationError(f"observer must be a function of one record; got {type(hook).__name__}")
        self._hook = hook

    @property
    def enabled(self) -> bool:
        """Whether anybody wants records, so that none need be made for nobody."""
        return self._hook is not None or _log.isEnabledFor(logging.INFO)

    def emit(self, record: ObservedEvent) -> None:
        """Log a record and call the hook; what the hook raises is logged and goes no further."""
        _log.log(record.level, "%s", record)
        if self._hook is not None:
            try:
                self._hook(record)
            except Exception:  # noqa: BLE001 - a hook for metrics must not end a paid call
                _log.exception("observer raised")


def set_up_logging() -> None:
    """Send the package's log to stderr where V0_LOG is ``debug`` or ``info``; quiet otherwise."""
    wanted = os.environ.get("V0_LOG", "").strip().lower()
    if not wanted:
        return
    if wanted not in ("debug", "info"):
        raise ConfigurationError(f"V0_LOG must be 'debug' or 'info', got {wanted[:20]!r}")
    root = logging.getLogger(_PACKAGE)
    root.setLevel(wanted.upper())
    if not any(isinstance(handler, logging.StreamHandler) for handler in root.handlers):
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)
