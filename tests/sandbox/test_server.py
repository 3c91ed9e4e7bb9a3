"""The sandbox as a server, tested by a plain HTTP client over a real socket."""

from __future__ import annotations

import contextlib
import copy
import os
import signal
import subprocess
import sys
import threading
import tracemalloc
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.sandbox_tools import (
    CREATE_V2,
    apply,
    create_v1,
    create_v2,
    events_of,
    ids_of,
    next_event,
    plain_client,
    server_log,
)
from v0_client.sandbox import Sandbox, Turn
from v0_client.sandbox.generation import ContentFormat
from v0_client.sandbox.turn_content import DefaultContent, turn_steps
from v0_client.sandbox.turn_runner import TurnUpdate
from v0_client.sandbox.turn_selection import PromptDirectives
from v0_client.sandbox.v1 import turn_format as v1_format
from v0_client.sandbox.v2 import representations as v2_format

# --- the server itself


@pytest.mark.anyio
async def test_serves_while_its_block_is_open() -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        async with Sandbox() as sandbox:
            address = sandbox.base_url
            assert (await client.get(f"{address}/v2/chats/none")).status_code == 401
        with pytest.raises(httpx.ConnectError):
            await client.get(address)
    with pytest.raises(RuntimeError, match="only while it runs"):
        sandbox.base_url  # noqa: B018 - reading it raises


@pytest.mark.anyio
async def test_exit_disconnects_open_streams(caplog: pytest.LogCaptureFixture) -> None:
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        async with Sandbox() as sandbox:
            headers = {"Authorization": f"Bearer {sandbox.api_key}"}
            body = {"message": "a page sandbox:never_finish"}
            request = client.build_request("POST", sandbox.base_url + CREATE_V2, json=body, headers=headers)
            response = await client.send(request, stream=True)
            chunks = response.aiter_bytes()
            await anext(chunks)
        with pytest.raises(httpx.RemoteProtocolError):
            async for _ in chunks:
                pass
        await response.aclose()
    assert not server_log(caplog)


def test_exit_leaves_no_thread_and_frees_the_port() -> None:
    before = set(threading.enumerate())
    with Sandbox() as first:
        port = int(first.base_url.rpartition(":")[2])
        with pytest.raises(OSError, match=r"in use|usage"):
            Sandbox(port=port).__enter__()
    with Sandbox(port=port) as second:
        assert second.base_url == f"http://127.0.0.1:{port}"
    assert set(threading.enumerate()) <= before


def test_cannot_be_entered_twice(served: Sandbox) -> None:
    with pytest.raises(RuntimeError, match="already running"):
        served.__enter__()
    with plain_client(served.base_url) as http:
        assert http.get("/v2/chats/none").status_code == 404


