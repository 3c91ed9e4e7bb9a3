"""The vendor's own browser client reads a relayed stream: every update has our state, and so has the end.

Its reader, `readV0Stream`, is what `V0Transport` of the vendor's React package reads with. That package cannot be run
here: of the versions that have the transport (3.x), npm's registry has none.
"""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.raw_server import CLOSE, json_response, response
from tests.support.stream_scripts import ChatServer, chat, delta, message, more_text, new_text, serving, streamed, usage
from tests.support.vendor_packages import run_script
from v0_client import InvalidRequestError, NotFoundError, Relay, V0Client
from v0_client.sandbox import Sandbox
from v0_client.sse import EventStreamDecoder

pytestmark = pytest.mark.anyio

SCRIPT = Path(__file__).with_name("read_v0_stream.mjs")
TITLE = {"object": "chat.title", "id": "chat_1", "delta": "Bakery"}
TEXT = "Fresh \N{CROISSANT} bread"
EVENTS = [
    chat(title="Untitled"),
    TITLE,
    new_text(0, "Fresh"),
    {"object": "of.tomorrow", "value": 1},
    delta([["theirs"]]) | {"id": "msg_other"},
    more_text(0, " \N{CROISSANT} bread"),
    delta({"_t": "a", "1": [{"type": "bash", "command": "ls", "output": "a\r\n\r\ndata: b"}]}),
    usage(),
    chat(title="Bakery"),
]
FINISHED = message(TEXT, newField=[1])
FINISHED["parts"].append({"type": "bash", "command": "ls", "output": "a\r\n\r\ndata: b"})
MESSAGE_EVENTS = [
    {"object": "message", **message(finish=None)},
    *EVENTS[2:-1],
    {"object": "message", **FINISHED},
]
GONE = [json_response({"error": {"message": "Gone"}}, 404)]

Open = Callable[[V0Client], Any]


def create(client: V0Client) -> Any:
    return client.v2.chats.stream(message="A bakery")


def send(client: V0Client) -> Any:
    return client.v2.messages.send_stream("chat_1", message="Blue")


def resume(client: V0Client) -> Any:
    return client.v2.chats.resume("chat_1")


def state_of(relay: Relay) -> dict[str, Any]:
    """What our stream shows, as an update would."""
    stream, progress = relay.stream, relay.stream.progress
    known = {"chat": progress.chat, "title": stream.title, "usage": progress.usage, "parts": stream.raw_parts}
    return copy.deepcopy({name: value for name, value in known.items() if value is not None})


async def relayed(server: ChatServer, open_stream: Open, *, snapshots: bool = False) -> tuple[bytes, list[Any]]:
    """The bytes that a browser receives, and our state at each `update`."""
    sent, states = b"", list[Any]()
    async with serving(server) as (client, _):
        relay = await Relay(open_stream(client), protocol="v0-react", snapshots=snapshots).open()
        async for frame in relay:
            sent += frame
            if frame.startswith(b"event: update\n"):
                states.append(state_of(relay))
    return sent, states


def read_by_vendor(bodies: list[bytes], folder: Path, *, chunk: int = 1 << 20) -> list[Any]:
    requests = [{"body": base64.b64encode(body).decode(), "chunk": chunk} for body in bodies]
    return list(run_script(SCRIPT, folder=folder, data=requests))


def state_in(update: dict[str, Any]) -> dict[str, Any]:
    return {name: update[name] for name in ("chat", "title", "usage", "parts") if name in update}


def check(read: Any, states: list[Any]) -> None:
    """Every update has our state at the time, and the final one is the last of them."""
    assert [state_in(update) for update in read["updates"]] == states
    assert {update["status"] for update in read["updates"]} == {"streaming"}
    assert read["final"] == {**read["updates"][-1], "status": "done"}
    assert read["final"]["parts"] == FINISHED["parts"]


@pytest.mark.parametrize("snapshots", [False, True], ids=["deltas", "snapshots"])
@pytest.mark.node
async def test_a_complete_stream(vendor_packages: Path, snapshots: bool) -> None:
    created, states = await relayed(ChatServer(streamed(*EVENTS)), create, snapshots=snapshots)
    sent, sent_states = await relayed(ChatServer(streamed(*MESSAGE_EVENTS)), send, snapshots=snapshots)
    first, second = read_by_vendor([created, sent], vendor_packages, chunk=7)
    check(first, states)
    check(second, sent_states)
    own = [event for event in EVENTS if event["object"] != "of.tomorrow" and event["id"] != "msg_other"]
    assert [update["event"]["object"] for update in first["updates"]] == [event["object"] for event in own]
    if not snapshots:
        assert [update["event"] for update in first["updates"]] == own
    assert second["final"]["message"] == FINISHED
    assert [update["message"]["parts"] for update in second["updates"]] == [u["parts"] for u in second["updates"]]


@pytest.mark.node
async def test_an_interrupted_and_resumed_stream(vendor_packages: Path) -> None:
    """Interrupted after each event; the replay is not visible, and the message that was read is in the end."""
    bodies: list[bytes] = []
    states: list[list[Any]] = []
    for events, open_stream, known in ((EVENTS, create, 1), (MESSAGE_EVENTS, send, 1)):
        for count in range(known, len(events)):
            for resumed in (streamed(*EVENTS), GONE):
                server = ChatServer(streamed(*events[:count], end=CLOSE), resumes=[resumed], reads=[FINISHED])
                body, seen = await relayed(server, open_stream)
                bodies.append(body)
                states.append(seen)
    for read, seen in zip(read_by_vendor(bodies, vendor_packages), states, strict=True):
        check(read, seen)
        assert read["final"]["message"] == FINISHED
        lengths = [len(json.dumps(update["parts"])) for update in read["updates"]]
        assert lengths == sorted(lengths)


