"""The two forms of a relayed stream: the API's own events, and the updates that the vendor's browser clients read.

A protocol says which server-sent events follow from an event, from the end of the stream and from a failure. Sans-I/O.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .._streaming.replay import ChatProgress
from ..state import V2State

__all__ = ["Events", "Frame", "Protocol", "Updates"]

_OF_THE_MESSAGE = ("message.parts.chunk", "message.usage")

Frame = tuple[str | None, Any]
"""The name of a server-sent event, None for the default one, and its data."""


class Events:
    """The events of the API itself."""

    def __init__(self, _: ChatProgress) -> None: ...

    def event(self, event: dict[str, Any], _: V2State) -> Iterator[Frame]:
        """What is sent for an event, which the client's state has applied."""
        yield None, event

    def done(self) -> Iterator[Frame]:
        """What is sent after the closing event."""
        yield from ()

    def error(self, event: dict[str, Any]) -> Iterator[Frame]:
        """What is sent for a failure, described by an `error` event."""
        yield None, event


class Updates:
    """The protocol of `readV0Stream` in the vendor's package `v0`, and so of its React hooks.

    Each event becomes an `update` with the complete state, the last one is repeated as `done`, and a failure is an
    `error`. Such a client takes the end of the body for the end of the generation, so one of the two always comes.
    """

    def __init__(self, progress: ChatProgress) -> None:
        self._progress = progress
        self._latest: dict[str, Any] = {"status": "streaming", "parts": []}

    def event(self, event: dict[str, Any], client: V2State) -> Iterator[Frame]:
        if not _is_known(event, client):
            return
        if event.get("object") in _OF_THE_MESSAGE:
            event = {**event, "id": client.message_id}  # the vendor's clients take the message's id from it
        progress = self._progress
        known = {
            "chat": progress.chat,
            "message": progress.message or client.message,
            "title": progress.title,
            "usage": progress.usage,
        }
        shown = {name: value for name, value in known.items() if value is not None}
        self._latest = {"status": "streaming", "event": event, **shown, "parts": progress.raw_parts}
        yield "update", self._latest

    def done(self) -> Iterator[Frame]:
        yield "done", {**self._latest, "status": "done"}

    def error(self, event: dict[str, Any]) -> Iterator[Frame]:
        texts = {name: text for name in ("message", "code", "id") if isinstance(text := event.get(name), str) and text}
        yield "error", {"message": "the stream failed", **texts}


Protocol = Events | Updates


def _is_known(event: dict[str, Any], client: V2State) -> bool:
    """Whether an event is of a known kind and of this message; one without an id is."""
    kind, named = event.get("object"), event.get("id")
    if kind in _OF_THE_MESSAGE:
        return named == client.message_id or not (isinstance(named, str) and named)
    return kind in ("chat", "chat.title", "message")