def test_exit_ends_a_synchronous_request_in_progress(caplog: pytest.LogCaptureFixture) -> None:
    outcome: list[Exception] = []

    def create(sandbox: Sandbox) -> None:
        try:
            with plain_client(sandbox.base_url) as http:
                http.post("/v1/chats", json={"message": "a page sandbox:never_finish"})
        except httpx.HTTPError as error:
            outcome.append(error)

    with Sandbox() as sandbox:
        thread = threading.Thread(target=create, args=(sandbox,))
        thread.start()
        while not sandbox.requests:
            thread.join(0.005)
    thread.join()
    assert isinstance(outcome[0], httpx.TransportError)
    assert not server_log(caplog)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent another way there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_command_prints_its_address_and_stops_on_a_signal(number: signal.Signals) -> None:
    command = [sys.executable, "-W", "error", "-m", "v0_client.sandbox", "--port", "0"]
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(  # noqa: S603  # our own command
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root, env=environment
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        url = process.stdout.readline().strip().removeprefix("V0_BASE_URL=")
        key = process.stdout.readline().strip().removeprefix("V0_API_KEY=")
        with plain_client(url, key) as http:
            response = http.get("/v2/chats/none")
        process.send_signal(number)
        assert process.wait(30) == 0
        assert process.stderr.read() == ""
    assert response.status_code == 404


def test_records_requests(served: Sandbox, http: httpx.Client) -> None:
    http.post(CREATE_V2, json={"message": ""})
    http.get("/v2/chats/no%20ne", params={"a": "b"})
    rejected, missing = served.requests
    assert (rejected.method, rejected.path, rejected.status, rejected.body) == ("POST", CREATE_V2, 422, {"message": ""})
    assert (missing.path, missing.query, missing.status, missing.body) == ("/v2/chats/no ne", "a=b", 404, None)
    assert missing.headers["authorization"] == f"Bearer {served.api_key}"


# --- rejected requests


@pytest.mark.parametrize("key", [None, "Bearer wrong", "Basic djE6"])
def test_rejects_a_missing_or_wrong_key(served: Sandbox, key: str | None) -> None:
    headers = {} if key is None else {"Authorization": key}
    with plain_client(served.base_url, api_key=None) as http:
        v1, v2 = (http.get(f"/{version}/chats/none", headers=headers) for version in ("v1", "v2"))
    assert (v1.status_code, v2.status_code) == (401, 401)
    assert v1.json()["success"] is False
    assert v1.json()["error"]["type"] == "unauthorized_error"
    assert list(v2.json()) == ["message"]


def test_not_found_errors_name_the_resource(http: httpx.Client) -> None:
    v1, v2 = http.get("/v1/chats/none"), http.get("/v2/chats/none")
    assert (v1.status_code, v2.status_code) == (404, 404)
    assert v1.json()["error"]["code"] == "chat_not_found"
    chat = create_v1(http, "a page")
    assert http.get(f"/v2/chats/{chat['id']}").status_code == 404, "v2 cannot read v1 chats"
    assert http.get(f"/v1/chats/{chat['id']}/messages/none").status_code == 404
    assert http.post(f"/v1/chats/{chat['id']}/messages/none/stop").status_code == 404
    assert http.get("/v3/anything").status_code == 404


def test_rejects_an_unsupported_method(http: httpx.Client) -> None:
    assert http.put("/v1/chats").status_code == 405
    assert http.get(CREATE_V2.replace("stream", "x/resume")).status_code == 405


V2_INVALID: list[tuple[dict[str, Any], str]] = [
    ({"surprise": 1}, "surprise"),
    ({"message": ""}, "message"),
    ({"message": 7}, "message"),
    ({"type": "zip"}, "type"),
    ({"skillIds": ["a", "b", "c", "d"]}, "skillIds"),
    ({"skills": [{"type": "remote", "id": str(n)} for n in range(4)]}, "skills"),
    ({"skills": [{"type": "memory", "skillName": "x"}]}, "scope"),
    ({"modelConfiguration": {"modelId": "v0-pro"}}, "imageGenerations"),
    ({"modelConfiguration": {"imageGenerations": True}}, "modelId"),
    ({"modelConfiguration": {"modelId": "v0-pro", "imageGenerations": "no"}}, "imageGenerations"),
    ({"attachments": [{"url": "https://example.com", "name": "x"}]}, "name"),
    ({"privacy": "secret"}, "privacy"),
    ({"metadata": {"": "x"}}, "metadata"),
    ({"metadata": {"k" * 41: "x"}}, "metadata"),
    ({"metadata": {"k": "v" * 501}}, "metadata"),
    ({"metadata": {f"k{n}": "v" for n in range(51)}}, "metadata"),
    ({"message": "a page sandbox:typo"}, "typo"),
    ({"message": f"a page sandbox:event_delay={'9' * 400}"}, "event_delay"),
    ({"message": f"a page sandbox:pending_reads={'9' * 400}"}, "pending_reads"),
]


@pytest.mark.parametrize(("body", "named"), V2_INVALID)
def test_v2_rejects_invalid_bodies(http: httpx.Client, body: dict[str, Any], named: str) -> None:
    response = http.post(CREATE_V2, json={"message": "a page", **body})
    assert response.status_code == 422
    assert named in response.json()["message"]


V1_INVALID: list[tuple[dict[str, Any], str]] = [
    ({"surprise": 1}, "surprise"),
    ({"message": ""}, "message"),
    ({"responseMode": "stream"}, "responseMode"),
    ({"attachedSkillIds": ["a", "b", "c", "d"]}, "attachedSkillIds"),
    ({"modelConfiguration": {"temperature": 1}}, "temperature"),
    ({"designSystemId": 1}, "designSystemId"),
    ({"metadata": {"k": 1}}, "metadata"),
]


@pytest.mark.parametrize(("body", "named"), V1_INVALID)
def test_v1_rejects_invalid_bodies(http: httpx.Client, body: dict[str, Any], named: str) -> None:
    response = http.post("/v1/chats", json={"message": "a page", **body})
    assert response.status_code == 422
    assert response.json()["error"]["type"] == "unprocessable_entity_error"
    assert named in response.json()["error"]["message"]


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"\xff", b'{"message": "\\ud83d"}', b'{"message": NaN}', b"[" * 100_000]
)
def test_rejects_a_body_that_is_not_a_json_object(http: httpx.Client, raw: bytes) -> None:
    assert http.post(CREATE_V2, content=raw).status_code == 422


def test_serves_the_chosen_revision(served: Sandbox, http: httpx.Client) -> None:
    def status(**body: Any) -> int:
        return http.post(CREATE_V2, json={"message": "a page", **body}).status_code

    skill = {"type": "remote", "id": "x"}
    assert [status(), status(type="prompt", skillIds=["x"]), status(skills=[skill])] == [200, 200, 200]
    served.revision = "documented"
    assert [status(), status(type="prompt", skillIds=["x"]), status(type="prompt", skills=[skill])] == [422, 200, 422]
    served.revision = "later"
    assert [status(), status(type="prompt"), status(skillIds=["x"]), status(skills=[skill])] == [200, 422, 422, 200]


