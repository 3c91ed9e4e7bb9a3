"""Polling a version 2 message until it is finished: until its finish reason is not null."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from .. import models
from ..errors import GenerationFailedError
from .poller import GenerationStatus, Poller
from .settings import Poll

__all__ = ["MessagePoll"]


class MessagePoll(Poller["models.Message"]):
    """Iterates over the changes of a version 2 message; ends when its generation is finished."""

    def __init__(
        self,
        read: Callable[[], Awaitable[dict[str, Any]]],
        chat_id: str,
        message_id: str,
        *,
        timeout: float | None,
        poll: Poll,
        redact: Callable[[Any], Any],
    ) -> None:
        super().__init__(read, chat_id, timeout=timeout, poll=poll, redact=redact)
        self._message_id = message_id

    def _decode(self, raw: dict[str, Any]) -> models.Message:
        return models.Message.from_dict(raw)

    def _generation_status(self, value: models.Message) -> GenerationStatus:
        if not value.finish_reason:
            return "pending"
        return "failed" if value.finish_reason == "error" else "finished"

    def _failed(self, value: models.Message) -> GenerationFailedError:
        return GenerationFailedError(
            f"the generation failed (chat {self._chat_id!r}, message {self._message_id!r})",
            message=value,
            chat_id=self._chat_id,
        )

    def _progress(self, value: models.Message) -> str:
        return f", {len(value.parts or [])} parts so far"

    @property
    def _resume_hint(self) -> str:
        return f"client.v2.messages.wait({self._chat_id!r}, {self._message_id!r})"

    @property
    def message_id(self) -> str | None:
        """The message that is waited for."""
        return self._message_id
