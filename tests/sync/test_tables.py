"""The synchronous client has all that the asynchronous one has, under the same names, described for its reader."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.failures import collect_failures
from v0_client import (
    AsyncPaginator,
    ChatStream,
    ChatStreamV1,
    Relay,
    SyncChatStream,
    SyncChatStreamV1,
    SyncPaginator,
    SyncRelay,
    SyncV0Client,
    V0Client,
    V0Error,
)
from v0_client._resources.resource import Resource
from v0_client._sync.blocking import Mirror
from v0_client._sync.streams import SyncTextDeltas

# What generated functions call on their client. A blocking client sends through the asynchronous one.
SENDERS = {"send_request", "open_stream", "open_download"}
# For the package's own use: steps of a stream, and its state as raw JSON.
INTERNAL = {"advance", "advance_now", "may_show_key", "next_now", "progress", "redact"}


def public(thing: Any) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in dir(thing) if not name.startswith("_")}


def operations(asynchronous: Any, synchronous: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Every operation and helper of two groups, and of the groups in them."""
    ours = public(synchronous)
    theirs = {name: member for name, member in public(asynchronous).items() if name not in SENDERS}
    assert ours.keys() == theirs.keys(), path
    assert ours, path
    for name, member in theirs.items():
        if inspect.ismethod(member):
            yield f"{path}.{name}", member, ours[name]
        else:
            yield from operations(member, ours[name], f"{path}.{name}")


def all_operations() -> list[tuple[str, Any, Any]]:
    asynchronous, synchronous = V0Client("key"), SyncV0Client("key")
    return [
        pair
        for version in ("v1", "v2")
        for pair in operations(getattr(asynchronous, version), getattr(synchronous, version), f"client.{version}")
    ]


def test_every_operation_is_the_one_of_the_asynchronous_client() -> None:
    found = all_operations()
    assert len(found) > 60
    with collect_failures() as case:
        for path, theirs, ours in found:
            with case(operation=path):
                assert inspect.unwrap(ours.__func__) is inspect.unwrap(theirs.__func__)
                assert vars(ours.__func__).get("__deprecated__") == vars(theirs.__func__).get("__deprecated__")
                assert not inspect.iscoroutinefunction(ours)
                assert ours.__name__ == path.rpartition(".")[2]
                assert ours.__qualname__ == path


def test_every_operation_has_its_signature() -> None:
    with collect_failures() as case:
        for path, theirs, ours in all_operations():
            with case(operation=path):
                expected, found = inspect.signature(theirs), inspect.signature(ours)
                assert found.parameters == expected.parameters
                assert found.return_annotation == returned(theirs)
                assert "return" in typing.get_type_hints(ours)


def returned(operation: Any) -> str:
    """What an operation returns to a synchronous caller, as an annotation."""
    shown = str(inspect.signature(operation).return_annotation).removeprefix("deferred.")
    if inspect.iscoroutinefunction(inspect.unwrap(operation)):
        return shown
    if shown.endswith("Download"):
        return "bytes"
    if shown.endswith("Poll"):
        return {"ChatPoll": "Iterator[models.ChatDetail]", "MessagePoll": "Iterator[models.Message]"}[shown]
    return re.sub("^(Async)?", "Sync", shown)


@pytest.mark.parametrize(
    ("asynchronous", "synchronous", "renamed"),
    [
        (V0Client, SyncV0Client, {"aclose": "close"}),
        (ChatStream, SyncChatStream, {"aclose": "close"}),
        (ChatStreamV1, SyncChatStreamV1, {"aclose": "close"}),
        (Relay, SyncRelay, {"aclose": "close"}),
        (AsyncPaginator, SyncPaginator, {}),
    ],
)
def test_every_other_class_has_the_same_members(asynchronous: type, synchronous: type, renamed: dict[str, str]) -> None:
    expected = {renamed.get(name, name) for name in public(asynchronous)} - SENDERS - INTERNAL
    assert public(synchronous).keys() >= expected - {"entries_of"}
    added = public(synchronous).keys() - expected
    assert added <= {"page", "chat_id", "last_event", "stream"}


def test_the_constructor_and_options_have_the_same_signature() -> None:
    assert inspect.signature(SyncV0Client).parameters == inspect.signature(V0Client).parameters
    ours, theirs = inspect.signature(SyncV0Client.with_options), inspect.signature(V0Client.with_options)
    assert ours.parameters == theirs.parameters
    assert ours.return_annotation == "SyncV0Client"
    options = list(inspect.signature(SyncRelay).parameters.values())
    assert options[1:] == list(inspect.signature(Relay).parameters.values())[1:]


def test_docstrings_speak_to_a_synchronous_reader() -> None:
    documented = {path: ours for path, _, ours in all_operations()}
    for cls in (SyncV0Client, SyncChatStream, SyncChatStreamV1, SyncPaginator, SyncRelay, SyncTextDeltas):
        documented |= {cls.__name__: cls} | {f"{cls.__name__}.{n}": getattr(cls, n) for n in public(cls)}
    with collect_failures() as case:
        for name, thing in documented.items():
            with case(name=name):
                text = inspect.getdoc(thing) or ""
                assert len(text) > 10
                assert re.search(r"\bawait\b|\basync (with|for)\b|\bbe async\b|event loop of", text) is None


def test_what_is_shown_in_a_terminal() -> None:
    client = SyncV0Client("secret", base_url="https://api.test")
    assert repr(client) == "SyncV0Client(base_url='https://api.test')"
    assert repr(client.v2) == "<client.v2>" and repr(client.v2.chats) == "<client.v2.chats>"
    assert {"chats", "messages"} <= set(dir(client.v2))
    assert {"create", "stream", "create_and_wait"} <= set(dir(client.v2.chats))
    assert repr(client.v2.chats.list()) == "<SyncPaginator of GET /v2/chats>"
    assert issubclass(type(client.v2.chats), Mirror) and not issubclass(type(client.v2.chats), Resource)


def test_a_deprecated_operation_warns_at_the_line_of_the_caller() -> None:
    client = SyncV0Client("key")
    client.close()
    with (
        pytest.warns(DeprecationWarning, match="Deprecated by the API") as warned,
        pytest.raises(V0Error, match="closed"),
    ):
        client.v1.projects.get("prj_1")
    assert [warning.filename for warning in warned] == [__file__]