# --- generations


def test_updates_do_not_change_while_the_generation_continues() -> None:
    """A stream may lag behind its generation: later updates must not change those it still has to send."""
    default = DefaultContent.for_prompt("a page")
    steps = [*turn_steps(Turn(), default, has_title=False, files={}, request_id="")]
    parts, rows = list[Any](), list[Any]()
    updates_v2, updates_v1 = [*v2_format.write(parts, steps, str)], [*v1_format.write(rows, steps, str)]
    for updates, live in ((updates_v2, parts), (updates_v1, rows)):
        content: list[Any] = []
        for update in updates:
            if update.kind == "delta":
                apply(content, copy.deepcopy(update.value))
        assert content == live != []


@pytest.mark.parametrize("content_format", [v1_format.CONTENT_FORMAT, v2_format.CONTENT_FORMAT])
def test_a_long_text_takes_memory_in_proportion_to_it(content_format: ContentFormat) -> None:
    def updates_of(length: int) -> list[TurnUpdate]:
        default = DefaultContent.for_prompt("a page")
        steps = turn_steps(Turn(text="x" * length), default, has_title=True, files={}, request_id="")
        return [update for update in content_format.write([], steps, str) if update.kind == "delta"]

    around = len(updates_of(0))
    chunks = [len(updates_of(length)) - around for length in (24, 25, 4800, 4801, 50_000)]
    assert chunks == [1, 2, 200, 193, 200]
    tracemalloc.start()
    try:
        kept = updates_of(50_000)  # as a turn keeps them
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(kept) > 200 and peak < 500_000


# --- faults by directive


@pytest.mark.parametrize(
    "written",
    [
        *("sandbox:RATE-LIMIT", "sandbox:Rate-Limit=1", "Sandbox:rate-limit", "sandbox: rate-limit", "sandbox:500s"),
        *("sandbox:rate-limit=-1", "sandbox:rate-limit=one", "sandbox:rate-limit:1", "sandbox:rate-limit="),
        *("sandbox:disconnect_after=1e9", "sandbox:eof_after=2.5", "sandbox:ask=3", "sandbox:visible_after=0,2"),
    ],
)
def test_a_misspelt_directive_is_rejected_by_name(http: httpx.Client, written: str) -> None:
    response = http.post(CREATE_V2, json={"message": f"a page ({written}), please"})
    assert response.status_code == 422
    assert f"'{written}'; known are sandbox:event_delay=0.2, sandbox:ask, " in response.json()["message"]


@pytest.mark.parametrize("prose", ["A sandbox: for children", "Into the sandbox:", "sandbox:)", "mysandbox:500"])
def test_prose_about_a_sandbox_has_no_directives(prose: str) -> None:
    assert PromptDirectives.parse(prose) == PromptDirectives.parse("")


def test_punctuation_after_a_directive_does_not_belong_to_it() -> None:
    parsed = PromptDirectives.parse("a page (“sandbox:eof_after=2”), sandbox:visible_after=1.5. sandbox:500=1!")
    assert parsed == PromptDirectives(Turn(eof_after=2, visible_after=1.5), 0, 1)


def test_the_first_fault_of_a_connection_decides(served: Sandbox, http: httpx.Client) -> None:
    assert len(create_v2(http, "a page sandbox:eof_after=2 sandbox:disconnect_after=4")) == 2
    assert create_v1(http, "a page sandbox:eof_after=2 sandbox:stall_after=4")["latestVersion"]["status"] == "completed"
    served.script(Turn(disconnect_after=2, eof_after=3, stall_after=4), repeat=True)
    for path in (CREATE_V2, "/v1/chats"):
        with pytest.raises(httpx.RemoteProtocolError):
            http.post(path, json={"message": "a page"})
    served.script(Turn(disconnect_after=3, eof_after=4, stall_after=2), repeat=True, when="stalls")
    for path in (CREATE_V2, "/v1/chats"):
        with pytest.raises(httpx.ReadTimeout):
            http.post(path, json={"message": "it stalls"}, timeout=httpx.Timeout(30, read=0.2))


def test_disconnect_after_breaks_the_connection_inside_the_body(http: httpx.Client) -> None:
    with http.stream("POST", CREATE_V2, json={"message": "a page sandbox:disconnect_after=7"}) as response:
        lines = response.iter_lines()
        events = [next_event(lines) for _ in range(7)]
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
            next_event(lines)
    chat_id, message_id = ids_of(events)
    assert events_of(http.post(f"/v2/chats/{chat_id}/resume").text)[-1]["object"] == "chat"
    assert http.get(f"/v2/chats/{chat_id}/messages/{message_id}").json()["finishReason"] == "stop"