@pytest.mark.node
async def test_a_failed_stream(vendor_packages: Path) -> None:
    failure = {"object": "error", "id": "msg_1", "message": "Out of credits", "code": "limit", "more": [1]}
    refused = [json_response({"error": {"message": "Not yours"}}, 403)]
    servers = [
        ChatServer(streamed(*EVENTS[:4], failure)),
        ChatServer(streamed(*EVENTS[:4], {"object": "error", "message": {"not": "text"}})),
        ChatServer(streamed(*EVENTS[:4], end=CLOSE), resumes=[refused]),
    ]
    sent = [await relayed(server, create) for server in servers]
    reads = read_by_vendor([body for body, _ in sent], vendor_packages)
    for read, (_, states) in zip(reads, sent, strict=True):
        assert [state_in(update) for update in read["updates"]] == states
        assert "final" not in read
    reported, unnamed, incomplete = (read["error"] for read in reads)
    assert reported == {"name": "V0StreamError", "message": "Out of credits", "code": "limit", "id": "msg_1"}
    assert unnamed == {"name": "V0StreamError", "message": "the stream failed"}
    assert (incomplete["code"], incomplete["id"]) == ("StreamIncompleteError", "chat_1")
    assert "Not yours" in incomplete["message"]


@pytest.mark.node
async def test_a_resumed_chat_and_one_with_nothing_to_resume(vendor_packages: Path) -> None:
    """Where the generation is over, its message is what the browser receives."""
    running = ChatServer(resumes=[streamed(*EVENTS)], reads=[FINISHED])
    over = [ChatServer(resumes=[gone], reads=[FINISHED]) for gone in (GONE, [response(status=204)])]
    sent = [await relayed(server, resume) for server in (running, *over)]
    for read, (_, states) in zip(read_by_vendor([body for body, _ in sent], vendor_packages), sent, strict=True):
        check(read, states)
        assert read["final"]["message"] == FINISHED


async def test_a_chat_without_a_message_raises_before_the_response_begins() -> None:
    """A service then responds with 204, which the vendor's hooks take for nothing to resume."""
    async with serving(ChatServer(resumes=[GONE], reads=[None])) as (client, _):
        with pytest.raises(NotFoundError):
            await Relay(resume(client), protocol="v0-react").open()


@pytest.mark.node
async def test_numbers_that_are_not_json_and_lone_surrogates(vendor_packages: Path) -> None:
    odd = '{"type": "tool-call", "output": [NaN, 1e999, "\\ud83d", {"x": -Infinity}]}'
    event = f'data: {{"object": "message.parts.chunk", "id": "msg_1", "delta": {{"_t": "a", "0": [{odd}]}}}}\n\n'
    body, _ = await relayed(ChatServer(streamed(EVENTS[0], event, EVENTS[-1])), create)
    (read,) = read_by_vendor([body], vendor_packages)
    assert read["final"]["parts"] == [{"type": "tool-call", "output": [None, None, "\ud83d", {"x": None}]}]


@pytest.mark.node
async def test_the_vendors_own_server_would_send_the_same(vendor_packages: Path) -> None:
    """The same generation through the vendor's TypeScript server and through our relay."""
    received: list[Any] = []
    for is_vendors in (True, False):
        with Sandbox(seed=7) as sandbox:
            if is_vendors:
                request = {"vendor": {"url": sandbox.base_url, "key": sandbox.api_key}, "message": "A bakery"}
                received += run_script(SCRIPT, folder=vendor_packages, data=[request])
            else:
                async with V0Client(sandbox.api_key, base_url=sandbox.base_url) as client:
                    relay = Relay(client.v2.chats.stream(message="A bakery"), protocol="v0-react")
                    body = b"".join([frame async for frame in relay])
                received += read_by_vendor([body], vendor_packages)
    theirs, ours = received
    assert len(ours["updates"]) > 20
    assert ours == theirs


def test_an_unknown_protocol_is_refused() -> None:
    client = V0Client("key")
    with pytest.raises(InvalidRequestError, match="v0-react") as raised:
        Relay(client.v2.chats.stream(message="A bakery"), protocol="openai")  # type: ignore[arg-type]  # unknown on purpose
    assert raised.value.field == "protocol"


async def test_frames_are_named_and_carry_json() -> None:
    body, _ = await relayed(ChatServer(streamed(*EVENTS)), create)
    events = EventStreamDecoder().feed(body)
    assert [event.event for event in events] == [*["update"] * (len(EVENTS) - 2), "done"]
    assert list(json.loads(events[0].data)) == ["status", "event", "chat", "title", "parts"]


async def test_an_event_without_an_id_is_of_this_message() -> None:
    nameless = {**more_text(0, " bread"), "id": None}
    body, _ = await relayed(ChatServer(streamed(chat(), new_text(0, "Fresh"), nameless, chat())), create)
    updates = [json.loads(event.data) for event in EventStreamDecoder().feed(body)]
    assert [update["parts"][0]["text"] for update in updates[1:3]] == ["Fresh", "Fresh bread"]
    assert updates[2]["event"]["id"] == "msg_1"
