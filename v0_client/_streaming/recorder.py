"""Report a stream to the client's observer: its first event, its resumes and its end."""

from __future__ import annotations

import time
from typing import Any

from .._http.observer import Observer
from ..observe import ObservedEvent, StreamEnded, StreamResumed, StreamStarted

__all__ = ["StreamRecorder"]


class StreamRecorder:
    """Counts the events of one stream and emits its records.

    Attributes:
        events: Events read, replays included.
    """

    __slots__ = ("_entered_at", "_observer", "_operation", "events")

    def __init__(self, observer: Observer, operation: str) -> None:
        self.events = 0
        self._observer = observer
        self._operation = operation
        self._entered_at = 0.0

    def entered(self) -> None:
        self._entered_at = time.monotonic()

    def started(self, chat_id: str | None) -> None:
        self._emit(StreamStarted, chat_id=chat_id, seconds=self._seconds)

    def resumed(self, chat_id: str | None, attempt: int, reason: str) -> None:
        self._emit(StreamResumed, chat_id=chat_id, attempt=attempt, reason=reason)

    def ended(self, chat_id: str | None, outcome: str) -> None:
        self._emit(StreamEnded, chat_id=chat_id, outcome=outcome, events=self.events, seconds=self._seconds)

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._entered_at

    def _emit(self, record: type[ObservedEvent], **fields: Any) -> None:
        if self._observer.enabled:
            self._observer.emit(record(operation=self._operation, **fields))