def test_disconnect_before_the_first_event(http: httpx.Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        http.post(CREATE_V2, json={"message": "a page sandbox:disconnect_after=0"})


def test_eof_after_ends_the_body_without_the_closing_event(http: httpx.Client) -> None:
    events = create_v2(http, "a page sandbox:eof_after")
    assert len(events) == 5
    assert events[-1]["object"] == "message.parts.chunk"


def test_stall_after_keeps_the_connection_open_and_silent() -> None:
    with contextlib.ExitStack() as stack:
        with Sandbox() as sandbox:
            http = stack.enter_context(plain_client(sandbox.base_url))
            request = http.build_request("POST", CREATE_V2, json={"message": "a page sandbox:stall_after=2"})
            response = http.send(request, stream=True)
            lines = response.iter_lines()
            opening, title = next_event(lines), next_event(lines)
            assert (opening["object"], title["object"]) == ("chat", "chat.title")
            while http.get(f"/v2/chats/{opening['id']}/messages").json()["messages"][0]["content"] == "":
                pass
        with pytest.raises(httpx.RemoteProtocolError):  # open until the sandbox exits, and nothing more arrives
            assert [line for line in lines if line] == []
        response.close()


def test_disconnect_after_applies_to_json_responses(served: Sandbox, http: httpx.Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        http.post("/v1/chats", json={"message": "a page sandbox:disconnect_after"})
    assert served.requests[-1].status is None
    assert http.get("/v1/chats/chat_sandbox0001").json()["latestVersion"]["status"] == "completed"


@pytest.mark.parametrize("directive", ["fail", "error-event"])
def test_a_generation_can_fail(http: httpx.Client, directive: str) -> None:
    events = create_v2(http, f"a page sandbox:{directive}")
    assert events[-1]["object"] == ("chat" if directive == "fail" else "error")
    chat_id, message_id = ids_of(events)
    assert http.get(f"/v2/chats/{chat_id}/messages/{message_id}").json()["finishReason"] == "error"
    chat = create_v1(http, f"a page sandbox:{directive}")
    assert (chat["messages"][-1]["finishReason"], chat["latestVersion"]["status"]) == ("error", "failed")


def test_v1_error_event_ends_the_stream(http: httpx.Client) -> None:
    body = {"message": "a page sandbox:error-event", "responseMode": "experimental_stream"}
    last = events_of(http.post("/v1/chats", json=body).text)[-1]
    assert (last["object"], last["error"]["type"]) == ("error", "internal_server_error")


def test_a_turn_can_end_with_a_question(http: httpx.Client) -> None:
    events = create_v2(http, "a page sandbox:ask")
    chat_id, message_id = ids_of(events)
    message = http.get(f"/v2/chats/{chat_id}/messages/{message_id}").json()
    action = message["parts"][-1]
    assert message["finishReason"] == "tool-calls"
    assert (action["type"], action["name"]) == ("agent-action", "ask_user_questions")
    assert action["data"]["questions"][0]["options"]
    chat = create_v1(http, "a page sandbox:ask")
    assert chat["messages"][-1]["finishReason"] == "tool-calls" and "latestVersion" not in chat


def test_rate_limits_and_server_errors_occur_n_times(served: Sandbox, http: httpx.Client) -> None:
    def post(directives: str) -> httpx.Response:
        return http.post("/v1/chats", json={"message": f"a page {directives}"})

    served.retry_after = 3
    limited = post("sandbox:rate-limit")
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "3")
    assert limited.json()["error"]["type"] == "too_many_requests_error"
    assert post("sandbox:rate-limit").status_code == 429
    assert [post("sandbox:rate-limit=1 sandbox:500=1").status_code for _ in range(3)] == [429, 500, 200]
    assert http.get("/v1/chats/chat_sandbox0002").status_code == 404, "a rejected request creates nothing"


def test_visible_after_hides_the_new_chat(http: httpx.Client) -> None:
    chat = create_v1(http, "a page sandbox:visible_after=600")
    assert http.get(f"/v1/chats/{chat['id']}").json()["error"]["code"] == "chat_not_found"


def test_a_slow_stream_arrives_while_it_is_written(http: httpx.Client) -> None:
    with http.stream("POST", CREATE_V2, json={"message": "a page sandbox:event_delay=600"}) as response:
        lines = response.iter_lines()
        opening, title = next_event(lines), next_event(lines)
        assert (opening["object"], title["object"]) == ("chat", "chat.title")
        (answer, _) = http.get(f"/v2/chats/{opening['id']}/messages").json()["messages"]
        assert (answer["parts"], answer["finishReason"]) == ([], None)
