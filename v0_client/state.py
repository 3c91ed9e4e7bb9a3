"""What a stream has told so far: events go in as plain JSON, the chat, its title, parts, text and cost come out.

No input, no output. A state raises for an `error` event and for a delta that cannot be applied, and is unchanged then;
an event it does not know changes nothing.
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
    """The error that an `error` event stands for, in either version's form."""
    detail = event.get("error")
    source: Mapping[str, Any] = detail if is_object(detail) else event
    message = source.get("message") or (detail if isinstance(detail, str) else "")
    # What is no scalar says nothing in words, and may be nested too deep to be shown.
    reason = " ".join(str(message).split())[:300] if isinstance(message, (str, int, float)) else ""
    reason = reason.encode("utf-8", "replace").decode()  # half a surrogate pair could not be printed
    code = source.get("code") or source.get("type") if is_object(detail) else source.get("code")
    return StreamError(
        f"the stream failed: {reason or 'the server gave no reason'}",
        code=code if isinstance(code, str) else None,
        id=_id(event.get("id")),
    )


class V2State:
    """State of a version 2 stream.

    Attributes:
        chat: The chat as last told, or None.
        message: The message, where the stream tells it whole (streams of sent messages), or None.
        title: The last ``chat.title``, else the chat's own, or None.
        message_id: The assistant message, or None before the first event that names it.
        raw_parts: The live list of the message's parts. Do not change it.
        usage: What the message cost, or None.
        closed: Whether the closing event has come.
        chats: How many `chat` events have come.
        moved: Whether a chunk or usage of our message has come.
    """

    __slots__ = ("_own_title", "chat", "chats", "closed", "message", "message_id", "moved", "raw_parts", "usage")

    def __init__(self) -> None:
        self.chat: dict[str, Any] | None = None
        self.message: dict[str, Any] | None = None
        self.message_id: str | None = None
        self.raw_parts: list[Any] = []
        self.usage: dict[str, Any] | None = None
        self.closed: bool = False
        self.chats: int = 0
        self.moved: bool = False
        self._own_title: str | None = None

    @property
    def title(self) -> str | None:
        if self._own_title is not None:
            return self._own_title
        title = self.chat.get("title") if self.chat else None
        return title if isinstance(title, str) else None

    @property
    def text(self) -> str:
        """The text so far: that of the parts of type ``text``, joined."""
        return text_of(self.raw_parts)

    def apply(self, event: Mapping[str, Any]) -> None:
        """Take one event.

        Raises:
            StreamError: It is an `error` event.
            DeltaError: Its delta cannot be applied; the state is unchanged.
        """
        kind = event.get("object")
        if kind in ("message.parts.chunk", "message.usage"):
            named = _id(event.get("id"))
            if named is None or self.message_id is None or named == self.message_id:
                if kind == "message.usage":
                    self._apply_usage(event.get("usage"))
                else:
                    self._apply_delta(event.get("delta"))
                self.moved = True
                self.message_id = self.message_id or named
        elif kind == "chat":
            self.chat = _without_tag(event)
            self.chats += 1
            self.closed = self.closed or self.chats > 1 or self.moved
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
            self._share()

    def _apply_delta(self, delta: Any) -> None:
        parts = apply_delta(self.raw_parts, delta)
        if parts is self.raw_parts:
            return
        if not is_list(parts):
            raise DeltaError("the delta replaces the list of parts by something that is none")
        self.raw_parts = parts
        self._share()

    def _apply_message(self, event: Mapping[str, Any]) -> None:
        message = _without_tag(event)
        parts = message.get("parts")
        if parts is not None and not is_list(parts):
            raise DeltaError("the message's parts are no list")
        self.message = message
        self.message_id = _id(event.get("id")) or self.message_id
        self.raw_parts = parts if parts is not None else self.raw_parts
        usage = message.get("usage")
        self.usage = usage if is_object(usage) else self.usage
        self.closed = self.closed or event.get("finishReason") is not None
        self._share()

    def _share(self) -> None:
        """The message shows the live parts and usage."""
        if self.message is not None:
            self.message["parts"] = self.raw_parts
            if self.usage is not None:
                self.message["usage"] = self.usage


def _without_tag(event: Mapping[str, Any]) -> dict[str, Any]:
    copied: dict[str, Any] = _copied(dict(event))
    copied.pop("object", None)
    return copied


class V1State:
    """State of a version 1 stream.

    Attributes:
        chat: The chat as last told, or None.
        title: The last ``chat.title``, else the chat's own, or None.
        name: The last ``chat.name``, else the chat's own, or None.
        content: The live list of the message's ``experimental_content``. Do not change it.
        message_id: The assistant message, or None before the first chunk.
        closed: Whether the closing event has come. ``[DONE]`` is no JSON, so it is the caller's to see.
    """

    __slots__ = ("_told", "chat", "closed", "content", "message_id")

    def __init__(self) -> None:
        self.chat: dict[str, Any] | None = None
        self.content: list[Any] = []
        self.message_id: str | None = None
        self.closed: bool = False
        self._told: dict[str, str] = {}

    @property
    def title(self) -> str | None:
        return self._last("title")

    @property
    def name(self) -> str | None:
        return self._last("name")

    def _last(self, field: str) -> str | None:
        own = self.chat.get(field) if self.chat else None
        return self._told.get(field, own if isinstance(own, str) else None)

    def apply(self, event: Mapping[str, Any]) -> None:
        """Take one event.

        Raises:
            StreamError: It is an error payload.
            DeltaError: Its delta cannot be applied; the state is unchanged.
        """
        kind = event.get("object")
        error = event.get("error")
        told = not (error is None or error is False or error == "")
        if told or kind == "error" or event.get("type") == "error":
            raise stream_error(event)
        if kind == "message.experimental_content.chunk":
            named = _id(event.get("id"))
            if named is None or self.message_id is None or named == self.message_id:
                content = apply_delta(self.content, event.get("delta"))
                if not is_list(content):
                    raise DeltaError("the delta replaces the content by something that is no list")
                self.content = content
                self.message_id = self.message_id or named
        elif kind in ("chat.title", "chat.name"):
            whole = event.get("delta")
            if isinstance(whole, str):
                self._told[kind[5:]] = whole
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
