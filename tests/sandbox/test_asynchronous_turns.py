"""The test controls time: when asynchronous turns are finished, and which ids and times responses contain."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from tests.support.sandbox_tools import CREATE_V2, content_of, create_v2, events_of, plain_client
from v0_client import Poll, V0Client
from v0_client.sandbox import Sandbox, Turn

pytestmark = pytest.mark.anyio
EAGER = Poll(interval=0.001, jitter=0)


# --- asynchronous turns


def start(http: httpx.Client, prompt: str = "a page") -> tuple[str, str]:
    """An asynchronous v2 chat: the paths of the chat and of its message."""
    ids = http.post("/v2/chats/async", json={"message": prompt}).json()
    path = f"/v2/chats/{ids['chatId']}"
    return path, f"{path}/messages/{ids['messageId']}"


def test_a_turn_without_async_seconds_ends_with_finish(served: Sandbox, http: httpx.Client) -> None:
    served.async_seconds = None
    (one, first), (two, second) = start(http), start(http)
    for message in (first, second, second, second):
        assert (http.get(message).json()["finishReason"], http.get(message).json()["parts"]) == (None, [])
    served.finish(one.rpartition("/")[2])
    assert http.get(first).json()["finishReason"] == "stop" and http.get(second).json()["finishReason"] is None
    served.finish()
    served.finish()
    assert http.get(second).json()["parts"] and http.get(f"{two}/files").status_code == 200
    with pytest.raises(ValueError, match="chat_id: the sandbox has no chat 'none', only chat_"):
        served.finish("none")


def test_an_unfinished_turn_can_be_stopped_and_streamed(served: Sandbox, http: httpx.Client) -> None:
    served.async_seconds = None
    chat, message = start(http)
    with http.stream("POST", f"{chat}/resume") as response:
        chunks = response.iter_text()
        received = next(chunks)
        served.finish()
        events = events_of(received + "".join(chunks))
    assert content_of(events) == http.get(message).json()["parts"] != []
    _, message = start(http)
    http.post(f"{message}/stop")
    assert (http.get(message).json()["finishReason"], http.get(message).json()["parts"]) == ("stop", [])


def test_finish_needs_a_running_sandbox() -> None:
    with pytest.raises(RuntimeError, match="while it runs"):
        Sandbox().finish()


@pytest.mark.parametrize("reads", [0, 1, 3])
def test_pending_reads_advance_a_turn(served: Sandbox, http: httpx.Client, reads: int) -> None:
    served.pending_reads, served.async_seconds = reads, 3600
    _, message = start(http)
    seen = [http.get(message).json() for _ in range(reads + 1)]
    assert [each["finishReason"] for each in seen] == [None] * reads + ["stop"]
    grown = [len(str(each["parts"])) for each in seen]
    assert grown == sorted(set(grown)), "each read returns more"
    assert http.get(message).json() == seen[-1]


def test_a_turn_may_have_its_own_pending_reads(served: Sandbox, http: httpx.Client) -> None:
    served.pending_reads = 0
    served.script(Turn(text="Wait for it.", pending_reads=2))
    chat, message = start(http)
    http.get(f"{chat}/messages")
    http.get(chat)
    assert http.get(message).json()["finishReason"] == "stop"
    _, message = start(http, "a page sandbox:pending_reads=1")
    assert [http.get(message).json()["finishReason"] for _ in range(2)] == [None, "stop"]
    body = {"message": "a page", "responseMode": "async"}
    chat = f"/v1/chats/{http.post('/v1/chats', json=body).json()['id']}"
    assert http.get(chat).json()["latestVersion"]["status"] == "completed"


def test_reads_do_not_finish_a_turn_that_never_finishes(served: Sandbox, http: httpx.Client) -> None:
    served.pending_reads = 1
    chat, message = start(http, "a page sandbox:never_finish")
    assert [http.get(message).json()["finishReason"] for _ in range(4)] == [None] * 4
    served.finish(chat.rpartition("/")[2])
    assert http.get(message).json()["finishReason"] == "stop"


async def test_polling_with_pending_reads_takes_no_time(sandbox: Sandbox, client: V0Client) -> None:
    sandbox.async_seconds, sandbox.pending_reads = None, 3
    seen: list[int] = []
    message = await client.v2.chats.create_and_wait(
        message="a page", poll=EAGER, on_update=lambda message: seen.append(len(message.parts or ()))
    )
    assert message.finish_reason == "stop" and len(seen) >= 3
    chat = await client.v1.chats.create_and_wait(message="a page", poll=EAGER)
    assert len(sandbox.requests.filter("get_chat")) == 4
    assert chat.latest_version and chat.latest_version.status == "completed"


# --- seeds


def run(sandbox: Sandbox) -> list[tuple[bytes, set[str]]]:
    """The responses to some requests of both versions: bodies without the server's address, and names of headers."""
    responses: list[tuple[bytes, set[str]]] = []
    with sandbox, plain_client(sandbox.base_url) as http:

        def send(method: str, path: str, **body: Any) -> httpx.Response:
            response = http.request(method, path, json=body or None)
            assert response.is_success, response.text
            address = sandbox.base_url.encode()
            responses.append((response.content.replace(address, b""), set(response.headers)))
            return response

        chat = events_of(send("POST", CREATE_V2, message="a page sandbox:connect").text)[0]["id"]
        send("POST", f"/v2/chats/{chat}/messages/stream", message="go on")
        for path in ("", "/messages", "/files", "/files/download", "/preview"):
            send("GET", f"/v2/chats/{chat}{path}")
        send("POST", f"/v2/chats/{chat}/deploy")
        chat = send("POST", "/v1/chats", message="a page", responseMode="async").json()["id"]
        for path in ("", "", "", "/messages?limit=1", "/versions"):
            send("GET", f"/v1/chats/{chat}{path}")
    return responses


def test_a_seed_makes_every_response_the_same_byte_for_byte() -> None:
    one, two, other = (run(Sandbox(seed=seed, pending_reads=2)) for seed in (7, 7, 8))
    assert one == two
    assert len(one) == 14 and not any("date" in headers for _, headers in one)
    same = [a for a, b in zip(one, other, strict=True) if a == b]
    assert len(same) == 2, "the files and the archive of them contain no ids"


def test_the_clock_begins_at_starts_at_and_never_repeats_a_time() -> None:
    start = datetime(2020, 2, 29, 12, tzinfo=timezone(timedelta(hours=1)))
    with Sandbox(starts_at=start) as sandbox, plain_client(sandbox.base_url) as http:
        first, last = create_v2(http, "a page")[0], create_v2(http, "a page")[-1]
    assert first["id"] == "chat_sandbox0001"
    assert first["createdAt"] == "2020-02-29T11:00:00.000Z" < last["createdAt"] < last["updatedAt"]
    assert last["updatedAt"] < "2020-02-29T11:00:01"
    with Sandbox(seed=1) as sandbox, plain_client(sandbox.base_url) as http:
        assert create_v2(http, "a page")[0]["createdAt"] == "2026-01-01T00:00:00.000Z"
    with pytest.raises(ValueError, match="starts_at: needs a time zone"):
        Sandbox(starts_at=datetime(2020, 1, 1))  # noqa: DTZ001 - the invalid argument


def test_without_a_seed_times_are_those_of_the_day(http: httpx.Client) -> None:
    before = datetime.now(UTC).isoformat()
    assert create_v2(http, "a page")[0]["createdAt"] >= before[:23]
    assert "date" in http.get("/v2/chats").headers
