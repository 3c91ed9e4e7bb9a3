"""What a version 2 stream has received, over any number of connections.

Sans-I/O. A connection that joins a running generation sends the message again from its start. Until that replay has
passed what was received before, what the user sees stays at the furthest point. Each connection is judged alone:
whether it is over depends on its own events.
"""

from __future__ import annotations

from typing import Any

from .._json import is_list, is_object
from .._messages import last_assistant_message
from .._text import TextTracker, text_of, texts_of
from ..state import V2State

__all__ = ["ChatProgress", "is_finished"]


class ChatProgress:
    """The present and the furthest state of a message, the text emitted, and the message as read.

    Attributes:
        message: The finished message: as read, or as the closing event carried it. None before.
        is_verified: Whether the message was read, or could not be, so that nothing is gained by reading it again.
    """

    __slots__ = ("_current", "_furthest", "_is_joined", "_text", "_text_exhausted", "is_verified", "message")

    def __init__(self, *, joined: bool = False) -> None:
        self._current = V2State()  # of the present connection
        self._furthest = self._current  # what is shown
        self._is_joined = joined  # whether the present connection joined a generation instead of starting it
        self._text = TextTracker()
        self._text_exhausted = False
        self.message: dict[str, Any] | None = None
        self.is_verified = False

    # ------------------------------------------------------------------ what is shown

    @property
    def chat(self) -> dict[str, Any] | None:
        return self._current.chat

    @property
    def chat_id(self) -> str | None:
        chat_id = (self._current.chat or {}).get("id")
        return chat_id if isinstance(chat_id, str) and chat_id else None

    @property
    def title(self) -> str | None:
        return self._current.title

    @property
    def message_id(self) -> str | None:
        return self._current.message_id

    @property
    def usage(self) -> dict[str, Any] | None:
        return self._current.usage

    @property
    def raw_parts(self) -> list[Any]:
        return self._furthest.raw_parts

    @property
    def text(self) -> str:
        return text_of(self._furthest.raw_parts)

    @property
    def streamed_message(self) -> dict[str, Any] | None:
        """The message with its live parts, where the stream carries it or it was read."""
        return self._furthest.message

    @property
    def is_replaying(self) -> bool:
        """Whether the events repeat what was received before."""
        return self._current is not self._furthest

    @property
    def is_joined(self) -> bool:
        """Whether the present connection joined a generation instead of starting it."""
        return self._is_joined

    @property
    def is_over(self) -> bool:
        """Whether the present connection has sent its closing event."""
        state = self._current
        return state.closed if self._is_joined else state.chat_event_count > 1 or is_finished(state.message)

    @property
    def is_plausibly_complete(self) -> bool:
        """Whether a joined connection sent content and then its closing event; only a read makes it certain."""
        return self._current.has_content and self._current.closed

    @property
    def carried_message(self) -> dict[str, Any] | None:
        """The finished message, where the closing event carries it."""
        state = self._current
        if is_finished(state.message):
            return state.message
        chat = state.chat or {}
        message = chat.get("message")
        if not is_object(message):
            messages = chat.get("messages")
            message = last_assistant_message(messages) if is_list(messages) else None
        if not is_object(message) or not is_finished(message) or not isinstance(message.get("id"), str):
            return None
        return message if state.message_id in (None, message["id"]) else None

    # ------------------------------------------------------------------ changes

    def begin_replay(self) -> None:
        """A connection that joins the generation is open: its events start from the beginning of the message."""
        self._current = self._current.for_replay()
        self._is_joined = True

    def apply(self, event: dict[str, Any]) -> bool:
        """Apply an event; returns whether the message got further than ever before.

        Raises:
            StreamError: It is an `error` event.
            DeltaError: It cannot be applied; everything stays as it was.
        """
        state = self._current
        if self.is_replaying:
            state.apply(event)
            return self._show_if_further(state)
        match event.get("object"):
            case "message.parts.chunk":
                self._text.prepare(state.raw_parts, event.get("delta"))
                state.apply(event)
                self._text.commit(state.raw_parts)
                return True
            case "message":
                texts = texts_of(state.raw_parts)
                state.apply(event)
                self._text.reset_base(texts, state.raw_parts)
            case _:
                state.apply(event)
        return False

    def adopt(self, message: dict[str, Any]) -> None:
        """Show a message that was read; where it is finished, it is the end.

        Raises:
            DeltaError: It is nested too deep; everything stays as it was.
        """
        state = self._current.for_replay()
        state.raw_parts = self._furthest.raw_parts
        parts, usage = message.get("parts"), message.get("usage")
        content = {
            "parts": parts if is_list(parts) else state.raw_parts,
            "usage": usage if is_object(usage) else state.usage,
        }
        state.apply({**message, **content, "object": "message"})
        self._show(state)
        self._current = state
        if is_finished(message):
            self.message = message

    def show_current(self) -> None:
        """Accept a replay as the end, unless it is behind what is shown."""
        if progress_of(self._current.raw_parts) >= progress_of(self._furthest.raw_parts):
            self._show(self._current)

    def is_further(self, message: dict[str, Any]) -> bool:
        """Whether a message that was read holds more than what is shown."""
        parts = message.get("parts")
        return is_list(parts) and progress_of(parts) > progress_of(self._furthest.raw_parts)

    def _show_if_further(self, state: V2State) -> bool:
        is_further = progress_of(state.raw_parts) > progress_of(self._furthest.raw_parts)
        if is_further:
            self._show(state)
        return is_further

    def _show(self, state: V2State) -> None:
        self._text.reset_base(texts_of(self._furthest.raw_parts), state.raw_parts)
        self._furthest = state

    # ------------------------------------------------------------------ text

    def pop_text(self, *, final: bool = False) -> list[str]:
        """The new pieces of text since the last call; `final` adds a surrogate that waits for its partner."""
        pieces = self._text.pop_new(self._furthest.raw_parts, final=final)
        self._text_exhausted = final and not pieces
        return pieces

    @property
    def is_rewritten(self) -> bool:
        """Whether the pieces of text, joined, differ from the text."""
        return self._text.is_rewritten(self._furthest.raw_parts, exhausted=self._text_exhausted)

    def text_marks(self) -> list[list[int | str]]:
        """What was emitted of the text, ready for JSON, for :meth:`restore`."""
        return self._text.cursor(self._furthest.raw_parts)

    def restore(self, message_id: str | None, marks: object) -> bool:
        """Continue where another stream was. False where the marks are not of :meth:`text_marks`."""
        self._current.message_id = message_id
        return self._text.restore(marks)


def is_finished(message: dict[str, Any] | None) -> bool:
    """Whether a message has a finish reason."""
    return message is not None and message.get("finishReason") is not None


def progress_of(parts: list[Any]) -> tuple[int, int]:
    """How far a message is: its number of parts, and the characters in the last one."""
    characters, pending = 0, parts[-1:]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            characters += len(value)
        elif is_object(value):
            pending += value.values()
        elif is_list(value):
            pending += value
    return len(parts), characters
