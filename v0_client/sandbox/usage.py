"""What generations used and what it cost, at made-up prices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

INPUT_PRICE = 1 / 10_000
OUTPUT_PRICE = 1 / 2_000
"""Credits per token; the sandbox counts a character as a token."""


@dataclass(frozen=True, slots=True)
class UsageRecord:
    """The usage of one finished turn. It stays when its chat is deleted."""

    id: str
    created_at: str
    chat_id: str
    message_id: str
    model: str
    input_tokens: int
    output_tokens: int

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.created_at)

    @property
    def day(self) -> str:
        return self.created_at[:10]

    @property
    def total_tokens(self) -> int:
        return self.input_tokens + self.output_tokens

    @property
    def input_credits(self) -> float:
        return self.input_tokens * INPUT_PRICE

    @property
    def output_credits(self) -> float:
        return self.output_tokens * OUTPUT_PRICE

    @property
    def credits(self) -> float:
        return self.input_credits + self.output_credits


def between(records: Iterable[UsageRecord], start: datetime | None, end: datetime | None) -> list[UsageRecord]:
    """The records from `start` on and before `end`."""
    return [
        record for record in records if (start is None or record.time >= start) and (end is None or record.time < end)
    ]
