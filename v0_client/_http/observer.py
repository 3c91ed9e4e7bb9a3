"""Emit records of requests to the log and to a hook; the records themselves are loaded where somebody observes."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import APIStatusError, ConfigurationError, V0Error
from .error_responses import public_headers
from .request import PreparedRequest

if TYPE_CHECKING:
    from ..observe import ObservedEvent

__all__ = ["Attempt", "Observer", "set_up_logging"]

_PACKAGE = (__package__ or "").rpartition(".")[0]  # the name it has where it was copied to
_log = logging.getLogger(f"{_PACKAGE}.calls")
# Without a handler of its own Python would print warnings of a program that has not set up logging.
logging.getLogger(_PACKAGE).addHandler(logging.NullHandler())


class Observer:
    """Emits records to the log and to the caller's hook."""

    def __init__(self, hook: Callable[[ObservedEvent], object] | None) -> None:
        if hook is not None and not callable(hook):
            raise ConfigurationError(f"observer must be a function of one record; got {type(hook).__name__}")
        self._hook = hook

    @property
    def enabled(self) -> bool:
        """Whether anybody wants records, so that none is created for nobody."""
        return self._hook is not None or _log.isEnabledFor(logging.INFO)

    def emit(self, record: ObservedEvent) -> None:
        """Log a record and call the hook; what the hook raises is logged and goes no further."""
        _log.log(record.level, "%s", record)
        if self._hook is not None:
            try:
                self._hook(record)
            except Exception:  # noqa: BLE001 - a hook for metrics must not end a paid request
                _log.exception("observer raised")


class Attempt:
    """Emits the records of one attempt."""

    def __init__(self, observer: Observer, request: PreparedRequest, number: int) -> None:
        from .. import observe  # noqa: PLC0415 - loaded where somebody observes

        self._records = observe
        self._observer = observer
        self._about: dict[str, Any] = {"operation": request.operation, "method": request.method, "path": request.path}
        self._number = number
        self._started = time.monotonic()
        observer.emit(observe.RequestStarted(**self._about, attempt=number))

    def finished(self, status_code: int, headers: Mapping[str, str]) -> None:
        """A response arrived: completely, or its head where it is a stream."""
        record = self._records.RequestFinished(
            **self._about,
            attempt=self._number,
            status_code=status_code,
            seconds=time.monotonic() - self._started,
            headers=public_headers(headers),
        )
        self._observer.emit(record)

    def failed(self, error: BaseException) -> None:
        """No complete response arrived, or one with an error status."""
        if isinstance(error, APIStatusError):
            self.finished(error.status_code, error.headers)
            return
        seconds = time.monotonic() - self._started
        self._observer.emit(
            self._records.RequestFailed(
                **self._about, attempt=self._number, error=type(error).__name__, seconds=seconds
            )
        )

    def retried(self, error: V0Error, delay: float) -> None:
        """The request will be retried."""
        self._observer.emit(
            self._records.RequestRetried(**self._about, attempt=self._number, error=type(error).__name__, wait=delay)
        )


def set_up_logging() -> None:
    """Log to stderr where V0_LOG is ``debug`` or ``info``."""
    level = os.environ.get("V0_LOG", "").strip().lower()
    if not level:
        return
    if level not in ("debug", "info"):
        raise ConfigurationError(f"V0_LOG must be 'debug' or 'info', got {level[:20]!r}")
    root = logging.getLogger(_PACKAGE)
    root.setLevel(level.upper())
    if not any(isinstance(handler, logging.StreamHandler) for handler in root.handlers):
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)
