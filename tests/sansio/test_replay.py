"""The rules of resuming, without a socket: what a message shows while a connection repeats it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.stream_scripts import MESSAGE_ID, USAGE, chat, delta, message, more_text, new_text, usage
from v0_client._streaming.replay import ChatProgress, progress_of
from v0_client.errors import DeltaError, StreamError


def received(*events: dict[str, Any], joined: bool = False) -> ChatProgress:
    progress = ChatProgress(joined=joined)
    for event in events:
        progress.apply(event)
    return progress


OPENED = (chat(title="New"), new_text(0, "Hel"), more_text(0, "lo"))


def test_a_replay_shows_the_furthest_parts_until_it_has_passed_them() -> None:
    progress = received(*OPENED)
    assert (progress.pop_text(), progress.is_replaying) == (["Hello"], False)
    progress.begin_replay()
    assert (progress.is_replaying, progress.text, progress.is_over) == (True, "Hello", False)
    for event in OPENED:
        assert not progress.apply(event)
    assert (progress.is_replaying, progress.pop_text()) == (True, [])  # as far is not further
    assert progress.apply(more_text(0, " you"))
    assert (progress.is_replaying, progress.text, progress.pop_text()) == (False, "Hello you", [" you"])


def test_a_replay_knows_the_chat_before_its_first_event() -> None:
    progress = received(chat(title="Old"), {"object": "chat.title", "id": "chat_1", "delta": "Newer"}, usage())
    progress.begin_replay()
    assert (progress.chat_id, progress.title, progress.message_id) == ("chat_1", "Newer", MESSAGE_ID)
    assert progress.usage == USAGE
    progress.apply(chat())
    assert progress.title == "Newer"  # the chat as replayed has no title of its own
    progress.apply(chat(title="Newest"))
    assert progress.title == "Newest"


@pytest.mark.parametrize(
    ("joined", "events", "is_over"),
    [
        (False, [chat()], False),
        (False, [chat(), new_text(0, "a")], False),
        (False, [chat(), chat()], True),
        (False, [{**message(finish=None), "object": "message"}], False),
        (False, [{**message(), "object": "message"}], True),
        (True, [chat()], False),
        (True, [chat(), chat()], True),
        (True, [chat(), new_text(0, "a"), chat()], True),
        (True, [usage(), chat()], True),
    ],
)
def test_when_a_connection_is_over(joined: bool, events: list[dict[str, Any]], is_over: bool) -> None:
    assert received(*events, joined=joined).is_over is is_over


def test_each_connection_is_judged_alone() -> None:
    progress = received(*OPENED, chat())
    assert progress.is_over
    progress.begin_replay()
    assert not progress.is_over and not progress.is_plausibly_complete
    progress.apply(new_text(0, "Hel"))
    progress.apply(chat())
    assert progress.is_over and progress.is_plausibly_complete


def test_a_message_that_was_read_replaces_what_is_shown() -> None:
    progress = received(*OPENED)
    assert progress.pop_text() == ["Hello"]
    assert progress.is_further(message("Hello there")) and not progress.is_further(message("Hell"))
    progress.adopt(message("Hello there", finish=None))
    assert (progress.text, progress.message, progress.pop_text()) == ("Hello there", None, [" there"])
    progress.adopt(message("Hello there!"))
    assert (progress.text, progress.pop_text(), progress.title) == ("Hello there!", ["!"], "New")
    assert progress.message is not None and progress.message["finishReason"] == "stop"
    assert not progress.is_replaying and not progress.is_rewritten


def test_a_message_without_parts_leaves_those_that_are_shown() -> None:
    progress = received(*OPENED)
    read = message()
    del read["parts"], read["usage"]
    progress.adopt({**read, "parts": "none", "usage": 7})
    assert (progress.text, progress.usage) == ("Hello", None)


def test_a_message_nested_too_deep_changes_nothing() -> None:
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    progress = received(*OPENED)
    with pytest.raises(DeltaError):
        progress.adopt(message(parts=[deep]))
    assert (progress.text, progress.message) == ("Hello", None)


def test_a_replay_that_ends_as_far_is_accepted_and_one_behind_is_not() -> None:
    progress = received(*OPENED)
    progress.begin_replay()
    progress.apply(new_text(0, "Hel"))
    progress.show_current()
    assert progress.is_replaying and progress.text == "Hello"
    progress.apply(more_text(0, "lo"))
    progress.show_current()
    assert not progress.is_replaying and progress.text == "Hello"


@pytest.mark.parametrize("replaying", [False, True])
def test_what_cannot_be_applied_changes_nothing(replaying: bool) -> None:
    progress = received(*OPENED)
    if replaying:
        progress.begin_replay()
    for error, event in ((DeltaError, delta({"0": None})), (StreamError, {"object": "error", "message": "no"})):
        with pytest.raises(error):
            progress.apply(event)
    assert (progress.text, progress.chat_id, progress.is_replaying) == ("Hello", "chat_1", replaying)


@pytest.mark.parametrize(
    ("closing", "is_carried"),
    [
        (chat(message=message("Hi")), True),
        (chat(messages=[{**message("Hi"), "role": "user"}, message("Hi")]), True),
        (chat(message=message("Hi", finish=None)), False),
        (chat(message={**message("Hi"), "id": "msg_other"}), False),
        (chat(message={**message("Hi"), "id": None}), False),
        (chat(message="Hi", messages="Hi"), False),
        (chat(), False),
        ({**message("Hi"), "object": "message"}, True),
    ],
)
def test_the_closing_event_may_carry_the_message(closing: dict[str, Any], is_carried: bool) -> None:
    carried = received(chat(), new_text(0, "Hi"), closing).carried_message
    assert (carried is not None) is is_carried
    assert carried is None or carried["id"] == MESSAGE_ID


def test_marks_of_the_text_restore_the_position_in_another_process() -> None:
    progress = received(*OPENED)
    assert progress.pop_text() == ["Hello"]
    later = ChatProgress(joined=True)
    assert later.restore(MESSAGE_ID, progress.text_marks())
    later.apply(new_text(0, "Hello you"))
    assert later.pop_text() == [" you"] and not later.is_rewritten
    assert not ChatProgress().restore(None, "no marks")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [([], (0, 0)), ([{"text": "ab"}], (1, 2)), (["abc", {"a": ["b", {"c": "dd"}], "n": 7}], (2, 3))],
)
def test_progress_counts_parts_and_the_characters_of_the_last(parts: list[Any], expected: tuple[int, int]) -> None:
    assert progress_of(parts) == expected
