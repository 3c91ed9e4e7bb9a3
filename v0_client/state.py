"""The state of a stream: events go in as plain JSON; the chat, its title, parts, text and usage come out. Sans-I/O.

A state raises for an `error` event and for a delta that cannot be applied, and is unchanged then. An unknown event
changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ._json import is_list, is_object
from ._text import text_of
from .delta import MISSING, apply_delta
from .errors import DeltaError, StreamError

__all__ = ["V1State", "V2State"]


def _copied(value: Any) -> Any:
    return apply_delta(MISSING, [value])


def _id(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def stream_error(event: Mapping[str, Any]) -> StreamError:
    """Convert an `error` event, in the form of either version."""
    detail = event.get("error")
    source: Mapping[str, Any] = detail if is_object(detail) else event
    message = source.get("message") or (detail if isinstance(detail, str) else "")
    # Anything but a scalar is not a message, and may be nested too deep to print.
    reason = " ".join(str(message).split())[:300] if isinstance(message, (str, int, float)) else ""
    reason = reason.encode("utf-8", "replace").decode()  # a lone surrogate cannot be printed
    code = source.get("code") or source.get("type") if is_object(detail) else source.get("code")
    return StreamError(
        f"the stream failed: {reason or 'the server gave no reason'}",
        code=code if isinstance(code, str) else None,
        id=_id(event.get("id")),
    )


class V2State:
    """The state of a version 2 stream.

    Attributes:
        chat: The chat as last received, or None.
        message: The message, where the stream sends it in full (streams of sent messages), or None.
        title: The last ``chat.title``, else the chat's own, or None.
        message_id: The assistant message, or None before an event has named it.
        raw_parts: The live list of the message's parts. Do not change it.
        usage: The tokens and credits the message used, or None.
        closed: Whether the closing event has arrived.
        chat_event_count: Number of `chat` events.
        has_content: Whether a chunk or usage of our message has arrived.
    """

    __slots__ = (
        "_own_title",
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
        self._own_title: str | None = None

    @property
    def title(self) -> str | None:
        if self._own_title is not None:
            return self._own_title
        title = self.chat.get("title") if self.chat else None
        return title if isinstance(title, str) else None

    @property
    def text(self) -> str:
        """The text so far: the text parts that are not empty, joined by a blank line."""
        return text_of(self.raw_parts)

    def apply(self, event: Mapping[str, Any]) -> None:
        """Apply one event.

        Raises:
            StreamError: It is an `error` event.
            DeltaError: Its delta cannot be applied; the state is unchanged.
        """
        kind = event.get("object")
        if kind in ("message.parts.chunk", "message.usage"):
            named, known = event.get("id"), self.message_id
            if named != known and known is not None and _id(named) is not None:
                return  # of another message
            if kind == "message.usage":
                self._apply_usage(event.get("usage"))
            else:
                parts = apply_delta(self.raw_parts, event.get("delta"))
                if parts is not self.raw_parts:
                    self._replace_parts(parts)
            self.has_content = True
            if known is None:
                self.message_id = _id(named)
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
            self.apply_message(event)
        elif kind == "error":
            raise stream_error(event)

    def apply_message(self, message: Mapping[str, Any]) -> None:
        """Apply a complete message: a `message` event, or one that was read. Parts and usage it lacks are kept.

        Raises:
            DeltaError: Its parts are not a list, or it is nested too deep for Python; the state is unchanged.
        """
        copied = _without_tag(message)
        parts = copied.get("parts")
        if parts is not None and not is_list(parts):
            raise DeltaError("the message's parts are not a list")
        self.message = copied
        self.message_id = _id(message.get("id")) or self.message_id
        self.raw_parts = parts if parts is not None else self.raw_parts
        usage = copied.get("usage")
        self.usage = usage if is_object(usage) else self.usage
        self.closed = self.closed or message.get("finishReason") is not None
        self._sync_message()

    def for_replay(self) -> V2State:
        """A state for another connection to the same generation, which replays the message from its start.

        It knows the chat, title, usage and message id, and has no parts and no events yet.
        """
        state = V2State()
        if self.chat is None:
            state._own_title = self._own_title
        elif self.title is None:
            state.chat = self.chat
        else:
            state.chat = {**self.chat, "title": self.title}
        state.message_id = self.message_id
        state.usage = self.usage
        return state

    def _apply_usage(self, usage: Any) -> None:
        if is_object(usage):
            self.usage = _copied(usage)
            self._sync_message()

    def _replace_parts(self, parts: Any) -> None:
        if not is_list(parts):
            raise DeltaError("the delta replaces the list of parts by something that is not a list")
        self.raw_parts = parts
        self._sync_message()

    def _sync_message(self) -> None:
        """Let the message show the live parts and usage."""
        if self.message is not None:
            self.message["parts"] = self.raw_parts
            if self.usage is not None:
                self.message["usage"] = self.usage


def _without_tag(event: Mapping[str, Any]) -> dict[str, Any]:
    copied: dict[str, Any] = _copied(dict(event))
    copied.pop("object", None)
    return copied


class V1State:
    """The state of a version 1 stream.

    Attributes:
        chat: The chat as last received, or None.
        title: The last ``chat.title``, else the chat's own, or None.
        name: The last ``chat.name``, else the chat's own, or None.
        content: The live list of the message's ``experimental_content``. Do not change it.
        message_id: The assistant message, or None before the first chunk.
        closed: Whether the closing event has arrived. ``[DONE]`` is not JSON, so the caller has to watch for it.
    """

    __slots__ = ("_overrides", "chat", "closed", "content", "message_id")

    def __init__(self) -> None:
        self.chat: dict[str, Any] | None = None
        self.content: list[Any] = []
        self.message_id: str | None = None
        self.closed: bool = False
        self._overrides: dict[str, str] = {}

    @property
    def title(self) -> str | None:
        return self._last("title")

    @property
    def name(self) -> str | None:
        return self._last("name")

    def _last(self, field: str) -> str | None:
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
            named = _id(event.get("id"))
            if named is None or self.message_id is None or named == self.message_id:
                content = apply_delta(self.content, event.get("delta"))
                if not is_list(content):
                    raise DeltaError("the delta replaces the content by something that is not a list")
                self.content = content
                self.message_id = self.message_id or named
        elif kind in ("chat.title", "chat.name"):
            text = event.get("delta")
            if isinstance(text, str):
                self._overrides[kind[5:]] = text
        elif kind == "chat":
            self.chat = _without_tag(event)
            self.closed = self.closed or _last_reply_is_finished(self.chat.get("messages"))
        elif event.get("type") == "done":
            self.closed = True


def _last_reply_is_finished(messages: object) -> bool:
    if not is_list(messages):
        return False
    replies = [m for m in messages if is_object(m) and m.get("role") == "assistant"]
    return bool(replies) and replies[-1].get("finishReason") is not None


def __dir__() -> list[str]:
    return __all__
