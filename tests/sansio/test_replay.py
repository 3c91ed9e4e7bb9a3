"""Every rule of resuming that needs no socket: what stays visible, when a connection is over, what a read changes."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.stream_scripts import (
    CHAT_ID,
    MESSAGE_ID,
    USAGE,
    chat,
    delta,
    message,
    more_text,
    new_part,
    new_text,
    usage,
)
from v0_client._streaming import resume_budget
from v0_client._streaming.replay import ChatProgress
from v0_client._streaming.resume_budget import ResumeBudget
from v0_client.errors import DeltaError, StreamError

OPENING, CLOSING = chat(title="New"), chat(title="Hello")
STREAM = [OPENING, new_text(0, "Hel"), more_text(0, "lo"), usage(), CLOSING]
OPENED_MESSAGE = message(finish=None, object="message")


def progress_after(*events: dict[str, Any], is_resumed: bool = False) -> ChatProgress:
    progress = ChatProgress(is_resumed=is_resumed)
    for event in events:
        progress.apply(event)
    return progress


def texts_after(progress: ChatProgress, *events: dict[str, Any]) -> list[str]:
    """The text after each event."""
    texts: list[str] = []
    for event in events:
        progress.apply(event)
        texts.append(progress.text)
    return texts


# ------------------------------------------------------------------ one connection


def test_a_connection_from_its_opening_to_its_closing_event() -> None:
    progress = ChatProgress()
    assert (progress.chat, progress.chat_id, progress.title, progress.message_id, progress.usage) == (None,) * 5
    assert [progress.apply(event) for event in STREAM] == [False, True, True, False, False]
    assert (progress.chat_id, progress.title, progress.message_id) == (CHAT_ID, "Hello", MESSAGE_ID)
    assert progress.raw_parts == [{"type": "text", "text": "Hello"}]
    assert (progress.text, progress.usage, progress.is_replaying) == ("Hello", USAGE, False)


@pytest.mark.parametrize("chat_id", [7, "", None])
def test_a_chat_id_is_a_string_that_is_not_empty(chat_id: Any) -> None:
    assert progress_after(chat(id=chat_id)).chat_id is None


@pytest.mark.parametrize(
    ("events", "is_over", "is_over_when_resumed"),
    [
        ([], False, False),
        ([OPENING], False, False),
        ([OPENING, CLOSING], True, True),
        ([OPENING, *STREAM[1:4]], False, False),
        (STREAM, True, True),
        (STREAM[1:], False, True),  # a paid connection sends its `chat` twice, a resumed one may send the last only
        ([usage(), CLOSING], False, True),
        ([OPENED_MESSAGE], False, False),
        ([OPENED_MESSAGE, CLOSING], False, False),
        ([OPENED_MESSAGE, message("Hello", object="message")], True, True),
    ],
)
def test_each_connection_is_over_at_its_own_closing_event(
    events: list[dict[str, Any]], is_over: bool, is_over_when_resumed: bool
) -> None:
    assert progress_after(*events).is_over is is_over
    assert progress_after(*events, is_resumed=True).is_over is is_over_when_resumed
    replay = progress_after(*STREAM[:3])
    replay.begin_replay()
    for event in events:
        replay.apply(event)
    assert replay.is_over is is_over_when_resumed


@pytest.mark.parametrize(
    ("events", "complete"),
    [([OPENING], False), ([OPENING, CLOSING], False), (STREAM[1:3], False), (STREAM[1:], True), (STREAM, True)],
)
def test_a_replay_is_complete_with_content_and_a_closing_event(events: list[dict[str, Any]], complete: bool) -> None:
    assert progress_after(*events, is_resumed=True).is_complete_replay is complete


@pytest.mark.parametrize("is_replaying", [False, True])
def test_what_cannot_be_applied_changes_nothing(is_replaying: bool) -> None:
    progress = progress_after(*STREAM[:3])
    if is_replaying:
        progress.begin_replay()
        progress.apply(new_text(0, "H"))
    assert progress.pop_text() == ["Hello"]
    for broken in (delta({"_t": "a", "_7": ["", 0, 0]}), message(object="message", parts={})):
        with pytest.raises(DeltaError):
            progress.apply(broken)
    with pytest.raises(StreamError, match="overloaded"):
        progress.apply({"object": "error", "message": "overloaded"})
    assert (progress.text, progress.pop_text(), progress.is_replaying) == ("Hello", [], is_replaying)


# ------------------------------------------------------------------ a replay


def test_the_furthest_state_stays_visible_until_the_replay_is_past_it() -> None:
    progress = progress_after(*STREAM[:3])
    assert progress.pop_text() == ["Hello"]
    progress.begin_replay()
    replay = [OPENING, new_text(0, "Hel"), more_text(0, "lo"), more_text(0, "!"), more_text(0, " Bye")]
    seen = [(progress.apply(event), progress.is_replaying, progress.text, progress.pop_text()) for event in replay]
    assert seen == [
        (False, True, "Hello", []),
        (False, True, "Hello", []),
        (False, True, "Hello", []),  # as far is not further
        (True, False, "Hello!", ["!"]),
        (True, False, "Hello! Bye", [" Bye"]),
    ]


@pytest.mark.parametrize(
    ("replayed", "is_further"),
    [
        ([new_text(0, "Hello")], False),
        ([new_text(0, "Hello!")], True),
        ([new_text(0, "A longer text"), new_text(1, "x")], True),
        ([new_text(0, ""), new_part(1, type="bash")], True),
        ([new_part(0, type="text", text="Hel", more=["l", {"o": "!!"}])], True),
        ([new_part(0, type="text", text="Hello", count=10**9)], False),
    ],
)
def test_further_is_more_parts_or_more_characters_in_the_last(replayed: list[dict[str, Any]], is_further: bool) -> None:
    progress = progress_after(*STREAM[:3])
    progress.begin_replay()
    for event in replayed:
        progress.apply(event)
    assert progress.is_replaying is not is_further


def test_an_interrupted_replay_is_measured_by_the_furthest_of_all() -> None:
    progress = progress_after(*STREAM[:3])
    for _ in range(3):
        progress.begin_replay()
        assert texts_after(progress, OPENING, new_text(0, "Hel")) == ["Hello", "Hello"]
    progress.begin_replay()
    assert texts_after(progress, new_text(0, "Hel"), more_text(0, "lo, you")) == ["Hello", "Hello, you"]
    progress.begin_replay()
    assert texts_after(progress, new_text(0, "Hello!")) == ["Hello, you"]


def test_the_newest_chat_title_and_usage_are_visible_during_a_replay() -> None:
    progress = progress_after(*STREAM[:3], {"object": "chat.title", "delta": "Old"})
    progress.begin_replay()
    assert (progress.chat_id, progress.title, progress.message_id) == (CHAT_ID, "Old", MESSAGE_ID)
    progress.apply(chat(title="Newer"))
    progress.apply(usage())
    assert (progress.title, progress.usage, progress.is_replaying) == ("Newer", USAGE, True)
    progress.begin_replay()
    assert (progress.title, progress.usage) == ("Newer", USAGE)


@pytest.mark.parametrize(
    "foreign",
    [
        new_text(0, "Another") | {"id": "msg_2"},
        usage(id="msg_2", usage={}),
        message("Another turn", id="msg_2", object="message"),
    ],
)
def test_a_replay_of_another_message_changes_nothing(foreign: dict[str, Any]) -> None:
    progress = progress_after(*STREAM[:4])
    progress.begin_replay()
    assert not progress.apply(foreign)
    assert (progress.message_id, progress.text, progress.usage, progress.is_over) == (MESSAGE_ID, "Hello", USAGE, False)


def test_a_message_whose_id_is_unknown_is_learned_from_the_replay() -> None:
    progress = progress_after(OPENING)
    progress.begin_replay()
    progress.apply(new_text(0, "Hel"))
    assert (progress.message_id, progress.text) == (MESSAGE_ID, "Hel")


# ------------------------------------------------------------------ the end


@pytest.mark.parametrize(
    ("replayed", "text"), [(STREAM, "Hello"), ([new_text(0, "Howdy"), CLOSING], "Howdy"), ([CLOSING], "Hello")]
)
def test_a_complete_replay_is_shown_unless_it_is_behind(replayed: list[dict[str, Any]], text: str) -> None:
    progress = progress_after(*STREAM[:3])
    progress.begin_replay()
    for event in replayed:
        progress.apply(event)
    progress.complete()
    assert progress.text == text


@pytest.mark.parametrize(
    ("closing", "is_carried"),
    [
        (CLOSING, False),
        (chat(message=message("Hello")), True),
        (chat(messages=[message("Old", id="msg_0"), message("Hello"), {"role": "user", "finishReason": "x"}]), True),
        (chat(message=message("Hello", finish=None)), False),
        (chat(message=message("Hello", id="msg_0")), False),
        (chat(message={"finishReason": "stop"}), False),
        (chat(message="Hello", messages="Hello"), False),
        (message("Hello", object="message"), True),
        (message("Hello", finish=None, object="message"), False),
    ],
)
def test_a_closing_event_may_carry_the_finished_message(closing: dict[str, Any], is_carried: bool) -> None:
    progress = progress_after(*STREAM[:-1], closing)
    assert (progress.message, progress.is_verified) == (None, False)
    progress.complete()
    assert progress.is_verified is is_carried
    assert (progress.message or {}).get("finishReason") == ("stop" if is_carried else None)
    assert progress.result().finish_reason == ("stop" if is_carried else None)


# ------------------------------------------------------------------ a message that was read


@pytest.mark.parametrize(
    ("read", "is_behind"),
    [
        (message("Hell"), False),
        (message("Howdy"), False),
        (message("Hello!"), True),
        (message(parts=[{}, {}]), True),
        (message(parts=None), False),
        (message(parts={"0": "Hello, you"}), False),
    ],
)
def test_a_read_message_may_be_further(read: dict[str, Any], is_behind: bool) -> None:
    assert progress_after(*STREAM[:3]).is_behind(read) is is_behind


def test_an_unfinished_message_that_was_read_moves_the_stream_on() -> None:
    progress = progress_after(*STREAM[:3])
    assert progress.pop_text() == ["Hello"]
    progress.begin_replay()
    progress.apply(new_text(0, "H"))
    progress.adopt(message("Hello, you", finish=None))
    assert (progress.text, progress.pop_text(), progress.is_replaying) == ("Hello, you", [", you"], False)
    assert (progress.message, progress.is_verified, progress.title) == (None, False, "New")
    assert not progress.is_behind(message("Hello, you", finish=None))


def test_a_finished_message_that_was_read_is_final() -> None:
    progress = progress_after(*STREAM[:3])
    read = message("Howdy", usage={**USAGE, "extra": 1})
    as_read = deepcopy(read)
    progress.adopt(read)
    read["parts"].clear()
    result = progress.result()
    assert (progress.text, progress.message, progress.is_verified) == ("Howdy", as_read, True)
    assert (result.text, result.finish_reason, result.title) == ("Howdy", "stop", "New")
    assert result.message is not None and result.message.to_dict()["parts"] == as_read["parts"]
    assert result.usage is not None and result.usage.to_dict()["extra"] == 1


@pytest.mark.parametrize("without", [{"parts": None}, {"parts": "Hello"}, {"parts": []}, {"usage": None}])
def test_what_a_read_message_lacks_is_kept(without: dict[str, Any]) -> None:
    progress = progress_after(*STREAM)
    progress.adopt(message("Hello") | without)
    assert (progress.text, progress.usage, progress.result().text) == ("Hello", USAGE, "Hello")


def test_a_read_message_that_is_nested_too_deep_changes_nothing() -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    progress = progress_after(*STREAM[:3])
    with pytest.raises(DeltaError):
        progress.adopt(message("Howdy", extra=deep))
    assert (progress.text, progress.message, progress.is_verified) == ("Hello", None, False)


# ------------------------------------------------------------------ text, cursors and results


def test_text_of_two_parts_across_a_replay() -> None:
    progress = progress_after(OPENING, new_text(0, "One"), new_text(1, "T"))
    assert progress.pop_text() == ["One", "\n\nT"]
    progress.begin_replay()
    for event in (new_text(0, "One"), new_text(1, "Two"), new_text(2, "Three")):
        progress.apply(event)
    assert progress.pop_text() == ["wo", "\n\nThree"]
    assert progress.text == "One\n\nTwo\n\nThree"
    assert progress.pop_text(final=True) == []
    assert not progress.result().rewritten


def test_text_that_was_read_instead_of_streamed_counts_as_rewritten_where_it_differs() -> None:
    for read, rewritten in (("Hello, you", False), ("Howdy", True)):
        progress = progress_after(*STREAM)
        assert progress.pop_text(final=True) == ["Hello"]
        progress.complete()
        progress.adopt(message(read))
        assert progress.result().rewritten  # until somebody reads what is new
        progress.pop_text(final=True)
        assert (progress.result().text, progress.result().rewritten) == (read, rewritten)


def test_a_cursor_continues_where_another_reader_stopped() -> None:
    first = progress_after(*STREAM[:2])
    assert first.pop_text() == ["Hel"]
    marks = json.loads(json.dumps(first.text_cursor()))
    second = ChatProgress(is_resumed=True)
    assert second.restore(MESSAGE_ID, marks)
    assert second.message_id == MESSAGE_ID
    for event in STREAM:
        second.apply(event)
    assert second.pop_text(final=True) == ["lo"]
    assert not second.result().rewritten
    assert not ChatProgress(is_resumed=True).restore(None, [1])


def test_the_result_is_the_same_object_until_more_arrives() -> None:
    progress = progress_after(*STREAM[:3])
    result = progress.result()
    assert progress.result() is result
    progress.apply(usage())
    assert result.usage is None and progress.result().usage is not None


def test_a_result_of_values_that_do_not_decode() -> None:
    progress = progress_after({"object": "chat"}, new_part(0, type="text", text=7), new_part(1, type="tomorrow"))
    result = progress.result()
    assert result.chat is None
    assert [part.to_dict() for part in result.parts] == progress.raw_parts


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_however_often_it_is_interrupted_text_and_parts_only_grow(seed: int) -> None:
    rng = Random(seed)
    words = ["One ", "two. ", "Three", " four."]
    events = [OPENING]
    for index in range(3):
        events += [new_text(index, rng.choice(["", "A"])), *(more_text(index, rng.choice(words)) for _ in range(4))]
    events += [usage(), CLOSING]
    complete = progress_after(*events)
    progress, pieces, last = ChatProgress(), list[str](), ""
    for stop in (rng.randrange(1, len(events)), rng.randrange(len(events)), len(events)):
        for event in events[:stop]:
            progress.apply(event)
            if rng.random() < 0.5:
                pieces += progress.pop_text()
            assert progress.text.startswith(last)
            last = progress.text
        if stop < len(events):
            progress.begin_replay()
    progress.complete()
    pieces += progress.pop_text(final=True)
    assert "".join(pieces) == progress.text == complete.text
    assert progress.raw_parts == complete.raw_parts
    assert not progress.result().rewritten


# ------------------------------------------------------------------ the few steps of almost every event

TARGETS = st.tuples(
    st.sampled_from([0, 0, 0, 0, 1, 2, -1, True]),
    st.sampled_from(["text", "text", "text", "text", "type", "title", "gone", 0]),
    st.sampled_from(["a", "b", "", "type", "ж", "\ud83d", "\ude00", 7]),
).map(list)
APPENDS = TARGETS.map(lambda target: [target, 9, 9])
DELTAS = st.one_of(
    APPENDS,
    APPENDS,
    TARGETS.map(lambda target: [target, 9, 8]),
    st.tuples(st.sampled_from("0123"), st.sampled_from(["text", "note"])).map(
        lambda new: {"_t": "a", new[0]: [{"type": new[1], "text": "b", "title": "c"}]}
    ),
    st.tuples(st.sampled_from("012"), st.text("aж", max_size=3)).map(lambda new: {new[0]: {"text": ["", new[1]]}}),
    st.sampled_from([None, [], [[]], [[{"type": "text", "text": "d"}]], "abc", [["0", "text", "a"], 9, 9], [7, 9, 9]]),
)
IDS = st.sampled_from([MESSAGE_ID, MESSAGE_ID, MESSAGE_ID, "msg_other", None])


@settings(max_examples=500, deadline=None)
@example(events=[([[]], MESSAGE_ID, 2), ([[-1, "text", "a"], 9, 9], "msg_other", 0)])
@example(
    events=[
        ({"_t": "a", "1": [{"type": "text", "text": "b", "title": "c"}]}, MESSAGE_ID, 2),
        ([[1, "title", "a"], 9, 9], MESSAGE_ID, 0),
    ]
)
@given(events=st.lists(st.tuples(DELTAS, IDS, st.integers(0, 4)), max_size=12))
def test_an_append_in_few_steps_is_what_apply_does(events: list[tuple[Any, str | None, int]]) -> None:
    short, general = ChatProgress(), ChatProgress()
    for change, message_id, then in [({"_t": "a", "0": [{"type": "text", "text": "a"}]}, MESSAGE_ID, 0), *events]:
        event = {"object": "message.parts.chunk", "id": message_id, "delta": change}
        outcomes: list[Any] = []
        for progress in (short, general):
            try:
                outcomes.append(
                    (progress is short and progress.append(deepcopy(event))) or progress.apply(deepcopy(event))
                )
            except DeltaError as error:
                outcomes.append(str(error))
            if then == 1:
                progress.begin_replay()
            outcomes.append(
                [progress.pop_text(limit=1 if then == 2 else None) if then > 1 else [], progress.has_more_text]
            )
        assert outcomes[:2] == outcomes[2:]
        assert json.dumps(short.raw_parts) == json.dumps(general.raw_parts)
        assert short.message_id == general.message_id
        assert short.is_complete_replay == general.is_complete_replay
        assert short.text_cursor() == general.text_cursor()
        assert short.result() == general.result()


def test_what_almost_every_event_brings_takes_few_steps() -> None:
    progress = progress_after(new_text(0, "Hel"))
    assert progress.append(more_text(0, "lo"))
    assert progress.text == "Hello"


# ------------------------------------------------------------------ the budget


class Clock:
    """Stands in for the `time` module."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(resume_budget, "time", made)
    return made


