"""When a version 1 chat is finished, and polling it until it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from .. import models
from .._messages import is_assistant, newest_assistant_message, parse_datetime
from ..errors import GenerationFailedError, InvalidRequestError
from .poller import GenerationStatus, Poller
from .settings import Poll

__all__ = ["ChatPoll", "generation_status", "target_message"]


def target_message(
    chat: models.ChatDetail, *, after: models.ChatDetail | None = None, message_id: str | None = None
) -> models.MessageSummary | None:
    """The message that is waited for: the named one, else the assistant's newest that `after` does not hold."""
    messages = chat.messages or []
    if message_id is not None:
        return next((m for m in messages if m.id == message_id), None)
    known = [m.id for m in after.messages or []] if after is not None else list[str]()
    return newest_assistant_message(messages, known_ids=known)


def generation_status(
    chat: models.ChatDetail, *, after: models.ChatDetail | None = None, message_id: str | None = None
) -> GenerationStatus:
    """Whether the generation that is waited for is finished; pending if its status is unknown."""
    message = target_message(chat, after=after, message_id=message_id)
    if message is not None and message.finish_reason:
        return "failed" if message.finish_reason == "error" else "finished"
    if message is None and (message_id is not None or any(map(is_assistant, chat.messages or []))):
        return "pending"
    version = chat.latest_version
    if not version or version.status not in ("completed", "failed"):
        return "pending"
    if after is not None and after.latest_version and after.latest_version.id == version.id:
        return "pending"
    if message is not None:
        version_date, message_date = parse_datetime(version.created_at), parse_datetime(message.created_at)
        if version_date is not None and message_date is not None and version_date < message_date:
            return "pending"  # the version of an earlier turn
    return "failed" if version.status == "failed" else "finished"


class ChatPoll(Poller["models.ChatDetail"]):
    """Iterates over the changes of a version 1 chat; ends when the generation is finished."""

    def __init__(
        self,
        read: Callable[[], Awaitable[dict[str, Any]]],
        chat_id: str,
        *,
        after: models.ChatDetail | None,
        message_id: str | None,
        timeout: float | None,
        poll: Poll,
        redact: Callable[[Any], Any],
    ) -> None:
        super().__init__(read, chat_id, timeout=timeout, poll=poll, redact=redact)
        if after is not None and not isinstance(after, models.ChatDetail):
            raise InvalidRequestError(f"after must be a ChatDetail, got {type(after).__name__}", field="after")
        self._after = after
        self._message_id = message_id

    def _decode(self, raw: dict[str, Any]) -> models.ChatDetail:
        return models.ChatDetail.from_dict(raw)

    def _generation_status(self, value: models.ChatDetail) -> GenerationStatus:
        return generation_status(value, after=self._after, message_id=self._message_id)

    def _failed(self, value: models.ChatDetail) -> GenerationFailedError:
        return GenerationFailedError(
            f"the generation failed (chat {self._chat_id!r})", chat=value, chat_id=self._chat_id
        )

    def _progress(self, value: models.ChatDetail) -> str:
        version = value.latest_version
        return f", version {version.status or 'without status'}" if version else ""

    @property
    def _resume_hint(self) -> str:
        return f"client.v1.chats.wait({self._chat_id!r})"

    @property
    def message_id(self) -> str | None:
        """The message that is waited for, if it is known."""
        if self._message_id is not None or self.last is None:
            return self._message_id
        message = target_message(self.last, after=self._after)
        return message.id if message is not None else None
