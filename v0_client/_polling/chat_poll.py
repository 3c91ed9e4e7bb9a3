"""When a version 1 chat is finished, and waiting until it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from .. import models
from ..errors import GenerationFailedError
from .poller import GenerationStatus, Poll, Polling

__all__ = ["ChatPoll", "generation_status", "target_message"]


def target_message(
    chat: models.ChatDetail, *, after: models.ChatDetail | None = None, message_id: str | None = None
) -> models.MessageSummary | None:
    """The message a wait is about: the named one, else the newest reply that `after` does not have."""
    if message_id is not None:
        return next((m for m in chat.messages or [] if m.id == message_id), None)
    known = [m.id for m in after.messages or []] if after is not None else list[str]()
    replies = [m for m in chat.messages or [] if m.role == "assistant" and m.id not in known]
    dates = [_moment(m.created_at) for m in replies]
    if not replies:
        return None
    if all(date is not None for date in dates):
        return max(zip(dates, range(len(replies)), replies, strict=True), key=lambda item: item[:2])[2]
    return replies[-1]


def generation_status(
    chat: models.ChatDetail, *, after: models.ChatDetail | None = None, message_id: str | None = None
) -> GenerationStatus:
    """Whether the generation that a wait is about is over. An unknown status is not."""
    message = target_message(chat, after=after, message_id=message_id)
    if message is not None and message.finish_reason:
        return "failed" if message.finish_reason == "error" else "finished"
    replies = any(m.role == "assistant" for m in chat.messages or [])
    if message is None and (replies or message_id is not None):
        return "pending"
    version = chat.latest_version
    if not version or version.status not in ("completed", "failed"):
        return "pending"
    if after is not None and after.latest_version and after.latest_version.id == version.id:
        return "pending"
    if message is not None:
        made, asked = _moment(version.created_at), _moment(message.created_at)
        if made is not None and asked is not None and made < asked:
            return "pending"  # the version of an earlier turn
    return "failed" if version.status == "failed" else "finished"


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    # One without a zone cannot be compared with one that has it.
    return moment if moment is not None and moment.tzinfo is not None else None


class ChatPoll(Polling["models.ChatDetail"]):
    """Iterates over the changes of a version 1 chat; ends when the awaited generation has."""

    def __init__(
        self,
        read: Callable[[], Awaitable[dict[str, Any]]],
        chat_id: str,
        *,
        after: models.ChatDetail | None,
        message_id: str | None,
        timeout: float | None,
        poll: Poll,
    ) -> None:
        super().__init__(read, chat_id, timeout=timeout, poll=poll)
        self._after = after
        self._message_id = message_id

    def _decode(self, raw: dict[str, Any]) -> models.ChatDetail:
        return models.ChatDetail.from_dict(raw)

    def _judge(self, value: models.ChatDetail) -> GenerationStatus:
        return generation_status(value, after=self._after, message_id=self._message_id)

    def _failure(self, value: models.ChatDetail) -> GenerationFailedError:
        return GenerationFailedError(
            f"the generation failed (chat {self._chat_id!r})", chat=value, chat_id=self._chat_id
        )

    def _status(self, value: models.ChatDetail) -> str:
        version = value.latest_version
        return f", version {version.status or 'without status'}" if version else ""

    @property
    def _pick_up(self) -> str:
        return f"client.v1.chats.wait({self._chat_id!r})"

    @property
    def awaited_id(self) -> str | None:
        if self._message_id is not None or self.last is None:
            return self._message_id
        message = target_message(self.last, after=self._after)
        return message.id if message is not None else None
