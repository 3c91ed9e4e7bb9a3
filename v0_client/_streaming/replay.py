"""The progress of a generation across the connections that carry it. Sans-I/O.

A resumed connection replays the message from its start. Until the replay is further than every connection before it,
the furthest state stays visible: parts and text never shrink because a connection was lost. The chat, its title, the
usage and the message id are those last received on any connection.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import models
from .._json import is_list, is_object
from .._text import TextTracker, text_of, texts_of
from ..delta import append_to_member
from ..pending_tasks import pending_task
from ..results import StreamResult
from ..state import V2State
from .typed import decode_or_none, typed_parts

__all__ = ["ChatProgress", "is_finished"]


class ChatProgress:
    """What is known of a version 2 chat and the message that is being generated.

    Args:
        is_resumed: Whether the first connection joins a generation instead of starting it.

    Attributes:
        message: The finished message, as it was read or as the closing event carried it; None before.
        is_verified: Whether the finished message is known, or reading it was tried in vain.
    """

    __slots__ = (
        "_best",
        "_current",
        "_is_exhausted",
        "_is_resumed",
        "_result",
        "_to_exceed",
        "_tracker",
        "is_verified",
        "message",
    )

    def __init__(self, *, is_resumed: bool = False) -> None:
        self.message: dict[str, Any] | None = None
        self.is_verified: bool = False
        self._is_resumed = is_resumed  # whether the current connection joined the generation
        self._current = V2State()  # as received on the current connection
        self._best = self._current  # the furthest state: the one that is visible
        self._to_exceed = (0, 0)  # how far a replay has to get beyond before it becomes visible
        self._tracker = TextTracker()
        self._is_exhausted = False  # whether all text was popped
        self._result: StreamResult | None = None

    # ------------------------------------------------------------------ the state so far

    @property
    def chat(self) -> dict[str, Any] | None:
        """The chat as last received, or None."""
        return self._current.chat

    @property
    def chat_id(self) -> str | None:
        """The chat's id, or None before the chat has arrived."""
        chat_id = (self._current.chat or {}).get("id")
        return chat_id if isinstance(chat_id, str) and chat_id else None

    @property
    def title(self) -> str | None:
        """The chat's title as last received, or None."""
        return self._current.title

    @property
    def message_id(self) -> str | None:
        """The assistant message, or None before an event has named it."""
        return self._current.message_id

    @property
    def usage(self) -> dict[str, Any] | None:
        """The usage as last received, or None."""
        return self._current.usage

    @property
    def raw_parts(self) -> list[Any]:
        """The live list of the message's parts, as far as any connection got. Do not change it."""
        return self._best.raw_parts

    @property
    def text(self) -> str:
        """The text of those parts."""
        return text_of(self._best.raw_parts)

    @property
    def is_replaying(self) -> bool:
        """Whether the current connection repeats what is visible already."""
        return self._current is not self._best

    @property
    def is_over(self) -> bool:
        """Whether the closing event of the current connection has arrived.

        A resumed connection may begin with the event that would end the first one, so it counts after content only.
        """
        state = self._current
        return state.closed if self._is_resumed else state.chat_event_count > 1 or is_finished(state.message)

    @property
    def is_complete_replay(self) -> bool:
        """Whether the current connection had content and then its closing event."""
        return self._current.has_content and self._current.closed

    # ------------------------------------------------------------------ what changes it

    def append(self, event: Mapping[str, Any]) -> bool:
        """Apply the event of almost every chunk in few steps: text that extends a visible part's.

        Returns False, with nothing changed, for any other event; :meth:`apply` would do the same for this one.
        """
        state = self._best
        if state is not self._current or event.get("object") != "message.parts.chunk":
            return False
        message_id, delta = state.message_id, event.get("delta")
        if message_id is None or event.get("id") != message_id or not is_list(delta) or len(delta) != 3:
            return False
        target, nine, another = delta
        if nine != 9 or another != 9 or not is_list(target) or "type" in target:
            return False
        if not append_to_member(state.raw_parts, target):
            return False
        state.has_content = True
        self._result = None
        if self._tracker.is_read:
            self._tracker.note_append(target[0], target[1])
        return True

    def apply(self, event: Mapping[str, Any]) -> bool:
        """Apply an event of the current connection. Returns whether it may have brought the message further.

        Raises:
            StreamError: It is an `error` event.
            DeltaError: Its delta cannot be applied; nothing is changed.
        """
        self._result = None
        state = self._current
        kind = event.get("object")
        if kind == "message.parts.chunk" and state is self._best:
            if not self._tracker.is_read:
                state.apply(event)
                return True
            self._tracker.prepare(state.raw_parts, event.get("delta"))
            state.apply(event)
            self._tracker.commit(state.raw_parts)
            return True
        if kind == "message":
            if self._is_resumed and self.message_id not in (None, event.get("id")):
                return False  # another turn's message; its chunks change nothing either
            texts = texts_of(state.raw_parts)
            state.apply(event)
            if state is self._best:
                self._tracker.reset_base(texts, state.raw_parts)
        else:
            state.apply(event)
        if state is self._best or extent(state.raw_parts) <= self._to_exceed:
            return False
        self._show(state)
        return True

    def begin_replay(self) -> None:
        """Expect the events of another connection, which start from no parts."""
        self._to_exceed = extent(self._best.raw_parts)
        self._current = self._current.for_replay()
        self._is_resumed = True

    def is_behind(self, message: Mapping[str, Any]) -> bool:
        """Whether a message that was read is further than the visible parts."""
        parts = message.get("parts")
        return is_list(parts) and extent(parts) > extent(self._best.raw_parts)

    def adopt(self, message: Mapping[str, Any]) -> None:
        """Make a message that was read the visible state; where it is finished, it is the final one.

        Raises:
            DeltaError: It is nested too deep for Python; nothing is changed.
        """
        state = self._current.for_replay()
        state.raw_parts = self._best.raw_parts
        parts = message.get("parts")
        # An empty list is not taken for the parts of a message that has some: better too much than lost.
        state.apply_message({**message, "parts": parts if is_list(parts) and parts else None})
        self._show(state)
        self._current = state
        if is_finished(message):
            self.message = state.message
            self.is_verified = True

    def complete(self) -> None:
        """Accept the closing event of the current connection as the end of the generation.

        The message that it carries has the last word, as one that is read has.
        """
        state = self._current
        if self.is_replaying and extent(state.raw_parts) >= self._to_exceed:
            self._show(state)
        carried = _carried_message(state)
        self.message = carried
        self.is_verified = carried is not None
        self._result = None
        if carried is not None and carried is not state.message:
            self.adopt(carried)

    def _show(self, state: V2State) -> None:
        self._tracker.reset_base(texts_of(self._best.raw_parts), state.raw_parts)
        self._best = state
        self._result = None

    # ------------------------------------------------------------------ text

    def pop_text(self, *, final: bool = False, limit: int | None = None) -> list[str]:
        """The pieces of text that are new since the last call, at most `limit`; `final` leaves nothing for later."""
        pieces = self._tracker.pop_new(self._best.raw_parts, final=final, limit=limit)
        self._is_exhausted = self._is_exhausted or (final and not self._tracker.has_more)
        self._result = None
        return pieces

    @property
    def has_more_text(self) -> bool:
        """Whether :meth:`pop_text` may return more without another event."""
        return self._tracker.has_more

    def text_cursor(self) -> list[list[int | str]]:
        """What text was popped, for :meth:`restore`."""
        return self._tracker.cursor(self._best.raw_parts)

    def restore(self, message_id: str | None, text: object) -> bool:
        """Continue where another reader stopped. Returns False where `text` is not a :meth:`text_cursor`."""
        self._current.message_id = message_id
        return self._tracker.restore(text)

    # ------------------------------------------------------------------ the result

    def result(self) -> StreamResult:
        """Everything that has arrived; the same object until more arrives."""
        if self._result is None:
            self._result = self._build_result()
        return self._result

    def _build_result(self) -> StreamResult:
        parts = typed_parts(self._best.raw_parts)
        message = decode_or_none(self.message, models.Message.from_dict)
        return StreamResult(
            chat=decode_or_none(self.chat, models.Chat.from_dict),
            message_id=self.message_id,
            title=self.title,
            parts=parts,
            usage=decode_or_none(self.usage, models.Usage.from_dict),
            text=self.text,
            rewritten=self._tracker.is_rewritten(self._best.raw_parts, exhausted=self._is_exhausted),
            message=message,
            finish_reason=(message.finish_reason or None) if message is not None else None,
            pending_task=pending_task(message.parts or parts) if message is not None else None,
        )


def is_finished(message: Mapping[str, Any] | None) -> bool:
    """Whether the generation of a message is over."""
    return message is not None and message.get("finishReason") is not None


def extent(parts: list[Any]) -> tuple[int, int]:
    """How far a message is: the number of its parts, and of the characters in the last one."""
    characters, unvisited = 0, parts[-1:]
    while unvisited:
        value = unvisited.pop()
        if isinstance(value, str):
            characters += len(value)
        elif is_object(value):
            unvisited += value.values()
        elif is_list(value):
            unvisited += value
    return len(parts), characters


def _carried_message(state: V2State) -> dict[str, Any] | None:
    """The finished message where the closing event carries it."""
    if is_finished(state.message):
        return state.message
    chat = state.chat or {}
    message = chat.get("message")
    if not is_object(message):
        messages = chat.get("messages")
        replies = [m for m in messages if is_object(m) and m.get("role") == "assistant"] if is_list(messages) else []
        message = replies[-1] if replies else None
    if not is_object(message) or not is_finished(message) or not isinstance(message.get("id"), str):
        return None
    return message if state.message_id in (None, message["id"]) else None
