"""`create_once`: at most one chat for a key, whatever happens to the request that creates it."""

from __future__ import annotations

import inspect
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from attrs import field, mutable

from tests.support.clock import waits
from tests.support.raw_server import CLOSE, RESET, STALL, Action, RawServer, Request, head, json_response
from v0_client import InvalidRequestError, ServerError, Timeouts, V0Client, V0Error, WaitTimeoutError, errors, models

__all__ = ["waits"]

pytestmark = pytest.mark.anyio

BEGUN = b'{"chatId":"chat_1","messageId":"msg_1"}'
CUT = head(200, {"content-type": "application/json", "content-length": "99"})


@mutable
class ChatServer:
    """Keeps chats with their metadata.

    Attributes:
        fault: How the first creation ends, in place of its response.
        creates: Whether the creation with the fault makes a chat.
        ignores_filter: Whether a list holds every chat, whatever is asked for.
        hidden_looks: How many lists lack the newest chat.
        hidden_replies: How many lists of messages are empty, or 404 with `has_404`.
        received: The requests, in short.
    """

    fault: list[Action] | None = None
    creates: bool = True
    ignores_filter: bool = False
    hidden_looks: int = 0
    hidden_replies: int = 0
    has_404: bool = False
    page: int = 100
    chats: list[dict[str, Any]] = field(factory=list)
    received: list[str] = field(factory=list)
    bodies: list[Any] = field(factory=list)

    def __call__(self, request: Request) -> Iterable[Action]:
        if request.method == "POST":
            return self._create(request)
        if request.path.endswith("/messages"):
            return self._messages()
        return self._list(request)

    def _create(self, request: Request) -> Iterable[Action]:
        self.received.append("create")
        self.bodies.append(request.json())
        fault, self.fault = self.fault, None
        if fault is None or self.creates:
            self.add(self.bodies[-1].get("metadata", {}))
        return [json_response({"chatId": self.chats[0]["id"], "messageId": "msg_1"})] if fault is None else fault

    def add(self, metadata: dict[str, str]) -> None:
        self.chats.insert(0, {"id": f"chat_{len(self.chats) + 1}", "metadata": metadata})

    def _list(self, request: Request) -> Iterable[Action]:
        self.received.append("list")
        query = parse_qs(urlsplit(request.target).query)
        wanted = {k[9:-1]: v[0] for k, v in query.items() if k.startswith("metadata[")}
        hidden = self.hidden_looks > 0 and bool(self.chats)
        self.hidden_looks -= hidden
        shown = self.chats[hidden:]
        if not self.ignores_filter:
            shown = [chat for chat in shown if wanted.items() <= chat["metadata"].items()]
        start = int(query.get("cursor", ["0"])[0])
        end = start + self.page
        return [json_response({"chats": shown[start:end], "cursor": str(end) if end < len(shown) else None})]

    def _messages(self) -> Iterable[Action]:
        self.received.append("messages")
        if self.hidden_replies > 0:
            self.hidden_replies -= 1
            if self.has_404:
                return [json_response({"message": "no such chat"}, 404)]
            return [json_response({"messages": [{"id": "msg_0", "role": "user"}], "cursor": None})]
        replies = [{"id": "msg_2", "role": "user"}, {"id": "msg_1", "role": "assistant"}]
        return [json_response({"messages": replies, "cursor": None})]


@asynccontextmanager
async def serving(server: ChatServer, **options: Any) -> AsyncIterator[V0Client]:
    async with RawServer(server) as running:
        settings: dict[str, Any] = {"timeouts": Timeouts(read=20), "max_retries": 0, **options}
        async with V0Client("key", base_url=running.base_url, **settings) as client:
            yield client
        await running.all_closed()


