"""Which message of a chat is the assistant's newest, in plain JSON and as models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from v0_client import models
from v0_client._messages import last_assistant_message, newest_assistant_message, parse_datetime


def reply(id: str, date: object = None, role: str = "assistant") -> dict[str, Any]:
    return {"id": id, "role": role, "createdAt": date}


def at(second: int) -> str:
    return f"2026-01-01T00:00:{second:02}.000Z"


AS_JSON: Callable[[dict[str, Any]], Any] = dict
AS_V1: Callable[[dict[str, Any]], Any] = models.MessageSummary.from_dict
AS_V2: Callable[[dict[str, Any]], Any] = models.Message.from_dict


@pytest.mark.parametrize("form", [AS_JSON, AS_V1, AS_V2], ids=["json", "v1", "v2"])
@pytest.mark.parametrize(
    ("messages", "options", "expected"),
    [
        ([], {}, None),
        ([reply("u", at(9), "user")], {}, None),
        ([reply("a", at(1)), reply("b", at(2))], {}, "b"),
        ([reply("b", at(2)), reply("a", at(1)), reply("u", at(3), "user")], {}, "b"),
        ([reply("a", at(1)), reply("b", at(1))], {}, "b"),
        ([reply("b", at(1)), reply("a", at(1))], {"newest_first": True}, "b"),
        ([reply("b"), reply("a", at(1))], {}, "a"),
        ([reply("b"), reply("a", at(1))], {"newest_first": True}, "b"),
        ([reply("a", at(1)), reply("b", "soon")], {}, "b"),
        ([reply("a", at(1)), reply("b", at(2))], {"known_ids": ["b"]}, "a"),
        ([reply("a", at(1))], {"known_ids": {"a"}}, None),
    ],
)
def test_newest(form: Any, messages: list[dict[str, Any]], options: dict[str, Any], expected: str | None) -> None:
    newest = newest_assistant_message([form(message) for message in messages], **options)
    assert (newest and form(next(m for m in messages if m["id"] == expected))) == newest
    assert (newest is None) == (expected is None)


def test_the_last_in_list_order() -> None:
    messages = [reply("b", at(2)), reply("a", at(1)), reply("u", at(3), "user")]
    assert last_assistant_message(messages) == messages[1]
    assert last_assistant_message(messages[2:]) is None


@pytest.mark.parametrize("entry", [None, 5, "assistant", [], ["assistant"]])
def test_malformed_entries_do_not_count(entry: object) -> None:
    assert newest_assistant_message([entry]) is None
    assert last_assistant_message([reply("a"), entry]) == reply("a")


@pytest.mark.parametrize("text", ["", "soon", "2026-01-01T00:00:00", 5, None, ["2026"]])
def test_what_is_not_a_date_with_a_zone(text: object) -> None:
    assert parse_datetime(text) is None
