"""The state of a stream: events go in as plain JSON; the chat, its title, the message's parts, text and usage come out.

Sans-I/O. An `error` event and a delta that cannot be applied raise, and leave the state as it was. An event of an
unknown kind changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ._json import is_list, is_object
from ._messages import last_assistant_message
from ._text import replace_surrogates, text_of
from .delta import MISSING, apply_delta
from .errors import DeltaError, StreamError

__all__ = ["V1State", "V2State"]


class V2State:
    """State of a version 2 stream.

    Attributes:
        chat: The chat as last received, or None.
        message: The message, where the stream carries it (streams of sent messages), or None.
        title: The last ``chat.title``, else the chat's own, or None.
        message_id: The assistant message, or None before the first event that names it.
        raw_parts: The live list of the message's parts. Do not change it.
        usage: What the message cost, or None.
        closed: Whether the closing event has been received.
        chat_event_count: Number of `chat` events.
        has_content: Whether a chunk or usage of this message has been received.
    """

    __slots__ = (
        "_own_title",
        "_prior_title",
        "chat",
        "chat_event_count",
        "closed",
        "has_content",
        "message",
        "message_id",
        "raw_parts",
        "usage",
    )

    def __init__(self) -> None:
        self.chat: dict[str, Any] | None = None
        self.message: dict[str, Any] | None = None
        self.message_id: str | None = None
        self.raw_parts: list[Any] = []
        self.usage: dict[str, Any] | None = None
        self.closed: bool = False
        self.chat_event_count: int = 0
        self.has_content: bool = False
        self._own_title: str | None = None  # by an event of its own
        self._prior_title: str | None = None  # of an earlier connection

    @property
    def title(self) -> str | None:
        if self._own_title is not None:
            return self._own_title
        title = self.chat.get("title") if self.chat else None
        return title if isinstance(title, str) else self._prior_title

    @property
    def text(self) -> str:
        """The text of the parts of type ``text`` that are not empty, joined by a blank line."""
        return text_of(self.raw_parts)

    def for_replay(self) -> V2State:
        """A state for a connection that sends the same message again: parts start anew, the chat is still known."""
        state = V2State()
        state.chat, state.message_id, state.usage = self.chat, self.message_id, self.usage
        state._prior_title = self.title
        return state

    def apply(self, event: Mapping[str, Any]) -> None:
        """Apply one event.

        Raises:
            StreamError: It is an `error` event.
            DeltaError: Its delta cannot be applied; the state is unchanged.
        """
        kind = event.get("object")
        if kind in ("message.parts.chunk", "message.usage"):
            message_id = _id(event.get("id"))
            if message_id is None or self.message_id is None or message_id == self.message_id:
                if kind == "message.usage":
                    self._apply_usage(event.get("usage"))
                else:
                    self._apply_delta(event.get("delta"))
                self.has_content = True
                self.message_id = self.message_id or message_id
        elif kind == "chat":
            self.chat = _without_tag(event)
            self.chat_event_count += 1
            self.closed = self.closed or self.chat_event_count > 1 or self.has_content
        elif kind == "chat.title":
            title = event.get("delta")
            if isinstance(title, str):
                self._own_title = title
                if self.chat is not None:
                    self.chat["title"] = title
        elif kind == "message":
            self._apply_message(event)
        elif kind == "error":
            raise stream_error(event)

    def _apply_usage(self, usage: Any) -> None:
        if is_object(usage):
            self.usage = _copied(usage)
            self._sync_message()

    def _apply_delta(self, delta: Any) -> None:
        parts = apply_delta(self.raw_parts, delta)
        if parts is self.raw_parts:
            return
        if not is_list(parts):
            raise DeltaError("the delta replaces the list of parts by something that is not a list")
        self.raw_parts = parts
        self._sync_message()

    def _apply_message(self, event: Mapping[str, Any]) -> None:
        message = _without_tag(event)
        parts = message.get("parts")
        if parts is not None and not is_list(parts):
            raise DeltaError("the message's parts are not a list")
        self.message = message
        self.message_id = _id(event.get("id")) or self.message_id
        self.raw_parts = parts if parts is not None else self.raw_parts
        usage = message.get("usage")
        self.usage = usage if is_object(usage) else self.usage
        self.closed = self.closed or event.get("finishReason") is not None
        self._sync_message()

    def _sync_message(self) -> None:
        """Let the message show the live parts and usage."""
        if self.message is not None:
            self.message["parts"] = self.raw_parts
            if self.usage is not None:
                self.message["usage"] = self.usage


class V1State:
    """State of a version 1 stream.

    Attributes:
        chat: The chat as last received, or None.
        title: The last ``chat.title``, else the chat's own, or None.
        name: The last ``chat.name``, else the chat's own, or None.
        content: The live list of the message's ``experimental_content``. Do not change it.
        message_id: The assistant message, or None before the first chunk.
        closed: Whether the closing event has been received. ``[DONE]`` is not JSON, so the caller checks for it.
    """

    __slots__ = ("_overrides", "chat", "closed", "content", "message_id")

    def __init__(self) -> None:
        self.chat: dict[str, Any] | None = None
        self.content: list[Any] = []
        self.message_id: str | None = None
        self.closed: bool = False
        self._overrides: dict[str, str] = {}  # title and name by events of their own

    @property
    def title(self) -> str | None:
        return self._latest("title")

    @property
    def name(self) -> str | None:
        return self._latest("name")

    def _latest(self, field: str) -> str | None:
        own = self.chat.get(field) if self.chat else None
        return self._overrides.get(field, own if isinstance(own, str) else None)

    def apply(self, event: Mapping[str, Any]) -> None:
        """Apply one event.

        Raises:
            StreamError: It is an error payload.
            DeltaError: Its delta cannot be applied; the state is unchanged.
        """
        kind = event.get("object")
        error = event.get("error")
        has_error = not (error is None or error is False or error == "")
        if has_error or kind == "error" or event.get("type") == "error":
            raise stream_error(event)
        if kind == "message.experimental_content.chunk":
            message_id = _id(event.get("id"))
            if message_id is None or self.message_id is None or message_id == self.message_id:
                content = apply_delta(self.content, event.get("delta"))
                if not is_list(content):
                    raise DeltaError("the delta replaces the content by something that is not a list")
                self.content = content
                self.message_id = self.message_id or message_id
        elif kind in ("chat.title", "chat.name"):
            value = event.get("delta")
            if isinstance(value, str):
                self._overrides[kind[5:]] = value
        elif kind == "chat":
            self.chat = _without_tag(event)
            self.closed = self.closed or _last_reply_is_finished(self.chat.get("messages"))
        elif event.get("type") == "done":
            self.closed = True


def stream_error(event: Mapping[str, Any]) -> StreamError:
    """The error that an `error` event of either version stands for."""
    detail = event.get("error")
    source: Mapping[str, Any] = detail if is_object(detail) else event
    message = source.get("message") or (detail if isinstance(detail, str) else "")
    # An object or list is not a reason for people, and may be nested too deep to be printed.
    reason = " ".join(str(message).split())[:300] if isinstance(message, (str, int, float)) else ""
    code = source.get("code") or source.get("type") if is_object(detail) else source.get("code")
    return StreamError(
        f"the stream failed: {replace_surrogates(reason) or 'the server gave no reason'}",
        code=code if isinstance(code, str) else None,
        id=_id(event.get("id")),
    )


def _copied(value: Any) -> Any:
    return apply_delta(MISSING, [value])


def _without_tag(event: Mapping[str, Any]) -> dict[str, Any]:
    copied: dict[str, Any] = _copied(dict(event))
    copied.pop("object", None)
    return copied


def _id(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _last_reply_is_finished(messages: object) -> bool:
    if not is_list(messages):
        return False
    reply = last_assistant_message(messages)
    return reply is not None and reply.get("finishReason") is not None
