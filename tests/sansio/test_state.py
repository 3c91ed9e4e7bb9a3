"""The state of a stream: tables of events, and a model that follows the documented algorithm."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.diff import diff, exact, garbage, random_json
from v0_client.delta import apply_delta
from v0_client.errors import DeltaError, StreamError
from v0_client.state import V1State, V2State

CHAT = {"object": "chat", "id": "chat_1", "title": "New"}
INSERT: dict[str, Any] = {
    "object": "message.parts.chunk",
    "id": "msg_1",
    "delta": {"_t": "a", "0": [{"type": "text", "text": "Hel"}]},
}
GROW = {"object": "message.parts.chunk", "id": "msg_1", "delta": [[0, "text", "lo"], 9, 9]}
USAGE = {"object": "message.usage", "id": "msg_1", "usage": {"tokens": {"total": 3}}}
MESSAGE: dict[str, Any] = {"object": "message", "id": "msg_1", "parts": [], "finishReason": None}
CLOSING = {**MESSAGE, "parts": [{"type": "text", "text": "Hello"}], "finishReason": "stop"}
FIELDS = ("chat", "message", "title", "message_id", "raw_parts", "usage", "closed")


def state_after(*events: dict[str, Any]) -> V2State:
    state = V2State()
    for event in events:
        state.apply(event)
    return state


def fields_of(state: V2State | V1State, fields: tuple[str, ...] = FIELDS) -> dict[str, Any]:
    return {name: deepcopy(getattr(state, name)) for name in fields}


# ------------------------------------------------------------------ version 2


def test_nothing_is_known_before_the_first_event() -> None:
    assert list(fields_of(state_after()).values()) == [None, None, None, None, [], None, False]
    assert state_after().text == ""


@pytest.mark.parametrize(
    ("events", "fields"),
    [
        ([CHAT], {"chat": {"id": "chat_1", "title": "New"}, "title": "New", "message_id": None}),
        ([{**CHAT, "title": None}], {"title": None}),
        ([{**CHAT, "title": 7}], {"title": None}),
        ([{"object": "chat.title", "delta": "T"}], {"chat": None, "title": "T"}),
        ([CHAT, {"object": "chat.title", "delta": "T"}], {"chat": {"id": "chat_1", "title": "T"}, "title": "T"}),
        ([{"object": "chat.title", "delta": "T"}, CHAT], {"chat": {"id": "chat_1", "title": "New"}, "title": "T"}),
        ([CHAT, {"object": "chat.title", "delta": None}], {"title": "New"}),
        ([INSERT, GROW], {"raw_parts": [{"type": "text", "text": "Hello"}], "message_id": "msg_1"}),
        ([INSERT, {**GROW, "id": "msg_2"}], {"raw_parts": [{"type": "text", "text": "Hel"}], "message_id": "msg_1"}),
        ([INSERT, {**USAGE, "id": "msg_2"}], {"usage": None}),
        ([{**INSERT, "id": None}, GROW], {"raw_parts": [{"type": "text", "text": "Hello"}], "message_id": "msg_1"}),
        ([{**USAGE, "id": ""}], {"usage": {"tokens": {"total": 3}}, "message_id": None}),
        ([USAGE, {**USAGE, "usage": None}], {"usage": {"tokens": {"total": 3}}, "message_id": "msg_1"}),
        ([MESSAGE, INSERT], {"message": {"id": "msg_1", "parts": INSERT["delta"]["0"], "finishReason": None}}),
        ([MESSAGE, USAGE], {"message": {"id": "msg_1", "parts": [], "finishReason": None, "usage": USAGE["usage"]}}),
        ([INSERT, {"object": "message", "id": "msg_2"}], {"message_id": "msg_2"}),
        ([INSERT, {"object": "message", "finishReason": "stop"}], {"raw_parts": [{"type": "text", "text": "Hel"}]}),
        ([INSERT, {**CLOSING, "usage": {}}], {"raw_parts": [{"type": "text", "text": "Hello"}], "usage": {}}),
        ([INSERT, {**INSERT, "delta": [[1]]}], {"raw_parts": [1]}),
        ([{"object": "chat.mood"}, {}, {"object": None}, {"object": []}], {"chat": None, "closed": False}),
    ],
)
def test_events_change_the_state(events: list[dict[str, Any]], fields: dict[str, Any]) -> None:
    found = fields_of(state_after(*events))
    assert {name: found[name] for name in fields} == fields


@pytest.mark.parametrize(
    ("events", "closed"),
    [
        ([CHAT], False),
        ([CHAT, CHAT], True),
        ([INSERT, CHAT], True),
        ([USAGE, CHAT], True),
        ([CHAT, INSERT, USAGE], False),
        ([MESSAGE], False),
        ([CLOSING], True),
        ([{"object": "message", "finishReason": ""}], True),
        ([{"object": "message"}], False),
        ([MESSAGE, INSERT, USAGE, CLOSING], True),
        ([MESSAGE, {**INSERT, "id": "msg_2"}, CHAT], False),  # a chunk of another message changes nothing
        ([CHAT, {"object": "chat.title", "delta": "T"}], False),
    ],
)
def test_the_closing_event_of_a_stream(events: list[dict[str, Any]], closed: bool) -> None:
    assert state_after(*events).closed is closed


@pytest.mark.parametrize(
    "event",
    [
        {**INSERT, "delta": {"_t": "a", "_5": [0, 0, 0]}},
        {**INSERT, "delta": [0, 0, 0]},
        {**INSERT, "delta": [{}]},
        {**INSERT, "delta": [None]},
        {**INSERT, "delta": [[5, "text", "x"], 9, 9]},
        {**INSERT, "id": None, "delta": {"0": {"text": ["@@", 0, 2]}}},
        {**MESSAGE, "parts": {}},
        {**MESSAGE, "parts": "text"},
    ],
)
@pytest.mark.parametrize("before", [[], [CHAT, INSERT, USAGE], [MESSAGE, INSERT]])
def test_an_event_that_cannot_be_applied_changes_nothing(before: list[dict[str, Any]], event: dict[str, Any]) -> None:
    state = state_after(*before)
    unchanged = fields_of(state)
    with pytest.raises(DeltaError):
        state.apply(event)
    assert fields_of(state) == unchanged


def test_an_event_nested_too_deep_changes_nothing() -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    for event in ({**INSERT, "delta": {"_t": "a", "1": [deep]}}, {**CHAT, "x": deep}, {**CLOSING, "x": deep}):
        state = state_after(CHAT, INSERT)
        unchanged = fields_of(state)
        with pytest.raises(DeltaError):
            state.apply(event)
        assert fields_of(state) == unchanged


@pytest.mark.parametrize(
    ("event", "text", "code", "id_"),
    [
        ({"id": "msg_1", "message": "over\nloaded", "code": "busy"}, "over loaded", "busy", "msg_1"),
        ({}, "no reason", None, None),
        ({"message": "x", "code": 7, "id": 7}, "x", None, None),
        ({"error": {"message": "quota", "type": "limit"}}, "quota", "limit", None),
        ({"error": "plain"}, "plain", None, None),
    ],
)
@pytest.mark.parametrize("kind", [V2State, V1State])
def test_an_error_event_raises(
    kind: type[V2State | V1State], event: dict[str, Any], text: str, code: str | None, id_: str | None
) -> None:
    with pytest.raises(StreamError, match=text) as caught:
        kind().apply({"object": "error", **event})
    assert (caught.value.code, caught.value.id, caught.value.result) == (code, id_, None)


@pytest.mark.parametrize(
    ("events", "title", "chat"),
    [
        ([], None, None),
        ([CHAT], "New", {"id": "chat_1", "title": "New"}),
        ([CHAT, {"object": "chat.title", "delta": "T"}], "T", {"id": "chat_1", "title": "T"}),
        ([{"object": "chat.title", "delta": "T"}, CHAT], "T", {"id": "chat_1", "title": "T"}),
        ([{"object": "chat.title", "delta": "T"}], "T", None),
        ([{"object": "chat", "id": "chat_1"}], None, {"id": "chat_1"}),
    ],
)
def test_a_state_for_a_replay_knows_the_chat_but_no_content(
    events: list[dict[str, Any]], title: str | None, chat: dict[str, Any] | None
) -> None:
    state = state_after(*events, INSERT, USAGE).for_replay()
    assert fields_of(state, ("chat", "title", "message_id", "usage", "raw_parts", "message")) == {
        "chat": chat,
        "title": title,
        "message_id": "msg_1",
        "usage": USAGE["usage"],
        "raw_parts": [],
        "message": None,
    }
    assert (state.closed, state.has_content, state.chat_event_count) == (False, False, 0)
    state.apply({**CHAT, "title": "Newer"})
    assert state.title == ("Newer" if chat is not None or title is None else title)


def test_a_message_that_was_read_replaces_the_parts() -> None:
    state = state_after(CHAT, INSERT, USAGE)
    message = {key: value for key, value in CLOSING.items() if key != "object"}
    state.apply_message(message)
    message["parts"].append("scribbled")
    assert state.raw_parts == [{"type": "text", "text": "Hello"}] and state.closed
    message["parts"].pop()
    assert state.message == {**message, "usage": USAGE["usage"]}


# ------------------------------------------------------------------ the model


class Model:
    """Applies events in the plainest way: everything is copied, nothing is shared."""

    def __init__(self) -> None:
        self.chat: Any = None
        self.message: Any = None
        self.own_title: str | None = None
        self.message_id: str | None = None
        self.raw_parts: list[Any] = []
        self.usage: Any = None
        self.chat_event_count = 0
        self.has_content = False
        self.closed = False

    @property
    def title(self) -> Any:
        if self.own_title is not None:
            return self.own_title
        title = (self.chat or {}).get("title")
        return title if isinstance(title, str) else None

    def apply(self, event: Any) -> None:
        event = deepcopy(event)
        kind = event.pop("object", None)
        name = event.get("id") if isinstance(event.get("id"), str) and event.get("id") else None
        if kind == "chat":
            self.closed |= self.chat_event_count > 0 or self.has_content
            self.chat, self.chat_event_count = event, self.chat_event_count + 1
        elif kind == "chat.title" and isinstance(event.get("delta"), str):
            self.own_title = event["delta"]
            if self.chat is not None:
                self.chat["title"] = event["delta"]
        elif kind == "message":
            parts = event.get("parts")
            if parts is not None and not isinstance(parts, list):
                raise DeltaError
            self.message, self.message_id = event, name or self.message_id
            self.raw_parts = self.raw_parts if parts is None else parts
            self.usage = event["usage"] if isinstance(event.get("usage"), dict) else self.usage
            self.closed |= event.get("finishReason") is not None
        elif kind in ("message.parts.chunk", "message.usage") and name in (None, self.message_id or name):
            if kind == "message.usage":
                self.usage = event["usage"] if isinstance(event.get("usage"), dict) else self.usage
            else:
                parts = apply_delta(deepcopy(self.raw_parts), event.get("delta"))
                if not isinstance(parts, list):
                    raise DeltaError
                self.raw_parts = parts
            self.message_id, self.has_content = self.message_id or name, True
        if self.message is not None:
            self.message["parts"] = self.raw_parts
            if self.usage is not None:
                self.message["usage"] = self.usage


def random_event(rng: Random, parts: list[Any]) -> dict[str, Any]:
    name: dict[str, Any] = rng.choice([{}, *({"id": value} for value in ("msg_1", "msg_1", "msg_2", None, "", 7))])
    new = deepcopy(parts) if rng.random() < 0.5 else [random_json(rng, 2) for _ in range(rng.randrange(4))]
    match rng.randrange(9):
        case 0:
            return {"object": "chat", "id": "chat_1", "title": rng.choice(["a", None, 1])}
        case 1:
            return {"object": "chat.title", "delta": rng.choice(["b", "c", None, 1])}
        case 2:
            return {"object": "message.usage", "usage": rng.choice([{"tokens": {}}, {}, None, 3]), **name}
        case 3:
            some = {"parts": rng.choice([new, None, {}]), "usage": rng.choice([{}, {"x": 1}, None])}
            kept = {key: value for key, value in some.items() if rng.random() < 0.7}
            return {"object": "message", "finishReason": rng.choice([None, "stop"]), **kept, **name}
        case 4:
            return {"object": rng.choice(["chat.mood", None, 7]), "delta": [1], **name}
        case 5:
            return {"object": "message.parts.chunk", "delta": garbage(rng, parts), **name}
        case _:
            return {"object": "message.parts.chunk", "delta": diff(rng, parts, [*new, random_json(rng, 2)]), **name}


def applies(state: V2State | Model, event: dict[str, Any]) -> bool:
    try:
        state.apply(event)
    except DeltaError:
        return False
    return True


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_state_agrees_with_the_model(seed: int) -> None:
    rng = Random(seed)
    state, model = V2State(), Model()
    for _ in range(rng.randrange(25)):
        event = random_event(rng, deepcopy(model.raw_parts))
        given_event = json.dumps(event)
        assert applies(state, event) is applies(model, event)
        assert json.dumps(event) == given_event
        scribble(event)  # no part of the event may be part of the state
        for name in FIELDS:
            assert exact(getattr(state, name)) == exact(getattr(model, name)), name


def scribble(value: Any) -> None:
    if isinstance(value, dict):
        for item in value.values():
            scribble(item)
        value["scribbled"] = True
    elif isinstance(value, list):
        for item in value:
            scribble(item)
        value.append("scribbled")


# ------------------------------------------------------------------ version 1

V1_FIELDS = ("chat", "title", "name", "content", "message_id", "closed")
V1_CHAT = {"object": "chat", "id": "chat_1", "title": "T", "name": "N"}
CHUNK = {"object": "message.experimental_content.chunk", "id": "msg_1", "delta": {"_t": "a", "0": [[0, ["a"]]]}}


def reply(finish: str | None) -> dict[str, Any]:
    return {"role": "assistant", "finishReason": finish}


@pytest.mark.parametrize(
    ("events", "fields"),
    [
        ([], dict.fromkeys(V1_FIELDS[:3]) | {"content": [], "message_id": None, "closed": False}),
        ([V1_CHAT], {"chat": {"id": "chat_1", "title": "T", "name": "N"}, "title": "T", "name": "N", "closed": False}),
        ([V1_CHAT, {"object": "chat.title", "delta": "X"}], {"title": "X", "name": "N"}),
        ([{"object": "chat.name", "delta": "X"}, V1_CHAT], {"title": "T", "name": "X"}),
        ([CHUNK, {**CHUNK, "delta": [[0, 1, 0, "b"], 9, 9]}], {"content": [[0, ["ab"]]], "message_id": "msg_1"}),
        ([CHUNK, {**CHUNK, "id": "msg_2", "delta": [[]]}], {"content": [[0, ["a"]]], "message_id": "msg_1"}),
        ([{"type": "connected"}, {"object": "x"}], {"closed": False}),
        ([{"type": "done"}], {"closed": True}),
        ([{**V1_CHAT, "messages": [reply("stop")]}], {"closed": True}),
        ([{**V1_CHAT, "messages": [reply("stop"), reply(None), {"role": "user"}]}], {"closed": False}),
        ([{**V1_CHAT, "messages": [reply(None), reply("stop"), {"role": "user"}]}], {"closed": True}),
        ([{**V1_CHAT, "messages": {}}], {"closed": False}),
        ([{**V1_CHAT, "error": None}, {"error": False}, {"error": ""}], {"closed": False}),
    ],
)
def test_version_1_events_change_the_state(events: list[dict[str, Any]], fields: dict[str, Any]) -> None:
    state = V1State()
    for event in events:
        state.apply(event)
    found = fields_of(state, V1_FIELDS)
    assert {name: found[name] for name in fields} == fields


@pytest.mark.parametrize("event", [{"type": "error"}, {"error": {}}, {"error": "x"}, {**CHUNK, "error": "x"}])
def test_version_1_error_payloads_raise(event: dict[str, Any]) -> None:
    state = V1State()
    with pytest.raises(StreamError):
        state.apply(event)
    assert state.content == []


@pytest.mark.parametrize("delta", [[{}], [0, 0, 0], [[5, "x"], 9, 9]])
def test_content_that_cannot_be_applied_changes_nothing(delta: Any) -> None:
    state = V1State()
    state.apply(CHUNK)
    with pytest.raises(DeltaError):
        state.apply({**CHUNK, "id": None, "delta": delta})
    assert fields_of(state, V1_FIELDS)["content"] == [[0, ["a"]]]