def test_the_first_resume_is_immediate_and_the_others_back_off(clock: Clock) -> None:
    budget = ResumeBudget()
    delays: list[float] = []
    while not budget.is_spent:
        delays.append(budget.resume_delay(0.0))
        clock.now += delays[-1]
        budget.count_resume()
    assert delays[0] == 0
    assert [delay / base for delay, base in zip(delays[1:], (0.5, 1, 2, 4), strict=True)] == (
        pytest.approx([1] * 4, abs=0.2001)
    )


def test_progress_resets_the_count_but_not_the_interval_between_resumes(clock: Clock) -> None:
    budget = ResumeBudget()
    for waited in (0.0, 0.1, 0.24, 0.25, 9.0):
        budget.count_resume()
        budget.reset()
        clock.now += waited
        assert not budget.is_spent
        assert budget.resume_delay(0.0) == pytest.approx(max(0.25 - waited, 0.0), abs=1e-9)


@pytest.mark.usefixtures("clock")
def test_the_server_may_ask_for_a_longer_delay() -> None:
    budget = ResumeBudget()
    assert 7 <= budget.resume_delay(7.0) <= 8.4
    for _ in range(4):
        budget.count_resume()
    assert budget.resume_delay(1.0) >= 3.2  # the backoff is longer


def test_polling_ends_a_limited_time_after_the_last_progress(clock: Clock) -> None:
    budget = ResumeBudget()
    clock.now += 18
    assert budget.poll_delay(20) is not None
    assert budget.poll_delay(1) is None
    assert budget.poll_delay(None) is not None
    clock.now += 2.5
    assert budget.poll_delay(20) is None
    budget.reset()
    assert budget.poll_delay(20) is not None
