"""Waiting until a version 2 message is finished: its finish reason is not null."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from .. import models
from ..errors import GenerationFailedError
from .poller import GenerationStatus, Poll, Polling

__all__ = ["MessagePoll"]


class MessagePoll(Polling["models.Message"]):
    """Iterates over the changes of a version 2 message; ends when its generation has."""

    def __init__(
        self,
        read: Callable[[], Awaitable[dict[str, Any]]],
        chat_id: str,
        message_id: str,
        *,
        timeout: float | None,
        poll: Poll,
    ) -> None:
        super().__init__(read, chat_id, timeout=timeout, poll=poll)
        self._message_id = message_id

    def _decode(self, raw: dict[str, Any]) -> models.Message:
        return models.Message.from_dict(raw)

    def _judge(self, value: models.Message) -> GenerationStatus:
        if not value.finish_reason:
            return "pending"
        return "failed" if value.finish_reason == "error" else "finished"

    def _failure(self, value: models.Message) -> GenerationFailedError:
        return GenerationFailedError(
            f"the generation failed (chat {self._chat_id!r}, message {self._message_id!r})",
            message=value,
            chat_id=self._chat_id,
        )

    def _status(self, value: models.Message) -> str:
        return f", {len(value.parts or [])} parts so far"

    @property
    def _pick_up(self) -> str:
        return f"client.v2.messages.wait({self._chat_id!r}, {self._message_id!r})"

    @property
    def awaited_id(self) -> str | None:
        return self._message_id
