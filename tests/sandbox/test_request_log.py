"""The log of requests and its filters."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from tests.support.sandbox_tools import CREATE_V2, create_v1, create_v2, plain_client
from v0_client.sandbox import RecordedRequest, RequestLog, Sandbox

DOCUMENT = Path(__file__).parents[2] / "openapi" / "v0.yaml"


def test_the_log_has_filters(served: Sandbox, http: httpx.Client) -> None:
    chat = create_v1(http, "one")
    create_v2(http, "two")
    create_v2(http, "three", metadata={"k": "v"})
    http.get(f"/v1/chats/{chat['id']}?x=1")
    log = served.requests
    assert [request.operation for request in log] == ["create_chat", *["create_chat_stream"] * 2, "get_chat"]
    assert log.filter("create_chat_stream").last_body == {"message": "three", "metadata": {"k": "v"}}
    assert len(log.filter(method="POST")) == 3 and log.filter(path="/v1/*") == [log[0], log[3]]
    assert log.filter("create_chat", method="GET") == []
    assert log.filter(method="POST").filter(path=CREATE_V2) == log[1:3]
    assert log.last.query == "x=1" and log.last_body is None
    log.clear()
    with pytest.raises(LookupError, match="No such request"):
        log.last  # noqa: B018 - reading it raises
    create_v2(http, "four")
    assert len(served.requests) == 1


def test_an_unknown_operation_raises(served: Sandbox) -> None:
    with pytest.raises(ValueError, match="operation: 'create_chats' does not exist; did you mean create_chat"):
        served.requests.filter("create_chats")


def test_operations_are_named_as_in_the_document(served: Sandbox, http: httpx.Client) -> None:
    documented = set(re.findall(r"operationId: (\w+)", DOCUMENT.read_text(encoding="utf-8")))
    assert documented <= served.requests.operations
    http.get("/v1/chats", headers={"Authorization": "Bearer wrong"})
    http.get("/api/v2/chats/none")
    http.get("/v3/chats")
    http.put("/v1/chats")
    assert [request.operation for request in served.requests] == ["find_chats", "get_chat_v2", None, None]
    assert [request.status for request in served.requests] == [401, 404, 404, 405]


def test_the_repr_of_a_record_is_one_line_without_the_key(served: Sandbox, http: httpx.Client) -> None:
    http.post(CREATE_V2, json={"message": "é" + "x" * 500, "surprise": 1})
    http.get("/v2/chats?limit=1")
    with pytest.raises(httpx.RemoteProtocolError):
        http.post("/v1/chats", json={"message": "sandbox:disconnect_after"})
    long, short, disconnected = map(repr, served.requests)
    assert long.startswith('<POST /v2/chats/stream {"message": "éxxx') and long.endswith("xxx… -> 422>")
    assert len(long) < 200
    assert short == "<GET /v2/chats?limit=1 -> 200>"
    assert disconnected == '<POST /v1/chats {"message": "sandbox:disconnect_after"} -> no response>'
    assert served.api_key not in repr(served.requests)


def test_on_request_is_called_when_the_response_has_ended() -> None:
    finished: list[RecordedRequest] = []
    with Sandbox(on_request=finished.append) as sandbox:
        body = {"message": "a page sandbox:never_finish"}
        with plain_client(sandbox.base_url) as http, http.stream("POST", CREATE_V2, json=body) as response:
            chunks = response.iter_raw()  # kept: garbage collection would close the connection
            next(chunks)
            assert sandbox.requests.last.status == 200
            assert (finished, sandbox.requests.last.seconds) == ([], None)
    assert finished == sandbox.requests
    assert finished[0].seconds is not None and finished[0].seconds > 0


def test_a_log_can_be_constructed() -> None:
    log = RequestLog([RecordedRequest("GET", "/a", "", {}, None)])
    assert log.filter("anything") == [] and log.filter(path="/a") == log


def test_on_request_may_finish_turns() -> None:
    """The server's thread, in which it is called, must not wait for itself."""

    def finish(request: RecordedRequest) -> None:
        if request.operation == "create_chat_async":
            sandbox.finish()

    with Sandbox(async_seconds=None, on_request=finish) as sandbox, plain_client(sandbox.base_url) as http:
        ids = http.post("/v2/chats/async", json={"message": "a page"}).json()
        path = f"/v2/chats/{ids['chatId']}/messages/{ids['messageId']}"
        while http.get(path).json()["finishReason"] != "stop":  # the callback follows the response
            pass