FAULTS: dict[str, list[Action]] = {
    "disconnect before the head": [CLOSE],
    "reset before the head": [RESET],
    "disconnect inside the head": [b"HTTP/1.1 200 OK\r\nConte", CLOSE],
    "disconnect after the head": [CUT, CLOSE],
    "disconnect inside the body": [CUT, BEGUN[:12], CLOSE],
    "500": [json_response({"message": "broken"}, 500)],
    "502 of a proxy": [json_response("<html>", 502)],
    "503 without Retry-After": [json_response({}, 503)],
    "408": [json_response({"message": "too slow"}, 408)],
    "a response that cannot be read": [json_response({"ok": True})],
    "a response of an older server": [json_response({"id": "chat_1", "assistantMessageId": "msg_1"})],
    "a timeout": [STALL],
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("ignores_filter", [False, True], ids=["filtered", "unfiltered"])
async def test_a_created_chat_is_found_after_a_fault(fault: str, ignores_filter: bool, waits: list[float]) -> None:
    server = ChatServer(fault=FAULTS[fault], ignores_filter=ignores_filter)
    server.add({})
    server.add({"v0_client_key": "job-1"})
    timeouts = Timeouts(read=0.3 if fault == "a timeout" else 20)
    async with serving(server, timeouts=timeouts) as client:
        begun = await client.v2.chats.create_once("job-17", message="A bakery")
        assert begun == models.AsyncChat(chat_id="chat_3", message_id="msg_1")
        assert await client.v2.chats.create_once("job-17", message="A bakery") == begun
        assert await client.v2.chats.find_once("job-17") == begun
    assert server.received.count("create") == 1
    assert server.received[:4] == ["list", "create", "list", "messages"]
    assert waits == []


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_chat_that_was_not_created_is_created_by_the_next_run(fault: str, waits: list[float]) -> None:
    server = ChatServer(fault=FAULTS[fault], creates=False)
    timeouts = Timeouts(read=0.3 if fault == "a timeout" else 20)
    async with serving(server, timeouts=timeouts) as client:
        with pytest.raises(V0Error) as caught:
            await client.v2.chats.create_once("job-17", message="A bakery")
        assert caught.value.may_have_been_processed
        assert "'job-17'" in caught.value.__notes__[0]
        assert 9.5 < sum(waits) <= 10.01  # Poll.not_found_grace
        assert server.received == ["list", "create", *["list"] * (len(waits) + 1)]
        assert len(server.chats) == 0
        begun = await client.v2.chats.create_once("job-17", message="A bakery")
    assert (begun.chat_id, len(server.chats)) == ("chat_1", 1)


@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize("has_404", [False, True])
async def test_a_chat_that_becomes_visible_late_is_waited_for(has_404: bool) -> None:
    server = ChatServer(fault=[CLOSE], hidden_looks=2, hidden_replies=2, has_404=has_404)
    async with serving(server) as client:
        begun = await client.v2.chats.create_once("job-17", message="A bakery")
    assert begun.chat_id == "chat_1"
    assert server.received == ["list", "create", *["list"] * 3, *["messages"] * 3]


async def test_a_refused_creation_is_not_looked_for() -> None:
    for status in (400, 401, 402, 403, 409, 413, 422, 429):
        server = ChatServer(fault=[json_response({"message": "no"}, status)], creates=False)
        async with serving(server) as client:
            with pytest.raises(errors.APIStatusError) as caught:
                await client.v2.chats.create_once("job-17", message="A bakery")
        assert (caught.value.status_code, caught.value.may_have_been_processed) == (status, False)
        assert server.received == ["list", "create"]


async def test_nothing_is_created_where_the_first_look_fails() -> None:
    def broken(request: Request) -> Iterable[Action]:
        assert request.method == "GET"
        return [json_response({"message": "broken"}, 500)]

    async with RawServer(broken) as running, V0Client("key", base_url=running.base_url, max_retries=0) as client:
        with pytest.raises(ServerError) as caught:
            await client.v2.chats.create_once("job-17", message="A bakery")
        assert not caught.value.may_have_been_processed


@pytest.mark.usefixtures("waits")
async def test_failing_looks_do_not_hide_the_error_of_the_creation() -> None:
    server = ChatServer(fault=[json_response({"message": "the first"}, 500)])
    looks = iter([[json_response({"chats": [], "cursor": None})]])

    def failing(request: Request) -> Iterable[Action]:
        if request.method == "POST":
            return server(request)
        return next(looks, [json_response({"message": "the looks"}, 500)])

    async with RawServer(failing) as running, V0Client("key", base_url=running.base_url, max_retries=0) as client:
        with pytest.raises(ServerError, match="the first"):
            await client.v2.chats.create_once("job-17", message="A bakery")


@pytest.mark.usefixtures("waits")
async def test_a_chat_without_a_reply_is_an_error_that_names_it() -> None:
    server = ChatServer(hidden_replies=1000)
    server.add({"v0_client_key": "job-17"})
    async with serving(server) as client:
        for call in (client.v2.chats.find_once("job-17"), client.v2.chats.create_once("job-17", message="A bakery")):
            with pytest.raises(WaitTimeoutError, match="has no reply yet") as caught:
                await call
            assert caught.value.chat_id == "chat_1"
    assert "create" not in server.received


async def test_every_page_is_looked_at() -> None:
    server = ChatServer(ignores_filter=True, page=2)
    server.add({"v0_client_key": "job-17"})
    for number in range(6):
        server.add({"v0_client_key": f"job-{number}"})
    async with serving(server) as client:
        found = await client.v2.chats.find_once("job-17")
        assert found is not None and found.chat_id == "chat_1"
        assert await client.v2.chats.find_once("job-99") is None
    assert server.received == [*["list"] * 4, "messages", *["list"] * 4]


async def test_the_callers_metadata_is_kept() -> None:
    server = ChatServer()
    async with serving(server) as client:
        await client.v2.chats.create_once("job-17", message="A bakery", metadata={"team": "core"})
        await client.v2.chats.create_once("job-18", message="A bakery", metadata={"v0_client_key": "job-18"})
    assert server.bodies == [
        {"message": "A bakery", "metadata": {"team": "core", "v0_client_key": "job-17"}},
        {"message": "A bakery", "metadata": {"v0_client_key": "job-18"}},
    ]


INVALID: list[tuple[Any, dict[str, Any], str | None]] = [
    ("", {}, "key"),
    (" job", {}, "key"),
    ("job\n", {}, "key"),
    ("a\x00b", {}, "key"),
    ("\ud800", {}, "key"),
    (17, {}, "key"),
    (None, {}, "key"),
    ("job", {"metadata": {"v0_client_key": "other"}}, "metadata.v0_client_key"),
    ("job", {"metadata": "team"}, "metadata"),
    ("job", {"metadata": {"team": 1}}, "metadata.team"),
    ("job", {"message": ""}, "message"),
]


async def test_invalid_arguments_are_refused_before_the_network() -> None:
    server = ChatServer()
    async with serving(server) as client:
        for key, more, name in INVALID:
            with pytest.raises(InvalidRequestError) as caught:
                await client.v2.chats.create_once(key, **{"message": "A bakery", **more})
            assert caught.value.field == name, key
            if name == "key":
                with pytest.raises(InvalidRequestError):
                    await client.v2.chats.find_once(key)
        with pytest.raises(TypeError, match=r"client\.v2\.chats\.create_once\(\) missing 1 required"):
            await client.v2.chats.create_once("job")  # type: ignore[call-arg]  # the missing message is tested
        replacing = client.with_options(extra_body={"metadata": {"team": "core"}})
        with pytest.raises(InvalidRequestError, match="extra_body"):
            await replacing.v2.chats.create_once("job", message="A bakery")
    assert server.received == []


def test_the_signature_shows_the_arguments_of_a_creation() -> None:
    chats = V0Client("key").v2.chats
    shown = inspect.signature(chats.create_once).parameters
    assert [*shown] == ["key", *inspect.signature(chats.create_async).parameters]
    assert "create_once" in dir(chats) and "find_once" in dir(chats)


async def test_the_sandbox_keeps_one_chat_for_a_key(client: V0Client) -> None:
    assert await client.v2.chats.find_once("Aufträge/17 ✓") is None
    first = await client.v2.chats.create_once("Aufträge/17 ✓", message="A bakery")
    again = await client.v2.chats.create_once("Aufträge/17 ✓", message="A bakery")
    assert again == first == await client.v2.chats.find_once("Aufträge/17 ✓")
    message = await client.v2.messages.wait(first.chat_id, first.message_id)
    assert message.finish_reason == "stop"
    other = await client.v2.chats.create_once("Aufträge/18", message="A bakery")
    assert other.chat_id != first.chat_id
    assert len([chat async for chat in client.v2.chats.list()]) == 2
    assert json.dumps(first.to_dict())
